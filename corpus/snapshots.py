"""An opened snapshot: the truth and the indexes on it, found whole before anything is read from them."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.catalog import Ordinals, Selection, read_catalog
from corpus.codes import Codes, open_codes
from corpus.embedder import Vectors
from corpus.errors import ArchiveError, SnapshotDamaged, SnapshotOutdated
from corpus.folder import DataFolder
from corpus.layers import Layers
from corpus.library import Library
from corpus.manifest import CATALOG, FORMAT, TRUTH, Manifest, check_files, layer_folders, read_manifest
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
        codes: dict[str, Codes] = {}
        try:
            self.catalog = read_catalog(folder / CATALOG)
            self.words = WordIndex(folder / "words")
            same = shared_layers(self.manifest, sharing)
            for name in self.manifest.layers:
                if name in same:
                    indexes[name], codes[name] = same[name][0].shared(), same[name][1]
                else:
                    indexes[name] = VectorIndex(folder / "vectors" / name)
                    codes[name] = open_codes(folder / "codes" / name)
            self.vectors: Layers = Layers(indexes, codes, self.catalog, self.library.vectors_at)
        except ArchiveError:
            for index in indexes.values():
                index.close()
            if hasattr(self, "words"):
                self.words.close()
            self.library.close()
            raise

    def probe(self) -> None:
        """Find known vectors again, in every layer.

        Raises:
            SnapshotDamaged: the indexes hold another number of passages than the truth, or one is not found.
        """
        articles, passages = self.library.counts()
        if (self.words.articles(), len(self.words)) != (articles, passages):
            indexed = f"{self.words.articles()} of {articles} articles and {len(self.words)} of {passages} passages"
            raise SnapshotDamaged(f"snapshot {self.id}: {indexed} are indexed by words")
        if passages != sum(self.library.layers().get(name, 0) for name in self.manifest.layers):
            raise SnapshotDamaged(f"snapshot {self.id}: some of {passages} passages are in no layer of vectors")
        if passages != len(self.catalog.article_of):
            raise SnapshotDamaged(f"snapshot {self.id}: its catalog holds not all of {passages} passages")
        for layer in self.manifest.layers:
            for passage_id, vector in zip(*self.library.sample_vectors(layer, _PROBES), strict=True):
                if not self._finds(layer, passage_id, vector):
                    raise SnapshotDamaged(f"snapshot {self.id}: passage {passage_id} is not found by its own vector")

    def _finds(self, layer: str, passage_id: str, vector: Vectors) -> bool:
        """Whether a passage, or one just like it, is found by its own vector in a layer, and is itself in the codes."""
        nearest = self.vectors.nearest_in(layer, vector, 8)
        indexed = passage_id in [found for found, _ in nearest] or (nearest and nearest[0][1] >= 0.999)
        rows = self.catalog.row[self.catalog.passages([passage_id])]
        return bool(indexed) and float(self.vectors.codes[layer].similarities(vector, rows)[0]) > 0.98

    def nearest(self, vector: Vectors, limit: int, selection: Selection | None = None) -> list[tuple[str, float]]:
        """Passage ids and cosine similarities of the nearest passages to one unit vector, best first.

        All of the archive is searched, or, exactly, what a selection of the catalog leaves of it.

        Raises:
            SnapshotDamaged: an index or the truth cannot be read.
        """
        return self.vectors.nearest(vector, limit, selection)

    def cosines(self, passages: Ordinals, vector: Vectors) -> npt.NDArray[np.float32]:
        """Exact similarities of some passages of the catalog to a unit vector, in their order."""
        return self.vectors.cosines(passages, vector)

    def vectors_of(self, passages: Ordinals) -> Vectors:
        """The vectors of some passages of the catalog, in their order."""
        return self.vectors.vectors_of(passages)

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
    _refuse_other_versions(manifest)
    known = layer_folders(shared_layers(manifest, sharing))
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


def _refuse_other_versions(manifest: Manifest) -> None:
    if not is_of_this_version(manifest):
        raise SnapshotOutdated(f"snapshot {manifest.id} was built by other versions: run `dateline snapshots rebuild`")


def indexes_are_whole(folder: Path) -> bool:
    """Whether a snapshot's files are unaltered, and its indexes of the versions that are installed."""
    try:
        check_files(folder)
        return is_of_this_version(read_manifest(folder))
    except SnapshotDamaged:
        return False


def shared_layers(manifest: Manifest, other: Snapshot | None) -> dict[str, tuple[VectorIndex, Codes]]:
    """The opened layers of another snapshot that are, byte for byte, this one's as well: their indexes and codes."""
    if other is None:
        return {}

    def files(of: Manifest, layer: str) -> dict[str, str]:
        return {path: digest for path, digest in of.files.items() if path.startswith(layer_folders([layer]))}

    opened, codes = other.vectors.indexes, other.vectors.codes
    same = (n for n in manifest.layers if n in opened and files(manifest, n) == files(other.manifest, n))
    return {name: (opened[name], codes[name]) for name in same}


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
        if reason.startswith("corpus.errors."):
            reason = reason.partition(": ")[2]
        raise SnapshotDamaged(f"{folder.name} does not pass its check: {reason}")


def probe(folder: str) -> None:
    """Check files and known vectors of a snapshot in this process (``verify`` runs it in a child)."""
    check_files(Path(folder))
    _refuse_other_versions(read_manifest(Path(folder)))
    snapshot = Snapshot(Path(folder))
    snapshot.probe()
    snapshot.close()
