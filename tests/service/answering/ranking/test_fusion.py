import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.ranking.fusion import fused

rankings = st.lists(st.lists(st.integers(0, 20), unique=True, max_size=12), max_size=4)


def best_first(scores):
    return sorted(scores, key=lambda item: -scores[item])


def test_nothing_is_made_of_no_rankings_and_of_empty_ones():
    assert fused([]) == {}
    assert fused([[], []]) == {}


def test_one_ranking_keeps_its_order():
    assert best_first(fused([[7, 3, 5]])) == [7, 3, 5]


def test_what_two_rankings_found_comes_before_what_only_one_did():
    assert best_first(fused([[1, 2, 3], [4, 3, 2]]))[:2] == [2, 3]


def test_two_first_places_count_as_much_as_each_other():
    scores = fused([[1, 2], [2, 1]])
    assert scores[1] == scores[2]


def test_an_item_counts_where_it_stands_first_and_no_others_fall_behind_for_it():
    assert fused([[1, 1, 1, 2]]) == fused([[1, 2]])  # an article is found by several of its passages


def test_the_first_of_a_ranking_is_worth_a_twenty_first():
    assert fused([[9]]) == {9: pytest.approx(1 / 21)}


@given(rankings, st.integers())
def test_the_order_in_which_rankings_are_given_does_not_matter(given_rankings, seed):
    shuffled = list(given_rankings)
    random.Random(seed).shuffle(shuffled)
    assert fused(shuffled) == pytest.approx(fused(given_rankings))


@given(rankings)
def test_whoever_is_ahead_in_every_ranking_has_the_higher_score(given_rankings):
    scores = fused(given_rankings)
    for ahead in scores:
        for behind in scores.keys() - {ahead}:
            if all(
                behind not in ranking or (ahead in ranking and ranking.index(ahead) < ranking.index(behind))
                for ranking in given_rankings
            ):
                assert scores[ahead] > scores[behind]


@given(rankings)
def test_everything_that_was_found_has_a_score_and_nothing_else_has(given_rankings):
    assert fused(given_rankings).keys() == {item for ranking in given_rankings for item in ranking}
