"""The days that English time words name, each by itself: "last week", "June 24", "Friday", "Q2 2024", "latest"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal

from corpus.dates import DateMention, Moment, find_dates
from service.answering.question.days import (
    Days,
    Latest,
    day_of,
    months,
    moved,
    unit_around,
    weekly,
    yearly_days,
    yearly_months,
)

# date: 24 June; year: 2019, which may be a number or part of a name; month, weekday: June, Friday, which may be a
# name; told: the 2010s, Q2 2024; relative: last week, yesterday; suggested: latest, now.
Kind = Literal["date", "year", "month", "weekday", "told", "relative", "suggested"]

# How sure each kind of words is; service.answering.question.timeframe has the table.
EXACT, BLURRED, FROM_TODAY, ABOUT, RECENT, NOW, UNSURE = 0.95, 0.85, 0.75, 0.6, 0.5, 0.35, 0.3

_RECENT_DAYS = 30  # "latest", "recently": a story that is still told has had news within a month
_NOW_DAYS = 90  # "now" asks for what holds, and what holds today was often told some time ago
_VAGUE = 6  # "recent weeks", "the past months"

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first months, on the northern half
_NUMBERS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "few": 4, "a few": 4, "a couple of": 2, "several": 6}
_NUMBERS |= {"first": 1, "second": 2, "third": 3, "fourth": 4}
_TURNS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
_OFFSETS = {"yesterday": (-1, -1), "last night": (-1, 0), "overnight": (-1, 0), "tomorrow": (1, 1)}
_OFFSETS |= {"day before yesterday": (-2, -2), "day after tomorrow": (2, 2)}

_OR_MORE = re.compile(r"\b(?:over|more than|at least)\s$", re.IGNORECASE)
_DOES = re.compile(r"\b(?:has|have|had|did|who|which)\b|'s\b", re.IGNORECASE)
_ONLY = re.compile(
    r"\s+(?:a|an|the|as|how|what|why|like|one|two|three|over|under|about|because|for|in|to|[0-9])\b|[^\s]"
)
_UNIT = r"(?P<unit>hour|day|week(?:end)?|month|quarter|year|decade)"
_COUNT = (
    r"(?P<count>{}(?:a )?(?:couple of|few)|several|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|[0-9]{{1,3}})"
)
_YEAR = r"(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?![\w%]|[.,-][0-9])"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_QUARTER = r"(?:q(?P<q>[1-4])|(?P<quarter>first|second|third|fourth) quarter)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"  # noqa: E501 - one name a month


@dataclass(frozen=True)
class Period:
    """The days that ``text[start:end]`` names, as they are read without more context, and how sure that is.

    What comes again (June, Friday, 24 June) has ``latest``, and ``cycle``, the most days from one to the next.
    """

    start: int
    end: int
    kind: Kind
    days: Days
    confidence: float
    latest: Latest | None = None
    cycle: int = 0


def find_periods(text: str, today: int) -> list[Period]:
    """All periods that the words of a text could name, in order, none overlapping another.

    ``text`` is ASCII; offsets are code points; ``today`` is an ordinal. Which of them are names, and what the words
    around them change, is for the caller to see.
    """
    taken = bytearray(len(text))
    found = []
    for period in _candidates(text, today):
        if not any(taken[period.start : period.end]):
            taken[period.start : period.end] = b"\x01" * (period.end - period.start)
            found.append(period)
    return sorted(found, key=lambda period: period.start)


def _candidates(text: str, today: int) -> Iterator[Period]:
    yield from _read(_BEFORE_DATES, text, today)
    for mention in find_dates(text):
        if mention.first.day is not None or mention.first.year is not None:
            yield _date(mention, today)
    yield from _read(_AFTER_DATES, text, today)


def _read(shapes: "tuple[_Shape, ...]", text: str, today: int) -> Iterator[Period]:
    for shape, read in shapes:
        yield from filter(None, (read(match, today) for match in shape.finditer(text)))


def _date(mention: DateMention, today: int) -> Period:
    first, last = mention.first, mention.last
    at = mention.start, mention.end
    if first.year is None:
        latest = yearly_days(first, last)
        return Period(*at, "date", latest(today), FROM_TODAY, latest, 366)
    if first.month is None:
        return Period(*at, "year", months(first.year, 1, 12), EXACT)
    if first.day is None:
        return Period(*at, "date", months(first.year, first.month), EXACT)
    begin = day_of(first.year, first)
    assert begin is not None  # find_dates leaves out days that are none
    return Period(*at, "date", (begin, day_of(first.year, last) or begin), EXACT)


def _numeric(match: re.Match[str], _: int) -> Period | None:
    """24/06/2025 and 06/24/2025, but not 05/06/2025, which is another day in another country."""
    one, two = int(match["one"]), int(match["two"])
    if one <= 12 and two <= 12 and one != two:
        return None
    moment = Moment(int(match["year"]), *((two, one) if one > 12 else (one, two)))
    day = day_of(int(match["year"]), moment)
    return None if day is None else Period(*match.span(), "date", (day, day), EXACT)


def _years(match: re.Match[str], _: int) -> Period | None:
    first, tail = match["year"], match["to"]
    last = first[: 4 - len(tail)] + tail
    if not int(first) < int(last) <= int(first) + 100:
        return None
    return Period(*match.span(), "year", (months(int(first), 1)[0], months(int(last), 12)[1]), EXACT)


def _decade(match: re.Match[str], _: int) -> Period:
    return Period(*match.span(), "told", months(int(match["decade"]), 1, 120), BLURRED)


def _quarter(match: re.Match[str], today: int) -> Period | None:
    number = _number(match["q"] or match["quarter"])
    if match["year"]:
        return Period(*match.span(), "told", months(int(match["year"]), 3 * number - 2, 3), EXACT)
    if match["quarter"] and not match["which"]:
        return None  # of a match, or of a sum
    latest = yearly_months(3 * number - 2, 3)
    year = unit_around("year", today, _TURNS[match["which"].lower()] if match["which"] else 0)
    days = latest(year[1]) if match["which"] else latest(today)
    return Period(*match.span(), "told", days, FROM_TODAY)


def _season(match: re.Match[str], today: int) -> Period | None:
    latest = yearly_months(_SEASONS[match["season"].lower()], 3)
    if match["year"]:
        return Period(*match.span(), "told", latest(months(int(match["year"]), 12)[1]), BLURRED)
    return Period(*match.span(), "month", latest(today), ABOUT, latest, 366)


def _month(match: re.Match[str], today: int) -> Period:
    latest = yearly_months(_MONTHS.index(match[0][:3].lower()) + 1, 1)
    return Period(*match.span(), "month", latest(today), FROM_TODAY, latest, 366)


def _weekday(match: re.Match[str], today: int) -> Period:
    latest = weekly(_WEEKDAYS.index(match[0].lower()))
    return Period(*match.span(), "weekday", latest(today), FROM_TODAY, latest, 7)


def _weekend(match: re.Match[str], today: int) -> Period:
    latest = weekly(5, 2)
    return Period(*match.span(), "relative", latest(today), FROM_TODAY, latest, 7)


def _unit(match: re.Match[str], today: int) -> Period | None:
    """ "last week", "the past two months", "this year", "the next few days"."""
    which, unit, count = match["which"].lower(), match["unit"].lower(), match["count"]
    turn = _TURNS[which]
    rolling = count or match["many"] or which == "past" or (match["the"] and which == "last") or unit == "decade"
    if turn and rolling and unit != "weekend":
        several = _number(count) if count else _VAGUE if match["many"] else 1
        days: Days = (moved(today, unit, -several), today)
        if turn > 0:
            days = (today + 1, moved(today, unit, several))
        return Period(*match.span(), "relative", days, FROM_TODAY if count or not match["many"] else RECENT)
    if unit in ("hour", "day") or match["many"] or count:
        return None
    days = unit_around(unit, today, turn)
    if which == "last" and unit == "week" and today % 7 == 0:
        days = days[0], today - 1  # on a Sunday some call the week last that the calendar ends today
    return Period(*match.span(), "relative", days, FROM_TODAY)


def _ago(match: re.Match[str], today: int) -> Period | None:
    """ "two weeks ago", "three days from now": about as exact as its unit."""
    if _OR_MORE.search(match.string, max(0, match.start() - 16), match.start()):
        return None
    unit, count = match["unit"].lower(), _number(match["count"])
    sign = -1 if match["ago"].lower() == "ago" else 1
    middle = moved(today, unit, sign * count)
    slack = {"hour": 0, "day": 0, "week": 3, "weekend": 3, "month": 15, "quarter": 45, "year": 183, "decade": 1826}[
        unit
    ]
    if match["count"].lower().endswith(("few", "several", "couple of")):
        slack = max(2, 2 * slack)
    bounds = (middle - slack, min(middle + slack, today)) if sign < 0 else (max(middle - slack, today), middle + slack)
    return Period(*match.span(), "relative", bounds, ABOUT)


def _offset(match: re.Match[str], today: int) -> Period:
    first, last = _OFFSETS.get(" ".join(match[0].lower().split()), (0, 0))
    sure = ABOUT if match[0].lower() == "today" else FROM_TODAY  # "today" may be "these days"
    return Period(*match.span(), "relative", (today + first, today + last), sure)


def _recent_units(match: re.Match[str], today: int) -> Period:
    return Period(*match.span(), "relative", (moved(today, match["unit"].lower(), -_VAGUE), today), RECENT)


def _end_of_unit(match: re.Match[str], today: int) -> Period:
    return Period(*match.span(), "relative", unit_around(match["unit"].lower(), today, 0), ABOUT)


def _suggests(first: float, last: float, sure: float) -> "_Reader":
    def read(match: re.Match[str], today: int) -> Period:
        return Period(*match.span(), "suggested", (today + first, today + last), sure)

    return read


def _just(match: re.Match[str], today: int) -> Period | None:
    """ "has just won", "who just resigned", but not "just war" or "just how"."""
    before = _DOES.search(match.string, max(0, match.start() - 40), match.start())
    return _RECENTLY(match, today) if before and not _ONLY.match(match.string, match.end()) else None


def _number(word: str) -> int:
    word = " ".join(word.lower().split())
    return _NUMBERS.get(word) or int(word)


_Reader = Callable[[re.Match[str], int], Period | None]
_Shape = tuple[re.Pattern[str], _Reader]
_RECENTLY = _suggests(-_RECENT_DAYS, 0, RECENT)


def _shapes(*shapes: tuple[str, _Reader]) -> tuple[_Shape, ...]:
    return tuple((re.compile(shape, re.IGNORECASE | re.ASCII), read) for shape, read in shapes)


# Linear, as every pattern here: no quantifier stands inside another. The first that fits a place wins.
_BEFORE_DATES = _shapes(
    (
        r"(?<![\w/.-])(?P<one>[0-3]?[0-9])([/.])(?P<two>[0-3]?[0-9])\2(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?![\w/-])",
        _numeric,
    ),
    (
        r"(?<![\w$.,-])(?P<year>1[5-9][0-9]{2}|20[0-9]{2})[-/](?P<to>1[5-9][0-9]{2}|20[0-9]{2}|[0-9]{2})(?![\w%/-])",
        _years,
    ),
    (r"\b(?P<decade>1[5-9][0-9]0|20[0-9]0)s\b", _decade),
    (rf"\b{_QUARTER}(?:\s+(?:of\s+)?{_YEAR}|\s+(?:of\s+)?(?P<which>this|last|next)\s+year\b)?", _quarter),
    (rf"\b{_SEASON}(?:\s+of)?\s+{_YEAR}", _season),
)
_AFTER_DATES = _shapes(
    (
        rf"(?<![\w.,-]){_COUNT.format('a|an|')}\s+{_UNIT}s?\s+(?P<ago>ago|from\s+now)\b"
        r"(?:\s+(?:today|this\s+(?:week|month|year))\b)?",
        _ago,
    ),
    (
        r"\b(?P<the>the\s+)?(?P<which>this|last|past|previous|next|coming)\s+"
        rf"(?:{_COUNT.format('')}\s+)?{_UNIT}(?P<many>s?)\b(?!\s+of\b|-)",
        _unit,
    ),
    (
        r"\b(?:day\s+before\s+yesterday|day\s+after\s+tomorrow|yesterday|tomorrow|today|tonight|last\s+night|overnight"
        r"|this\s+(?:morning|afternoon|evening))\b",
        _offset,
    ),
    (rf"\brecent\s+{_UNIT}s\b", _recent_units),
    (
        r"(?:(?<=end of )|(?<=start of )|(?<=beginning of )|(?<=rest of ))the\s+"
        r"(?P<unit>week(?:end)?|month|quarter|year|decade)\b(?!\s+(?:of|[0-9]))",
        _end_of_unit,
    ),
    (r"(?:(?<=\bover )|(?<=\bat ))the\s+weekend\b(?!\s+of\b)", _weekend),
    (r"\b(?:latest|newest|most\s+recent(?:ly)?|recent(?:ly)?|lately)\b", _RECENTLY),
    (r"\bjust\b", _just),
    (
        r"\b(?:right\s+now|as\s+of\s+now|now|currently|at\s+the\s+moment|at\s+present|these\s+days|nowadays|so\s+far"
        r"|current(?=\s+(?!accounts?\b|affairs\b|of\b|in\b|is\b|was\b|and\b)[a-z]))\b(?!-)",
        _suggests(-_NOW_DAYS, 0, NOW),
    ),
    (r"\b(?:upcoming|forthcoming)\b", _suggests(1, inf, UNSURE)),
    (rf"\b{_MONTH}(?!\w)", _month),
    (rf"\b(?:{'|'.join(_WEEKDAYS)})\b", _weekday),
    (rf"\b(?:(?<=this )|(?<=last )|(?<=next )){_SEASON}(?P<year>)\b(?!\s+of\b)", _season),
)
