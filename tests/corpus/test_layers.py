import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import corpus.layers
import corpus.publish
import corpus.snapshots
from corpus.codes import open_codes
from corpus.layers import Layers, layers_to_keep
from corpus.vectors import VectorIndex
from tests.corpus.vector_index import a_catalog, write_codes, write_index

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
@settings(max_examples=200)
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
        ({"a": 100_000, "b": 5_000}, {"a": 69_999, "b": 5_000}, 9, ""),
        ({"a": 100_000}, {"a": 100_000}, 50_000, "a"),
        ({"a": 100_000}, {"a": 100_000}, 50_001, ""),
        ({"a": 100_000}, {}, 0, ""),
        ({"a": 3_000}, {"a": 2_999}, 0, "a"),
    ],
)
def test_a_layer_is_kept_while_it_is_large_and_alive(built, live, fresh, kept):
    assert layers_to_keep(built, live, fresh) == set(kept)


@given(st.integers(1, 200), st.integers(SMALL, 3 * SMALL))
@settings(max_examples=30)
def test_a_vector_is_indexed_again_about_as_often_as_the_archive_doubles(publishes, each):
    indexed = 0
    for number, (built, _) in enumerate(grown([(each, [0.0] * 20)] * publishes)):
        indexed += built[f"n{number}"]
    assert indexed <= publishes * each * (2 + math.log2(publishes))


def layers_in(folder, passages: list[tuple[str, str, bool]], vectors) -> Layers:
    """Layers of passages, each with its id, its layer and whether it is alive there."""
    indexes, codes, living = {}, {}, []
    for name in sorted({layer for _, layer, _ in passages}):
        rows = [row for row, (_, layer, _) in enumerate(passages) if layer == name]
        ids = [passages[row][0] for row in rows]
        write_index(folder / name, ids, vectors[rows])
        write_codes(folder / f"codes of {name}", ids, vectors[rows])
        indexes[name], codes[name] = VectorIndex(folder / name), open_codes(folder / f"codes of {name}")
        living += [(row, name, place) for place, row in enumerate(rows) if passages[row][2]]
    keys = [row for row, _, _ in living]
    catalog = a_catalog([passages[row][0] for row in keys], [n for _, n, _ in living], [p for _, _, p in living])
    return Layers(indexes, codes, catalog, lambda wanted: vectors[[keys[key] for key in wanted]])


@pytest.fixture(params=["by index", "by scan", "the largest by index"])
def way(request, monkeypatch):
    """How each layer is searched, whatever its size."""
    monkeypatch.setattr(corpus.layers, "_BY_INDEX", {"by index": 0, "by scan": 10**9}.get(request.param, 300))
    return request.param


@pytest.fixture
def layers_of_vectors(tmp_path, way):
    """Opens layers: ``layers_of_vectors(vectors, layer of each, alive of each)``. A passage's id tells its row."""
    opened: list[Layers] = []

    def build(vectors, layer: list[str], alive: list[bool]) -> Layers:
        opened.append(layers_in(tmp_path, [(f"p{row}", layer[row], alive[row]) for row in range(len(layer))], vectors))
        return opened[-1]

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
def test_the_living_are_found_behind_any_number_of_dead_neighbours(layers_of_vectors, unit_vectors, limit, way):
    centre = unit_vectors(1, seed=3)[0]
    near = centre + 0.05 * unit_vectors(400, seed=4)
    far = centre + 2.0 * unit_vectors(30, seed=5)
    vectors = np.concatenate([near, far]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alive = [False] * 400 + [True] * 30
    layers = layers_of_vectors(vectors, ["base"] * 430, alive)
    found, expected = dict(layers.nearest(centre, limit)), dict(scanned(vectors, alive, centre, limit))
    assert len(found) == len(expected)
    assert all(alive[int(passage[1:])] for passage in found)
    missed = len(expected.keys() - found.keys())
    assert missed <= (1 if way != "by scan" and limit > 1 else 0)  # an index of neighbours is not exact


def test_asking_for_more_than_lives_gives_all_that_lives(layers_of_vectors, unit_vectors):
    alive = [row % 3 == 0 for row in range(90)]
    layers = layers_of_vectors(unit_vectors(90), ["base"] * 60 + ["top"] * 30, alive)
    assert len(layers.nearest(unit_vectors(1, seed=9)[0], 500)) == 30


def test_a_passage_whose_vector_changed_is_found_in_its_new_layer_only(tmp_path, unit_vectors, way):
    before, after = unit_vectors(2, seed=6)
    layers = layers_in(tmp_path, [("p", "old", False), ("p", "new", True)], np.stack([before, after]))
    assert layers.nearest(after, 5) == [("p", pytest.approx(1.0, abs=1e-5))]
    assert layers.nearest(before, 5) == [("p", pytest.approx(float(before @ after), abs=1e-5))]
    layers.close()
