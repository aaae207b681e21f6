"""Search under filters: what is found is what an exact scan of the truth finds, however little the filters leave."""

from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus.layers
import corpus.publish
from corpus.article import Article, Date, Passage
from corpus.folder import DataFolder
from corpus.library import Filters
from corpus.library_writer import Piece
from corpus.snapshots import Snapshot, open_snapshot

COUNT = 120
WORDS = "summit harbour tariff ballot orchard glacier".split()
PUBLISHERS = (None, "Lantern", "lantern", "Courier")
LANGUAGES = (None, "en", "en-GB", "de")
FIRST = date(2024, 1, 1)


def the_article(number: int, version: int) -> tuple[Article, list[Piece]]:
    """An article of one to three passages, all drawn from its number and its version."""
    chance = np.random.default_rng([number, version])
    pieces, body, identity = [], "", f"a{number}"
    day = str(FIRST + timedelta(days=int(chance.integers(0, 700))))
    published = (None, day, day[:7], day[:4])[chance.integers(0, 4)]
    for place in range(1 + number % 3):
        text = " ".join(str(word) for word in chance.choice(WORDS, 4)) + f" n{number}"
        vector = chance.normal(size=8).astype(np.float32)
        passage = Passage(f"p{number}_{version}_{place}", identity, len(body), len(body) + len(text))
        pieces.append(Piece(passage, vector / np.linalg.norm(vector), passage.id))
        body += text + " "
    publisher, language = PUBLISHERS[number % 4], LANGUAGES[chance.integers(0, 4)]
    title, dated = str(chance.choice(WORDS)), Date.of(published, "given")
    return Article(identity, body, title, publisher, published=dated, language=language), pieces


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    """An archive of three layers, in which articles of the older ones were replaced and removed since."""
    data, parent = DataFolder(tmp_path_factory.mktemp("data")), None
    changes = [(range(COUNT), 0), (range(3, 33), 1), ((5, 6, COUNT), 2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus.layers, "_SMALL", 4)
        patch.setattr(corpus.publish, "verify", lambda _folder: None)
        for numbers, version in changes:
            with corpus.publish.stage(data, parent) as staging:
                for number in numbers:
                    staging.library.put(*the_article(number, version))
                if version:
                    staging.library.delete(f"a{90 + version}")
                manifest = corpus.publish.publish(staging, parent=parent, by="test", model="m", splitter="s")
                parent = manifest.id
    with closing(open_snapshot(data)) as opened:
        assert len(opened.manifest.layers) == 3
        yield opened


@pytest.fixture(scope="module")
def left(snapshot, matching):
    """Ids of the articles that filters leave: ``left(filters)``."""
    articles = snapshot.library.summaries(0, 1000)
    return lambda filters: matching(articles, filters)


def scanned(snapshot: Snapshot, vector, limit: int, articles: set[str]) -> list[tuple[str, float]]:
    ids, matrix = snapshot.library.vectors(articles)
    similarities = matrix @ vector if ids else []
    return sorted(zip(ids, map(float, similarities), strict=True), key=lambda hit: (-hit[1], hit[0]))[:limit]


days = st.integers(-30, 760).map(lambda count: str(FIRST + timedelta(days=count)))
dates = days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
ids = st.integers(0, COUNT + 9).map(lambda number: f"a{number}")


def some(values):
    return st.none() | st.lists(values, max_size=4).map(tuple)


any_filters = st.builds(
    Filters,
    st.none() | dates,
    st.none() | dates,
    some(st.sampled_from(["LANTERN", "Courier", "Gazette"])),
    some(ids) | st.lists(ids, min_size=50, max_size=90).map(tuple),
    some(st.sampled_from(["en", "EN-gb", "fr"])),
)
searching = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


@searching
@given(any_filters, st.integers(0, 1000), st.integers(1, 300))
def test_the_nearest_under_filters_are_those_of_an_exact_scan(snapshot, left, filters, seed, limit):
    vector = the_article(seed, 9)[1][0].vector
    selection = snapshot.catalog.selected(filters)
    found, expected = snapshot.nearest(vector, limit, selection), scanned(snapshot, vector, limit, left(filters))
    assert [one for one, _ in found] == [one for one, _ in expected]
    assert [near for _, near in found] == pytest.approx([near for _, near in expected], abs=1e-5)


@searching
@given(any_filters, st.lists(st.sampled_from([*WORDS, "n7", "none"]), max_size=4, unique=True), st.integers(1, 300))
def test_words_under_filters_find_with_the_same_scores_what_they_find_without(snapshot, left, filters, words, limit):
    selection, allowed = snapshot.catalog.selected(filters), left(filters)
    everything = snapshot.words.best(words, 1000)
    article_of = {one: p.article_id for one, p in snapshot.library.passages([i for i, _ in everything]).items()}
    expected = [hit for hit in everything if article_of[hit[0]] in allowed]
    found = snapshot.words.best(words, limit, selection)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected[:limit]])
    assert set(found) <= set(expected)


@pytest.mark.parametrize("left", [0, 1, 3, 60, COUNT - 1])
def test_all_that_filters_leave_is_found_and_nothing_else(snapshot, left):
    chosen = sorted(snapshot.library.versions())[:left]
    selection = snapshot.catalog.selected(Filters(article_ids=tuple(chosen)))
    passages = set(snapshot.library.vectors(chosen)[0])
    assert selection.passages == len(passages)
    assert {one for one, _ in snapshot.nearest(the_article(1, 9)[1][0].vector, 500, selection)} == passages
    assert {one for one, _ in snapshot.words.best([*WORDS], 500, selection)} == passages


def test_similarities_and_vectors_are_given_of_any_passages(snapshot):
    ids, matrix = snapshot.library.sample_vectors(snapshot.id, 5)
    passages = snapshot.catalog.passages(ids)
    assert np.array_equal(snapshot.vectors_of(passages), matrix)
    assert snapshot.cosines(passages[::-1], matrix[0]) == pytest.approx((matrix @ matrix[0])[::-1])
    assert snapshot.cosines(passages[:0], matrix[0]).tolist() == []


def test_similarities_by_codes_are_nearly_those_by_vectors_in_every_layer(snapshot):
    passages = np.random.default_rng(1).permutation(len(snapshot.catalog.article_of)).astype(np.int32)
    vector = the_article(1, 9)[1][0].vector
    exact = snapshot.cosines(passages, vector)
    assert snapshot.vectors.similarities(passages, vector) == pytest.approx(exact, abs=0.01)
    assert snapshot.vectors.similarities(passages[:0], vector).tolist() == []
