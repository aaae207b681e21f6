"""How long a newcomer waits for the first answer, what the service weighs, and how fast it answers without a model.

    python bench/first_answer.py [--quick]

Prints its figures as JSON and writes them to bench/out/first_answer.json. `--quick` leaves out the cold install, which
copies the working tree elsewhere and downloads everything, and asks fewer questions.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from eval.gold import load

REPOSITORY = Path(__file__).resolve().parent.parent
OUT = REPOSITORY / "bench" / "out" / "first_answer.json"
FIRST_QUESTION = "When is the NATO summit in The Hague?"
INSTALL_S, START_S, STOP_S, ASK_S = 1_800, 180, 30, 30


def main() -> None:
    """Measures everything in turn; whatever was started is stopped, and what was copied is removed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="no cold install, 50 questions instead of 300")
    quick: bool = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as scratch:
        figures = {
            "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
            "seconds_to_first_answer": seconds_to_first_answer(Path(scratch), cold=not quick),
            "service": service(Path(scratch) / "data", 50 if quick else 300),
        }
    text = json.dumps(figures, indent=2)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text + "\n", encoding="utf-8")
    print(text)


def seconds_to_first_answer(scratch: Path, *, cold: bool) -> dict[str, float | None]:
    """Seconds from `make run` to an answer: nothing installed; then no archive yet; then everything there."""
    data = scratch / "data"
    return {
        "cold_install": make_run(working_copy(scratch / "clone"), scratch / "clone" / "data", INSTALL_S)
        if cold
        else None,
        "no_archive_yet": make_run(REPOSITORY, data, START_S),
        "warm": make_run(REPOSITORY, data, START_S),
    }


def working_copy(target: Path) -> Path:
    """The files of this working tree that git does not ignore, without an environment: what a clone of it would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, target / name)
    return target


def make_run(folder: Path, data: Path, limit_s: float) -> float:
    """Seconds from the start of `make run` to the end of the first answer. No cache of downloads is used."""
    port = free_port()
    began = time.monotonic()
    with running(["make", "run", f"PORT={port}", f"DATA={data}"], port, limit_s, folder) as (_, client):
        ask(client, FIRST_QUESTION)
        return round(time.monotonic() - began, 2)


def service(data: Path, asked: int) -> dict[str, float | int]:
    """What one process needs, and the latency of `POST /ask` over HTTP on loopback, one question at a time."""
    port = free_port()
    questions = [gold.question.text for gold in load().questions]
    command = [str(Path(sys.executable).with_name("dateline")), "serve", "--data", str(data), "--port", str(port)]
    with running(command, port, START_S) as (process, client):
        at_start = resident_mib(process.pid)
        first = ask(client, FIRST_QUESTION)
        times = [ask(client, questions[number % len(questions)]) for number in range(asked)]
        return {
            "import_s": import_s("service.web.app"),
            "resident_at_start_mib": at_start,
            "resident_after_questions_mib": resident_mib(process.pid),
            "questions": asked,
            "ask_first_ms": round(1000 * first, 1),
            "ask_p50_ms": round(1000 * statistics.median(times), 1),
            "ask_p95_ms": round(1000 * statistics.quantiles(times, n=20)[-1], 1),
        }


def import_s(module: str) -> float:
    """Seconds that a new Python spends on importing a module: the median of five, less the start of Python itself."""

    def once(code: str) -> float:
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)
        return time.monotonic() - began

    return round(statistics.median(once(f"import {module}") - once("pass") for _ in range(5)), 2)


def ask(client: httpx.Client, question: str) -> float:
    """Seconds until the whole answer is here; anything but an answer raises."""
    began = time.monotonic()
    client.post("/ask", json={"question": question}).raise_for_status()
    return time.monotonic() - began


def resident_mib(pid: int) -> int:
    """Resident memory of a process, in MiB; `ps` tells it on every system."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return round(int(told.stdout) / 1024)


def free_port() -> int:
    """A port of the loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], port: int, limit_s: float, folder: Path = REPOSITORY
) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """Runs a command and all that it starts; the block begins when the service is ready, and ends it.

    Raises:
        SystemExit: it ended by itself, or was not ready in time.
    """
    hidden = ("DATELINE_", "OPENAI_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment["PIP_NO_CACHE_DIR"] = "1"
    environment["DATELINE_CACHE_ANSWERS"] = "0"  # a question that is asked again is answered again
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=sys.stderr, start_new_session=True)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=ASK_S, trust_env=False) as client:
            end = time.monotonic() + limit_s
            while not ready(client):
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{' '.join(command)} was not ready: exit status {process.poll()}")
                time.sleep(0.1)
            yield process, client
    finally:
        stop(process)


def ready(client: httpx.Client) -> bool:
    """Whether the service says that it can answer."""
    try:
        return client.get("/readyz").is_success
    except httpx.TransportError:
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process with everything in its session: asked first, then forced."""
    for way in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, way)
            process.wait(STOP_S)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    main()
