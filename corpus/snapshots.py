"""The data folder: snapshots that never change once published, and one pointer to the one being served."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.article import short_hash
from corpus.errors import ArchiveError, NoSnapshot, NotFound, SnapshotDamaged, WriterBusy
from corpus.library import Library, LibraryWriter
from corpus.manifest import Manifest, check_files, hashes, read_manifest, write_manifest
from corpus.vectors import VERSION as CHROMA_VERSION
from corpus.vectors import VectorIndex, build_vectors
from corpus.words import VERSION as TANTIVY_VERSION
from corpus.words import WordIndex, build_words

_PROBES = 16  # known vectors that an index must find again
_VERIFY_SECONDS = 600
_ID = re.compile(r"s\d{6}-[0-9a-f]{6}")


class Snapshot:
    """One opened snapshot: the truth and the two indexes on it."""

    def __init__(self, folder: Path) -> None:
        self.manifest = read_manifest(folder)
        self.id = self.manifest.id
        self.library = Library(folder / "library.sqlite")
        try:
            self.words = WordIndex(folder / "words")
            self.vectors = VectorIndex(folder / "vectors")
        except SnapshotDamaged:
            self.library.close()
            raise

    def probe(self) -> None:
        """Find known vectors again.

        Raises:
            SnapshotDamaged: the indexes hold another number of passages than the truth, or one is not found.
        """
        _, passages = self.library.counts()
        if len(self.words) != passages:
            raise SnapshotDamaged(f"snapshot {self.id}: {len(self.words)} of {passages} passages are indexed by words")
        ids, vectors = self.library.sample_vectors(_PROBES)
        for passage_id, vector in zip(ids, vectors, strict=True):
            nearest = self.vectors.nearest(vector, 8)
            if passage_id not in [found for found, _ in nearest] and (not nearest or nearest[0][1] < 0.999):
                raise SnapshotDamaged(f"snapshot {self.id}: passage {passage_id} is not found by its own vector")

    def close(self) -> None:
        """Give back files and threads."""
        self.vectors.close()
        self.library.close()


class DataFolder:
    """``data/``: where snapshots are kept and published."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self._pointer = path / "CURRENT"

    def current_id(self) -> str:
        """Id of the published snapshot.

        Raises:
            NoSnapshot: nothing was published yet.
        """
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise NoSnapshot(f"no archive in {self.path} yet: run `dateline ingest PATH --data {self.path}`") from None
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveError(f"{self._pointer} cannot be read ({error})") from error

    def folder(self, snapshot_id: str) -> Path:
        """Where a snapshot lies.

        Raises:
            NotFound: there is none of that id.
        """
        folder = self.snapshots / snapshot_id
        if not _ID.fullmatch(snapshot_id) or not folder.is_dir():
            raise NotFound(f"no snapshot {snapshot_id!r} in {self.path}: see `dateline snapshots list`")
        return folder

    def open(self, snapshot_id: str | None = None) -> Snapshot:
        """Open a snapshot, the published one by default, after its files and known vectors were found right.

        Raises:
            NoSnapshot: nothing was published yet.
            NotFound: there is none of that id.
            SnapshotDamaged: a file is missing, cut or altered.
        """
        folder = self.folder(snapshot_id or self.current_id())
        check_files(folder)
        snapshot = Snapshot(folder)
        try:
            snapshot.probe()
        except SnapshotDamaged:
            snapshot.close()
            raise
        return snapshot

    def ids(self) -> tuple[str, ...]:
        """The ids of all snapshots, damaged ones too, newest first."""
        names = (folder.name for folder in self.snapshots.iterdir()) if self.snapshots.is_dir() else ()
        return tuple(sorted((name for name in names if _ID.fullmatch(name)), reverse=True))

    def manifests(self) -> tuple[Manifest, ...]:
        """The manifests of all snapshots that have a readable one, newest first."""
        found = []
        for snapshot_id in self.ids():
            with suppress(SnapshotDamaged):
                found.append(read_manifest(self.folder(snapshot_id)))
        return tuple(found)

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the one writer's lock of this folder.

        Raises:
            WriterBusy: another process holds it; the message says which.
            ArchiveError: the folder cannot be written.
        """
        holder = self.path / "writer.json"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "writer.lock", timeout=0)
            lock.acquire()
        except Timeout:
            who = "another process"
            with suppress(OSError, ValueError):
                who = holder.read_text(encoding="utf-8") or who
            raise WriterBusy(f"{self.path} is being written by {who}: wait until it is done") from None
        except OSError as error:
            raise ArchiveError(f"{self.path} cannot be written ({error.strerror or error})") from error
        try:
            holder.write_text(f"process {os.getpid()} since {_now()}", encoding="utf-8")
            shutil.rmtree(self.path / "staging", ignore_errors=True)
            yield
        except OSError as error:
            raise ArchiveError(f"{self.path} cannot be written ({error.strerror or error})") from error
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def stage(self, parent: str | None) -> tuple[Path, LibraryWriter]:
        """Begin the next snapshot, as a copy of the parent's library, in ``staging/``; under the writer's lock.

        Raises:
            NotFound: there is no such parent.
            SnapshotDamaged: the parent's library is missing, cut or altered.
        """
        truth = self.folder(parent) / "library.sqlite" if parent else None
        if truth is not None:  # a copy of what is damaged would be published as if it were whole
            check_files(truth.parent, only=lambda path: path == truth.name)
        staging = self.path / "staging"
        staging.mkdir(parents=True)
        return staging, LibraryWriter(staging / "library.sqlite", truth)

    def publish(self, staging: Path, *, parent: str | None, by: str, model: str, splitter: str) -> Manifest:
        """Build the indexes on a finished library, verify them in a child process, and switch over in one step."""
        build_indexes(staging)
        library = Library(staging / "library.sqlite")
        articles, passages = library.counts()
        library.close()
        manifest = Manifest(
            *(self._next_id(staging), parent, _now(), by, articles, passages, model, splitter),
            *(CHROMA_VERSION, TANTIVY_VERSION, hashes(staging)),
        )
        write_manifest(staging, manifest)
        verify(staging)
        _sync(staging)
        self.snapshots.mkdir(exist_ok=True)
        staging.rename(self.snapshots / manifest.id)
        _sync_folder(self.snapshots)
        self.point_to(manifest.id)
        return manifest

    def point_to(self, snapshot_id: str) -> None:
        """Make a snapshot the published one, atomically."""
        fresh = self.path / "CURRENT.next"
        with fresh.open("w", encoding="ascii") as stream:
            stream.write(snapshot_id + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._pointer)
        _sync_folder(self.path)

    def _next_id(self, staging: Path) -> str:
        """Ids count up, whatever the clock says; the hash tells two archives' snapshots apart."""
        newest = int(self.ids()[0][1:7]) if self.ids() else 0
        return f"s{newest + 1:06d}-{short_hash(_now() + str(staging.absolute()))[:6]}"


