"""Vectors that were computed before, so that a stopped or repeated ingest computes none twice."""

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.article import short_hash
from corpus.embedder import Embedder, Vectors
from corpus.errors import ArchiveError

_BATCH = 512  # texts that the model sees at once, sorted by length, and that a killed ingest computes again
_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA busy_timeout = 10000;
CREATE TABLE IF NOT EXISTS embeddings (
    revision TEXT, text TEXT, vector BLOB NOT NULL, PRIMARY KEY (revision, text)
) WITHOUT ROWID;
"""


class EmbeddingStore:
    """``embeddings.sqlite``: vectors by model revision and text hash. Each batch is on the disk before the next.

    It holds nothing that cannot be computed again: a damaged vector counts as missing, a damaged file is begun anew.
    ``open_model`` is called for the first text that is not known, if there is one: a model takes seconds to load.
    """

    def __init__(self, path: Path, revision: str, open_model: Callable[[], Embedder]) -> None:
        self._revision = revision
        self._open_model = open_model
        self._model: Embedder | None = None
        self._path = path
        self._database = _connect(path)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), dimensions)``; only those not yet known are computed.

        Raises:
            ArchiveError: the store cannot be read or written.
            EmbedderError: the model cannot be loaded.
        """
        keys = [text_key(text) for text in texts]
        try:
            known = self._known_or_begin_anew(keys)
            missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                fresh = self._compute([text for _, text in batch])
                rows = {key: vector for (key, _), vector in zip(batch, fresh, strict=True)}
                self._keep(rows)
                known |= rows
        except sqlite3.Error as error:
            raise ArchiveError(f"embeddings.sqlite cannot be used ({error}): free some space, or delete it") from error
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _compute(self, texts: Sequence[str]) -> Vectors:
        self._model = self._model or self._open_model()
        return self._model.embed(texts)

    def _known_or_begin_anew(self, keys: Sequence[str]) -> dict[str, Vectors]:
        try:
            return self._known(keys)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not _is_damage(error):
                raise
            self._database.close()
            _delete(self._path)
            self._database = _connect(self._path)
            return {}

    def _known(self, keys: Sequence[str]) -> dict[str, Vectors]:
        rows = self._database.execute(
            "SELECT text, vector FROM embeddings WHERE revision = ? AND text IN (SELECT value FROM json_each(?))",
            (self._revision, json.dumps(keys)),
        )
        read = ((str(text), _unpacked(str(text), blob)) for text, blob in rows)
        return {text: vector for text, vector in read if vector is not None}

    def _keep(self, rows: Mapping[str, Vectors]) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
            [(self._revision, key, _packed(key, vector)) for key, vector in rows.items()],
        )
        self._database.execute("COMMIT")


def text_key(text: str) -> str:
    """Under which key the vector of a text is kept."""
    return short_hash(text)


def keep_only(path: Path, kept: Mapping[str, Collection[str]]) -> int:
    """Drop every vector but those of some texts, by model revision; gives how many were dropped.

    They are gone from the bytes of the file as well: a vector tells much of its text.

    Raises:
        ArchiveError: the store cannot be read or written.
    """
    if not path.exists():
        return 0
    database = _connect(path)
    try:
        database.execute("CREATE TEMP TABLE kept (revision TEXT, text TEXT, PRIMARY KEY (revision, text))")
        for revision, keys in kept.items():
            database.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", [(revision, key) for key in keys])
        dropped = database.execute("DELETE FROM embeddings WHERE (revision, text) NOT IN kept").rowcount
        if dropped:
            database.execute("VACUUM")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return dropped
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} cannot be cleared ({error}): free some space, or delete it") from error
    finally:
        database.close()


def _packed(key: str, vector: Vectors) -> bytes:
    plain = vector.tobytes()
    return plain + zlib.crc32(key.encode() + plain).to_bytes(4)


def _unpacked(key: str, blob: bytes) -> Vectors | None:
    plain, check = blob[:-4], blob[-4:]
    return np.frombuffer(plain, dtype=np.float32) if zlib.crc32(key.encode() + plain).to_bytes(4) == check else None


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return _opened(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not _is_damage(error):  # no room, no permission
            raise ArchiveError(f"{path} cannot be used ({error}): mend that, then again") from error
        _delete(path)
    try:
        return _opened(path)
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} cannot be used ({error}): mend that, then again") from error


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_SCHEMA)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        database.close()
        raise
    return database


def _is_damage(error: sqlite3.DatabaseError | UnicodeDecodeError) -> bool:
    """Whether an error tells of wrong bytes in the file, not of a disk or a permission.

    Text that cannot be decoded carries no code; it may be in the file or in SQLite's own words about it.
    """
    code = getattr(error, "sqlite_errorcode", None)
    damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
    return code is None or code & 0xFF in damage


def _delete(path: Path) -> None:
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        file.unlink(missing_ok=True)
