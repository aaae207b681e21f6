import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.checking.values import (
    attribution_cue,
    counted,
    name_phrases,
    names,
    nearest_date,
    numbers,
    reason_cue,
    stem_in,
)
from tests.growth import assert_linear


def told(text):
    return [(number.value, number.unit) for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5% and 5 percent and 5 per cent", [(5, "percent")] * 3),
        ("five percent", [(5, "percent")]),
        ("2.5 percentage points", [(2.5, "point")]),
        ("$5, US$5, 5 dollars, five dollars", [(5, "dollar")] * 4),
        ("€3 million", [(3e6, "euro")]),
        ("2.3 billion and 2,300 million", [(2.3e9, ""), (2.3e9, "")]),
        ("two hundred and 200", [(200, ""), (200, "")]),
        ("twenty-five and 25", [(25, ""), (25, "")]),
        ("1,234,567 people", [(1234567, "")]),
        ("a score of 2-1", [(1, "")]),
        ("٣ soldiers", [(3, "")]),
        ("ſix K soldiers", [(6000, "")]),
        ("someone ninety-one-year-old", [(91, "")]),
        ("nothing here", []),
    ],
)
def test_a_number_is_read_with_its_scale_and_unit(text, values):
    assert told(text) == values


@pytest.mark.parametrize("text", ["on June 24", "24 to 26 June 2025", "2025-06-24", "in 2022"])
def test_the_parts_of_a_date_are_no_numbers(text):
    assert told(f"It was {text}, they say") == []


def test_a_number_beside_a_date_counts():
    assert told("On June 24, 2025, 32 leaders of 31 countries met") == [(32, ""), (31, "")]


def test_a_count_is_a_number_near_its_unit():
    found = counted("Four partner countries and 12 ministers met 7 others", frozenset({"countri"}))
    assert [number.value for number in found] == [4]


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    for number in numbers(text):
        assert 0 <= number.start < number.end <= len(text)
    counted(text, frozenset({"a"}))
    names(text)
    nearest_date(text, frozenset({"a"}))


def test_names_are_capitalised_words_but_not_the_first_of_a_sentence():
    text = "Leaders met. Officials said that Prime Minister Shigeru Ishiba left The Hague."
    assert name_phrases(text) == (frozenset({"prime", "minist", "shigeru", "ishiba"}), frozenset({"hagu"}))


def test_a_name_of_several_words_counts_at_the_head_of_a_sentence_too():
    assert names("Lee Jae-myung left.") == {"lee", "jae", "myung"}


def test_of_two_dates_the_one_beside_the_subject_is_meant():
    text = "The offer of 3 May came before the summit on 24 June."
    assert nearest_date(text, frozenset({"summit"})).first.day == 24
    assert nearest_date(text, frozenset({"offer"})).first.day == 3


def test_the_day_on_which_something_was_said_is_not_the_day_of_what_was_said():
    text = "On 20 June the government said that it would skip the summit."
    assert nearest_date(text, frozenset({"summit"})) is None
    assert nearest_date(text, frozenset({"govern", "skip", "summit"})).first.day == 20
    assert nearest_date("Officials said the summit is on 24 June.", frozenset({"summit"})).first.day == 24


def test_a_text_without_the_subject_gives_its_first_date():
    assert nearest_date("In June 2024 or in May 2025", frozenset({"summit"})).first.year == 2024
    assert nearest_date("No day is told", frozenset({"summit"})) is None


def test_reasons_and_reports_are_known_by_their_words():
    assert reason_cue("He stayed because of the war.")
    assert not reason_cue("He stayed at home.")
    assert attribution_cue("He said so.")
    assert attribution_cue("“We stay,” it read.")
    assert not attribution_cue("He stayed at home.")


def test_a_people_is_akin_to_its_country():
    assert stem_in("japanes", frozenset({"japan"}))
    assert not stem_in("iran", frozenset({"iraq"}))


SLOW_ONCE = {
    "digits": "1" * 100_000 + "-1",
    "thousands": "1" + ",000" * 25_000 + "-1",
    "small numbers": "1 " * 50_000,
    "dates": "June 24 " * 12_500,
    "years": "2025 " * 20_000,
    "words for numbers": "five " * 20_000,
    "names": "Ab of " * 16_000,
    "sentences": ". A" * 33_000,
    "spaces": "A" + " " * 100_000 + "b",
    "hyphens": "1-" * 50_000,
}


@pytest.mark.parametrize("text", SLOW_ONCE.values(), ids=SLOW_ONCE.keys())
def test_a_hundred_thousand_characters_take_linear_time(text):
    def read(length: int) -> None:
        part = text[-length:]
        counted(part, frozenset({"cat"}))
        name_phrases(part)
        nearest_date(part, frozenset({"june", "24", "five", "1", "ab"}))
        reason_cue(part)
        attribution_cue(part)

    assert_linear(read, 10_000, 100_000)
