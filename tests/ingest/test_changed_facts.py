import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.changed_facts import read, tell_otherwise
from tests.growth import assert_linear

REPORT = (
    "The landslide at Mount Orr killed 12 people on Tuesday, the mayor of Lenz said. Rescue teams under Anna Hartig"
    " will search the valley again in May, when about 3,400 residents are expected to return. The road was not closed"
    " before the slope gave way, and nobody had warned the village, which lies an hour from the capital."
)


def otherwise(one, other):
    return tell_otherwise(read(one), read(other))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("killed 12 people", "killed 15 people"),
        ("killed 12 people", "killed twelve hundred people"),
        ("3,400 residents", "4,300 residents"),
        ("on Tuesday", "on Friday"),
        ("in May", "in June"),
        ("Anna Hartig", "Jonas Veld"),
        ("was not closed", "was closed"),
    ],
)
def test_one_other_fact_in_a_text_that_is_otherwise_the_same_is_seen(was, becomes):
    changed = REPORT.replace(was, becomes)
    assert changed != REPORT
    assert otherwise(REPORT, changed)
    assert otherwise(changed, REPORT)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("killed 12 people", "left 12 people dead"),
        ("Rescue teams", "Helpers"),
        (", which lies an hour from the capital", ""),
        ("3,400", "3400"),
        ("again", ""),
    ],
)
def test_other_words_for_the_same_facts_are_not(was, becomes):
    assert not otherwise(REPORT, REPORT.replace(was, becomes))


def test_what_is_only_left_out_or_added_changes_no_fact():
    assert not otherwise(REPORT, f"{REPORT} In 2019 the same slope had moved by 40 metres, Peter Malm recalls.")
    assert not otherwise(REPORT, REPORT.partition("Rescue")[0])


def test_a_rewritten_text_may_name_somebody_else_here_and_there():
    words = [f"word{number}" for number in range(400)]
    words[10:200:10] = [f"Name{number}" for number in range(19)]
    other = [f"other{n}" if n % 11 == 3 else word for n, word in enumerate(words)]
    other[20] = "Somebody"
    assert not otherwise(" ".join(words), " ".join(other))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_alike_from_both_sides_and_a_text_agrees_with_itself(one, other):
    assert otherwise(one, other) == otherwise(other, one)
    assert not otherwise(one, one)


def test_a_long_text_is_read_in_linear_time():
    assert_linear(lambda times: read("word and another word " * times), 2_500, 25_000)
