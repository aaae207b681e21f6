"""Where a statement's dates and names are not those of the words that it is checked against."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from corpus.dates import DateMention
from corpus.terms import STOP_WORDS, stem
from service.answering.checking.nations import also_called, is_place
from service.answering.checking.values import name_phrases, read_dates, read_terms

# A bare first word before a verb, of no ending that nouns have: "Kishida plans", not "Officials said", "The", "Rain".
_OPENING_NAME = re.compile(
    r"\A\W*(?!(?:It|He|She|This|That|There|What|Who|Nobody|Nothing|None|One|Each|Police|Government)\b)"
    r"([A-Z]\w{2,}(?<!s)(?<!ing)(?<!ly)(?<!ed)(?<!ion)(?<!ent)(?<!le)) (?:is|was|has|had|will|would|can|could|may|might"
    r"|must|did|does|said|says|plans|wants|met|left|\w{2,}ed)\b"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE)
_PEOPLE = frozenset("n an ian i es is ish s e".split())  # stemmed: Korean, Iranian, Israeli, Japanese, British
_SHORTEST_STEM = 4  # letters of a country's name from which its people's is recognised
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_PHRASE = re.compile(r"\b[A-Z][\w’'-]*(?:\s+(?:(?:of|the|for|and|on)\s+){0,2}[A-Z][\w’'-]*){1,6}")
_CLAUSE_ENDS = re.compile(r"[.;:,!?\n]|\b(?:and|but|while|before|after|ahead)\b")
_BRACKETED = re.compile(r" \(([A-Z]{2,6})\)")
_PHRASE_LENGTH = 80  # characters before a bracket in which the words stand that it abbreviates


def disagreeing_dates(statement: str, quote: str, context: str) -> tuple[str, ...]:
    """The dates and days of the week of a statement, as it writes them, that quote and context do not bear out.

    A month is borne out by a day in it, a day never by its month; the year may stand in the context.
    """
    said = read_dates(statement)
    days = {stem(day): day for day in _WEEKDAY.findall(statement)}
    if not said and not days:
        return ()
    near, far = read_dates(quote), read_dates(context)
    wrong = [
        statement[d.start : d.end]
        for place, d in enumerate(said)
        if not _date_told(d, near, far) or _day_of_another(place, statement, quote, said, near)
    ]
    held, beyond = (set(map(stem, _WEEKDAY.findall(text))) for text in (quote, context))
    return (*wrong, *(word for day, word in days.items() if day not in held and (held or day not in beyond)))


def missing_names(statement: str, held: frozenset[str]) -> tuple[str, ...]:
    """The words of the names in a statement, as stems, that are not held."""
    named = dict.fromkeys(
        word for phrase in name_phrases(statement) if not _acronym_of(phrase, held) for word in sorted(phrase)
    )
    named |= dict.fromkeys(map(stem, _OPENING_NAME.findall(statement)))
    named |= dict.fromkeys(term.stem for term in read_terms(statement) if is_place(term.stem))
    dated = {t.stem for d in read_dates(statement) for t in read_terms(statement[d.start : d.end])}
    own = _explained(statement) | dated
    return tuple(word for word in named if word not in own and not name_held(word, held))


def name_held(name: str, held: frozenset[str]) -> bool:
    """Whether a word of a name is held, or one for its people: ``japanes`` for ``japan``, but not Niger for Nigeria."""
    return (
        not held.isdisjoint(also_called(name))
        or name.isdigit()
        or _plain(name) in held
        or any(
            long.startswith(short) and long[len(short) :] in _PEOPLE
            for short, long in (sorted((name, other), key=len) for other in held if other[:4] == name[:4])
            if len(short) >= _SHORTEST_STEM
        )
    )


def _explained(statement: str) -> frozenset[str]:
    """The abbreviations that a statement itself puts behind the words they stand for: "cardiothoracic ratio (CTR)"."""
    found = set()
    for match in _BRACKETED.finditer(statement):
        before = [word[0].lower() for word in statement[max(0, match.start() - _PHRASE_LENGTH) : match.start()].split()]
        if match[1][0].lower() in before[-len(match[1]) :]:
            found.add(stem(match[1]))
    return frozenset(found)


@lru_cache(maxsize=4096)
def stems_held(text: str) -> frozenset[str]:
    """The stems of a text's words, of its names' initials ("North Atlantic Treaty Organization": ``nato``), and of
    the letters of "U.S." as one word.
    """
    words = {t.stem for t in read_terms(text)}
    words.update(stem(m.group().replace(".", "")) for m in _INITIALS.finditer(text))
    for m in _PHRASE.finditer(text):
        capitals = [word[0] for word in m.group().removeprefix("The ").split() if word[0].isupper()]
        words.add(stem("".join(capitals)))
    return frozenset(words) | {plain for word in words if (plain := _plain(word)) != word}


def _plain(word: str) -> str:
    """A word without its accents."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _acronym_of(phrase: frozenset[str], held: frozenset[str]) -> bool:
    """Whether the initials of a name's words, in some order, are held as one word."""
    letters = sorted(word[0] for word in phrase if word)
    return len(letters) > 2 and any(len(other) == len(letters) and sorted(other) == letters for other in held)


def _date_told(date: DateMention, near: Sequence[DateMention], far: Sequence[DateMention]) -> bool:
    """Whether dates bear out each part of a date: day and month by one of them, the year by any, or by context.

    A date of the context counts only where the quote tells none of the same precision.
    """
    first = date.first
    every = [*near, *far]
    year_told = first.year is None or any(first.year in {other.first.year, other.last.year} for other in every)
    if not year_told:
        return False
    if first.month is None and first.day is None:
        return any(first.year in {o.first.year, o.last.year} for o in near) or not any(o.first.year for o in near)
    return any(_bears_out(other, date) for other in near) or (
        not any(o.first.month for o in near) and any(_bears_out(other, date) for other in far)
    )


def _bears_out(told: DateMention, said: DateMention) -> bool:
    first = said.first
    return (
        said.agrees_with(told)
        and (first.month is None or told.first.month is not None)
        and (first.day is None or told.first.day is not None)
    )


def _day_of_another(
    place: int, statement: str, quote: str, said: Sequence[DateMention], near: Sequence[DateMention]
) -> bool:
    """Whether the words around a date in the statement stand around another date in the quote, and not around this."""
    date = said[place]
    if len(near) < 2 or date.first.month is None:
        return False
    own = _around(statement, said, place) - STOP_WORDS
    shared = [(len(own & _around(quote, near, other)), _bears_out(near[other], date)) for other in range(len(near))]
    agreeing = max((n for n, agrees in shared if agrees), default=None)
    others = max((n for n, agrees in shared if not agrees), default=0)
    return agreeing is not None and others > agreeing


def _around(text: str, dates: Sequence[DateMention], place: int) -> frozenset[str]:
    """The stems of the words that stand nearer to a date than to another, without its own."""
    start = _border(text, dates[place - 1], dates[place]) if place else 0
    end = _border(text, dates[place], dates[place + 1]) if place + 1 < len(dates) else len(text)
    around = f"{text[start : dates[place].start]} {text[dates[place].end : end]}"
    return frozenset(term.stem for term in read_terms(around))


def _border(text: str, one: DateMention, two: DateMention) -> int:
    """Where the words of one date end and those of the next begin: at a clause's end, else half way."""
    mark = _CLAUSE_ENDS.search(text, one.end - 1, two.start)  # the full stop of "3 May." may be part of it
    return mark.start() if mark else (one.end + two.start) // 2
