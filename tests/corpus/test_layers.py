import hashlib
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import corpus.layers
import corpus.publish
import corpus.snapshots
from corpus.article import Passage
from corpus.folder import DataFolder
from corpus.layers import Layers, layers_to_keep
from corpus.library_writer import Piece
from corpus.manifest import Manifest
from corpus.publish import publish as publish_staged
from corpus.publish import stage
from corpus.snapshots import Snapshot, open_snapshot
from corpus.vectors import VectorIndex, build_vectors

SMALL, RATIO, MOST_DEAD = corpus.layers._SMALL, corpus.layers._RATIO, corpus.layers._MOST_DEAD
ARTICLES, EACH = 250, 10  # of the base that the publishing tests begin with: 2,500 passages, more than a small layer

a_size = st.one_of(st.integers(0, 30), st.integers(0, 3 * SMALL), st.integers(0, 200 * SMALL))
a_step = st.tuples(a_size, st.lists(st.floats(0, 1), min_size=20, max_size=20))


@st.composite
def built_and_live(draw):
    """Sizes of a few layers, and how many of each are alive."""
    built = draw(st.dictionaries(st.sampled_from("abcdefgh"), a_size, max_size=8))
    return built, {name: draw(st.integers(0, size)) for name, size in built.items() if draw(st.booleans())}


def grown(steps) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Built and live sizes after each of some publishes: so many fresh vectors, such a share of each layer dies."""
    built: dict[str, int] = {}
    live: dict[str, int] = {}
    for number, (fresh, deaths) in enumerate(steps):
        live = {
            name: math.ceil(count * (1 - share)) for (name, count), share in zip(live.items(), deaths, strict=False)
        }
        kept = layers_to_keep(built, live, fresh)
        merged = fresh + sum(count for name, count in live.items() if name not in kept)
        built = {name: size for name, size in built.items() if name in kept}
        live = {name: live.get(name, 0) for name in built}
        if merged or not built:
            built[f"n{number}"] = live[f"n{number}"] = merged
        yield built, live


@given(st.lists(a_step, max_size=40))
@settings(max_examples=200, deadline=None)
def test_the_layers_stay_few_over_any_sequence_of_publishes(steps):
    largest = 1
    for built, _ in grown(steps):
        largest = max(largest, sum(built.values()))
        assert len(built) <= max(1, 2 + math.log2(max(1.0, 1.5 * largest / SMALL)))


@given(built_and_live(), a_size)
def test_a_layer_that_is_kept_has_few_dead_vectors(layers, fresh):
    built, live = layers
    kept = layers_to_keep(built, live, fresh)
    assert kept <= set(built)
    assert all(built[name] - live.get(name, 0) <= MOST_DEAD * built[name] for name in kept)


@given(built_and_live(), st.integers(0, SMALL))
def test_a_small_archive_has_one_layer(layers, fresh):
    built, live = layers
    room = SMALL - fresh
    live = {name: count * room // max(1, room, sum(live.values())) for name, count in live.items()}
    assert layers_to_keep(built, live, fresh) == frozenset()


@given(built_and_live(), a_size)
def test_what_is_kept_does_not_hang_on_the_names_of_layers(layers, fresh):
    built, live = layers
    assume(len(set(built.values())) == len(built))
    renamed = {name: f"z{9 - place}" for place, name in enumerate(sorted(built))}
    again = layers_to_keep(
        {renamed[n]: built[n] for n in built}, {renamed[n]: live[n] for n in live}, fresh
    )  # fmt: skip
    assert again == {renamed[name] for name in layers_to_keep(built, live, fresh)}


@pytest.mark.parametrize(
    ("built", "live", "fresh", "kept"),
    [
        ({}, {}, 5, ""),
        ({"a": 100_000}, {"a": 99_999}, 1, "a"),
        ({"a": 100_000, "b": 500}, {"a": 99_000, "b": 500}, 9, "a"),
        ({"a": 100_000, "b": 5_000}, {"a": 99_000, "b": 5_000}, 9, "ab"),
        ({"a": 100_000, "b": 5_000}, {"a": 99_000, "b": 5_000}, 2_501, "a"),
        ({"a": 100_000, "b": 5_000}, {"a": 69_999, "b": 5_000}, 9, "b"),
        ({"a": 100_000}, {"a": 100_000}, 50_000, "a"),
        ({"a": 100_000}, {"a": 100_000}, 50_001, ""),
        ({"a": 100_000}, {}, 0, ""),
        ({"a": 3_000}, {"a": 2_999}, 0, "a"),
    ],
)
def test_a_layer_is_kept_while_it_is_large_and_alive(built, live, fresh, kept):
    assert layers_to_keep(built, live, fresh) == set(kept)


@given(st.integers(1, 200), st.integers(SMALL, 3 * SMALL))
@settings(max_examples=30, deadline=None)
def test_a_vector_is_indexed_again_about_as_often_as_the_archive_doubles(publishes, each):
    indexed = 0
    for number, (built, _) in enumerate(grown([(each, [0.0] * 20)] * publishes)):
        indexed += built[f"n{number}"]
    assert indexed <= publishes * each * (2 + math.log2(publishes))


@pytest.fixture
def layers_of_vectors(tmp_path):
    """Opens layers: ``layers_of_vectors(vectors, layer of each, alive of each)``. A passage's id tells its row."""
    opened: list[Layers] = []

    def build(vectors, layer: list[str], alive: list[bool]) -> Layers:
        indexes, dead = {}, {}
        for name in sorted(set(layer)):
            rows = [row for row, at in enumerate(layer) if at == name]
            build_vectors(tmp_path / name, [f"p{row}" for row in rows], vectors[rows])
            indexes[name] = VectorIndex(tmp_path / name)
            dead[name] = sum(not alive[row] for row in rows)
        truth = {f"p{row}": at for row, at in enumerate(layer) if alive[row]}
        layers = Layers(indexes, dead, lambda ids: {one: truth[one] for one in ids if one in truth})
        opened.append(layers)
        return layers

    yield build
    for layers in opened:
        layers.close()


