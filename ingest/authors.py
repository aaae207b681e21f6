"""Who wrote an article: names out of what a field or a byline says."""

import re
from collections.abc import Iterable

_MOST = 50  # names; no article has more
_LONGEST = 200  # characters of one entry; longer ones are no names

_BY = re.compile(r"(?:(?:analysis|opinion|words|written|reporting|story|report) )?by:? ", re.IGNORECASE)
_MAIL = re.compile(r"[(<]?[^\s@,;()<>]{1,64}@[^\s@,;()<>]{1,100}[)>]?")
_ROLE = re.compile(
    r"(?:[a-z]{2,12} )?(?:staff|writers?|reporters?|correspondents?|contributors?|columnists?|editors?)"
    r"|[a-z ]{2,20} staff (?:writers?|reporters?)|special to .{1,30}|admin",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r", (?:and |& )?| and | & | \| ")
_WORD = r"(?:[^\W\d_a-zß-ÿ](?:[^\W\d_]|['’.-]){0,20}|de|del|della|der|di|da|dos|du|la|le|van|von|bin|al|ten|ter)"
_PERSON = re.compile(rf"[^\W\d_a-zß-ÿ](?:[^\W\d_]|['’.-]){{0,20}}(?: {_WORD}){{1,4}}")
_SUFFIX = re.compile(r", (?=(?:Jr|Sr|II|III|IV)\b)", re.IGNORECASE)
_AGENCIES = frozenset({"associated press", "agence france-presse", "reuters", "afp", "ap", "kyodo news", "xinhua"})
# "By Popular Demand" is no byline: a name has none of these words.
_NO_NAME = frozenset(
    """a all an any chance contrast day default demand design far for force foot hand in its land law light means much
    night no now numbers one our popular proxy sea staff that the then this train two way we what which why
    your""".split()
)


def named_authors(entries: Iterable[str]) -> tuple[str, ...] | None:
    """The authors whom a field names: one name each, none twice, without ``By``, addresses and roles.

    What cannot be told to be several names stays whole: ``Doe, Jane``, ``Department of Health and Human Services``.
    """
    names: dict[str, str] = {}
    for entry in entries:
        for name in _names(entry[:_LONGEST]):
            names.setdefault(name.casefold(), name)
        if len(names) >= _MOST:
            break
    return tuple(names.values())[:_MOST] or None


def byline_authors(lines: Iterable[str]) -> tuple[str, ...] | None:
    """The authors of the first line that is a byline and nothing else: ``By Jane Doe and JOHN ROE | June 24, 2025``."""
    for line in lines:
        stated = _BY.match(line)
        if stated is None or len(line) > _LONGEST:
            continue
        parts = [part for part in _parts(line[stated.end() :].split(" | ")[0]) if not _ROLE.fullmatch(part)]
        while parts and re.search(r"[0-9]", parts[-1]):  # the day: ", June 24, 2025"
            parts.pop()
        if parts and all(_is_person(part) or part.casefold() in _AGENCIES for part in parts):
            return named_authors(parts)
    return None


def _names(entry: str) -> list[str]:
    if re.match(r"(?:https?:)?//|www\.", entry):
        return []
    whole = _BY.sub("", _MAIL.sub("", entry).strip(" ,;|-–—"), count=1)
    parts = [part for part in _parts(whole) if not _ROLE.fullmatch(part)]
    several = len(parts) > 1 and all(_is_person(part) or part.casefold() in _AGENCIES for part in parts)
    return parts if several or len(parts) == 1 else [whole] if parts else []


def _parts(text: str) -> list[str]:
    parts = _BETWEEN.split(_SUFFIX.sub(" ", text))
    return [re.sub("^The (?=Associated Press$)", "", part.strip(" ,;|-–—")) for part in parts if part.strip(" ,;|-–—")]


def _is_person(text: str) -> bool:
    return bool(_PERSON.fullmatch(text)) and _NO_NAME.isdisjoint(text.casefold().split())
