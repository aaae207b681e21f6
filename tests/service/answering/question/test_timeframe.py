import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.answering.question import periods, readings, told
from service.answering.question import timeframe as timeframes
from service.answering.question.timeframe import Timeframe, timeframe

ASKED = date(2025, 6, 18)  # a Wednesday


def read(question: str, as_of: date = ASKED) -> Timeframe:
    found = timeframe(question, as_of)
    assert found is not None
    return found


def span(found: Timeframe) -> str:
    """The range as ``first..last``, an open side left empty, and one day as one."""
    first, last = ("" if day is None else day.isoformat() for day in (found.first, found.last))
    return first if first and first == last else f"{first}..{last}"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who spoke in parliament today?", "2025-06-18"),
        ("Who spoke in parliament yesterday?", "2025-06-17"),
        ("What happened the day before yesterday?", "2025-06-16"),
        ("Where does the band play tonight?", "2025-06-18"),
        ("What did the mayor say this morning?", "2025-06-18"),
        ("What burned down last night?", "2025-06-17..2025-06-18"),
        ("What opens tomorrow?", "2025-06-19"),
        ("Who resigned this week?", "2025-06-16..2025-06-22"),
        ("Who resigned last week?", "2025-06-09..2025-06-15"),
        ("Who resigned in the last week?", "2025-06-11..2025-06-18"),
        ("Who resigned in the previous week?", "2025-06-09..2025-06-15"),
        ("Who resigned during the past week?", "2025-06-11..2025-06-18"),
        ("Who played this weekend?", "2025-06-21..2025-06-22"),
        ("What happened over the weekend?", "2025-06-14..2025-06-15"),
        ("Who will play at the weekend?", "2025-06-21..2025-06-22"),
        ("What happened 20 years ago this week?", "2004-12-17..2005-12-18"),
        ("Who played last weekend?", "2025-06-14..2025-06-15"),
        ("How far did prices rise last month?", "2025-05-01..2025-05-31"),
        ("How far did prices rise in the past month?", "2025-05-18..2025-06-18"),
        ("What did the firm earn last quarter?", "2025-01-01..2025-03-31"),
        ("What was banned last year?", "2024-01-01..2024-12-31"),
        ("What changed this decade?", "2020-01-01..2029-12-31"),
        ("What changed over the past decade?", "2015-06-18..2025-06-18"),
        ("How many fires were there in the last two weeks?", "2025-06-04..2025-06-18"),
        ("How many fires were there in the past 24 hours?", "2025-06-17..2025-06-18"),
        ("How many fires were there over the past few days?", "2025-06-14..2025-06-18"),
        ("Who left the board in the last 3 months?", "2025-03-18..2025-06-18"),
        ("Which dams broke in recent years?", "2019-06-18..2025-06-18"),
        ("Who left the board three days ago?", "2025-06-15"),
        ("Who left the board a week ago?", "2025-06-08..2025-06-14"),
        ("Who left the board two months ago?", "2025-04-03..2025-05-03"),
        ("Who left the board 3 years ago?", "2021-12-17..2022-12-18"),
        ("Who spoke earlier this week?", "2025-06-16..2025-06-18"),
        ("What was decided earlier this year?", "2025-01-01..2025-06-18"),
        ("What is planned later this year?", "2025-06-18..2025-12-31"),
        ("What broke late last year?", "2024-09-01..2024-12-31"),
        ("What must be paid by the end of the year?", "..2025-12-31"),
    ],
)
def test_words_that_count_from_today(question, expected):
    found = read(question)
    assert (span(found), found.stated) == (expected, False)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who was elected in June?", "2025-06-01..2025-06-30"),
        ("Who was elected in July?", "2024-07-01..2024-07-31"),
        ("Who was elected last June?", "2024-06-01..2024-06-30"),
        ("Who was elected last May?", "2025-05-01..2025-05-31"),
        ("Who was elected this May?", "2025-05-01..2025-05-31"),
        ("Who is up for election next June?", "2026-06-01..2026-06-30"),
        ("Who will be elected in March?", "2026-03-01..2026-03-31"),
        ("What happened on June 24?", "2024-06-24"),
        ("What happened on 3 June?", "2025-06-03"),
        ("What will open on June 24?", "2025-06-24"),
        ("What is planned for the museum on June 24?", "2025-06-24"),
        ("What happened on the night of June 3?", "2025-06-03"),
        ("What happened on 29 February?", "2024-02-29"),
        ("Who was hired in mid-June?", "2025-06-11..2025-06-20"),
        ("What was sold in early May?", "2025-05-01..2025-05-10"),
        ("What was sold at the end of May?", "2025-05-21..2025-05-31"),
        ("Who died last winter?", "2024-12-01..2025-02-28"),
        ("What opens this summer?", "2025-06-01..2025-08-31"),
        ("How did sales do in Q1?", "2025-01-01..2025-03-31"),
        ("How did sales do in the third quarter of last year?", "2024-07-01..2024-09-30"),
        ("What did he do in June last year?", "2024-06-01..2024-06-30"),
        ("What did he do in November of last year?", "2024-11-01..2024-11-30"),
        ("What was open until May?", "..2025-05-31"),
        ("What has changed since June?", "2025-06-01.."),
        ("What happened after March 3?", "2025-03-04.."),
        ("What happened before March 3?", "..2025-03-02"),
        ("Who ruled from March to May?", "2025-03-01..2025-05-31"),
        ("Who ruled between November and March?", "2024-11-01..2025-03-31"),
    ],
)
def test_a_date_without_its_year_takes_it_from_the_day_of_asking(question, expected):
    found = read(question)
    assert (span(found), found.stated) == (expected, True)
    assert found.confidence <= 0.75


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who led the party in 2019?", "2019-01-01..2019-12-31"),
        ("In 2019, who led the party?", "2019-01-01..2019-12-31"),
        ("Who led the party in the year 2019?", "2019-01-01..2019-12-31"),
        ("Who led the party in June 2019?", "2019-06-01..2019-06-30"),
        ("Who led the party in June of 2019?", "2019-06-01..2019-06-30"),
        ("Who spoke on 24 June 2019?", "2019-06-24"),
        ("Who spoke on the 24th of June, 2019?", "2019-06-24"),
        ("Who met on June 24-26, 2019?", "2019-06-24..2019-06-26"),
        ("Who spoke on 2019-06-24?", "2019-06-24"),
        ("Who spoke on 24/06/2019?", "2019-06-24"),
        ("Who spoke on 06/24/2019?", "2019-06-24"),
        ("Who spoke on 7.7.2019?", "2019-07-07"),
        ("How did sales do in Q2 2024?", "2024-04-01..2024-06-30"),
        ("How did sales do in the second quarter of 2024?", "2024-04-01..2024-06-30"),
        ("Which firms grew in the 2010s?", "2010-01-01..2019-12-31"),
        ("Which firms grew in the early 1990s?", "1990-01-01..1993-05-01"),
        ("What was tried in early 2022?", "2022-01-01..2022-05-01"),
        ("What was tried in the first half of 2022?", "2022-01-01..2022-07-01"),
        ("What was tried in the first week of June 2022?", "2022-06-01..2022-06-07"),
        ("What was tried in the last week of June 2022?", "2022-06-24..2022-06-30"),
        ("Who ran in the summer of 2022?", "2022-06-01..2022-08-31"),
        ("Who ran in winter 2022?", "2022-12-01..2023-02-28"),
        ("What has changed since 2020?", "2020-01-01.."),
        ("Which prices rose from 2019 onwards?", "2019-01-01.."),
        ("What was done after 2020?", "2021-01-01.."),
        ("What was done before 2020?", "..2019-12-31"),
        ("What should be done by the end of 2021?", "..2021-12-31"),
        ("What was built between 2019 and 2021?", "2019-01-01..2021-12-31"),
        ("What was built from 2019 until 2021?", "2019-01-01..2021-12-31"),
        ("What was built in 2019–2021?", "2019-01-01..2021-12-31"),
        ("What was built in 2019 and in 2021?", "2019-01-01..2021-12-31"),
        ("Who ruled between March and May 2020?", "2020-03-01..2020-05-31"),
        ("Who ruled from November to March 2020?", "2019-11-01..2020-03-31"),
        ("What was sold in June, July and August 2020?", "2020-06-01..2020-08-31"),
        ("WHO WON IN JUNE 2019?", "2019-06-01..2019-06-30"),
        ("who won in may 2019?", "2019-05-01..2019-05-31"),
    ],
)
def test_a_date_with_its_year_is_stated_and_safe_to_filter_by(question, expected):
    found = read(question)
    assert (span(found), found.stated) == (expected, True)
    assert found.confidence >= 0.85


