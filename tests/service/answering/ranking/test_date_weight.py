from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.article import Span
from corpus.catalog import UNDATED, Catalog
from corpus.dates import first_day, last_day
from corpus.library import Filters
from service.answering.question.timeframe import Timeframe, timeframe
from service.answering.ranking.date_weight import date_weight, narrowed, timeless, within

ASKED = date(2025, 6, 18)  # a Wednesday
PLAIN = "Who leads the harbour board of Lusaka?"
QUESTIONS = (
    PLAIN,
    "What is the latest on the harbour board?",
    "Who resigned this week?",
    "What has the board done since the summit?",
    "Who led before the summit?",
    "Who resigned in 2019?",
    "What happened in June 2019?",
    "What was in the news on 24 June 2025?",
    "Who spoke before 2019?",
    "Who spoke at the 2022 World Cup?",
    "What will happen next year?",
    "Who resigned in December 9999?",
    "What happened on 1 January 1000?",
    "Who ruled until 31 December 9998, says the news?",
)

any_day = st.dates()
any_frame = st.none() | st.builds(
    Timeframe,
    first=st.none() | any_day,
    last=st.none() | any_day,
    confidence=st.sampled_from([0.2, 0.3, 0.35, 0.5, 0.6, 0.75, 0.85, 0.95]),
    stated=st.booleans(),
    words=st.just(()),
    since=st.none() | st.just("the summit"),
    until=st.none() | st.just("the summit"),
)
a_date = any_day.map(str).filter(lambda day: day > "1000") | st.integers(1, 9999).map(lambda year: f"{year:04}")


@pytest.fixture(scope="module")
def dated(archive):
    """A catalog of articles of some dates: ``dated("2025-06", None)``."""

    def make(*published: str | None) -> Catalog:
        first = [UNDATED if value is None else first_day(value).toordinal() for value in published]
        last = [UNDATED if value is None else last_day(value).toordinal() for value in published]
        return replace(
            archive.catalog, first_day=np.array(first, dtype=np.int32), last_day=np.array(last, dtype=np.int32)
        )

    return make


@pytest.fixture(scope="module")
def weights(dated):
    """What articles of some dates weigh for a question."""

    def weigh(question, *published, as_of=ASKED):
        catalog, frame = dated(*published), timeframe(question, as_of)
        return [date_weight(catalog, article, frame, as_of) for article in range(len(published))]

    return weigh


def bounds(question, as_of=ASKED, **filters):
    found = narrowed(Filters(**filters), question, timeframe(question, as_of), as_of)
    return found.published_after, found.published_before, found.undated


@given(any_day)
@example(ASKED)
@example(date.min)
def test_a_question_without_time_words_weighs_no_date_up_to_the_day_of_asking(dated, day):
    catalog = dated(day.isoformat(), None)
    assert timeframe(PLAIN, date.max) is None
    assert [date_weight(catalog, article, None, date.max) for article in (0, 1)] == [1.0, 1.0]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_was_published_after_the_day_of_asking_weighs_little(weights, question):
    assert weights(question, "2025-06-19", "2027") == [0.3, 0.3]
    assert weights(question, "2025-06-18", "2025-06", "2025") != [0.3, 0.3, 0.3]  # these may be from before


@pytest.mark.parametrize("question", ["What is the latest on the harbour?", "What has happened since the summit?"])
def test_a_wish_for_what_is_new_weighs_what_is_older_less(weights, question):
    new, month, year, decade = weights(question, "2025-06-17", "2025-04-30", "2024-06-18", "2015-06-18")
    assert new > month > year >= decade > 0.3


def test_news_of_this_week_weighs_more_than_of_a_month_ago_and_that_more_than_of_a_year_ago(weights):
    now, before, year, later = weights(
        "Who resigned this week?", "2025-06-17", "2025-05-10", "2024-06-18", "2025-06-20"
    )
    assert now == 1.0 > before > year > later


