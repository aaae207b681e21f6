"""Runs the Dockerfile's steps in a folder and starts what it would start: the check where no container engine is.

    python scripts/dockerfile_steps.py FOLDER

The file system of the stage at work is FOLDER/image, and `/app` in a step means the `app` in there; a stage that is
done moves aside. The base image is the Python that this runs on. So the steps, the paths they copy, the health check,
the entry point and (as root) the user without rights are proved; the base image itself is not.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from started import ask, free_port, running

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass
class Stage:
    """What the instructions so far have set. `root` is the folder that plays the file system."""

    name: str
    root: Path
    workdir: str = "/"
    user: str = "0"
    environment: dict[str, str] = field(default_factory=dict)
    health: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)

    def here(self, text: str) -> str:
        """The same text with the container's `/app` replaced by where that lies on this machine."""
        return re.sub(r"(?<![\w./-])/app\b", str(self.root / "app"), text)


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """The pairs of instruction and arguments, comments and line ends taken out."""
    lines = (line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    logical = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in logical.splitlines())]


def build(dockerfile: Path, folder: Path) -> Stage:
    """Executes every instruction and returns the last stage, whose file system is `folder/image`."""
    done: dict[str, Stage] = {}
    stage = Stage("", folder / "image")
    for word, rest in instructions(dockerfile.read_text(encoding="utf-8")):
        if word == "FROM":
            stage = begin(rest, stage, done)
            continue
        print(f"   {word} {rest}", flush=True)
        apply(word, rest, stage, done)
    return stage


def begin(rest: str, before: Stage, done: dict[str, Stage]) -> Stage:
    """Moves the stage before aside, and begins the next from a clean folder or from a stage that is done."""
    image, _, name = re.sub(r"\s+AS\s+", "\n", rest, flags=re.IGNORECASE).partition("\n")
    if before.root.exists():
        aside = before.root.with_name(f"stage-{before.name}")
        before.root.rename(aside)
        done[before.name] = Stage(before.name, aside, before.workdir, before.user, dict(before.environment))
    print(f"-- stage {name or '(last)'} from {image}", flush=True)
    stage = Stage(name, before.root)
    if image in done:
        stage.workdir, stage.environment = done[image].workdir, dict(done[image].environment)
        shutil.copytree(done[image].root, stage.root, symlinks=True, copy_function=os.link)
    else:
        stage.root.mkdir(parents=True)
    return stage


def apply(word: str, rest: str, stage: Stage, done: dict[str, Stage]) -> None:
    """Executes one instruction that changes the file system, or notes one that does not."""
    if word == "WORKDIR":
        stage.workdir = rest
        folder_of(stage).mkdir(parents=True, exist_ok=True)
    elif word == "COPY":
        copy(shlex.split(rest), stage, done)
    elif word == "RUN":
        command = stage.here(re.sub(r"^(--\S+\s+)+", "", rest))
        subprocess.run(["sh", "-c", command], cwd=folder_of(stage), env=environment_of(stage), check=True)
    elif word not in {"ARG", "VOLUME", "EXPOSE"}:  # an ARG is taken from the environment, the others need an engine
        note(word, rest, stage)


def note(word: str, rest: str, stage: Stage) -> None:
    """Notes what an instruction sets for the process to come."""
    if word == "ENV":
        stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
    elif word == "USER":
        stage.user = rest
    elif word == "HEALTHCHECK":
        stage.health = listed(rest.partition("CMD ")[2])
    elif word == "ENTRYPOINT":
        stage.entrypoint = listed(rest)
    else:
        raise SystemExit(f"{word} is not known here: teach {Path(__file__).name} to execute it")


def copy(words: list[str], stage: Stage, done: dict[str, Stage]) -> None:
    """COPY: a folder's contents, or files into a folder; what comes from another stage is linked, not copied."""
    origin = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), None)
    *sources, target = (word for word in words if not word.startswith("--"))
    base = done[origin].root if origin else REPOSITORY
    for source in (base / source.lstrip("/") for source in sources):
        to = folder_of(stage) / target
        if source.is_dir():
            skip = None if origin else shutil.ignore_patterns("__pycache__")
            put = os.link if origin else shutil.copy2
            shutil.copytree(source, to, symlinks=True, ignore=skip, copy_function=put, dirs_exist_ok=True)
        else:
            to = to / source.name if target.endswith("/") else to
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, to)


def folder_of(stage: Stage) -> Path:
    """Where the stage's working directory lies on this machine."""
    return stage.root / stage.workdir.lstrip("/")


def listed(json_list: str) -> list[str]:
    """The words of an instruction in its exec form, `["a", "b"]`."""
    return [word.strip().strip('"') for word in json_list.strip().strip("[]").split(",")]


def environment_of(stage: Stage) -> dict[str, str]:
    """This machine's environment with the base image's Python first, and what the stage has set."""
    paths = [p for p in os.environ["PATH"].split(os.pathsep) if Path(p) != Path(sys.prefix, "bin")]
    environment = os.environ | {"PATH": os.pathsep.join([str(base_python().parent), *paths])}
    for name, value in stage.environment.items():
        environment[name] = stage.here(value).replace("$PATH", environment["PATH"])
    return environment


@cache
def base_python() -> Path:
    """The Python that plays the base image: one that a user without rights can run too, where there is one."""
    ours = Path(sys.base_prefix, "bin", "python3")
    fits = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    for candidate in (ours, Path("/usr/local/bin/python3"), Path("/usr/bin/python3")):
        # Through a shell: what setpriv starts itself is still found with root's rights.
        tried = [*without_rights("65534:65534"), "sh", "-c", 'exec "$0" -c "$1"', str(candidate), fits]
        if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
            return candidate
    return ours


def without_rights(user: str) -> list[str]:
    """What to put before a command for it to run as `user`; nothing where we are not root and so have no rights."""
    uid, _, gid = user.partition(":")
    return ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"] if os.getuid() == 0 else []


def start(stage: Stage) -> None:
    """Starts the container's process as its user, waits until its health check passes, asks it, and stops it."""
    port = free_port()
    user = without_rights(stage.user)
    if not user:
        print(f"   not root, so the process runs as uid {os.getuid()} and not as {stage.user}")
    environment = environment_of(stage) | {"PORT": str(port), "DATELINE_KEYS": "never"}
    entrypoint = [stage.here(word) for word in stage.entrypoint]
    health = [stage.here(word) for word in stage.health]

    def healthy() -> bool:
        return subprocess.run([*user, *health], env=environment, capture_output=True, check=False).returncode == 0

    with running([*user, *entrypoint], healthy, folder_of(stage), environment):
        answer = ask(f"http://127.0.0.1:{port}", "When is the NATO summit in The Hague?")
        print(f"   healthy, and answers: {answer['outcome']}, {len(answer['citations'])} citations")
    owners = {path.stat().st_uid for path in (folder_of(stage) / "data").rglob("*")}
    if user and owners != {int(stage.user.partition(":")[0])}:
        raise SystemExit(f"the process was to run as {stage.user}, but what it wrote belongs to {owners}")


if __name__ == "__main__":
    scratch = Path(sys.argv[1]).resolve()
    scratch.chmod(0o755)
    start(build(REPOSITORY / "Dockerfile", scratch))
