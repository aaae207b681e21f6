"""When an article was published and updated, by its fields, its date lines, its address and its dateline."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.article import UNKNOWN_DATE, Date, Provenance
from corpus.dates import first_day, last_day
from ingest.address import date_in_address
from ingest.clean import Cleaned
from ingest.date_fields import ILLEGIBLE, MONTH_FIRST, Reading, month_number, order_of, read_field
from ingest.draft import Draft

_OF_A_CHANGE = re.compile(r"\b(?:last )?(?:updated|modified)\b:?", re.IGNORECASE)
_WRITTEN = 100  # characters that are shown of what is refused
_NEAR = timedelta(days=2)  # an address and a field may name neighbouring days: midnight, time zones
_FRESH = timedelta(days=7)  # a dateline without a year is of the days before a sure date; else it may be of any year

_DATELINE = re.compile(
    r"(?P<place>[^0-9—–()]{3,80}?)(?:, ?| ?\()(?:(?P<m>[A-Z][a-z]{2,8})\.? (?P<d>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2}) (?P<m2>[A-Z][a-z]{2,8})\.?)(?:,? (?P<y>[0-9]{4}))?\)?(?: \([^()]{2,40}\))? ?(?:—|–|--?) ?"
)


@dataclass(frozen=True)
class Refused:
    """What a field says and why it is not taken: ``Refused("published", "2050-09-30", "in the future")``."""

    field: str
    written: str
    reason: str


@dataclass(frozen=True)
class Publication:
    """The days of an article.

    ``ambiguous`` are the two that ``published``, a year, may mean, the month-first one first.

    ``orders`` are those in which its unambiguous numbers were written: ``month-first``, ``day-first``, both or none.
    """

    published: Date
    updated: Date
    ambiguous: tuple[str, str] | None
    orders: frozenset[str]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class _Told:
    """One place that tells a day, and what was read there."""

    field: str
    written: str
    where: Provenance
    reading: Reading

    @property
    def is_usable(self) -> bool:
        """A field is taken as precise as it is; a line of text only if it means a day."""
        value = self.reading.value
        return value is not None and (self.where != "text" or len(value) == 10 or self.reading.ambiguous is not None)


def publication(draft: Draft, cleaned: Cleaned, url: str | None, latest: date) -> Publication:
    """Find out when an article was published and updated. No date is completed, and none after ``latest`` is taken."""
    in_address = date_in_address(url, latest) if url else None
    told = _settled(list(_told(draft, cleaned, latest)), in_address)
    updated, refused = _first("updated", told)
    published, refused_too = _first("published", told)
    updated_on = _date(updated)
    return Publication(
        published=_date(published) if published else _unstated(cleaned.body, in_address, updated_on, latest),
        updated=updated_on,
        ambiguous=published.reading.ambiguous if published else None,
        orders=frozenset(one.reading.order for one in told if one.reading.order),
        refused=(*refused_too, *refused),
    )


def in_order(ambiguous: tuple[str, str], orders: Collection[str]) -> str | None:
    """The day that an ambiguous date means, if its source is known to write numbers in one order only."""
    seen = set(orders)
    if len(seen) != 1:
        return None
    return ambiguous[0] if seen == {MONTH_FIRST} else ambiguous[1]


def _told(draft: Draft, cleaned: Cleaned, latest: date) -> Iterator[_Told]:
    says: Provenance = "metadata" if draft.says == "metadata" else "given"
    places: list[tuple[str, str, Provenance]] = [
        ("published", draft.published or "", says),
        ("updated", draft.updated or "", says),
    ]
    for line in cleaned.date_lines:
        before, *after = _OF_A_CHANGE.split(line, maxsplit=1)
        places += [("published", before, "text"), *(("updated", part, "text") for part in after)]
    for field, written, where in places:
        if written.strip():
            yield _Told(field, written, where, read_field(written, latest, by_machine=where == "metadata"))


def _settled(told: list[_Told], in_address: str | None) -> list[_Told]:
    """The same, ambiguous ones read as the article's address and its other dates show that they are meant."""
    days = [one.reading.value for one in told if one.reading.value and len(one.reading.value) == 10]
    hints = [hint for hint in (in_address, *days) if hint]
    near = [_reread(one, _day_near(one.reading.ambiguous, hints)) for one in told]
    orders = {one.reading.order for one in near if one.reading.order}
    return [_reread(one, one.reading.ambiguous and in_order(one.reading.ambiguous, orders)) for one in near]


def _reread(told: _Told, day: str | None) -> _Told:
    if told.reading.ambiguous is None or day is None:
        return told
    return _Told(told.field, told.written, told.where, Reading(day, order=order_of(told.reading.ambiguous, day)))


def _day_near(days: tuple[str, str] | None, hints: Collection[str]) -> str | None:
    for hint in hints if days else ():
        slack = _NEAR if len(hint) == 10 else timedelta()
        near = [d for d in days or () if first_day(hint) - slack <= date.fromisoformat(d) <= last_day(hint) + slack]
        if len(near) == 1:
            return near[0]
    return None


def _first(field: str, told: list[_Told]) -> tuple[_Told | None, list[Refused]]:
    """The first place that tells a field, and what was refused before it."""
    refused: list[Refused] = []
    for one in told:
        if one.field != field:
            continue
        if one.is_usable:
            return one, refused
        if one.reading.reason and (one.where != "text" or one.reading.reason != ILLEGIBLE):
            refused.append(Refused(field, one.written[:_WRITTEN], one.reading.reason))
    return None, refused


def _date(told: _Told | None) -> Date:
    return Date.of(told.reading.value, told.where) if told else UNKNOWN_DATE


def _unstated(body: str, in_address: str | None, updated: Date, latest: date) -> Date:
    """The day of publication of an article that does not state it: of its address, its dateline, or its month."""
    if in_address and len(in_address) == 10:
        return Date.of(in_address, "url")
    day = _dateline(body, [value for value in (in_address, updated.value) if value and len(value) > 4], latest)
    return Date.of(day, "text") if day else Date.of(in_address, "url")


def _dateline(body: str, sure: Collection[str], latest: date) -> str | None:
    """The day of a dateline such as "THE HAGUE, June 24 —", its year from a sure date of about that time."""
    match = _DATELINE.match(body)
    month = month_number(match["m"] or match["m2"]) if match else None
    if match is None or month is None or not match["place"].split(",")[0].isupper():
        return None
    day = int(match["d"] or match["d2"])
    if match["y"]:
        return read_field(f"{match['y']}-{month}-{day}", latest).value
    for value in sure:
        for year in (last_day(value).year, first_day(value).year - 1):
            found = read_field(f"{year}-{month}-{day}", latest).value
            if found and first_day(value) - _FRESH <= date.fromisoformat(found) <= last_day(value):
                return found
    return None
