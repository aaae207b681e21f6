"""One episode of the SIGKILL campaign: an archive, a reader, and some kills one after the other, each from its seed."""

import ctypes
import os
import random
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from multiprocessing.sharedctypes import RawArray
from pathlib import Path

from kill_checks import Looked, leftovers, look, not_stored
from kill_draw import change, draw, retract
from kill_reader import Reader, start
from kill_stories import Held, Model, Story
from kill_ways import Counters, Pace, Way, draw_way
from kill_writers import Ended, Operation, files_of, lines_of, prepare_files, run, texts_to_embed

from corpus.errors import NoSnapshot
from corpus.folder import DataFolder

KILLS = 10  # of one episode; few, so that one of them can be replayed with those before it
SEEDS = 100  # seeds of one episode: the seed of its n-th kill is the episode's number times this, plus n
_COMMAND_AT = 4  # which of them hits the real command
_BASE = {"large": (30, 100), "tiny": (5, 7)}  # stories, and sentences of each


@dataclass
class Kill:
    """What one kill came to."""

    seed: int
    kind: str
    operation: str
    way: Way
    killed: bool
    stage: str
    happened: bool
    orphans: bool
    seconds: float
    opening_s: float
    asks: int
    problems: list[str]

    def record(self) -> dict[str, object]:
        """As a line of JSON."""
        return asdict(self)


