"""Numbers as they are compared: "more than 40" and 43 agree, so do 1.2 million and 1,187,000; 12 and 15 do not."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.dates import DateMention, find_dates
from corpus.terms import Term, content_stems, stem, terms
from service.answering.checking.values import Number, numbers
from service.answering.question.asked import Asked

_NEAR = 0.1  # how far "about" reaches, as a share of the number
_SAME_SIZE = 10  # times as much: what differs by more measures something else
_CUE = 24  # characters before a number in which a word bounds it
_AT_LEAST = re.compile(r"\b(?:at least|no (?:fewer|less) than|(?:a )?minimum(?: of)?)\s+\S{0,3}\Z", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more than|over|upwards of|above|exceed\w{0,3}|past|topp?\w{0,3})\s+\S{0,3}\Z", re.IGNORECASE)
_LESS = re.compile(
    r"\b(?:fewer than|less than|under|below|up to|at most|no more than|as many as|as much as|maximum)\s+\S{0,3}\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|some|roughly|approximately|nearly|almost|estimated|close to|near|circa)\s+|~)\S{0,3}\Z",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\+|\s?(?:or more|and counting)\b|-plus\b", re.IGNORECASE)
_SCALE = re.compile(r"hundred|thousand|million|billion|trillion|bn|[mk]\b", re.IGNORECASE)
_OFFSET = re.compile(r"[\s-]?\w{3,8}\s(?:after|before|later|ago|earlier|from now)\b", re.IGNORECASE)
_FOLLOWING = 4  # words after a number among which stands what it counts
_BETWEEN = re.compile(r"[,;:.()]|\band\b", re.IGNORECASE)
_CLAUSE = 200  # characters after a number in which its clause ends
_WEAK = frozenset(map(stem, "people person men women children number total many".split()))
# What one accident counts apart from each other: the number of one is never compared with the number of another.
_FATES = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "killed kill dead died die death deaths fatalities fatality toll perished lost lives",
        "injured injuries injury wounded hurt hospitalized hospitalised",
        "missing unaccounted",
        "arrested arrests detained detentions charged",
        "evacuated displaced homeless fled",
        "infected infections cases",
        "rescued survivors survived saved",
    )
)

_AMOUNTS = frozenset(
    map(
        stem,
        """age amount budget capacity cost costs debt deficit depth diameter distance duration earnings elevation fee
        fine gdp growth height income inflation length loss magnitude margin number output percentage population price
        profit profits rate revenue revenues salary sales score share size speed sum surface area temperature toll total
        turnout turnover value valuation volume wage wages weight width""".split(),
    )
)
_GROWING = re.compile(
    r"\b(?:so far|at least|rose|rises|risen|climb\w{0,3}|grew|grown|now|toll|as of|latest (?:count|figure)|updated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, and how far what it says reaches: ``low <= the true number <= high``.

    ``step`` is the place of its last digit that counts, 0 for a number that is told exactly: 1.2 million is told to
    100,000.
    """

    value: float
    unit: str
    low: float
    high: float
    step: float
    place: int

    def comparable_with(self, other: "Quantity") -> bool:
        """Whether both may measure the same: of one unit and, at most, ten times as much."""
        small, large = sorted((self.value, other.value))
        return self.unit == other.unit and large <= _SAME_SIZE * small

    @property
    def bounded(self) -> bool:
        """Whether words say that it is not the number itself: "at least", "about"."""
        return self.low < self.high

    def agrees_with(self, other: "Quantity") -> bool:
        """Whether both can be true: of one unit, and within each other's bounds or rounding."""
        if self.unit != other.unit:
            return False
        if self.bounded or other.bounded:
            slack = max(self.step, other.step) / 2
            return max(self.low, other.low) <= min(self.high, other.high) + slack
        apart = abs(self.value - other.value)
        return apart == 0 or (self.step != other.step and apart <= max(self.step, other.step) / 2)