def scanned(vectors, alive: list[bool], vector, limit: int) -> list[tuple[str, float]]:
    """What an exact scan of the living vectors finds."""
    similarities = vectors @ vector
    order = [row for row in np.argsort(-similarities, kind="stable") if alive[row]]
    return [(f"p{row}", float(similarities[row])) for row in order[:limit]]


@pytest.mark.parametrize("share_dead", [0.0, 0.1, 0.3, 0.8])
def test_several_layers_are_searched_as_one_exact_scan_of_what_lives(layers_of_vectors, unit_vectors, share_dead):
    chance = np.random.default_rng(round(100 * share_dead))
    vectors = unit_vectors(700, seed=1)
    layer = [str(name) for name in chance.choice(["base", "middle", "top"], size=700, p=[0.7, 0.2, 0.1])]
    alive = [bool(one) for one in chance.random(700) >= share_dead]
    layers = layers_of_vectors(vectors, layer, alive)
    found_again = wanted = 0
    for vector in unit_vectors(60, seed=2):
        expected, found = scanned(vectors, alive, vector, 20), layers.nearest(vector, 20)
        assert all(alive[int(passage[1:])] for passage, _ in found)
        assert len({passage for passage, _ in found}) == len(found) == len(expected)
        assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
        assert [s for _, s in found] == pytest.approx([vectors[int(p[1:])] @ vector for p, _ in found], abs=1e-5)
        wanted += len(expected)
        found_again += len(dict(expected).keys() & dict(found).keys())
    assert found_again >= 0.995 * wanted


@pytest.mark.parametrize("limit", [1, 8, 30])
def test_the_living_are_found_behind_any_number_of_dead_neighbours(layers_of_vectors, unit_vectors, limit):
    centre = unit_vectors(1, seed=3)[0]
    near = centre + 0.05 * unit_vectors(400, seed=4)
    far = centre + 2.0 * unit_vectors(30, seed=5)
    vectors = np.concatenate([near, far]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alive = [False] * 400 + [True] * 30
    layers = layers_of_vectors(vectors, ["base"] * 430, alive)
    assert dict(layers.nearest(centre, limit)).keys() == dict(scanned(vectors, alive, centre, limit)).keys()


def test_asking_for_more_than_lives_gives_all_that_lives(layers_of_vectors, unit_vectors):
    alive = [row % 3 == 0 for row in range(90)]
    layers = layers_of_vectors(unit_vectors(90), ["base"] * 60 + ["top"] * 30, alive)
    assert len(layers.nearest(unit_vectors(1, seed=9)[0], 500)) == 30


def test_a_passage_whose_vector_changed_is_found_in_its_new_layer_only(tmp_path, unit_vectors):
    before, after = unit_vectors(2, seed=6)
    for name, vector in (("old", before), ("new", after)):
        build_vectors(tmp_path / name, ["p"], vector.reshape(1, -1))
    layers = Layers(
        {name: VectorIndex(tmp_path / name) for name in ("old", "new")}, {"old": 1, "new": 0}, lambda _: {"p": "new"}
    )
    assert layers.nearest(after, 5) == [("p", pytest.approx(1.0, abs=1e-5))]
    assert layers.nearest(before, 5) == [("p", pytest.approx(float(before @ after), abs=1e-5))]
    layers.close()


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
