"""The ways in which a writer of the SIGKILL campaign is killed."""

import ctypes
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import corpus
from corpus.folder import DataFolder

_STEPS = ("open", "os.", "shutil.", "sqlite3.", "subprocess.")  # events at which a writer may end itself
_STUCK_S = 120.0
_DURATION_S = {"retain": 0.03, "prune": 0.1, "embed": 0.3, "command": 4.0}  # until one was measured
SOURCES = Path(str(corpus.__file__)).parents[1]  # the code under test, also where it is a copy of a working tree
_WATCHED = (str(SOURCES / "corpus"), str(SOURCES / "ingest"))

TraceFunction = Callable[[FrameType, str, object], Any]

Counters = ctypes.Array[ctypes.c_ulong]  # in memory that the writer shares: its steps, and what was acknowledged


@dataclass(frozen=True)
class Way:
    """How a writer is killed: after some seconds (``moment``), at its n-th call of the system (``step``), before a line
    of the code under test (``line``), or a moment after a file appeared (``file``). ``finish`` lets it end by itself.

    ``group`` kills its children with it. ``place`` is the file that appears, or the line.
    """

    kind: str
    seconds: float = 0.0
    step: int = 0
    place: str = ""
    group: bool = False


@dataclass
class Pace:
    """What the operations took here that ended by themselves: from this the moment of a kill is drawn."""

    seconds: dict[str, float] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    lines: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, name: str, seconds: float, steps: int, lines: Iterable[str]) -> None:
        """One that ended by itself."""
        self.seconds[name] = seconds
        self.steps[name] = steps or self.steps.get(name, 0)
        self.lines.setdefault(name, set()).update(lines)


def draw_way(random_: random.Random, name: str, pace: Pace, *, publishes: bool) -> Way:
    """How to kill: mostly at any moment of the whole duration, else at any step or line, or where a file appears."""
    seconds = pace.seconds.get(name, _DURATION_S.get(name, 1.6))
    group = random_.random() < 1 / 3
    kind = random_.choices(["moment", "step", "line", "file"], [5, 2, 3, 2])[0]
    possible = _places(name, publishes=publishes)
    late = 1.0 if name == "command" else 1.05
    if name == "command" or kind == "moment" or (kind == "file" and not possible):
        return Way("moment", seconds=random_.uniform(0.0, late * seconds), group=group)
    if kind == "step":
        return Way("step", step=random_.randint(1, pace.steps.get(name, 300) or 1), group=group)
    if kind == "line":  # where none is known yet, this one ends by itself and tells them
        return Way("line", place=random_.choice(sorted(pace.lines.get(name, ())) or [""]), group=group)
    after = random_.choice([0.0, random_.uniform(0.0, 0.005)])
    return Way("file", place=random_.choice(possible), seconds=after, group=group)


def watched(work: Callable[[], object], way: Way, lines: Path) -> None:
    """Does something and ends this process by SIGKILL before a line of the code under test is run for the first time.

    Without such a line, the names of all lines that were run go to a file.
    """
    seen: set[str] = set()

    def line(frame: FrameType, event: str, _value: object) -> TraceFunction:
        if event == "line":
            name = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
            seen.add(name)
            if name == way.place:
                kill(os.getpid(), group=way.group)
        return line

    def call(frame: FrameType, _event: str, _value: object) -> TraceFunction | None:
        return line if frame.f_code.co_filename.startswith(_WATCHED) else None

    sys.settrace(call)
    work()
    sys.settrace(None)
    lines.write_text("\n".join(seen), encoding="utf-8")


def count_steps(way: Way, steps: Counters) -> None:
    """Counts what this process asks of the system, and ends it by SIGKILL at the step that was drawn."""

    def seen(event: str, _values: object) -> None:
        if event.startswith(_STEPS):
            steps[0] += 1
            if way.kind == "step" and steps[0] == way.step:  # not again: to kill is an event itself
                (os.killpg if way.group else os.kill)(os.getpid(), signal.SIGKILL)

    sys.addaudithook(seen)


def kill_in_time(pid: int, data: DataFolder, way: Way) -> None:
    """Waits for the moment or for the end of the process, whichever is first, and kills it then."""
    ended = os.pidfd_open(pid)
    try:
        watch = select.poll()
        watch.register(ended, select.POLLIN)
        if way.kind == "moment":
            over = bool(watch.poll(1000 * way.seconds))
        elif way.kind == "file":
            before = _seen(way.place, data)
            while not (over := bool(watch.poll(0))) and _seen(way.place, data) <= before:
                time.sleep(0.0003)
            over = over or bool(watch.poll(1000 * way.seconds))
        else:
            over = bool(watch.poll(1000 * _STUCK_S))
        if not over:
            kill(pid, group=way.group)
    finally:
        os.close(ended)


def kill(pid: int, *, group: bool) -> None:
    """SIGKILL for a process, or for all of its group."""
    if group:
        with suppress(ProcessLookupError):  # so young that it has no group of its own yet
            os.killpg(pid, signal.SIGKILL)
            return
    os.kill(pid, signal.SIGKILL)


def _seen(place: str, data: DataFolder) -> set[str]:
    """What is there now of what a writer makes at some stage; anything new is the sign to kill it."""
    match place:
        case "pointer":
            return {one.name for one in data.path.glob("CURRENT.next")}
        case "switched":
            return {data.current_id()}
        case "renamed":
            return set(data.ids())
        case "removing":
            return {one.name for one in data.staging.glob("s*")}
        case _:
            return {str(one) for one in data.staging.glob(f"*/{place}")}


def _places(name: str, *, publishes: bool) -> tuple[str, ...]:
    """At which places a kill can be put exactly."""
    made = ("library.sqlite", "vectors", "words", "manifest.json", "renamed", "pointer", "switched")
    if name in {"retain", "prune"}:
        return ("removing",)
    if name == "rollback" and not publishes:
        return ("pointer", "switched")
    return () if name == "embed" else made
