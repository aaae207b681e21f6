"""What a snapshot is made of, and whether its files still are what they were when it was published."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.article import short_hash
from corpus.errors import ArchiveError, SnapshotDamaged

FORMAT = 4  # of a snapshot's folder; raised whenever an older Dateline could not read what a newer one writes
TRUTH = "library.sqlite"
CATALOG = "catalog.npz"

_AT_A_TIME = 2  # files that are hashed

ADVICE = "run `dateline snapshots rebuild`, or `rollback`"


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is made of.

    ``layers`` maps each layer of vectors to how many it holds; ``files`` a path inside of the snapshot to its SHA-256.
    ``retracted`` repeats the tombstones of its library, so that they are known where that is damaged.
    """

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
    layers: dict[str, int] = field(default_factory=dict)
    retracted: list[str] = field(default_factory=list)
    format: int = 1


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a snapshot's manifest, sealed with a hash of itself."""
    fields = {**asdict(manifest), "seal": _seal(asdict(manifest))}
    (folder / "manifest.json").write_text(json.dumps(fields, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot.

    Raises:
        SnapshotDamaged: it is missing, cannot be read, or is not what was written.
        ArchiveError: a newer Dateline wrote it.
    """
    try:
        fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        seal = fields.pop("seal", None)
        if seal is not None and seal != _seal(fields):
            raise SnapshotDamaged(f"the manifest of {folder.name} was altered: {ADVICE}")
        if fields.get("format", 1) > FORMAT:
            raise ArchiveError(f"snapshot {folder.name} was written by a newer Dateline: upgrade, or roll back")
        return Manifest(**fields)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SnapshotDamaged(f"the manifest of {folder.name} cannot be read ({error}): {ADVICE}") from error


def check_files(folder: Path, only: Callable[[str], bool] = lambda _path: True) -> None:
    """Compare the hash of every file, or of those whose path ``only`` takes, with the manifest's.

    Raises:
        SnapshotDamaged: a file is missing, cut or altered.
    """
    altered = altered_files(folder, only)
    if altered:
        raise SnapshotDamaged(f"snapshot {folder.name}: {altered[0]} is missing or altered: {ADVICE}")


def altered_files(folder: Path, only: Callable[[str], bool] = lambda _path: True) -> tuple[str, ...]:
    """The paths of files that are missing, cut or altered.

    Raises:
        SnapshotDamaged: the manifest is, or a file cannot be read.
    """
    expected = {path: digest for path, digest in read_manifest(folder).files.items() if only(path)}
    try:
        found = hashes(folder, only=only)
    except OSError as error:  # no permission, or a disk that fails
        raise SnapshotDamaged(f"snapshot {folder.name} cannot be read ({error}): {ADVICE}") from error
    return tuple(sorted(path for path, digest in expected.items() if found.get(path) != digest))


def hashes(
    folder: Path, *, known: Mapping[str, str] = {}, only: Callable[[str], bool] = lambda _path: True
) -> dict[str, str]:
    """SHA-256 of the files in a snapshot's folder, by path inside of it; those already ``known`` are taken over."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    wanted = {path: file for path, file in files.items() if path != "manifest.json" and only(path)}
    unknown = [path for path in wanted if path not in known]
    unknown.sort(
        key=lambda path: -wanted[path].stat().st_size
    )  # the largest begin first, so that none is alone at last
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        digests = dict(zip(unknown, pool.map(file_hash, (wanted[path] for path in unknown)), strict=True))
    return {path: known[path] if path in known else digests[path] for path in wanted}


def layer_folders(names: Iterable[str]) -> tuple[str, ...]:
    """Where the files of some layers lie, as their paths begin."""
    return tuple(f"{kind}/{name}/" for name in names for kind in ("vectors", "codes"))


def file_hash(file: Path) -> str:
    """SHA-256 of a file, in hex digits.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(fields: Mapping[str, object]) -> str:
    return short_hash(json.dumps(fields, sort_keys=True))
