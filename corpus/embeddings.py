"""Vectors that were computed before, so that a stopped or repeated ingest computes none twice."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.article import short_hash
from corpus.embedder import Embedder, Vectors
from corpus.errors import ArchiveError

_BATCH = 64
_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA busy_timeout = 10000;
CREATE TABLE IF NOT EXISTS embeddings (
    revision TEXT, text TEXT, vector BLOB NOT NULL, PRIMARY KEY (revision, text)
) WITHOUT ROWID;
"""


class EmbeddingStore:
    """``embeddings.sqlite``: vectors by model revision and text hash. Each batch is on the disk before the next."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._database = sqlite3.connect(path, isolation_level=None)
        try:
            self._database.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise ArchiveError(f"{path} cannot be used ({error}): delete it, its vectors are computed anew") from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), dimensions)``; only those not yet known are computed."""
        out = np.zeros((len(texts), self._embedder.dimensions), dtype=np.float32)
        keys = [short_hash(text) for text in texts]
        missing: list[int] = []
        for index, key in enumerate(keys):
            row = self._database.execute(
                "SELECT vector FROM embeddings WHERE revision = ? AND text = ?", (self._embedder.revision, key)
            ).fetchone()
            if row is None:
                missing.append(index)
            else:
                out[index] = np.frombuffer(row[0], dtype=np.float32)
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            out[batch] = self._embedder.embed([texts[index] for index in batch])
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
                [(self._embedder.revision, keys[index], out[index].tobytes()) for index in batch],
            )
            self._database.execute("COMMIT")
        return out

    def close(self) -> None:
        """Give the file back."""
        self._database.close()
