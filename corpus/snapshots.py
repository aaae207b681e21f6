"""An opened snapshot: the truth and the indexes on it, found whole before anything is read from them."""

import subprocess
import sys
from pathlib import Path

from corpus.errors import ArchiveError, SnapshotDamaged, SnapshotOutdated
from corpus.folder import DataFolder
from corpus.layers import Layers
from corpus.library import Library
from corpus.manifest import FORMAT, TRUTH, Manifest, check_files, read_manifest
from corpus.vectors import VERSION as CHROMA_VERSION
from corpus.vectors import VectorIndex
from corpus.words import VERSION as TANTIVY_VERSION
from corpus.words import WordIndex

_PROBES = 16  # known vectors that each layer must find again
_VERIFY_SECONDS = 600


class Snapshot:
    """One opened snapshot. It reads nothing that another process could cut or overwrite unnoticed."""

    def __init__(self, folder: Path, sharing: "Snapshot | None" = None) -> None:
        """``sharing`` is an opened snapshot whose layers are used again where they are the same.

        Raises:
            SnapshotDamaged: a file cannot be read.
            ArchiveError: there is no room for private copies.
        """
        self.manifest = read_manifest(folder)
        self.id = self.manifest.id
        self.library = Library(folder / TRUTH)
        indexes: dict[str, VectorIndex] = {}
        try:
            live = self.library.layers()
            self.words = WordIndex(folder / "words")
            same = shared_layers(self.manifest, sharing)
            for name in self.manifest.layers:
                indexes[name] = same[name].shared() if name in same else VectorIndex(folder / "vectors" / name)
        except ArchiveError:
            for index in indexes.values():
                index.close()
            if hasattr(self, "words"):
                self.words.close()
            self.library.close()
            raise
        dead = {name: built - live.get(name, 0) for name, built in self.manifest.layers.items()}
        self.vectors = Layers(indexes, dead, self.library.layers_of)

    def probe(self) -> None:
        """Find known vectors again, in every layer.

        Raises:
            SnapshotDamaged: the indexes hold another number of passages than the truth, or one is not found.
        """
        _, passages = self.library.counts()
        if len(self.words) != passages:
            raise SnapshotDamaged(f"snapshot {self.id}: {len(self.words)} of {passages} passages are indexed by words")
        if passages != sum(self.library.layers().get(name, 0) for name in self.manifest.layers):
            raise SnapshotDamaged(f"snapshot {self.id}: some of {passages} passages are in no layer of vectors")
        for layer in self.manifest.layers:
            for passage_id, vector in zip(*self.library.sample_vectors(layer, _PROBES), strict=True):
                nearest = self.vectors.nearest_in(layer, vector, 8)
                if passage_id not in [found for found, _ in nearest] and (not nearest or nearest[0][1] < 0.999):
                    raise SnapshotDamaged(f"snapshot {self.id}: passage {passage_id} is not found by its own vector")

    def is_unaltered(self) -> bool:
        """Whether the truth, which is read from the disk as it is needed, still is what was published."""
        return self.library.is_unaltered(self.manifest.files[TRUTH])

    def close(self) -> None:
        """Give back files and threads."""
        self.vectors.close()
        self.words.close()
        self.library.close()


def open_snapshot(data: DataFolder, snapshot_id: str | None = None, *, sharing: Snapshot | None = None) -> Snapshot:
    """Open a snapshot, the published one by default, after its files and known vectors were found right.

    The bytes that are opened are those that passed the probe in a child process when they were published, and by the
    same versions of the libraries; that is why no child is needed here. Files of layers that ``sharing`` has in memory
    are not read again.

    Raises:
        NoSnapshot: nothing was published yet.
        NotFound: there is none of that id.
        SnapshotDamaged: a file is missing, cut or altered.
        SnapshotOutdated: other versions built its indexes.
    """
    folder = data.folder(snapshot_id or data.current_id())
    manifest = read_manifest(folder)
    if not is_of_this_version(manifest):
        raise SnapshotOutdated(f"snapshot {manifest.id} was built by other versions: run `dateline snapshots rebuild`")
    known = tuple(f"vectors/{name}/" for name in shared_layers(manifest, sharing))
    check_files(folder, only=lambda path: not path.startswith(known))
    snapshot = Snapshot(folder, sharing)
    try:
        snapshot.probe()
    except ArchiveError:
        snapshot.close()
        raise
    return snapshot


def is_of_this_version(manifest: Manifest) -> bool:
    """Whether the indexes were built by the versions that are installed here."""
    return (manifest.format, manifest.chromadb, manifest.tantivy) == (FORMAT, CHROMA_VERSION, TANTIVY_VERSION)


def indexes_are_whole(folder: Path) -> bool:
    """Whether a snapshot's files are unaltered, and its indexes of the versions that are installed."""
    try:
        check_files(folder)
        return is_of_this_version(read_manifest(folder))
    except SnapshotDamaged:
        return False


def shared_layers(manifest: Manifest, other: Snapshot | None) -> dict[str, VectorIndex]:
    """The opened layers of another snapshot that are, byte for byte, this one's as well."""
    if other is None:
        return {}

    def files(of: Manifest, layer: str) -> dict[str, str]:
        return {path: digest for path, digest in of.files.items() if path.startswith(f"vectors/{layer}/")}

    opened = other.vectors.indexes
    return {n: opened[n] for n in manifest.layers if n in opened and files(manifest, n) == files(other.manifest, n)}


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
