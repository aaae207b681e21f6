"""One damaged file, and what the service then makes of it. Each case runs in a process of its own, which may die."""

import random
import re
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from damage_archives import REVISION, Made, body, copy, embeddings_are_right, first_wrong, put

from corpus.errors import DatelineError
from corpus.folder import DataFolder
from corpus.history import rebuild
from corpus.manifest import TRUTH
from corpus.snapshots import open_snapshot, verify
from service.answering.archive import Archive

DAMAGES = ("deleted", "emptied", "cut to 60 %", "200 flipped bytes")
MOMENTS = ("before start", "while serving")
_FLIPS = 200
_ROUNDS = 5  # of all questions after the damage


@dataclass(frozen=True)
class Case:
    """One file, by its role (names of files are chance), one damage, one moment.

    ``thorough``: that a writer can go on from the damaged snapshot is shown too, not only what the service makes of it.
    """

    archive: str
    role: str
    damage: str
    moment: str
    thorough: bool = True

    def __str__(self) -> str:
        return f"{self.archive}: {self.role} {self.damage} {self.moment}"


@dataclass(frozen=True)
class Result:
    """What came of a case. ``outcome`` is one of ``OUTCOMES``, or says what was wrong; ``note`` is what was told."""

    case: Case
    outcome: str
    right: bool
    note: str
    seconds: float


SERVED, REBUILT = "served as if nothing were", "built anew from the truth"
PREVIOUS, REFUSED, HARMLESS = "previous snapshot, and said", "refused in one sentence", "nothing to damage"
OUTCOMES = (SERVED, REBUILT, PREVIOUS, REFUSED, HARMLESS)


def roles(data: DataFolder) -> dict[str, Path]:
    """Every file whose damage is tried, by a name that is the same in every run."""
    current = data.current_id()
    folder = data.folder(current)
    found = {"CURRENT": data.path / "CURRENT", "embeddings.sqlite": data.embeddings}
    for file in sorted(folder.rglob("*"), key=lambda file: (file.parent.as_posix(), -file.stat().st_size, file.name)):
        if file.is_file():
            found[_role(file.relative_to(folder).as_posix(), current, found)] = file
    return found


def run(case: Case, made: Made, place: Path, seed: int) -> Result:
    """Run a case on a copy of an archive; ``place`` is where the copy may lie."""
    data = copy(made.data, place)
    file = roles(data)[case.role]
    began = time.monotonic()
    try:
        outcome, note = (_before_start if case.moment == MOMENTS[0] else _while_serving)(case, made, data, file, seed)
        right = outcome in OUTCOMES
    except DatelineError as error:
        outcome, note, right = "failed after it had served", f"{type(error).__name__}: {error}", False
    return Result(case, outcome, right, note, round(time.monotonic() - began, 2))


