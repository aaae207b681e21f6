"""Files that two snapshots have in common: one copy on the disk, under two names."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def share(source: Path, target: Path, *, copied: Callable[[Path], bool] = lambda _file: False) -> None:
    """Make the files of a published folder those of another as well, by hard links.

    ``copied`` tells which will be written later, and so must not be the same file. A file system without hard links
    gets copies of all.
    """
    for file in sorted(source.rglob("*")):
        if not file.is_file():
            continue
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if copied(file):
            copy(file, place)
            continue
        try:
            os.link(file, place)
        except OSError:
            copy(file, place)


def copy(source: Path, target: Path) -> None:
    """Copy a file; a file system that can (XFS, Btrfs) shares its blocks until one of the two is written."""
    with source.open("rb") as reading, target.open("wb") as writing:
        try:
            while os.copy_file_range(reading.fileno(), writing.fileno(), 1 << 30):
                pass
        except (OSError, AttributeError):  # not between these file systems, or not on this system
            shutil.copyfileobj(reading, writing)
