import numpy as np
import pytest

from corpus.codes import Codes, SignedQuestion, coded_ids, open_codes
from corpus.errors import SnapshotDamaged
from tests.corpus.vector_index import write_codes


def around_centres(count: int, dimensions: int, seed: int) -> np.ndarray:
    """Unit vectors in clusters, as those of texts are."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(50, dimensions))
    vectors = centres[chance.integers(0, 50, count)] + 0.9 * chance.normal(size=(count, dimensions))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def codes_of(tmp_path):
    def write(vectors: np.ndarray) -> Codes:
        write_codes(tmp_path, [f"p{row}" for row in range(len(vectors))], vectors)
        return open_codes(tmp_path)

    return write


@pytest.mark.parametrize("dimensions", [1, 8, 64, 100, 384])
def test_a_byte_a_dimension_gives_the_cosine_to_a_few_thousandths(codes_of, dimensions):
    vectors = around_centres(5000, dimensions, seed=2)
    codes = codes_of(vectors)
    rows = np.random.default_rng(3).permutation(5000).astype(np.int32)[:3000]
    for vector in around_centres(20, dimensions, seed=4):
        wrong = codes.similarities(vector, rows) - vectors[rows] @ vector
        assert np.abs(wrong).max() < (0.005 if dimensions > 8 else 0.01)
        assert wrong.std() < 0.002


def test_signs_keep_nearly_all_of_the_nearest_among_few(codes_of):
    vectors = around_centres(20_000, 384, seed=2)
    codes, rows = codes_of(vectors), np.arange(20_000, dtype=np.int32)
    kept = 0
    questions = around_centres(40, 384, seed=5)
    for vector in questions:
        nearest = np.argsort(-(vectors @ vector))[:20]
        few = np.argsort(codes.distances(SignedQuestion.of(vector), rows), kind="stable")[:1000]
        kept += len(np.intersect1d(nearest, few))
    assert kept >= 0.99 * 20 * len(questions)


@pytest.mark.parametrize("dimensions", [1, 8, 64, 100, 384])
def test_distances_are_the_weights_of_the_dimensions_that_differ(codes_of, dimensions):
    vectors = around_centres(40_000, dimensions, seed=6)
    codes, vector = codes_of(vectors), around_centres(1, dimensions, seed=7)[0]
    sizes = np.abs(vector)
    weights = np.clip(np.rint(sizes / (0.8 * sizes.mean())), 0, 3)
    expected = ((vectors > 0) != (vector > 0)) @ weights
    question = SignedQuestion.of(vector)
    for chosen in (np.arange(40_000), np.arange(5, 40_000, 7), np.array([3]), np.arange(0)):
        rows = chosen.astype(np.int32)
        assert codes.distances(question, rows).tolist() == expected[rows].tolist()


def test_a_question_without_a_direction_is_as_near_to_all(codes_of):
    codes = codes_of(around_centres(10, 8, seed=1))
    rows = np.arange(10, dtype=np.int32)
    assert codes.distances(SignedQuestion.of(np.zeros(8, dtype=np.float32)), rows).tolist() == [0] * 10


def test_codes_of_nothing_are_nothing(codes_of, tmp_path):
    codes, nothing = codes_of(np.zeros((0, 0), dtype=np.float32)), np.zeros(0, dtype=np.int32)
    assert len(codes) == 0
    assert coded_ids(tmp_path).tolist() == []
    assert codes.similarities(np.ones(8, dtype=np.float32), nothing).tolist() == []


def test_codes_know_whose_they_are(tmp_path, codes_of):
    codes_of(around_centres(3, 8, seed=1))
    assert coded_ids(tmp_path).tolist() == [b"p0", b"p1", b"p2"]


@pytest.mark.parametrize("part", ["bytes", "scales", "signs"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "of another length", "pickled"])
def test_codes_that_cannot_be_read_are_said(tmp_path, codes_of, part, damage):
    codes_of(around_centres(300, 8, seed=1))
    file = tmp_path / f"{part}.npy"
    whole = file.read_bytes()
    file.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2]}.get(damage, whole))
    if damage == "gone":
        file.unlink()
    if damage == "of another length":
        np.save(file, np.zeros((7, 7), dtype=np.int8))
    if damage == "pickled":
        np.save(file, np.array([{}]), allow_pickle=True)
    with pytest.raises(SnapshotDamaged, match="dateline snapshots rebuild"):
        open_codes(tmp_path)
