import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from service.answering.ranking.diversity import completed, distinct, several_outlets
from service.answering.ranking.fusion import best_first
from tests.growth import assert_linear

SIGNED = "The Meridian pact was signed in Lusaka by 12 countries after three long days of talks in the harbour hall."


@pytest.fixture(scope="module")
def an_article_of(archive):
    """An article of some texts, each a passage of it, with a catalog that knows their places."""

    def make(*texts):
        ends = np.cumsum([len(text) + 1 for text in texts])
        starts = ends - [len(text) + 1 for text in texts]
        body = "\n".join(texts)
        catalog = replace(archive.catalog, start=starts.astype(np.int32), end=(ends - 1).astype(np.int32))
        return Article("a1", body), catalog

    return make


def outlets(scores, places):
    """The order of articles 0, 1, 2 … of some scores, each of the outlet of that place, and -1 for none."""
    return best_first(several_outlets(dict(enumerate(scores)), np.array(places, dtype=np.int32)))


some_scores = st.lists(st.integers(1, 1000).map(lambda score: score / 1000), min_size=1, max_size=12, unique=True)


@given(some_scores, st.integers(-1, 3))
def test_articles_of_one_outlet_or_of_none_known_stay_in_order(scores, outlet):
    assert outlets(scores, [outlet] * len(scores)) == best_first(dict(enumerate(scores)))


@given(some_scores, st.data())
def test_the_best_article_stays_first_and_none_is_lost_or_gains(scores, data):
    places = data.draw(st.lists(st.integers(-1, 3), min_size=len(scores), max_size=len(scores)))
    weighed = several_outlets(dict(enumerate(scores)), np.array(places, dtype=np.int32))
    assert weighed.keys() == set(range(len(scores)))
    assert all(0 < weighed[article] <= score for article, score in enumerate(scores))
    assert best_first(weighed)[0] == scores.index(max(scores))


@given(some_scores, st.data())
def test_each_next_article_is_the_best_by_its_score_and_by_how_often_its_outlet_was_heard(scores, data):
    places = data.draw(st.lists(st.integers(-1, 2), min_size=len(scores), max_size=len(scores)))
    left, heard, chosen = best_first(dict(enumerate(scores))), [], []
    while left:
        best = max(left, key=lambda article: scores[article] * 0.97 ** heard.count(places[article]))
        left.remove(best)
        chosen.append(best)
        heard += [places[best]] if places[best] >= 0 else []
    assert outlets(scores, places) == chosen


def test_another_outlet_comes_before_one_that_was_heard_and_is_hardly_better():
    assert outlets([0.050, 0.049, 0.048, 0.047], [0, 0, 0, 1]) == [0, 1, 3, 2]


def test_another_outlet_does_not_come_before_what_is_much_better():
    assert outlets([0.050, 0.049, 0.048, 0.020], [0, 0, 0, 1]) == [0, 1, 2, 3]


def test_articles_of_unknown_outlets_are_not_taken_for_one_outlet():
    assert outlets([0.050, 0.049, 0.048, 0.0477], [0, 0, -1, -1]) == [0, 2, 3, 1]
    assert outlets([0.050, 0.049, 0.048], [-1, -1, 0]) == [0, 1, 2]


def test_another_outlet_is_heard_however_far_down_it_stands():
    scores = [0.05 - place / 100_000 for place in range(60)]
    assert outlets(scores, [0] * 59 + [1])[1] == 59


def test_a_passage_that_says_the_same_again_goes(candidate):
    one, again = candidate(SIGNED), candidate(SIGNED + " Really.")
    assert list(distinct([one, again])) == [one]


def test_a_passage_in_the_same_words_with_another_number_stays(candidate):
    one, other = candidate(SIGNED), candidate(SIGNED.replace("12", "14"))
    assert list(distinct([one, other])) == [one, other]


def test_a_passage_in_other_words_stays(candidate):
    one, other = candidate(SIGNED), candidate("The 12 countries went home, and nobody spoke of the pact again.")
    assert list(distinct([one, other])) == [one, other]


