"""Runs of calendar days, also where they leave the calendar: months, weeks, "three months back", the last June."""

import calendar
from collections.abc import Callable
from datetime import date
from math import inf

from corpus.dates import Moment

# First and last day, inclusive: proleptic ordinals, which may lie outside the calendar, or an infinity for no bound.
Days = tuple[float, float]
Latest = Callable[[float], Days]  # of what comes again: the last that begins on or before a day

_END = date.max.toordinal()
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_DAYS_OF = {"day": 1, "week": 7, "weekend": 7}


def as_date(ordinal: float) -> date | None:
    """The day of an ordinal, the calendar's first or last where it lies outside; ``None`` for an infinity."""
    return None if ordinal in (inf, -inf) else _inside(ordinal)


def months(year: int, month: int, count: int = 1) -> Days:
    """``count`` months, ``month`` the first; it need not lie between 1 and 12."""
    index = year * 12 + month - 1
    return _first_of(index), _first_of(index + count) - 1


def day_of(year: int, moment: Moment) -> int | None:
    """The ordinal of a month and day in a year, ``None`` where that year has none."""
    if moment.month is None or moment.day is None or not 1 <= year <= 9999 or not 1 <= moment.month <= 12:
        return None
    if not 1 <= moment.day <= calendar.monthrange(year, moment.month)[1]:
        return None
    return date(year, moment.month, moment.day).toordinal()


def unit_around(unit: str, today: int, turn: int) -> Days:
    """The week (Monday to Sunday), weekend, month, quarter, year or decade that lies ``turn`` from today's."""
    if unit in _DAYS_OF:
        monday = today - (today - 1) % 7 + 7 * turn
        return (monday + 5 if unit == "weekend" else monday), monday + 6
    day, size = _inside(today), _MONTHS_OF[unit]
    index = ((day.year * 12 + day.month - 1) // size + turn) * size
    return months(0, index + 1, size)


def moved(today: float, unit: str, count: int) -> float:
    """Today moved by some hours, days, weeks, months, quarters, years or decades; back where ``count`` is negative."""
    if unit == "hour":
        return today + (count // 24 if count < 0 else -(-count // 24))
    if unit in _DAYS_OF:
        return today + count * _DAYS_OF[unit]
    day = _inside(today)
    first, last = months(day.year, day.month + count * _MONTHS_OF[unit])
    return min(first + day.day - 1, last)


def yearly_months(month: int, count: int) -> Latest:
    """``count`` months of every year, ``month`` the first."""

    def latest(day: float) -> Days:
        year = _inside(day).year
        days = months(year, month, count)
        return days if days[0] <= day else months(year - 1, month, count)

    return latest


def yearly_days(first: Moment, last: Moment) -> Latest:
    """The days from one to another of every year that has them."""

    def latest(day: float) -> Days:
        year = _inside(day).year
        for at in range(year, year - 9, -1):  # nine: 29 February was not between 1896 and 1904
            begin = day_of(at, first)
            if begin is not None and begin <= day:
                return begin, day_of(at, last) or begin
        return 0, 0

    return latest


def weekly(weekday: int, count: int = 1) -> Latest:
    """``count`` days of every week, ``weekday`` the first; Monday is 0."""

    def latest(day: float) -> Days:
        first = day - (day - 1 - weekday) % 7
        return first, first + count - 1

    return latest


def _first_of(index: int) -> int:
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return 0 if year < 1 else _END + 1
    return date(year, month + 1, 1).toordinal()


def _inside(ordinal: float) -> date:
    return date.fromordinal(int(min(max(ordinal, 1), _END)))
