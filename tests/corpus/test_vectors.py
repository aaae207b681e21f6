import hashlib
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SnapshotDamaged
from corpus.vectors import VectorIndex
from tests.corpus.vector_index import write_index

REWRITTEN = "chroma.sqlite3"


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.parametrize("count", [1, 2, 3, 17, 2001, 4001])
def test_opening_and_asking_leaves_the_files_as_they_were_built_and_finds_every_vector(tmp_path, unit_vectors, count):
    ids, vectors = [f"p{number}" for number in range(count)], unit_vectors(count)
    write_index(tmp_path, ids, vectors)
    built = hashes(tmp_path)
    assert built
    for _ in range(2):
        with closing(VectorIndex(tmp_path)) as index:
            for number in range(0, count, 1 + count // 20):
                nearest, similarity = index.nearest(vectors[number], 3)[0]
                assert nearest == f"p{number}"
                assert similarity == pytest.approx(1, abs=1e-5)
        assert hashes(tmp_path) == built


def test_an_index_of_nothing_finds_nothing(tmp_path, unit_vectors):
    write_index(tmp_path, [], np.zeros((0, 0), dtype=np.float32))
    with closing(VectorIndex(tmp_path)) as index:
        assert index.nearest(unit_vectors(1)[0], 5) == []


def test_neighbours_come_with_their_cosine_similarity_best_first(tmp_path, unit_vectors):
    vectors = unit_vectors(200)
    write_index(tmp_path, [f"p{number}" for number in range(200)], vectors)
    with closing(VectorIndex(tmp_path)) as index:
        found = index.nearest(unit_vectors(1, seed=9)[0], 10)
    exact = vectors @ unit_vectors(1, seed=9)[0]
    assert [passage for passage, _ in found] == [f"p{number}" for number in np.argsort(-exact)[:10]]
    assert [similarity for _, similarity in found] == pytest.approx(sorted(exact)[:-11:-1], abs=1e-4)


def test_more_neighbours_than_there_are_is_all_of_them(tmp_path, unit_vectors):
    write_index(tmp_path, ["p0", "p1"], unit_vectors(2))
    with closing(VectorIndex(tmp_path)) as index:
        assert {passage for passage, _ in index.nearest(unit_vectors(1)[0], 50)} == {"p0", "p1"}


def test_many_threads_ask_one_index(tmp_path, unit_vectors):
    vectors = unit_vectors(300)
    write_index(tmp_path, [f"p{number}" for number in range(300)], vectors)
    wrong: list[int] = []
    with closing(VectorIndex(tmp_path)) as index:

        def ask(first: int) -> None:
            wrong.extend(n for n in range(first, 300, 8) if index.nearest(vectors[n], 1)[0][0] != f"p{n}")

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "no header"])
def test_a_database_that_cannot_be_read_is_said(tmp_path, unit_vectors, damage):
    write_index(tmp_path, ["p0", "p1"], unit_vectors(2))
    file = tmp_path / REWRITTEN
    whole = file.read_bytes()
    file.unlink()
    if damage != "gone":
        file.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "no header": bytes(100) + whole[100:]}[damage])
    with pytest.raises(SnapshotDamaged, match="dateline snapshots rebuild"):
        VectorIndex(tmp_path).nearest(unit_vectors(1)[0], 1)