def test_the_surer_the_time_words_the_less_weighs_what_is_far_from_them(weights):
    named, about, read, stated = (
        weights(question, "2010-05-05")[0]
        for question in (
            "Who played at the 2022 World Cup?",
            "Who played two years ago?",
            "Who played last week?",
            "Who played in 2022?",
        )
    )
    assert named > about > read > stated > 0.3


@pytest.mark.parametrize("day", ["2019-01-01", "2019-12-31", "2018-12-25", "2020-01-07", "2019-06", "2019", "2018-12"])
def test_articles_of_a_named_year_and_of_the_week_on_either_side_weigh_in_full(weights, day):
    assert weights("Who resigned in 2019?", day) == [1.0]


def test_of_a_named_year_is_told_again_later_but_not_before(weights):
    years_before, in_it, years_after = weights("Who resigned in 2019?", "2016-03-01", "2019-03-01", "2022-03-01")
    assert in_it > years_after > years_before


def test_an_imprecise_date_counts_by_the_day_that_lies_nearest(weights):
    month, year = weights("Who resigned this week?", "2025-06", "2025")
    assert month == year == 1.0


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_undated_article_stands_between_near_and_far(weights, question):
    dates = [f"{year}-06-18" for year in range(1000, 2026, 5)] + ["2025-06-18", "2019-06-15"]
    undated, *others = weights(question, None, *dates)
    assert min(others) - 0.01 < undated <= max(others)


def test_a_day_to_come_is_asked_of_the_weeks_before_the_question(weights):
    asked_in_may = date(2025, 5, 20)
    previews, old = weights(
        "What is planned at the summit in June 2025?", "2025-05-18", "2023-05-18", as_of=asked_in_may
    )
    assert previews == 1.0 > old


@given(any_frame, any_day, st.none() | a_date)
@example(Timeframe(None, date.max, 0.95, True, ()), date.max, "9999")
@example(Timeframe(date.max, None, 0.95, True, ()), date.min, "0001-01-01")
def test_a_weight_lies_between_nothing_and_one_for_any_time_on_any_day(dated, frame, as_of, published):
    assert 0 < date_weight(dated(published), 0, frame, as_of) <= 1


@given(any_frame, any_day, st.none() | a_date, st.none() | a_date)
@example(Timeframe(None, date.max - timedelta(days=3), 0.95, True, ()), date.max, None, None)
def test_a_time_never_widens_what_the_caller_set(frame, as_of, after, before):
    filters = Filters(published_after=after, published_before=before)
    found = narrowed(filters, "What was in the news?", frame, as_of)
    if after is not None:
        assert found.published_after is not None
        assert first_day(found.published_after) >= first_day(after)
    if before is not None:
        assert found.published_before is not None
        assert last_day(found.published_before) <= last_day(before)
    assert not (found.undated and (after or before))


@pytest.mark.parametrize("as_of", [date.min, date.max, date(9999, 12, 20), date(1, 1, 9)])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_ends_of_the_calendar_are_days_like_others(weights, question, as_of):
    assert all(0 < weight <= 1 for weight in weights(question, "0001", "9999", None, "2019", as_of=as_of))
    bounds(question, as_of)


@pytest.mark.parametrize(
    ("question", "after"),
    [
        ("Who resigned on 2 June 2025?", "2025-05-03"),
        ("Who resigned in June 2019?", "2019-05-02"),
        ("Who resigned in 2019?", "2018-12-02"),
        ("What was built since 2020?", "2019-12-02"),
        ("Who resigned in early 2022?", "2021-12-02"),
        ("What was reported in articles since 2020?", "2020-01-01"),
    ],
)
def test_a_stated_date_leaves_out_what_is_older_by_a_month_or_of_news_all_that_is_older(question, after):
    assert bounds(question) == (after, None, True)