@pytest.mark.parametrize(
    ("question", "expected", "confidence"),
    [
        ("Who won on Monday?", "2025-06-16", 0.75),
        ("Who won on Wednesday?", "2025-06-18", 0.75),
        ("Who won last Wednesday?", "2025-06-11", 0.75),
        ("Who won last Friday?", "2025-06-13", 0.75),
        ("who won on friday?", "2025-06-13", 0.75),
        ("Who will win on Friday?", "2025-06-20", 0.75),
        ("Who plays next Friday?", "2025-06-20", 0.75),
        ("Who plays this Friday?", "2025-06-20", 0.75),
        ("What was said at Friday's meeting?", "2025-06-13", 0.6),
        ("Who is speaking on Friday?", "2025-06-20", 0.6),
        ("What did the court decide Monday?", "2025-06-16", 0.5),
        ("What happened on Monday last week?", "2025-06-09", 0.75),
        ("What is the latest on the strike?", "2025-05-19..2025-06-18", 0.5),
        ("Who was recently hired?", "2025-05-19..2025-06-18", 0.5),
        ("Who has just resigned?", "2025-05-19..2025-06-18", 0.5),
        ("Who is the current mayor?", "2025-03-20..2025-06-18", 0.35),
        ("Who leads the party now?", "2025-03-20..2025-06-18", 0.35),
        ("How many were hurt so far?", "2025-03-20..2025-06-18", 0.35),
        ("Who is invited to the upcoming talks?", "2025-06-19..", 0.3),
    ],
)
def test_weekdays_and_wishes_for_news_only_suggest(question, expected, confidence):
    found = read(question)
    assert (span(found), found.stated, found.confidence) == (expected, False, confidence)


