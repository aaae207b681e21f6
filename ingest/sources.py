"""Which files to read: folders, files, patterns and what comes in through a pipe."""

import glob
import os
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from corpus.errors import IngestError, SettingError
from ingest.draft import SourceFile, Unread, ending_of
from ingest.formats import READERS, known_endings

STDIN = Path("-")


def find_files(paths: Sequence[Path | str], ending: str | None = None) -> tuple[list[SourceFile], list[Unread]]:
    """Every readable file under some paths, in order and once, and what is passed over and why.

    A path is a file, a folder, a pattern like ``news/**/*.html`` or ``-`` for what comes in through a pipe. ``ending``
    (``.jsonl``, or ``jsonl``) tells how to read the latter, and lone files whose name does not tell it. ``README*``,
    hidden files and links inside of folders are passed over; so is every ending that no reader is there for.

    Raises:
        IngestError: a path is missing, a pattern fits nothing, or a lone file is of a kind that cannot be read.
    """
    kind = _known(ending) if ending else None
    files: dict[str, SourceFile] = {}
    unread: list[Unread] = []
    for path in paths:
        if not str(path):
            raise IngestError("a path is empty: a variable that is not set?")
        for found in _readable(Path(path), kind):
            if isinstance(found, SourceFile):
                files.setdefault(os.path.realpath(found.path), found)
            else:
                unread.append(found)
    return list(files.values()), unread


def _readable(path: Path, kind: str | None) -> Iterator[SourceFile | Unread]:
    try:
        yield from _under(path, kind)
    except OSError as error:  # a folder above it is closed
        raise IngestError(f"{path} cannot be opened: {error.strerror}") from None


def _under(path: Path, kind: str | None) -> Iterator[SourceFile | Unread]:
    if path == STDIN:
        if kind is None:
            raise IngestError("what comes in through a pipe has no name: tell its format, such as jsonl")
        yield SourceFile(STDIN, "stdin", kind)
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.is_file():
        if ending_of(path) not in READERS and kind is None:
            raise IngestError(f"{path} cannot be read: give {known_endings()}, or a folder of them")
        # A link that a person names is meant; reading follows none.
        yield SourceFile(path.resolve(), _name(Path(path.name)), None if ending_of(path) in READERS else kind)
    elif glob.has_magic(str(path)):
        yield from _fitting(path)
    else:
        raise IngestError(f"{path} is not there: give a file or a folder of {known_endings()}")


def _in_folder(folder: Path) -> Iterator[SourceFile | Unread]:
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        name = _name(path.relative_to(folder))
        try:
            reason = _passed_over(path) if path != folder else None
            if reason is None and path.is_dir():
                waiting += sorted(path.iterdir(), reverse=True)
                continue
        except OSError as error:  # the folder cannot be listed, or what is listed cannot be looked at
            yield Unread(name, f"cannot be opened: {error.strerror}")
            continue
        yield Unread(name, reason, lost=False) if reason else SourceFile(path, name)


def _fitting(pattern: Path) -> Iterator[SourceFile | Unread]:
    """The files that fit a pattern, named relative to the part of it that is fixed."""
    fixed = Path(*takewhile(lambda part: not glob.has_magic(part), pattern.parts))
    inner = pattern.relative_to(fixed)
    try:
        found = sorted(path for path in fixed.glob(str(inner)) if not os.path.isdir(path))
    except ValueError as error:  # "**.html"
        raise IngestError(f"{pattern} is no pattern: {error}") from None
    if not found:
        raise IngestError(f"no file fits {pattern}")
    # pathlib passes over what it may not list, in silence: `--sync` would take what lies there for gone
    yield from _closed(fixed, deep=len(inner.parts) > 1)
    told: set[Path] = set()
    for path in found:
        inside = path.relative_to(fixed)
        for part in [*reversed(inside.parents[:-1]), inside]:
            reason = _passed_over(fixed / part)
            if reason and part not in told:
                yield Unread(_name(part), reason, lost=False)
                told.add(part)
            if reason:
                break
        else:
            yield SourceFile(path, _name(inside))


def _closed(folder: Path, *, deep: bool) -> Iterator[Unread]:
    """The folders under one, itself too, that cannot be listed."""
    errors: list[OSError] = []
    walk = os.walk(folder, onerror=errors.append)
    for _ in walk if deep else [next(walk, None)]:
        pass
    for error in errors:
        name = _name(Path(error.filename).relative_to(folder))
        yield Unread(name, f"cannot be opened: {error.strerror}")


def _passed_over(path: Path) -> str | None:
    if path.is_symlink():
        return "a link"
    if path.name.startswith("."):
        return "hidden"
    if path.is_dir():
        return None
    if path.name.upper().startswith("README"):
        return "a README"
    if not path.is_file():
        return "no regular file"
    return None if ending_of(path) in READERS else f"not one of {known_endings()}"


def _name(relative: Path) -> str:
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def _known(ending: str) -> str:
    kind = "." + ending.lower().removeprefix(".").removesuffix(".gz")
    if kind not in READERS:
        raise SettingError(f"{ending!r} is no format: they are {known_endings()}")
    return kind
