"""How much an article's date speaks for it: what a question says of time, read on the day on which it is asked.

A soft weight where the question only suggests a time, a filter where it states one with its year. A question without
time words is not pushed to what is new.
"""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

from corpus.catalog import UNDATED, Catalog
from corpus.dates import first_day, last_day
from corpus.library import Filters
from service.answering.question.timeframe import Timeframe

# Chosen on every other week of RealTimeQA, beside half of the questions on older events: docs/decisions/0021.
_NEAR_DAYS = 7  # news is told within days of what happened; a week on either side of a range counts as in it
_NEAR = timedelta(days=_NEAR_DAYS)
_FADE_DAYS = 20.0  # past them the weight falls by the factor e in so many days
_STRENGTH = 0.65  # of a range: what lies far from it weighs 1 - _STRENGTH * confidence
_STALE = 0.7  # and of one that reaches to the day of asking: what is old, in it or before it, weighs so much of that
_AFTERWARDS = 0.3  # what was published after the day of asking
_SINCE = 0.35  # confidence that "since the summit" asks how things stand now
_SURE = 0.85  # confidence from which a stated time is a filter
_TOLD_AFTER = timedelta(days=14)  # what happened in a stated time is news for so long after it
_TOLD_BEFORE = timedelta(days=30)  # and may be announced so long before
_SLOWLY = 0.1  # what an old article loses besides, each time that its age is tenfold, where the newest is asked for
_NEWS = re.compile(
    r"\b(?:happen(?:s|ed|ing)?|news|articles?|stor(?:y|ies)|headlines?|coverage|publish(?:es|ed)?|reported|wrote|written)\b",
    re.IGNORECASE,
)


def date_weight(catalog: Catalog, article: int, frame: Timeframe | None, as_of: date) -> float:
    """What an article's score is multiplied by, in (0, 1]; an undated one stands between near and far."""
    today = as_of.toordinal()
    first, last = int(catalog.first_day[article]), int(catalog.last_day[article])
    if first == UNDATED:
        return 1.0 if frame is None else (1 + _least(frame)) / 2
    if first > today:
        return _AFTERWARDS
    if frame is None:
        return 1.0
    age = max(0, today - last - _NEAR_DAYS)
    if frame.first is None and frame.last is None:
        return _fading(age, _least(frame))
    begin, end = _asked_days(frame, today)
    least = _least(frame)
    if first > end:  # what happened is told again later, never before
        return _fading(max(0, first - end - _NEAR_DAYS), (1 + least) / 2)
    weight = _fading(max(0, begin - last - _NEAR_DAYS), least)
    return weight * _fading(age, _STALE) * _slowly(age) if end >= today else weight


def narrowed(filters: Filters, question: str, frame: Timeframe | None, as_of: date) -> Filters:
    """Filters with the time that a question states for sure; the same ones where it states none, or one to come.

    What was published more than a month before that time is left out: until then it may have been announced. Where the
    question asks for the news of that time, all that was published before it is left out, and what was published later;
    other things are told again for years. Undated articles pass, unless the caller set a bound as well.
    """
    if frame is None or not frame.stated or frame.confidence < _SURE or (frame.first or date.min) > as_of:
        return filters
    first, last, asks_for_news = frame.first, None, bool(_NEWS.search(question))
    if first and not asks_for_news:
        first = max(first, date.min + _TOLD_BEFORE) - _TOLD_BEFORE
    if frame.last and frame.last < as_of and asks_for_news:
        last = min(frame.last, date.max - _TOLD_AFTER) + _TOLD_AFTER
    bounded = filters.published_after is not None or filters.published_before is not None
    return replace(_between(filters, first, last), undated=filters.undated or not bounded)


def within(filters: Filters, frame: Timeframe | None, as_of: date) -> Filters | None:
    """Filters that leave what was published in the time that a question suggests, or a week around it.

    Nothing where it suggests none, states one for sure, or asks for a time to come.
    """
    if frame is None or frame.stated or frame.first is None or frame.first > as_of:
        return None
    first = max(frame.first, date.min + _NEAR) - _NEAR
    last = min(frame.last or as_of, as_of, date.max - _NEAR) + _NEAR
    return _between(filters, first, last)


def timeless(question: str, frame: Timeframe | None) -> str:
    """A question without the words that only place it in time, as "this week"; a date that it states stays."""
    if frame is None or frame.stated:
        return question
    kept, place = [], 0
    for words in frame.words:
        kept.append(question[place : words.start])
        place = words.end
    return "".join([*kept, question[place:]])


def _least(frame: Timeframe) -> float:
    """The weight of what is furthest from the time asked for, its age left aside."""
    if frame.first or frame.last:
        return 1 - _STRENGTH * frame.confidence
    return 1 - _STRENGTH * _SINCE if frame.since else 1.0


def _asked_days(frame: Timeframe, today: int) -> tuple[int, int]:
    """The first and the last day asked for; of a time to come, the days before today: news tells of it beforehand."""
    begin = frame.first.toordinal() if frame.first else date.min.toordinal()
    end = frame.last.toordinal() if frame.last else today
    return (today - 30, today) if begin > today else (begin, end)


def _between(filters: Filters, first: date | None, last: date | None) -> Filters:
    """Filters with bounds besides their own; of two on one side the tighter one holds."""
    after = [filters.published_after, first.isoformat() if first else None]
    before = [filters.published_before, last.isoformat() if last else None]
    return replace(
        filters,
        published_after=max(filter(None, after), key=first_day, default=None),
        published_before=min(filter(None, before), key=last_day, default=None),
    )


def _slowly(days: int) -> float:
    return max(0.5, 1 - _SLOWLY * math.log10(max(1.0, days / 30)))


def _fading(days: int, least: float) -> float:
    return least + (1 - least) * math.exp(-days / _FADE_DAYS)