@contextmanager
def published_library(path: Path) -> Iterator[Library]:
    """The published library of a data folder alone, its indexes left closed; raises as ``DataFolder.open``."""
    data = DataFolder(path)
    library = Library(data.folder(data.current_id()) / "library.sqlite")
    try:
        yield library
    finally:
        library.close()


def build_indexes(folder: Path) -> None:
    """Build both indexes anew from the library in a folder."""
    library = Library(folder / "library.sqlite")
    try:
        for index in ("words", "vectors"):
            shutil.rmtree(folder / index, ignore_errors=True)
        build_words(folder / "words", library.passage_texts())
        build_vectors(folder / "vectors", *library.vectors())
    finally:
        library.close()


def indexes_are_whole(folder: Path) -> bool:
    """Whether a snapshot's files are unaltered, and its indexes of the versions that are installed."""
    manifest = read_manifest(folder)
    try:
        check_files(folder)
    except SnapshotDamaged:
        return False
    return (manifest.chromadb, manifest.tantivy) == (CHROMA_VERSION, TANTIVY_VERSION)


def verify(folder: Path) -> None:
    """Open a snapshot in a child process, which a damaged index may kill, and find known vectors in it.

    Raises:
        SnapshotDamaged: it did not pass; the message gives the reason.
    """
    # -P and the path: the child runs this very code, whatever lies in the folder that it is started in.
    code = "import sys; sys.path.insert(0, sys.argv[2]); from corpus.snapshots import probe; probe(sys.argv[1])"
    command = [sys.executable, "-P", "-c", code, str(folder), str(Path(__file__).parents[1])]
    try:
        child = subprocess.run(command, capture_output=True, text=True, timeout=_VERIFY_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise SnapshotDamaged(f"{folder.name} did not open within {_VERIFY_SECONDS} s") from None
    if child.returncode != 0:
        reason = (child.stderr.strip().splitlines() or [f"killed by signal {-child.returncode}"])[-1]
        raise SnapshotDamaged(f"{folder.name} does not pass its check: {reason}")


def probe(folder: str) -> None:
    """Check files and known vectors of a snapshot in this process (``verify`` runs it in a child)."""
    check_files(Path(folder))
    snapshot = Snapshot(Path(folder))
    snapshot.probe()
    snapshot.close()


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