@pytest.mark.parametrize(
    "question", ["What will happen next week?", "What opens tomorrow?", "Who runs in the next two months?"]
)
def test_a_range_in_the_future_begins_after_the_day_of_asking(question):
    first = read(question).first
    assert first is not None
    assert first > ASKED


def test_on_a_sunday_last_week_may_be_the_week_that_ends():
    assert span(read("Who resigned last week?", date(2025, 6, 22))) == "2025-06-09..2025-06-21"


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What has the alliance done since the Hague summit?", "the Hague summit", None),
        ("Who resigned after Brexit?", "Brexit", None),
        ("What did he promise before the election?", None, "the election"),
        ("What changed after 9/11?", "9/11", None),
    ],
)
def test_an_event_whose_day_is_not_told_bounds_by_name(question, since, until):
    assert read(question) == Timeframe(None, None, 0.2, False, (), since, until)


def test_an_event_whose_day_is_told_bounds_by_its_day():
    found = read("What has changed since the summit on 3 June 2024?")
    assert (span(found), found.since) == ("2024-06-03..", None)


def test_an_event_stands_beside_other_time_words():
    found = read("What happened last week, after the summit?")
    assert (span(found), found.since) == ("2025-06-09..2025-06-15", "the summit")


def test_time_words_apart_share_their_days():
    assert span(read("In June, what was said in Paris in 2025?")) == "2025-06-01..2025-06-30"


def test_a_stated_date_outweighs_a_wish_for_news():
    assert span(read("What was the latest count in June 2019?")) == "2019-06-01..2019-06-30"


def test_a_wish_for_news_outweighs_the_date_in_a_name():
    assert span(read("What is the latest on the 2019 fire?")) == "2025-05-19..2025-06-18"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who led the party in June 2019?", ["in June 2019"]),
        ("What's the latest on last week’s vote?", ["the latest", "on last week’s"]),
        ("Who won the 2022 World Cup?", []),
        ("What happened last year, and what last week and today?", ["last year", "last week and today"]),
        ("What broke last year early this month?", ["last year", "early this month"]),
        ("🙂🙂 Who sang yesterday?", ["yesterday"]),
    ],
)
def test_words_are_the_places_of_the_time_words_in_code_points(question, words):
    assert [question[place.start : place.end] for place in read(question).words] == words


PIECES = st.sampled_from(
    "last|this|next|the|in|since|after|between|and|to|from|early|mid-|first half of|June|May|24|24th|31|2019|"
    "2019-21|Q3|week|years|two|ago|Monday|'s|’|\"|“|,|.|-|now|latest|today|summit|who|9/11|0000-00-00|9999-99-99|٢٤|\ud800|"
    "summer|2010s|31/12/2019|next decade|999 decades ago|999 decades from now|last 999 years|29 February|\n|\x00".split(
        "|"
    )
)


@given(st.one_of(st.lists(PIECES, max_size=20).map(" ".join), st.text(max_size=60)), st.dates())
@example("999 decades ago and 999 decades from now", date.min)
@example("last year, next year, last Monday, next 29 February and 999 years from now", date.max)
@example("In June last year, since the last 999 decades, before 29 February", date.min)
def test_any_question_on_any_day_gives_an_ordered_range_or_nothing(question, as_of):
    found = timeframe(question, as_of)
    if found is None:
        return
    assert 0 < found.confidence <= 0.95
    if found.first and found.last:
        assert found.first <= found.last
    places = [(place.start, place.end) for place in found.words]
    assert all(0 <= start < end <= len(question) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_quoted_time_words_do_not_count(inside):
    quoted = re.sub('["“”„«»]', "", inside)
    assert timeframe(f'Who wrote "{quoted}"?', ASKED) is None


def test_no_pattern_repeats_a_repeat_without_bound():
    """A repeat inside an unbounded repeat could take time that grows with the square of the text, or worse."""
    nested = re.compile(r"[+*]\)[+*]|\{\d*,\}\)[+*]")
    named = [value for module in (readings, told, timeframes) for value in vars(module).values()]
    shapes = [shape for shape, _ in (*periods._BEFORE_DATES, *periods._AFTER_DATES)]
    patterns = [value for value in (*named, *shapes) if isinstance(value, re.Pattern)]
    assert len(patterns) > 25
    assert [pattern.pattern for pattern in patterns if nested.search(pattern.pattern)] == []
