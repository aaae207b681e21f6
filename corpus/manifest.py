"""What a snapshot is made of, and whether its files still are what they were when it was published."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.article import short_hash
from corpus.errors import SnapshotDamaged

_WRITTEN_BY_OPENING = "chroma.sqlite3"  # Chroma touches it at every opening: the known vectors vouch for it instead
_ADVICE = "run `dateline snapshots rollback`, or ingest into a new folder"


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


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a snapshot's manifest, sealed with a hash of itself."""
    fields = {**asdict(manifest), "seal": _seal(manifest)}
    (folder / "manifest.json").write_text(json.dumps(fields, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot.

    Raises:
        SnapshotDamaged: it is missing, cannot be read, or is not what was written.
    """
    try:
        fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        seal = fields.pop("seal", None)
        manifest = Manifest(**fields)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SnapshotDamaged(f"the manifest of {folder.name} cannot be read ({error}): {_ADVICE}") from error
    if seal is not None and seal != _seal(manifest):
        raise SnapshotDamaged(f"the manifest of {folder.name} was altered: {_ADVICE}")
    return manifest


def check_files(folder: Path, only: Callable[[str], bool] = lambda _path: True) -> None:
    """Compare the hash of every file, or of those whose path ``only`` takes, with the manifest's.

    Raises:
        SnapshotDamaged: a file is missing, cut or altered.
    """
    expected = {path: digest for path, digest in read_manifest(folder).files.items() if only(path)}
    found = hashes(folder, only)
    wrong = sorted(path for path, digest in expected.items() if found.get(path) != digest)
    if wrong:
        raise SnapshotDamaged(f"snapshot {folder.name}: {wrong[0]} is missing or altered: {_ADVICE}")


def hashes(folder: Path, only: Callable[[str], bool] = lambda _path: True) -> dict[str, str]:
    """SHA-256 of the files in a snapshot's folder, by path inside of it, without those that opening it rewrites."""
    found = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and file.name not in {"manifest.json", _WRITTEN_BY_OPENING} and only(path):
            with file.open("rb") as stream:
                found[path] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _seal(manifest: Manifest) -> str:
    return short_hash(json.dumps(asdict(manifest), sort_keys=True))