@dataclass
class Episode:
    """A data folder with its model and its reader."""

    data: DataFolder
    kind: str
    pace: Pace
    log: Path
    model: Model = field(default_factory=Model)
    looked: Looked = field(default_factory=Looked)
    ways: dict[int, Way] = field(default_factory=dict)  # of kills that are replayed, by their seeds
    groups: list[int] = field(default_factory=list)
    counters: Counters = field(default_factory=lambda: RawArray(ctypes.c_ulong, 2))

    def play(self, number: int, wanted: Callable[[], bool], tell: Callable[[Kill], None], until: int = KILLS) -> None:
        """Kills one writer after the other, up to ``until``, then lets one end well. Stops at the first problem."""
        reader = start(self.data, self.log, number)
        try:
            for step in range(until + 1):
                last = step == until or not wanted()
                kill = self._one(number * SEEDS + step, reader, finish=last)
                tell(kill)
                if kill.problems or last:
                    break
        finally:
            reader.stop()
            self._end_orphans()

    def make_base(self) -> None:
        """Publishes the archive that each episode begins with: a change, a retraction, and another change on top."""
        stories, sentences = _BASE[self.kind]
        base = {f"base{n}": Story(f"base{n}", 0, sentences).body for n in range(stories)}
        later = {"base2": Story("base2", 1, sentences).body, "extra": Story("extra", 0, 4).body}
        made: tuple[Callable[[], Operation], ...] = (
            lambda: change(Model(snapshots={"": Held({})}), base),
            lambda: retract(self.model, ["base1"]),
            lambda: change(self.model, later),
        )
        for make in made:
            operation = make()
            ended = run(operation, self.data, Way("finish"), self.log, self.counters)
            problems = self._settle(operation, ended)
            if ended.code or problems:
                raise SystemExit(f"the base cannot be made: {problems}, see {self.log}")
            self._learn(operation, ended)
        self.looked = look(self.data, self.model, self.looked, 0, self.log)
        if self.looked.problems:
            raise SystemExit(f"the base is not whole: {self.looked.problems}")

    def copy(self, folder: Path, log: Path) -> "Episode":
        """The same archive in another folder; no process has it open."""
        shutil.copytree(self.data.path, folder)
        model = Model(self.model.current, dict(self.model.snapshots), set(self.model.published))
        return Episode(DataFolder(folder), self.kind, self.pace, log, model, self.looked, self.ways)

    def _one(self, seed: int, reader: Reader, *, finish: bool) -> Kill:
        random_ = random.Random(seed)
        command = seed % SEEDS == _COMMAND_AT and not finish
        operation = draw(self.model, random_, seed, many=self.kind == "large", command=command)
        way = Way("finish") if finish else self._way(seed, operation, random_)
        self.counters[0] = self.counters[1] = 0
        before, asked = self.model.current, reader.figures.asks
        if operation.name in {"ingest", "command"}:
            prepare_files(operation, self.data, files_of(self.data))
        touched = _touched(self.data)
        ended = run(operation, self.data, way, self.log, self.counters)
        self.groups += [ended.group] if ended.orphans else []
        stage = _stage(self.data, self.model, touched) if ended.killed else "ended"
        problems = self._settle(operation, ended)
        self.looked = look(self.data, self.model, self.looked, seed, self.log)
        problems += self.looked.problems
        if not problems:
            problems += reader.follows(self.model.current)
        if not ended.killed and not ended.code:
            self._learn(operation, ended)
        return Kill(
            seed=seed,
            kind=self.kind,
            operation=operation.name,
            way=way,
            killed=ended.killed,
            stage=stage,
            happened=self.model.current != before,
            orphans=ended.orphans,
            seconds=round(ended.seconds, 3),
            opening_s=round(self.looked.opening_s, 4),
            asks=reader.figures.asks - asked,
            problems=problems + reader.problems(),
        )

    def _way(self, seed: int, operation: Operation, random_: random.Random) -> Way:
        drawn = draw_way(random_, operation.name, self.pace, publishes=operation.expected is not None)
        return self.ways.get(seed, drawn)

    def _learn(self, operation: Operation, ended: Ended) -> None:
        lines = lines_of(self.data)
        told = lines.read_text(encoding="utf-8").split() if lines.exists() else []
        lines.unlink(missing_ok=True)
        self.pace.learn(operation.name, ended.seconds, self.counters[0], told)

    def _settle(self, operation: Operation, ended: Ended) -> list[str]:
        """Takes over into the model what the writer did, which must be all or nothing; tells what is neither."""
        model, data = self.model, self.data
        problems = [] if ended.killed or not ended.code else [f"the writer failed: {ended.code}, see {self.log.name}"]
        done = not ended.killed and not ended.code
        try:
            current, visible = data.current_id(), set(data.ids())
        except NoSnapshot as error:
            return [*problems, f"CURRENT is lost: {error}"]
        never_published = set(model.snapshots) - model.published - visible
        model.forget(never_published)  # a later writer may clear away what was never the current one
        fresh, happened = visible - model.snapshots.keys(), current != model.current
        problems += [
            f"{one} appeared by {operation.name}" for one in list(fresh) if len(fresh) > bool(operation.expected)
        ]
        if operation.expected is not None:
            model.snapshots |= dict.fromkeys(fresh, operation.expected)
        right = fresh if operation.expected is not None else {operation.target}
        if happened and current not in right:
            problems.append(f"CURRENT is {current} after {operation.name}")
        if done and not happened and (operation.expected or operation.target):
            problems.append(f"{operation.name} ended well and published nothing")
        if current not in model.snapshots:
            return [*problems, f"CURRENT is {current}, which is not there"]
        model.current = current
        model.published.add(current)
        return problems + self._settle_removed(operation, visible, may=happened or not operation.expected, done=done)

    def _settle_removed(self, operation: Operation, visible: set[str], *, may: bool, done: bool) -> list[str]:
        """The same for what was removed, and for what a writer that ended well left lying about."""
        model = self.model
        must = model.to_remove(operation.keep, prune=operation.name == "prune") if may and operation.keep else set()
        gone = set(model.snapshots) - visible
        problems = [f"{one} was removed by {operation.name}" for one in sorted(gone - must)]
        if done:
            problems += [f"{one} was not removed by {operation.name}" for one in sorted(must - gone)]
            problems += leftovers(self.data) if operation.name != "embed" else []
        model.forget(gone)
        if operation.name == "embed":
            problems += not_stored(self.data, texts_to_embed(operation)[: self.counters[1]])
        return problems

    def _end_orphans(self) -> None:
        """Ends the checks of killed writers that still run: their folder is about to go."""
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)


def _touched(data: DataFolder) -> int:
    """When something was last put into staging or taken out of it, in nanoseconds."""
    return data.staging.stat().st_ctime_ns if data.staging.exists() else 0


def _stage(data: DataFolder, model: Model, touched: int) -> str:
    """How far a killed writer came, by what it left behind."""
    try:
        current = data.current_id()
    except NoSnapshot:
        return "CURRENT lost"
    fresh = set(data.ids()) - model.snapshots.keys()
    if current != model.current:
        return "after CURRENT"
    if fresh:
        return "at CURRENT" if (data.path / "CURRENT.next").exists() else "after rename"
    if set(model.snapshots) - set(data.ids()):
        return "removal"
    if _touched(data) == touched:
        return "before staging"
    marks = (
        ("manifest.json", "verify, fsync"),
        ("words", "words"),
        ("vectors", "vectors"),
        ("library.sqlite", "library"),
        ("", "staging"),
    )
    return next((stage for mark, stage in marks if list(data.staging.glob(f"*/{mark}"))), "before staging")
