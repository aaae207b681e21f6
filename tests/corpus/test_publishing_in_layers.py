import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

import corpus.layers
import corpus.publish
import corpus.snapshots
from corpus.article import Passage
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.manifest import Manifest
from corpus.publish import publish as publish_staged
from corpus.publish import stage
from corpus.snapshots import Snapshot, open_snapshot

SMALL, RATIO, MOST_DEAD = corpus.layers._SMALL, corpus.layers._RATIO, corpus.layers._MOST_DEAD
ARTICLES, EACH = 250, 10  # of the base that the publishing tests begin with: 2,500 passages, more than a small layer

a_size = st.one_of(st.integers(0, 30), st.integers(0, 3 * SMALL), st.integers(0, 200 * SMALL))
a_step = st.tuples(a_size, st.lists(st.floats(0, 1), min_size=20, max_size=20))


def vectors_of(identity: str, version: int):
    """The vectors of an article's passages, which follow from its id and its version: ``(EACH, 16)``."""
    seed = int(hashlib.sha256(f"{identity}/{version}".encode()).hexdigest()[:12], 16)
    vectors = np.random.default_rng(seed).normal(size=(EACH, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def passage_id(identity: str, number: int) -> str:
    return f"p_{identity}_{number}"


@pytest.fixture(scope="module")
def change(an_article):
    """Publishes on top of what is current: articles at a version, with a title, or, by ``None``, without."""

    def publish(data: DataFolder, versions: dict[str, int | None], *, parent: str | None = None) -> Manifest:
        with stage(data, parent) as staging:
            for identity, version in versions.items():
                if version is None:
                    staging.library.delete(identity)
                    continue
                words = [f"{identity}w{number}" for number in range(EACH)]
                body, title = " ".join(words), f"headline{identity}v{version}"
                starts = [body.index(word) for word in words]
                passages = [
                    Passage(passage_id(identity, n), identity, s, s + len(words[n])) for n, s in enumerate(starts)
                ]
                pieces = [Piece(*one, "key") for one in zip(passages, vectors_of(identity, version), strict=True)]
                staging.library.put(an_article(identity, body, title=title), pieces)
            return publish_staged(staging, parent=parent, by="test", model="random@16", splitter="words")

    return publish


@pytest.fixture(scope="module")
def base(tmp_path_factory, change) -> DataFolder:
    """A snapshot of 250 articles and 2,500 passages; only for reading."""
    data = DataFolder(tmp_path_factory.mktemp("base"))
    change(data, {f"a{number}": 1 for number in range(ARTICLES)})
    return data


@pytest.fixture
def data(base, tmp_path, monkeypatch) -> DataFolder:
    """A copy of it. Snapshots are verified in this process, which is faster; `test_snapshots.py` tests the child."""
    monkeypatch.setattr(corpus.publish, "verify", lambda folder: corpus.snapshots.probe(str(folder)))
    shutil.copytree(base.path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def opened(data):
    """Opens a snapshot of it until the end of the test."""
    held: list[Snapshot] = []

    def open_one(snapshot_id: str | None = None) -> Snapshot:
        held.append(open_snapshot(data, snapshot_id))
        return held[-1]

    yield open_one
    for snapshot in held:
        snapshot.close()


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files(folder).items()}


def assert_found_by_its_own_vector_only(snapshot: Snapshot, identity: str, version: int, *, former: int | None) -> None:
    for number, vector in enumerate(vectors_of(identity, version)):
        assert snapshot.vectors.nearest(vector, 3)[0] == (passage_id(identity, number), pytest.approx(1.0, abs=1e-5))
    for vector in vectors_of(identity, former) if former is not None else ():
        assert all(similarity < 0.999 for _, similarity in snapshot.vectors.nearest(vector, 3))


def test_a_change_of_one_article_shares_the_layer_and_the_segments_below_it(data, change):
    first = data.current_id()
    before = files(data.folder(first))
    second = change(data, {"a7": 2}, parent=first)
    assert second.layers == {first: ARTICLES * EACH, second.id: EACH}
    after = files(data.folder(second.id))
    layer = {name for name in before if name.startswith(f"vectors/{first}/")}
    segments = {name for name in before if name.startswith("words/") and not name.endswith(".json")}
    assert len(layer) >= 5
    assert len(segments) >= 6
    assert all(after[name].samefile(before[name]) for name in layer | segments)
    changed = sum(path.stat().st_size for path in after.values() if path.stat().st_nlink == 1)
    truth = after["library.sqlite"].stat().st_size
    assert changed - truth < 0.25 * sum(path.stat().st_size for path in before.values())


def test_a_changed_article_is_found_by_its_new_vectors_only_and_its_parent_stays_as_it_is(data, change, opened):
    first = data.current_id()
    before = contents(data.folder(first))
    change(data, {"a7": 2}, parent=first)
    assert_found_by_its_own_vector_only(opened(), "a7", 2, former=1)
    assert_found_by_its_own_vector_only(opened(), "a8", 1, former=None)
    assert contents(data.folder(first)) == before
    assert_found_by_its_own_vector_only(opened(first), "a7", 1, former=2)


def test_a_new_title_alone_is_found_and_the_former_one_is_not(data, change, opened):
    change(data, {"a7": 2}, parent=data.current_id())
    snapshot = opened()
    assert len(snapshot.words) == ARTICLES * EACH
    assert len(snapshot.words.best(["headlinea7v2"], 20)) == EACH
    assert snapshot.words.best(["headlinea7v1"], 20) == []


def test_a_deleted_article_is_found_neither_by_vectors_nor_by_words(data, change, opened):
    first = data.current_id()
    second = change(data, {"a7": None}, parent=first)
    assert second.layers == {first: ARTICLES * EACH}
    snapshot = opened()
    for number, vector in enumerate(vectors_of("a7", 1)):
        assert passage_id("a7", number) not in dict(snapshot.vectors.nearest(vector, 20))
        assert snapshot.words.best([f"a7w{number}"], 20) == []
    assert len(snapshot.words) == (ARTICLES - 1) * EACH


def test_an_article_that_is_deleted_and_comes_back_is_found_once(data, change, opened):
    first = data.current_id()
    second = change(data, {"a7": None}, parent=first)
    third = change(data, {"a7": 1, "b1": 1}, parent=second.id)
    assert third.layers == {first: ARTICLES * EACH, third.id: 2 * EACH}
    snapshot = opened()
    assert_found_by_its_own_vector_only(snapshot, "a7", 1, former=None)
    assert [p for p, _ in snapshot.vectors.nearest(vectors_of("a7", 1)[0], 20)].count(passage_id("a7", 0)) == 1
    assert len(snapshot.words.best(["a7w3"], 20)) == 1


def test_a_snapshot_that_shares_layers_survives_the_removal_of_those_that_had_them_first(data, change, opened):
    first = data.current_id()
    second = change(data, {"a7": 2}, parent=first)
    data.remove(first)
    assert second.layers.keys() == {first, second.id}
    assert_found_by_its_own_vector_only(opened(), "a7", 2, former=1)
    third = change(data, {"a8": 2}, parent=second.id)
    assert third.layers == {first: ARTICLES * EACH, third.id: 2 * EACH}
    assert_found_by_its_own_vector_only(opened(), "a8", 2, former=1)


def test_a_layer_most_of_which_was_replaced_is_built_anew(data, change, opened):
    first = data.current_id()
    replaced = {f"a{number}": 2 for number in range(40)}
    second = change(data, replaced, parent=first)
    assert second.layers == {first: ARTICLES * EACH, second.id: 40 * EACH}
    third = change(data, {f"a{number}": None for number in range(40, 80)}, parent=second.id)
    assert third.layers == {third.id: (ARTICLES - 40) * EACH}
    assert_found_by_its_own_vector_only(opened(), "a5", 2, former=1)


def test_an_opened_layer_is_shared_with_the_next_snapshot_and_outlives_the_first(data, change, opened):
    first = opened()
    second = change(data, {"a7": 2}, parent=first.id)
    snapshot = open_snapshot(data, sharing=first)
    assert snapshot.vectors.indexes[first.id] is first.vectors.indexes[first.id]
    held = open_snapshot(data, sharing=snapshot)
    snapshot.close()
    assert_found_by_its_own_vector_only(held, "a7", 2, former=1)
    assert_found_by_its_own_vector_only(first, "a7", 1, former=2)
    held.close()
    assert second.id == held.id
