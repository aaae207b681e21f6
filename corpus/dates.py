"""Reading the dates that sentences name, and the days that an imprecise date spans."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"  # noqa: E501 - one name a month
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<{0}>1[5-9]\d\d|20\d\d|21\d\d)\b"
_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b|\bthrough\b|\band\b)\s*"
_OF = r"\s+(?:of\s+)?"

# Each pattern is linear: no quantifier stands inside another. The order matters: the first that fits a place wins.
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\b{_YEAR.format('y')}[-/.](?P<m>[01]?\d)[-/.](?P<d>[0-3]?\d)(?!\d)",
        rf"\b{_MONTH.format('m')}\s*{_DAY.format('d')}{_TO}(?:{_MONTH.format('m2')}\s*)?{_DAY.format('d2')}(?!\s*(?:%|percent))(?:,?\s+{_YEAR.format('y')})?",
        rf"\b{_DAY.format('d')}(?:{_OF}{_MONTH.format('m')})?{_TO}{_DAY.format('d2')}{_OF}{_MONTH.format('m2')}(?:,?\s+{_YEAR.format('y')})?",
        rf"\b{_MONTH.format('m')}\s*{_DAY.format('d')}(?:,?\s+{_YEAR.format('y')})?",
        rf"\b{_DAY.format('d')}{_OF}{_MONTH.format('m')}(?:,?\s+{_YEAR.format('y')})?",
        rf"\b{_MONTH.format('m')},?\s+{_YEAR.format('y')}",
        rf"(?<=\b(?:in|of|by)\s){_MONTH.format('m')}(?!\w)",
        rf"(?<![\d$€£¥.,#-])\b{_YEAR.format('y')}(?![\d%-]|[.,]\d|\s*(?:people|percent))",
    )
)


@dataclass(frozen=True)
class Moment:
    """A day, month or year, each part known or not: ``Moment(None, 6, 24)`` is "June 24" of a year not told."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class DateMention:
    """A date or a range of days that a text names, at ``text[start:end]``; a single date has ``first == last``."""

    start: int
    end: int
    first: Moment
    last: Moment

    def in_year(self, year: int | None) -> "DateMention":
        """The same with a year that was not told filled in."""
        if year is None or self.first.year is not None:
            return self
        return replace(self, first=replace(self.first, year=year), last=replace(self.last, year=year))

    def agrees_with(self, other: "DateMention") -> bool:
        """Whether both can be true: no part that both tell differs, or one is a day inside the other's range."""
        if _same(self.first, other.first) and _same(self.last, other.last):
            return True
        single, span = (self, other) if self.first == self.last else (other, self)
        if single.first != single.last or span.first == span.last:
            return False
        return _order(span.first, single.first) <= 0 <= _order(span.last, single.first)


def find_dates(text: str) -> tuple[DateMention, ...]:
    """The dates that English text names, in order, none overlapping another.

    Reads ``2025-06-24``, ``June 24 to 26, 2025``, ``24-26 June``, ``June 24th``, ``June 2025``, ``in June``, ``2025``.
    Impossible ones (February 30) are left out. Offsets are code points.
    """
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            mention = _mention(match)
            if mention is not None:
                found.append(mention)
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return tuple(sorted(found, key=lambda mention: mention.start))


def iso(moment: Moment) -> str | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as far as it is known; ``None`` without a year."""
    if moment.year is None:
        return None
    if moment.month is None:
        return f"{moment.year:04d}"
    if moment.day is None:
        return f"{moment.year:04d}-{moment.month:02d}"
    return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"


def first_day(value: str) -> date:
    """The first day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(value: str) -> date:
    """The last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    parts = tuple(map(int, value.split("-")))
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def _mention(match: re.Match[str]) -> DateMention | None:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    month, month2 = _month(parts.get("m")), _month(parts.get("m2"))
    day = int(parts["d"]) if parts.get("d") else None
    day2 = int(parts["d2"]) if parts.get("d2") else None
    if month is None and month2 is None and day is not None:
        return None
    first = Moment(year, month or month2, day)
    last = Moment(year, month2 or month, day2) if day2 is not None else first
    if not (_exists(first) and _exists(last)):
        return None
    if _order(first, last) > 0:  # "June 24 and 3 others" is no range
        return None
    return DateMention(match.start(), match.end(), first, last)


def _month(word: str | None) -> int | None:
    if word is None:
        return None
    # Without regard to case "ſ" is an "s" and "ı" an "i", also for the patterns above.
    return int(word) if word.isdigit() else _MONTHS.index(word.casefold()[:3]) + 1


def _exists(moment: Moment) -> bool:
    if moment.month is not None and not 1 <= moment.month <= 12:
        return False
    if moment.day is None or moment.month is None:
        return True
    leap_or_given = moment.year if moment.year is not None else 2024
    return 1 <= moment.day <= calendar.monthrange(leap_or_given, moment.month)[1]


def _same(one: Moment, two: Moment) -> bool:
    pairs = ((one.year, two.year), (one.month, two.month), (one.day, two.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _order(one: Moment, two: Moment) -> int:
    """Negative, zero or positive as ``one`` is before, at or after ``two``, by the parts that both know."""
    for a, b in ((one.year, two.year), (one.month, two.month), (one.day, two.day)):
        if a is not None and b is not None and a != b:
            return a - b
    return 0