def counts(asked: Asked, text: str) -> tuple[Quantity, ...]:
    """What the numbers of a text count of what a "how many" asks for, the likeliest first.

    For days also what ranges of dates span: from June 24 to 26 is three days.
    """
    words = terms(text)
    starts = [word.start for word in words]
    fates = [fate for fate in _FATES if fate & (asked.units | frozenset(asked.stems))]
    found: list[tuple[float, int, Quantity]] = []
    told = numbers(text)
    ends = [*(number.start for number in told[1:]), len(text)][: len(told)]
    for number, end in zip(told, ends, strict=True):
        near = _following(words, starts, number, end)
        hits = [word for word in near[:_FOLLOWING] if word.stem in asked.units]
        fate = _fate(text, words, starts, number, near)
        if text[number.start : number.end].strip().lower() == "one":
            continue  # "one of these"
        other = fates and fate and fate not in fates
        if other or not (hits or (fate and fate in fates)) or _OFFSET.match(text, number.end):
            continue
        strong = sum(word.stem not in _WEAK for word in hits) + bool(fate and fate in fates)
        found.append((-strong, number.start, _quantity(text, number, "")))
    found.sort(key=lambda one: one[:2])
    days = [_days(date) for date in find_dates(text)] if stem("days") in asked.units else []
    return tuple(quantity for *_, quantity in found) + tuple(day for day in days if day is not None)


def amounts(text: str, near: frozenset[str], *, plain: bool) -> tuple[Quantity, ...]:
    """The numbers of a text with a unit, nearest first to words of some stems; ``plain``: also those without one."""
    places = [term.start for term in terms(text) if term.stem in near]

    def gap(quantity: Quantity) -> int:
        after = bisect_left(places, quantity.place)
        beside = places[max(0, after - 1) : after + 1]
        return min((abs(quantity.place - place) for place in beside), default=quantity.place)

    return tuple(sorted((_quantity(text, n, n.unit) for n in numbers(text) if n.unit or plain), key=gap))


def grows(text: str, asked: Asked) -> bool:
    """Whether a count goes up while a story goes on: of dead, of cases; or it is said that it does."""
    stems = asked.units | frozenset(asked.stems)
    return any(fate & stems for fate in _FATES) or bool(_GROWING.search(text))


def _following(words: tuple[Term, ...], starts: list[int], number: Number, end: int) -> list[Term]:
    first = bisect_left(starts, number.end)
    return [word for word in words[first : first + 2 * _FOLLOWING] if word.start < end]


def _fate(
    text: str, words: tuple[Term, ...], starts: list[int], number: Number, near: list[Term]
) -> frozenset[str] | None:
    """What happened to those who are counted: told after the number, else right before it ("killed 12 people")."""
    here = bisect_left(starts, number.start)
    last = reversed(words[max(0, here - 3) : here])
    before = [word for word in last if not _BETWEEN.search(text, word.end, number.start)]
    beside = (*_clause(text, number, near), *before)
    return next((fate for word in beside for fate in _FATES if word.stem in fate), None)


def _clause(text: str, number: Number, near: list[Term]) -> Iterator[Term]:
    stop = _BETWEEN.search(text, number.end, number.end + _CLAUSE)
    return (word for word in near if stop is None or word.start < stop.start())


def _quantity(text: str, number: Number, unit: str) -> Quantity:
    value, written = number.value, text[number.start : number.end]
    before = text[max(0, number.start - _CUE) : number.start + (len(written) - len(written.lstrip()))]
    step = _step(value, written, unit)
    low = high = value
    if _AT_LEAST.search(before) or _OR_MORE.match(text, number.end):
        high = math.inf
    elif _MORE.search(before):
        high = 2 * value
    elif _LESS.search(before):
        low = 0.0
    elif _ABOUT.search(before):
        low, high = value * (1 - _NEAR), value * (1 + _NEAR)
    return Quantity(value, unit, low, high, step, number.start)


def _step(value: float, written: str, unit: str) -> float:
    """The place of the last digit that counts, where a number is one that people round."""
    if value <= 0 or not (unit or _SCALE.search(written) or value >= 1000 or value != int(value)):
        return 0.0
    digits = f"{value:.6f}".rstrip("0")
    whole, _, fraction = digits.partition(".")
    return 10.0 ** -len(fraction) if fraction else 10.0 ** (len(whole) - len(whole.rstrip("0")))


def _days(date: DateMention) -> Quantity | None:
    first, last = date.first, date.last
    if first == last or None in (first.day, last.day) or first.month != last.month:
        return None
    days = float((last.day or 0) - (first.day or 0) + 1)
    return Quantity(days, "", days, days, 0.0, date.start)


def nouns(text: str) -> frozenset[str]:
    """The stems of a question's words that name an amount: revenue, population, magnitude."""
    return frozenset(content_stems(text)) & _AMOUNTS