def damage(file: Path, how: str, seed: str) -> bool:
    """Damage a file in its place, as the same inode; whether that changed anything."""
    size = file.stat().st_size
    if how == "deleted":
        file.unlink()
        return True
    if not size:
        return False
    with file.open("r+b") as stream:
        if how == "emptied":
            stream.truncate(0)
        elif how == "cut to 60 %":
            stream.truncate(size * 6 // 10)
        else:
            chance = random.Random(seed)
            for position in sorted(chance.sample(range(size), min(_FLIPS, size))):
                stream.seek(position)
                (byte,) = stream.read(1)
                stream.seek(position)
                stream.write(bytes([byte ^ chance.randrange(1, 256)]))
    return True


def _before_start(case: Case, made: Made, data: DataFolder, file: Path, seed: int) -> tuple[str, str]:
    published = data.current_id()
    if not damage(file, case.damage, f"{seed} {case}"):
        return HARMLESS, ""
    with closing(Archive(data, REVISION)) as archive:
        try:
            outcome, note = _served(archive, made, published)
        except DatelineError as error:
            return _refused(case, made, data, published, error)
    return _after(case, made, data, published, outcome, note)


def _after(case: Case, made: Made, data: DataFolder, published: str, outcome: str, note: str) -> tuple[str, str]:
    """Whether what was found is what must be found for that file, and whether the next writer can go on from there."""
    if case.role in (TRUTH, "manifest.json"):
        return (outcome, note) if outcome == PREVIOUS else (f"WRONG: {outcome}", note)
    if case.role == "CURRENT":
        return outcome, note
    if case.role == "embeddings.sqlite":
        right = outcome == SERVED and embeddings_are_right(data)
        return (SERVED, note) if right else (f"WRONG: {outcome}, or a wrong vector from the store", note)
    if outcome != REBUILT:
        return f"WRONG: {outcome}", note
    wrong = _next_ingest_is_whole(case, made, data, published) if case.thorough else None
    return (f"WRONG after an ingest: {wrong}", note) if wrong else (REBUILT, note)


def _next_ingest_is_whole(case: Case, made: Made, data: DataFolder, published: str) -> str | None:
    """Publish on the damaged snapshot, not on the one that the service built anew; both ways must lead out."""
    data.point_to(published)
    (rebuild if case.damage == DAMAGES[0] else _ingest_again)(data)
    verify(data.folder(data.current_id()))
    with closing(open_snapshot(data)) as snapshot:
        return first_wrong(snapshot, made.now)


def _ingest_again(data: DataFolder) -> None:
    put(data, {"a0": body(0, 2)})  # as it stands there already


def _refused(case: Case, made: Made, data: DataFolder, published: str, error: DatelineError) -> tuple[str, str]:
    """A refusal is right only for the pointer, which says what is published; named anew, all is as it was."""
    note = f"{type(error).__name__}: {error}"
    if case.role != "CURRENT" or "\n" in str(error):
        return "WRONG: refused", note
    data.point_to(published)
    with closing(open_snapshot(data)) as snapshot:
        wrong = first_wrong(snapshot, made.now)
    return (f"WRONG: {wrong}", note) if wrong else (REFUSED, note)


def _while_serving(case: Case, made: Made, data: DataFolder, file: Path, seed: int) -> tuple[str, str]:
    published = data.current_id()
    with closing(Archive(data, REVISION)) as archive:
        outcome, note = _served(archive, made, published)
        if outcome != SERVED:
            return f"WRONG before any damage: {outcome}", note
        with archive.pin() as held:  # a request under way
            if not damage(file, case.damage, f"{seed} {case}"):
                return HARMLESS, ""
            wrong = None if case.role == TRUTH else first_wrong(held, made.now)
            if wrong:
                return f"WRONG in a request under way: {wrong}", ""
        for _ in range(_ROUNDS):
            outcome, note = _served(archive, made, published)
            if outcome not in OUTCOMES:
                return outcome, note
    expected = (SERVED, PREVIOUS) if case.role == TRUTH else (SERVED,)
    return (outcome, note) if outcome in expected else (f"WRONG: {outcome}", note)


def _served(archive: Archive, made: Made, published: str) -> tuple[str, str]:
    """Ask everything of what is served now, and say which snapshot it was."""
    with archive.pin() as snapshot:
        warning = archive.warning
        wrong_now = first_wrong(snapshot, made.now)
        if wrong_now is None:
            built_anew = snapshot.manifest.by == f"rebuild of {published}"
            return (REBUILT if built_anew else SERVED), warning or ""
        wrong_before = first_wrong(snapshot, made.before)
    if warning is None:
        return f"WRONG without a warning: {wrong_now}", ""
    return (f"WRONG: {wrong_before}", warning) if wrong_before else (PREVIOUS, warning)


def _role(path: str, current: str, taken: dict[str, Path]) -> str:
    """A path without the parts that chance chose: ids, and names of segments."""
    named = path.replace(current, "new")
    named = re.sub(r"s\d{6}-[0-9a-f]{6}", "base", named)
    named = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/", "", named)
    named = re.sub(r"[0-9a-f]{32}\.(\d+\.)?", "segment.", named)
    twin = 1
    while (name := named if twin == 1 else f"{named} {twin}") in taken:
        twin += 1
    return name
