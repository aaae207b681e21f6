"""Proves the wheel: installed where there is no source tree, it starts, finds its prompts and its page, and answers.

python scripts/check_wheel.py VENV     an environment with the wheel in it, never an editable install
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

from started import ask, free_port, get, running

REPOSITORY = Path(__file__).resolve().parent.parent
QUESTION = "When is the NATO summit in The Hague?"


def check(venv: Path, folder: Path) -> None:
    """Runs the installed program in `folder`, which holds the sample articles and nothing else."""
    shutil.copytree(REPOSITORY / "articles", folder / "articles")
    ours = Path(sys.prefix, "bin")
    paths = [str(venv / "bin"), *(path for path in os.environ["PATH"].split(os.pathsep) if Path(path) != ours)]
    environment = os.environ | {"PATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1"}
    environment.pop("PYTHONPATH", None)
    dateline = str(venv / "bin" / "dateline")

    def say(*command: str) -> str:
        print("  ", *command, flush=True)
        done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"exit status {done.returncode}: {' '.join(command)}")
        return done.stdout

    # -I: neither the folder it runs in nor this one is searched for modules.
    print(say(str(venv / "bin" / "python"), "-I", str(REPOSITORY / "scripts" / "look_inside.py")), end="")
    assert "ingest" in say(dateline, "--help")
    say(dateline, "ingest", "articles", "--data", "data")
    answer = json.loads(say(dateline, "ask", QUESTION, "--json", "--data", "data"))
    assert answer["citations"], f"the command line answers without a citation: {answer}"
    serve_and_ask([dateline, "serve", "--data", "data"], folder, environment)


def serve_and_ask(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Starts the service; its page, its widget and its answer are those that the design promises."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        try:
            return bool(get(f"{address}/readyz"))
        except URLError:
            return False

    with running([*command, "--host", "127.0.0.1", "--port", str(port)], ready, folder, environment):
        assert "<dateline-ask" in get(f"{address}/")
        assert "dateline-ask" in get(f"{address}/widget/v1/widget.js")
        answer = ask(address, QUESTION)
        assert answer["citations"], f"the service answers without a citation: {answer}"
        for citation in answer["citations"]:
            stored = (
                f"{address}/articles/{quote(citation['article_id'])}?snapshot={quote(answer['corpus']['snapshot'])}"
            )
            words = json.loads(get(stored))["body"][citation["start"] : citation["end"]]
            assert words == citation["quote"], f"quoted {citation['quote']!r}, but the article has {words!r}"
    print(f"   served the page and the widget; answered: {answer['outcome']}, {len(answer['citations'])} citations")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        check(Path(sys.argv[1]).resolve(), Path(empty))
