from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.dates import DateMention, Moment, find_dates, first_day, iso, last_day
from tests.growth import assert_linear

PIECES = st.sampled_from(
    [
        "June",
        "june",
        "Sept.",
        "May",
        "24",
        "31",
        "3rd",
        "2025",
        "1999",
        "-",
        "–",
        " to ",
        " ",
        ",",
        ".",
        "/",
        " of ",
        "in ",
        "and",
        "%",
        "\u00a0",
        "ſept",
        "APRİL",
        "٢٤",
        "2025-06-24",
        "x",
        "\n",
    ]
)
DATED = st.lists(PIECES, max_size=25).map("".join)
DAYS = st.dates(date(1500, 1, 1), date(2025, 12, 31))


def only(text: str) -> DateMention:
    (mention,) = find_dates(text)
    return mention


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 2025-06-24 in", Moment(2025, 6, 24), None),
        ("June 24 to 26, 2025", Moment(2025, 6, 24), Moment(2025, 6, 26)),
        ("June 24 to June 25.", Moment(None, 6, 24), Moment(None, 6, 25)),
        ("from 24-26 June 2025", Moment(2025, 6, 24), Moment(2025, 6, 26)),
        ("30 May – 2 June", Moment(None, 5, 30), Moment(None, 6, 2)),
        ("June 24th", Moment(None, 6, 24), None),
        ("the 24th of June, 2025", Moment(2025, 6, 24), None),
        ("Sept. 3", Moment(None, 9, 3), None),
        ("June 2025", Moment(2025, 6), None),
        ("elected in June by", Moment(None, 6), None),
        ("since 2022.", Moment(2022), None),
        ("February 29", Moment(None, 2, 29), None),
    ],
)
def test_the_shapes_in_which_english_text_writes_dates_are_read(text, first, last):
    mention = only(text)
    assert (mention.first, mention.last) == (first, last or first)


@pytest.mark.parametrize(
    "text",
    [
        "February 30, 2025-13-01",
        "it may 5 percent",
        "NATO",
        "$2025",
        "2,025",
        "2025 people",
        "June 24%x"[:4],
        "by 2020%",
    ],
)
def test_what_is_no_date_is_not_read_as_one(text):
    assert [m for m in find_dates(text) if m.first.day == 30 or m.first.year is not None] == []


def test_the_words_of_a_date_are_where_the_mention_says():
    text = "Talks 🎌 from June 24 to 26, 2025, and again in 2026."
    assert [text[m.start : m.end] for m in find_dates(text)] == ["June 24 to 26, 2025", "2026"]


@given(st.one_of(st.text(max_size=200), DATED))
@example("in auguſt")
@example("APRİL 4")
@example("aprıl 4 and ſept. 5")
def test_any_text_gives_dates_in_order_that_lie_in_it_and_do_not_overlap(text):
    mentions = find_dates(text)
    edges = [edge for mention in mentions for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)


@given(DATED)
def test_every_date_that_is_found_exists(text):
    for mention in find_dates(text):
        for moment in (mention.first, mention.last):
            if moment.year is not None:
                assert first_day(iso(moment)) <= last_day(iso(moment))


@pytest.mark.parametrize(
    "piece", ["1", "-", "1-", "2025-", "June ", "24 ", "24 to ", "June 24 to ", "24 of ", " ", "2025 ", "24 June "]
)
def test_the_time_that_reading_takes_grows_with_the_length_and_no_faster(piece):
    assert_linear(lambda length: find_dates((piece * length)[:length]), 2_000, 20_000)


@given(DATED, DATED)
def test_agreement_is_mutual_and_each_date_agrees_with_itself(one, two):
    for a in find_dates(one):
        assert a.agrees_with(a)
        for b in find_dates(two):
            assert a.agrees_with(b) == b.agrees_with(a)


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("June 24 to 26", "June 24 to 25", False),
        ("June 24 to 26, 2025", "24-26 June", True),
        ("June 25", "June 24 to 26", True),
        ("June 27", "June 24 to 26", False),
        ("June 2025", "June 24, 2025", True),
        ("2024", "June 24, 2025", False),
        ("June 24", "June 25", False),
        ("in May", "June 24 to 26", False),
    ],
)
def test_dates_agree_where_both_can_be_true(one, two, agree):
    assert only(one).agrees_with(only(two)) is agree


def test_a_year_that_was_not_told_can_be_filled_in():
    assert only("June 24 to 26").in_year(2025).last == Moment(2025, 6, 26)
    assert only("June 24, 2024").in_year(2025).first == Moment(2024, 6, 24)
    assert only("June 24").in_year(None).first == Moment(None, 6, 24)


@given(DAYS)
def test_an_imprecise_date_spans_all_its_days(day):
    for value in (f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}", day.isoformat()):
        assert first_day(value) <= day <= last_day(value)
        assert (last_day(value) + timedelta(days=1)).isoformat()[: len(value)] != value