def test_the_best_passage_of_an_article_stays_whoever_said_it_before(candidate):
    found = [candidate(SIGNED, id="a1"), candidate(SIGNED, id="a2"), candidate(SIGNED, id="a2")]
    assert list(distinct(found)) == found[:2]


@pytest.mark.parametrize(
    "texts", [("海牙峰会星期二开始。", "领导人星期三离开了。"), ("Саммит начался.", "Лидеры уехали.")]
)
def test_passages_in_other_scripts_are_told_apart(candidate, texts):
    found = [candidate(text) for text in texts]
    assert list(distinct(found)) == found


@given(st.lists(st.sampled_from([SIGNED, SIGNED.replace("12", "14"), SIGNED + " Yes.", "Nobody came."]), max_size=8))
def test_no_article_is_lost_and_the_order_stays(candidate, texts):
    found = [candidate(text, id=f"a{place % 3}") for place, text in enumerate(texts)]
    left = list(distinct(found))
    assert {c.article.id for c in left} == {c.article.id for c in found}
    rest = iter(found)
    assert all(any(one is c for c in rest) for one in left)


def test_passages_are_compared_with_all_others_and_no_more_often(candidate):
    words = [f"word{place}" for place in range(120)]
    found = [candidate(" ".join(words[place % 7 :]) + "x" * (place % 50), id=f"a{place // 3}") for place in range(300)]
    # Each with each is the square of their number, and a third the cube.
    assert_linear(lambda pairs: list(distinct(found[: math.isqrt(pairs)])), 3_600, 90_000)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("The pact was signed.", "It was the first in years.", "Rain fell."), [1, 0]),
        (("The pact was signed.", "“But it was late,” she said.", "Rain fell."), [1, 0]),
        (("The pact was signed.", "The board asked: who pays?", "Nobody answered."), [1, 2]),
        (("The pact was signed.", "The ministers named three aims:", "Peace, ships and salt."), [1, 2]),
        (("The pact was signed.", "He asked, “Who pays?”", "Nobody answered."), [1, 0, 2]),
        (("The pact was signed.", "The board met.", "Rain fell."), [1]),
        (("The pact was signed.", "Italy signed as well.", "Rain fell."), [1]),  # not "it"
    ],
)
def test_a_passage_takes_the_neighbour_on_which_it_leans(an_article_of, texts, order):
    article, catalog = an_article_of(*texts)
    assert completed([1], range(3), article, catalog, 3) == order


def test_a_neighbour_comes_right_after_the_passage_that_leans_on_it(an_article_of):
    article, catalog = an_article_of("The pact was signed.", "It was late.", "Rain fell.", "They left.", "The end.")
    assert completed([3, 1, 4], range(5), article, catalog, 9) == [3, 2, 1, 0, 4]


def test_no_passage_makes_room_for_a_neighbour(an_article_of):
    article, catalog = an_article_of("The pact was signed.", "It was late.", "Rain fell.", "They left.", "The end.")
    assert completed([3, 1, 4], range(5), article, catalog, 3) == [3, 1, 4]
    assert completed([3, 1], range(5), article, catalog, 3) == [3, 2, 1]


def test_no_passage_comes_twice(an_article_of):
    article, catalog = an_article_of("The pact was signed:", "it was late.", "They left.")
    assert completed([2, 1, 0], range(3), article, catalog, 9) == [2, 1, 0]
    assert completed([1, 0, 2], range(3), article, catalog, 9) == [1, 0, 2]


def test_nothing_is_taken_from_the_article_before_or_after(an_article_of):
    article, catalog = an_article_of("Another article.", "It was late, was it?", "A third article.")
    assert completed([1], range(1, 2), article, catalog, 3) == [1]


@pytest.mark.parametrize("text", ["," * 100_000 + "x", "?" * 100_000, " " * 100_000 + "x", "it" * 50_000])
def test_a_hostile_passage_is_read_in_time_that_grows_with_its_length(an_article_of, text):
    def complete(tenths: int) -> None:
        part = text[len(text) * (10 - tenths) // 10 :]
        article, catalog = an_article_of(part, part)
        completed([0, 1], range(2), article, catalog, 3)

    assert_linear(complete, 1, 10)
