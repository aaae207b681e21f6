import sqlite3
from contextlib import closing

import numpy as np
import pytest

from corpus.embeddings import EmbeddingStore
from corpus.errors import ArchiveError


@pytest.fixture
def rows(tmp_path):
    """How many vectors the file holds."""

    def count() -> int:
        with closing(sqlite3.connect(tmp_path / "embeddings.sqlite")) as database:
            return database.execute("SELECT count(*) FROM embeddings").fetchone()[0]

    return count


def test_a_stored_vector_is_the_computed_one_and_kept_for_the_next_ingest(tmp_path, embedder, rows):
    texts = ["One sentence.", "Another one.", "One sentence."]
    for _ in range(2):
        with closing(EmbeddingStore(tmp_path / "embeddings.sqlite", embedder)) as store:
            assert np.allclose(store.embed(texts), embedder.embed(texts), atol=1e-5)
        assert rows() == 2


def test_what_is_stored_is_not_computed_again(tmp_path, embedder, unit_vectors):
    with closing(EmbeddingStore(tmp_path / "embeddings.sqlite", embedder)) as store:
        store.embed(["One sentence."])
    marked = np.full(384, 0.5, dtype=np.float32)
    with closing(sqlite3.connect(tmp_path / "embeddings.sqlite")) as database, database:
        database.execute("UPDATE embeddings SET vector = ?", (marked.tobytes(),))
    with closing(EmbeddingStore(tmp_path / "embeddings.sqlite", embedder)) as store:
        assert np.array_equal(store.embed(["One sentence."])[0], marked)


def test_no_texts_are_no_vectors(tmp_path, embedder):
    with closing(EmbeddingStore(tmp_path / "embeddings.sqlite", embedder)) as store:
        assert store.embed([]).shape == (0, 384)


def test_a_damaged_file_is_said_with_what_to_do(tmp_path, embedder):
    (tmp_path / "embeddings.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(ArchiveError, match="delete it"):
        EmbeddingStore(tmp_path / "embeddings.sqlite", embedder)
