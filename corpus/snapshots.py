"""The data folder: snapshots that never change once published, and one pointer to the one being served."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.article import short_hash
from corpus.errors import ArchiveError, NoSnapshot, NotFound, SnapshotDamaged, WriterBusy
from corpus.library import Library, LibraryWriter
from corpus.vectors import VERSION as CHROMA_VERSION
from corpus.vectors import VectorIndex, build_vectors
from corpus.words import VERSION as TANTIVY_VERSION
from corpus.words import WordIndex, build_words

_PROBES = 16  # known vectors that an index must find again
_VERIFY_SECONDS = 600
_WRITTEN_BY_OPENING = "chroma.sqlite3"  # Chroma touches it at every opening: the known vectors vouch for it instead


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is made of. ``files`` maps a path inside of it to its SHA-256."""

    id: str
    parent: str | None
    created: str
    by: str
    articles: int
    passages: int
    model: str
    splitter: str
    chromadb: str
    tantivy: str
    files: dict[str, str]


class Snapshot:
    """One opened snapshot: the truth and the two indexes on it."""

    def __init__(self, folder: Path) -> None:
        self.manifest = read_manifest(folder)
        self.id = self.manifest.id
        self.library = Library(folder / "library.sqlite")
        self.words = WordIndex(folder / "words")
        self.vectors = VectorIndex(folder / "vectors")

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
        if snapshot_id in {"", ".", ".."} or Path(snapshot_id).name != snapshot_id or not folder.is_dir():
            raise NotFound(f"no snapshot {snapshot_id!r} in {self.path}: see `dateline snapshots list`")
        return folder

    def open(self, snapshot_id: str | None = None) -> Snapshot:
        """Open a snapshot, the published one by default, after its files' hashes were found right.

        Raises:
            NoSnapshot: nothing was published yet.
            NotFound: there is none of that id.
            SnapshotDamaged: a file is missing, cut or altered.
        """
        folder = self.folder(snapshot_id or self.current_id())
        check_files(folder)
        return Snapshot(folder)

    def manifests(self) -> tuple[Manifest, ...]:
        """The manifests of all snapshots, newest first."""
        folders = self.snapshots.iterdir() if self.snapshots.is_dir() else ()
        return tuple(read_manifest(folder) for folder in sorted(folders, reverse=True))

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
            who = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
            raise WriterBusy(f"{self.path} is being written by {who}: wait until it is done") from None
        except OSError as error:
            raise ArchiveError(f"{self.path} cannot be written ({error.strerror or error})") from error
        try:
            holder.write_text(f"process {os.getpid()} since {_now()}", encoding="utf-8")
            shutil.rmtree(self.path / "staging", ignore_errors=True)
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def stage(self, parent: str | None) -> tuple[Path, LibraryWriter]:
        """Begin the next snapshot, as a copy of the parent's library, in ``staging/``; under the writer's lock."""
        staging = self.path / "staging"
        staging.mkdir(parents=True)
        truth = self.folder(parent) / "library.sqlite" if parent else None
        return staging, LibraryWriter(staging / "library.sqlite", truth)

    def publish(self, staging: Path, *, parent: str | None, by: str, model: str, splitter: str) -> Manifest:
        """Build the indexes on a finished library, verify them in a child process, and switch over in one step."""
        build_indexes(staging)
        library = Library(staging / "library.sqlite")
        articles, passages = library.counts()
        library.close()
        manifest = Manifest(
            *(self._next_id(staging), parent, _now(), by, articles, passages, model, splitter),
            *(CHROMA_VERSION, TANTIVY_VERSION, _hashes(staging)),
        )
        (staging / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
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
        numbers = [int(manifest.id[1:7]) for manifest in self.manifests()]
        return f"s{max(numbers, default=0) + 1:06d}-{short_hash(_now() + str(staging.absolute()))[:6]}"


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


def verify(folder: Path) -> None:
    """Open a snapshot in a child process, which a damaged index may kill, and find known vectors in it.

    Raises:
        SnapshotDamaged: it did not pass; the message gives the reason.
    """
    command = [sys.executable, "-c", "import sys; from corpus.snapshots import probe; probe(sys.argv[1])", str(folder)]
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


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot.

    Raises:
        SnapshotDamaged: it is missing or cannot be read.
    """
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise SnapshotDamaged(
            f"the manifest of {folder.name} cannot be read ({error}): roll back, or ingest again"
        ) from error


def check_files(folder: Path) -> None:
    """Compare every file's hash with the manifest's.

    Raises:
        SnapshotDamaged: a file is missing, cut or altered.
    """
    expected, found = read_manifest(folder).files, _hashes(folder)
    wrong = sorted(path for path, digest in expected.items() if found.get(path) != digest)
    if wrong:
        raise SnapshotDamaged(f"snapshot {folder.name}: {wrong[0]} is missing or altered: roll back, or ingest again")


def _hashes(folder: Path) -> dict[str, str]:
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in {"manifest.json", _WRITTEN_BY_OPENING}:
            with path.open("rb") as stream:
                files[path.relative_to(folder).as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
    return files


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
