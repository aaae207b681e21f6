"""Private folders: a published file may be read from a copy or a link that nobody else can cut or overwrite."""

import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from corpus.errors import ArchiveError

_PREFIX = "dateline-opened-"
_YOUNG_SECONDS = 60.0  # a folder younger than this may not be locked yet by the process that just made it


class PrivateFolder:
    """A folder of this process under the system's temporary one, locked while it is in use.

    Those that a killed process left behind are removed when the next one is made.

    Raises:
        ArchiveError: there is no room for it.
    """

    def __init__(self) -> None:
        try:
            _sweep(Path(tempfile.gettempdir()))
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = os.open(self.path, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        except OSError as error:
            raise _no_room(error) from error

    def copy(self, file: Path) -> None:
        """Copy a file into it.

        Raises:
            ArchiveError: there is no room, or the file cannot be read.
        """
        try:
            shutil.copyfile(file, self.path / file.name)
        except OSError as error:
            raise _no_room(error) from error

    def link(self, folder: Path) -> None:
        """Show a folder inside of it."""
        (self.path / folder.name).symlink_to(folder.absolute(), target_is_directory=True)

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _sweep(parent: Path) -> None:
    for folder in parent.glob(_PREFIX + "*"):
        with suppress(OSError):  # another's, just removed, or still in use
            if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS:
                continue
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)


def _no_room(error: OSError) -> ArchiveError:
    try:
        where = tempfile.gettempdir()
    except FileNotFoundError:
        where = "a temporary folder"
    return ArchiveError(
        f"the archive cannot be opened through {where} ({error.strerror or error}): make room there, or set TMPDIR"
    )
