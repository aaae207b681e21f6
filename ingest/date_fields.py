"""Reading a field that states a date: as far as it is sure, or why it is refused."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from corpus.dates import first_day

MONTH_FIRST, DAY_FIRST = "month-first", "day-first"
ILLEGIBLE = "no date can be read in it"
IMPOSSIBLE = "there is no such day"
TOO_EARLY = "before 1500"
FUTURE = "in the future"
ZERO = "the zero of a computer's clock"

_EARLIEST = 1500
_SHORT_YEARS_AHEAD = 20  # in 2026 '27 is a slip, or to come; '47 was
_LONGEST = 200  # characters of a field that are read; no date is longer

# English, German, French, Spanish, Italian, Portuguese, Dutch and Russian, without accents.
_NAMES = """
    jan january januar janner janv janvier ene enero gennaio janeiro januari января
    feb february februar fev fevr fevrier febrero febbraio fevereiro februari февраля
    mar march marz maerz mars marzo marco maart марта
    apr april avr avril abr abril aprile апреля
    may mai mayo maggio maio mei мая
    jun june juni juin junio giugno junho июня
    jul july juli juil juillet julio luglio julho июля
    aug august aout ago agosto augustus августа
    sep sept september septembre septiembre setiembre settembre setembro сентября
    oct october okt oktober octobre octubre ottobre outubro октября
    nov november novembre noviembre novembro ноября
    dec december dez dezember decembre dic diciembre dicembre dezembro декабря
