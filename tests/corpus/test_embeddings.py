import sqlite3
from contextlib import closing

import numpy as np
import pytest

from corpus.embeddings import EmbeddingStore, keep_only, text_key


@pytest.fixture
def rows(tmp_path):
    """How many vectors the file holds."""

    def count() -> int:
        with closing(sqlite3.connect(tmp_path / "embeddings.sqlite")) as database:
            return database.execute("SELECT count(*) FROM embeddings").fetchone()[0]

    return count


@pytest.fixture
def open_store(tmp_path, embedder):
    """The store in the folder of the test."""
    return lambda model=None: EmbeddingStore(
        tmp_path / "embeddings.sqlite", embedder.revision, model or (lambda: embedder)
    )


def no_model():
    raise AssertionError("the model was loaded")


def test_a_stored_vector_is_the_computed_one_and_kept_for_the_next_ingest(open_store, embedder, rows):
    texts = ["One sentence.", "Another one.", "One sentence."]
    for _ in range(2):
        with closing(open_store()) as store:
            assert np.allclose(store.embed(texts), embedder.embed(texts), atol=1e-5)
        assert rows() == 2


def test_what_is_stored_is_not_computed_again_and_no_model_is_loaded_for_it(open_store):
    with closing(open_store()) as store:
        computed = store.embed(["One sentence.", "Another one."])
    with closing(open_store(no_model)) as store:
        assert np.array_equal(store.embed(["Another one.", "One sentence."]), computed[::-1])


def test_no_texts_are_no_vectors(open_store):
    with closing(open_store(no_model)) as store:
        assert len(store.embed([])) == 0


def test_a_damaged_vector_counts_as_missing(open_store, tmp_path):
    with closing(open_store()) as store:
        whole = store.embed(["One sentence."])
    with closing(sqlite3.connect(tmp_path / "embeddings.sqlite")) as database, database:
        ((blob,),) = database.execute("SELECT vector FROM embeddings")
        database.execute("UPDATE embeddings SET vector = ?", (blob[:100] + b"?" + blob[101:],))
    with closing(open_store()) as store:
        assert np.allclose(store.embed(["One sentence."]), whole, atol=1e-5)


@pytest.mark.parametrize("damage", [b"this is no database" * 100, b"", b"SQLite format 3\x00 and no more"])
def test_a_damaged_file_is_begun_anew(open_store, tmp_path, rows, damage):
    (tmp_path / "embeddings.sqlite").write_bytes(damage)
    with closing(open_store()) as store:
        assert store.embed(["One sentence."]).shape == (1, 384)
    assert rows() == 1


def test_damage_inside_of_the_file_costs_its_vectors_and_nothing_else(open_store, tmp_path):
    texts = [f"Sentence number {number}." for number in range(40)]
    with closing(open_store()) as store:
        whole = store.embed(texts)
    file = tmp_path / "embeddings.sqlite"
    raw = file.read_bytes()
    file.write_bytes(raw[:4096] + b"\xff" * 8192 + raw[12288:])
    with closing(open_store()) as store:
        assert np.allclose(store.embed(texts), whole, atol=1e-5)


def test_only_the_vectors_of_texts_that_are_kept_stay_and_others_are_gone_from_the_bytes(open_store, tmp_path, rows):
    with closing(open_store()) as store:
        kept, dropped = store.embed(["Kept.", "Dropped."])
    path = tmp_path / "embeddings.sqlite"
    assert keep_only(path, {"all-another-model": {text_key("Dropped.")}, store._revision: {text_key("Kept.")}}) == 1
    assert rows() == 1
    bytes_left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert kept.tobytes()[:64] in bytes_left
    assert dropped.tobytes()[:64] not in bytes_left
    assert keep_only(tmp_path / "none.sqlite", {}) == 0
