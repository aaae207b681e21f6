"""The lines in front of a story: headline, date, byline, section; which are they, and where does the story begin?"""

import re
from dataclasses import dataclass
from itertools import takewhile

from ingest.furniture import kind_of
from ingest.lines import is_item, is_prose

_MONTHS = """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august
    september october november december""".split()
_DATE_WORDS = frozenset(_MONTHS) | frozenset(
    """mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    published posted updated modified last on at st nd rd th a p m am pm t z gmt utc bst cet cest et ct mt pt
    est edt cst cdt mst mdt pst pdt jst kst""".split()
)
_UPDATE = re.compile(
    r"(?:last |first )?(?:updated|published|posted)[ :]*(?:at |on )?\d{1,2}[:.]\d\d\b.{0,24}", re.IGNORECASE
)
_BY = re.compile(r"(?:By|BY|by|Compiled by|Text by) [A-Z]")
_AGENCY = re.compile(r"(?:The )?Associated Press|AP|Reuters|AFP|Agence France-Presse|UPI|dpa|EFE|ANSA|Kyodo News")
_NAMES = re.compile(r"[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|and|de|van|von)){1,6},?|Editors|Staff(?: reports?)?")
_OUTLET = re.compile(r"[A-Z][A-Z .&]{3,30}|(?:for|Special (?:to|for)) [A-Z].{2,40}")
_LONGEST_OUTLET = 40
_END = 5  # lines at the end in which a biography is looked for
_OPENING_END = (".", "。", "—", "–", " -")  # "He left.", and the dash behind the place in front of the first sentence


@dataclass(frozen=True)
class Head:
    """What stands before the story: the kind of each of its lines, and the line that is the headline, if one is."""

    kinds: tuple[str, ...]
    headline: str | None
    date_lines: tuple[str, ...]


def read_head(lines: list[str], title: str | None) -> Head:
    """The lines before the story. ``title`` is the known title: where it is repeated, the repetition is of the head."""
    head = list(takewhile(lambda line: not _begins_the_story(line), lines[:12]))
    if len(head) == len(lines):
        return Head((), None, ())
    bylines = _bylines(head, lines[-_END:], titled=title is not None)
    about = [index in bylines or _is_about_the_page(line) for index, line in enumerate(head)]
    headline = title or next((line for line, told in zip(head, about, strict=True) if not told), None)
    end = 0
    for index, line in enumerate(head):
        if about[index] or (headline is not None and _same(line, headline)):
            between = head[end:index]
            if len(between) > 1 or any(len(line) > _LONGEST_OUTLET for line in between):
                break  # one short line between may name the outlet; more belong to the story
            end = index + 1
    kinds = tuple("byline" if index in bylines else _kind(line, headline) for index, line in enumerate(head[:end]))
    dates = tuple(part for line in head[:end] for part in line.split(" | ") if _is_date_line(part))
    return Head(kinds, None if title else headline, dates)


def _kind(line: str, headline: str | None) -> str:
    if headline is not None and _same(line, headline):
        return "headline"
    if _UPDATE.fullmatch(line) or any(_is_date_line(part) for part in line.split(" | ")):
        return "date"
    return "byline" if _BY.match(line) else kind_of(line) or "navigation"


def _bylines(head: list[str], end: list[str], *, titled: bool) -> set[int]:
    """Which lines tell who wrote it: an agency; a name with its outlet below, or with a biography at the end.

    An untitled text begins with its title.
    """
    found = set()
    for index, line in enumerate(head[:4]):
        below = head[index + 1] if index + 1 < len(head) else ""
        if _AGENCY.fullmatch(line):
            found.add(index)
        elif (titled or index) and len(line) < 60 and (_NAMES.fullmatch(line) or _BY.match(line)):
            if _AGENCY.fullmatch(below) or _OUTLET.fullmatch(below):
                found |= {index, index + 1}
            elif any(last.startswith(f"{line} is ") for last in end):
                found.add(index)
    return found


def _begins_the_story(line: str) -> bool:
    return not _is_about_the_page(line) and (is_prose(line) or line.endswith(_OPENING_END) or is_item(line))


def _is_about_the_page(line: str) -> bool:
    """A date line, a byline, a section name: short, and with a bar, a date or a "By"."""
    return len(line) < 90 and bool(
        " | " in line or _BY.match(line) or _UPDATE.fullmatch(line) or _is_date_line(line) or kind_of(line)
    )


def _is_date_line(line: str) -> bool:
    """Whether a line is a day, with at most a place or an outlet in front: "THE HAGUE, June 24, 2025"."""
    starts = [
        0,
        *(match.end() for match in re.finditer(r"[,|:—–-]", line) if not re.search(r"\d", line[: match.end()])),
    ]
    return any(_is_date(line[start:]) for start in starts)


def _is_date(text: str) -> bool:
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if re.fullmatch(r"(?:19|20)\d\d", number)]
    return bool(years) and words <= _DATE_WORDS and (len(numbers) > len(years) or not words.isdisjoint(_MONTHS))


def _same(one: str, two: str) -> bool:
    return re.sub(r"\W+", " ", one).strip().lower() == re.sub(r"\W+", " ", two).strip().lower()