"""
_MONTHS = {name: month for month, line in enumerate(_NAMES.strip().split("\n"), start=1) for name in line.split()}

# All quantifiers are bounded: a field is untrusted text.
_WORD = r"(?P<m>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?(?: ?(?:-|–|—|to|and|bis) ?(?P<d2>[0-9]{1,2})(?:st|nd|rd|th|\.)?)?"
_YEAR = r"(?P<y>[0-9]{4})(?![0-9])"
_CLOCK = r"(?:[0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:[A-Z0-9:+-]{1,6} )?)?"  # Thu Oct 03 17:14:00 UTC 2019

_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])|([0-9]{2})([0-9]{2})T)")
_YEAR_LAST = re.compile(r"(?<![0-9/.-])([0-9]{1,2})([/.-]) ?([0-9]{1,2})\2 ?([0-9]{4}|[0-9]{2})(?![0-9:])")
_NAMED = (
    re.compile(rf"{_WORD}[ -]{{1,3}}{_DAY},?[ -]{{1,3}}{_CLOCK}{_YEAR}"),
    re.compile(
        rf"(?<![0-9]){_DAY}[ -]{{0,3}}(?:of |de |d')?{_WORD},?[ -]{{0,3}}(?:del? )?"
        rf"(?:{_YEAR}|(?P<yy>[0-9]{{2}})(?![0-9:.]))"
    ),
)
_NAMED_MONTH = re.compile(rf"{_WORD},? (?:del? )?{_YEAR}")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_LONE_YEAR = re.compile(r"[^0-9]{0,20}([0-9]{4})(?! ?(?:[A-Z]{1,4}T\b|UTC|hrs|h\b|local|hours))[^0-9]{0,20}")
_EAST_ASIAN = re.compile("([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월](?: ?([0-9]{1,2}) ?[日일])?")
_NUMBER = re.compile(r"(-?)([0-9]{1,17})(?:\.[0-9]{1,9})?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reading:
    """What a field says, as far as it is sure: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; or the ``reason`` why nothing.

    ``ambiguous`` are the two days that ``7/8/2017`` may mean, the month-first one first; ``value`` is then the year.
    ``order`` is ``month-first`` or ``day-first`` where the field can only be read one way.
    """

    value: str | None = None
    reason: str | None = None
    ambiguous: tuple[str, str] | None = None
    order: str | None = None


def read_field(written: str, latest: date, *, by_machine: bool = False) -> Reading:
    """Read a field that states a date. A day is the one that is written, in the time zone in which it is written.

    Dates before 1500 and after ``latest`` are refused; so is the zero of a computer's clock, where a machine wrote it
    (``by_machine``), as a number, or with its time.
    """
    text = _EAST_ASIAN.sub(_with_hyphens, " ".join(written[:_LONGEST].split()))
    shapes: tuple[Callable[[str, date], Reading | None], ...] = (_number, _year_first, _year_last, _named, _coarse)
    reading = next((found for shape in shapes if (found := shape(text, latest)) is not None), Reading(reason=ILLEGIBLE))
    if reading.value is None or not _is_zero(text, reading.value, by_machine):
        return reading
    return Reading(reason=ZERO)


def _with_hyphens(match: re.Match[str]) -> str:
    """2021年2月3日 as 2021-02-03."""
    return f"{match[1]}-{int(match[2]):02}" + (f"-{int(match[3]):02}" if match[3] else "")


def order_of(ambiguous: tuple[str, str], day: str) -> str:
    """Which order the writer of an ambiguous date used, if it means ``day``."""
    return MONTH_FIRST if day == ambiguous[0] else DAY_FIRST


def _number(text: str, latest: date) -> Reading | None:
    match = _NUMBER.fullmatch(text)
    if match is None or _YEAR_MONTH.fullmatch(text):
        return None
    sign, digits = match.groups()
    if int(digits) == 0:
        return Reading(reason=ZERO)
    if not sign and len(digits) in {8, 12, 14}:
        day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        if len(digits) == 8 or (day is not None and day >= "1900" and digits[8:10] < "24" and digits[10:12] < "60"):
            return _plausible(day, latest)
    if len(digits) < 9:
        is_year = len(digits) == 4 and text in {digits, f"{digits}.0"}
        return _plausible(digits, latest) if is_year else Reading(reason=ILLEGIBLE)
    seconds = int(sign + digits) // 1000 ** ((len(digits) - 9) // 3)  # seconds, thousandths or millionths
    try:
        return _plausible((_EPOCH + timedelta(seconds=seconds)).date().isoformat(), latest)
    except OverflowError:
        return Reading(reason=ILLEGIBLE)


def _year_first(text: str, latest: date) -> Reading | None:
    match = _YEAR_FIRST.search(text)
    if match is None:
        return None
    year, month, day = (int(match[i]) for i in ((1, 3, 4) if match[2] else (1, 5, 6)))
    return _plausible(_day(year, month, day), latest)


def _year_last(text: str, latest: date) -> Reading | None:
    match = _YEAR_LAST.search(text)
    if match is None:
        return None
    a, b, year = int(match[1]), int(match[3]), _full_year(match[4], latest)
    both = _plausible(_day(year, a, b), latest), _plausible(_day(year, b, a), latest)
    month_first, day_first = (reading.value for reading in both)
    if month_first is None or day_first is None:
        # A day that is only still to come may be a slip, or a piece that waits: it tells nothing of its source
        settled = IMPOSSIBLE in {reading.reason for reading in both}
        order = (MONTH_FIRST if month_first else DAY_FIRST) if settled else None
        told = [reading for reading in both if reading.reason != IMPOSSIBLE]
        value = month_first or day_first
        return Reading(value, order=order) if value else (told or [*both])[0]
    if month_first == day_first:
        return Reading(month_first)
    return Reading(f"{year:04d}", ambiguous=(month_first, day_first))


def _named(text: str, latest: date) -> Reading | None:
    for match, month in _month_names(text, *_NAMED):
        parts = match.groupdict()
        year = _full_year(parts["y"] or parts["yy"], latest)
        first = _day(year, month, int(parts["d"]))
        if first is None or parts["d2"] is None:
            return _plausible(first, latest)
        return _plausible(first[:7] if _day(year, month, int(parts["d2"])) else None, latest)  # some day of a range
    return None


def _coarse(text: str, latest: date) -> Reading | None:
    if match := _YEAR_MONTH.fullmatch(text):
        return _plausible(_month(int(match[1]), int(match[2])), latest)
    if match := _MONTH_YEAR.fullmatch(text):
        return _plausible(_month(int(match[2]), int(match[1])), latest)
    for match, month in _month_names(text, _NAMED_MONTH):
        return _plausible(_month(int(match["y"]), month), latest)
    if match := _LONE_YEAR.fullmatch(text):
        return _plausible(match[1], latest)
    return None


def _month_names(text: str, *shapes: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int]]:
    matches = sorted((match for shape in shapes for match in shape.finditer(text)), key=lambda match: match.start())
    for match in matches:
        month = month_number(match["m"])
        if month:
            yield match, month


def month_number(name: str) -> int | None:
    """1 to 12 for the name of a month, short or long, in English, German, French or Spanish."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return _MONTHS.get(plain)


def _full_year(digits: str, latest: date) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= latest.year + _SHORT_YEARS_AHEAD else 1900 + year


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None


def _plausible(value: str | None, latest: date) -> Reading:
    if value is None:
        return Reading(reason=IMPOSSIBLE)
    if int(value[:4]) < _EARLIEST:
        return Reading(reason=TOO_EARLY)
    return Reading(value) if first_day(value) <= latest else Reading(reason=FUTURE)


def _is_zero(text: str, value: str, by_machine: bool) -> bool:
    if value == "1970-01-01":
        return by_machine or "00:00" in text or text.lstrip("-").isdecimal()
    if value != "1969-12-31":
        return False
    try:  # the same instant, west of Greenwich
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment == _EPOCH