def test_a_suggested_time_is_a_range_with_a_week_on_either_side_and_a_stated_one_or_one_to_come_is_none():
    def of(question, **given):
        found = within(Filters(**given), timeframe(question, ASKED), ASKED)
        return found and (found.published_after, found.published_before, found.undated)

    assert of("Who resigned this week?") == ("2025-06-09", "2025-06-25", False)
    assert of("Who resigned this week?", published_after="2025-06-12") == ("2025-06-12", "2025-06-25", False)
    for question in (
        PLAIN,
        "Who resigned in June 2019?",
        "What is planned for July?",
        "What was done since the summit?",
    ):
        assert of(question) is None


@pytest.mark.parametrize(
    "question",
    [
        PLAIN,
        "Who resigned this week?",  # the day of asking tells of which
        "Who resigned in June?",
        "What is the latest on the harbour?",
        "Who played at the 2022 World Cup?",
        "What is planned for July 2025?",  # told before it comes
        "What is planned for 2026?",
        "What was done since the summit?",
    ],
)
def test_what_only_suggests_a_time_or_names_one_to_come_is_no_filter(question):
    assert bounds(question) == (None, None, False)
    assert bounds(question, published_after="2025-01-01") == ("2025-01-01", None, False)


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("What happened in Lusaka in June 2019?", "2019-07-14"),
        ("What were the headlines on 31 December 2019?", "2020-01-14"),
        ("Which pact was signed in June 2019?", None),  # told again for years
        ("What happened in 2025?", None),  # it is not over
    ],
)
def test_what_was_published_later_is_left_out_only_where_news_of_that_time_is_asked_for(question, before):
    assert bounds(question)[1] == before


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"published_after": "2018-05-01"}, ("2019-06-01", "2019-07-14")),
        ({"published_after": "2019-06-20"}, ("2019-06-20", "2019-07-14")),
        ({"published_before": "2019-06-10"}, ("2019-06-01", "2019-06-10")),
        ({"published_before": "2019"}, ("2019-06-01", "2019-07-14")),  # until its last day
        ({"published_before": "2019-06"}, ("2019-06-01", "2019-06")),
        ({"published_after": "2019"}, ("2019-06-01", "2019-07-14")),  # from its first day
        ({"published_after": "2030-01-01"}, ("2030-01-01", "2019-07-14")),  # leaves nothing
    ],
)
def test_of_the_callers_bound_and_the_questions_the_tighter_one_holds_and_the_undated_are_out(filters, expected):
    assert bounds("What happened in Lusaka in June 2019?", **filters) == (*expected, False)


def test_a_caller_who_wants_the_undated_has_them_beside_a_bound():
    assert bounds("Who resigned in 2019?", published_before="2020", undated=True) == ("2018-12-02", "2020", True)


def test_what_else_the_caller_set_stays():
    filters = Filters(publishers=("The Gull",), article_ids=("a",), languages=("en",))
    found = narrowed(filters, "Who resigned in 2019?", timeframe("Who resigned in 2019?", ASKED), ASKED)
    assert replace(found, published_after=None, undated=False) == filters


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (PLAIN, PLAIN),
        ("Who resigned this week?", "Who resigned ?"),
        ("Who resigned in June 2019?", "Who resigned in June 2019?"),  # articles of that month name it
        ("What is known of the 2022 World Cup?", "What is known of the 2022 World Cup?"),
    ],
)
def test_words_that_only_place_a_question_in_time_are_not_searched_for(question, left):
    assert timeless(question, timeframe(question, ASKED)) == left


@given(st.lists(st.sampled_from(["this week", "latest", "on Friday", "in June", "since", "2022", "pact", "'s"])))
def test_of_a_question_only_time_words_are_taken_out(words):
    question = " ".join(words)
    left = timeless(question, timeframe(question, ASKED))
    assert left.count("pact") == question.count("pact")
    letters = iter(question)
    assert all(letter in letters for letter in left)  # in their order, none twice


def test_time_words_are_taken_out_wherever_they_stand():
    frame = Timeframe(None, None, 0.5, False, (Span(0, 5), Span(10, 13)))
    assert timeless("Today we, now", frame) == " we, "
