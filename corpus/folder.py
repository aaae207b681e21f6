"""The data folder: where snapshots lie, which one is published, and who may write."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import ArchiveError, NoSnapshot, NotFound, WriterBusy
from corpus.manifest import Manifest, read_manifest

_ID = re.compile(r"s\d{6}-[0-9a-f]{6}")


class DataFolder:
    """``data/``: snapshots that never change once published, and one pointer to the one being served."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self.staging = path / "staging"
        self.embeddings = path / "embeddings.sqlite"
        self._pointer = path / "CURRENT"
        self._next = path / "CURRENT.next"
        self._finished = self.staging / "finished"  # holds the id of the snapshot that is about to be published

    def __str__(self) -> str:
        return str(self.path)

    def current_id(self) -> str:
        """Id of the published snapshot.

        Raises:
            NoSnapshot: nothing was published yet.
            ArchiveError: the pointer is lost, or cannot be read.
        """
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            if self.ids():
                advice = f"name the one to publish, `dateline snapshots rollback {self.ids()[0]}` for the newest"
                raise ArchiveError(f"{self._pointer} is lost: {advice}") from None
            raise NoSnapshot(f"no archive in {self.path} yet: run `dateline ingest PATH --data {self.path}`") from None
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveError(f"{self._pointer} cannot be read ({error})") from error

    def folder(self, snapshot_id: str) -> Path:
        """Where a snapshot lies.

        Raises:
            NotFound: there is none of that id.
        """
        folder = self.snapshots / snapshot_id
        try:
            found = bool(_ID.fullmatch(snapshot_id)) and folder.is_dir()
        except OSError as error:
            raise _unreadable(folder, error) from error
        if not found:
            raise NotFound(f"no snapshot {snapshot_id!r} in {self.path}: see `dateline snapshots list`")
        return folder

    def ids(self) -> tuple[str, ...]:
        """The ids of all snapshots, damaged ones too, newest first."""
        try:
            names = [folder.name for folder in self.snapshots.iterdir()] if self.snapshots.is_dir() else []
        except OSError as error:
            raise _unreadable(self.snapshots, error) from error
        return tuple(sorted((name for name in names if _ID.fullmatch(name)), reverse=True))

    def manifests(self) -> tuple[Manifest, ...]:
        """The manifests of all snapshots that have one this Dateline can read, newest first."""
        found = []
        for snapshot_id in self.ids():
            with suppress(ArchiveError):  # damaged, or of a newer Dateline
                found.append(read_manifest(self.folder(snapshot_id)))
        return tuple(found)

    def next_id(self) -> str:
        """An id for the next snapshot: ids count up, whatever the clock says.

        The rest is chance, so that no id and no folder is used twice: Chroma keeps what failed in a folder in mind.
        """
        newest = int(self.ids()[0][1:7]) if self.ids() else 0
        return f"s{newest + 1:06d}-{secrets.token_hex(3)}"

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the one writer's lock of this folder; the thread that holds it may enter again.

        Raises:
            WriterBusy: another process holds it; the message says which.
            ArchiveError: the folder cannot be written, or is full.
        """
        holder = self.path / "writer.json"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path.absolute() / "writer.lock", timeout=0, is_singleton=True)
            lock.acquire()
        except Timeout:
            who = "another process"
            with suppress(OSError, ValueError):
                who = holder.read_text(encoding="utf-8") or who
            raise WriterBusy(f"{self.path} is being written by {who}: wait until it is done") from None
        except OSError as error:
            raise _unwritable(self.path, error) from error
        try:
            if lock.lock_counter == 1:
                with suppress(OSError):  # a full disk must not keep `prune` from making room
                    holder.write_text(f"process {os.getpid()} since {now()}", encoding="utf-8")
                self.clear_staging()
            yield
        except OSError as error:
            raise _unwritable(self.path, error) from error
        finally:
            if lock.lock_counter == 1:
                holder.unlink(missing_ok=True)
            lock.release()

    def publish(self, snapshot_id: str) -> None:
        """Move a finished snapshot from staging beside the others, and make it the published one.

        Whatever needs room on the disk is written before the move.
        """
        self.snapshots.mkdir(exist_ok=True)
        self._write_next(snapshot_id)
        self._finished.write_text(snapshot_id, encoding="ascii")
        (self.staging / snapshot_id).rename(self.snapshots / snapshot_id)
        sync_folder(self.snapshots)
        self._switch()

    def point_to(self, snapshot_id: str) -> None:
        """Make a snapshot the published one, atomically."""
        self._write_next(snapshot_id)
        self._switch()

    def _write_next(self, snapshot_id: str) -> None:
        try:
            with self._next.open("w", encoding="ascii") as stream:
                stream.write(snapshot_id + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            self._next.unlink(missing_ok=True)
            raise

    def _switch(self) -> None:
        self._next.replace(self._pointer)
        sync_folder(self.path)

    def remove(self, snapshot_id: str) -> None:
        """Delete a snapshot. Killed on the way, it leaves no half of one in sight, and the next writer clears up."""
        self.clear_staging()
        self.staging.mkdir(parents=True, exist_ok=True)
        doomed = self.staging / snapshot_id
        self.folder(snapshot_id).rename(doomed)
        shutil.rmtree(self.staging)

    def clear_staging(self) -> None:
        """Throw away what a killed writer left, a snapshot too that it finished and did not publish; under the lock.

        It was not published as long as the next pointer is still there. Whether ``CURRENT`` names it is not asked: that
        may be lost, and the snapshot must not go with it.
        """
        if self._next.exists() and self._finished.exists():
            name = self._finished.read_text(encoding="ascii", errors="replace")
            unpublished = self.snapshots / name
            if _ID.fullmatch(name) and unpublished.is_dir():
                unpublished.rename(self.staging / name)
        self._next.unlink(missing_ok=True)
        if self.staging.exists():
            shutil.rmtree(self.staging)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def now() -> str:
    """The time of this moment, for people; nothing is ordered by it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _unreadable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"{path} cannot be read ({error.strerror or error}): mend that, then again")


def _unwritable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"{path} cannot be written ({error.strerror or error}): what was published is untouched; mend that, then again"
    )
