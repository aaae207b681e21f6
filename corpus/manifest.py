"""What a snapshot is made of, and whether its files still are what they were when it was published."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.article import short_hash
from corpus.errors import ArchiveError, SnapshotDamaged

FORMAT = 3  # of a snapshot's folder; raised whenever an older Dateline could not read what a newer one writes
TRUTH = "library.sqlite"

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
    found = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and path != "manifest.json" and only(path):
            found[path] = known[path] if path in known else file_hash(file)
    return found


def file_hash(file: Path) -> str:
    """SHA-256 of a file, in hex digits.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(fields: Mapping[str, object]) -> str:
    return short_hash(json.dumps(fields, sort_keys=True))
