"""Values that a sentence states: dates, counts, amounts, names, reasons. Answers hold them, checks compare them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import DateMention, find_dates
from corpus.terms import STOP_WORDS, Term, stem, terms

REMEMBERED = 4096
"""Texts whose reading is remembered: an answer's statement is compared with dozens of quotes, and each with many."""

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_NUMBER_WORDS = {word: number for number, word in enumerate(_SMALL.split())} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), start=3)
}
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
}
# Possessive and bounded, so that no long run of digits is read again and again.
_NUMBER = re.compile(
    r"(?P<money>US\$|[$€£¥])?\s?"
    r"(?:(?<![\w.])(?P<digits>\d++(?:,\d{3}){0,6}+(?:\.\d++)?+)(?!\w*+[-/]\d)"
    rf"|\b(?P<tens>{'|'.join(_TENS.split()[:-1])}|twenty)-(?P<ones>{'|'.join(_SMALL.split()[1:10])})\b"
    rf"|\b(?P<word>{'|'.join(_NUMBER_WORDS)})\b"
    r"|\b(?:an?\s)(?=(?:dozen|hundred|thousand|million|billion|trillion)\b))"
    r"(?:\s?(?P<scale>dozen|hundred|thousand|million|billion|trillion|bn|m|k)\b)?"
    r"\s?(?P<unit>%|percent\b|per cent\b|percentage points?\b|points?\b(?= (?:rise|drop|fall|increase|lead|cut))"
    r"|km\b|kilomet(?:re|er)s?\b|miles?\b|kg\b|dollars?\b|euros?\b|yen\b|pounds?\b)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINAL_WORDS)}))\b(?![-’'])",
    re.IGNORECASE,
)
_CURRENCIES = {"us$": "dollar", "$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_NAME = re.compile(r"\b[A-Z][\w'’.-]*(?:\s+(?:(?:of|the|de|van|von|bin|al)\s+)?[A-Z][\w'’-]*)*")
_REASON = re.compile(
    r"\b(?:because|have to do with|made|behind|out of|friction|due to|owing to|concerns? (?:over|about)"
    r"|stem(?:s|med|ming)? from|related to|linked to|driven|drove|prompted|in response to|protest\w*|to avoid"
    r"|as a result|the reasons?|lower priority|frustrat\w+|explain\w*|attribut\w+|blam\w+|motiv\w+"
    r"|point(?:s|ed)? to|wanted to|likelihood|to focus|so that|in order to|reflects?|fear\w*|worr\w+)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\b(?:said|says|told|announced|declared|confirmed|wrote|warned|decided)\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    r"\b(?:say|says|said|saying|told|tells|claim\w*|argu\w+|according to|report\w*|note[sd]?|wrote|writes|warn\w*"
    r"|announc\w+|demand\w*|call(?:s|ed) for|propos\w+|urg\w+|recommend\w*|think|believ\w+|suggest\w*"
    r"|expect\w*|explain\w*|in (?:his|her|its|their) (?:view|opinion|words))\b|[“\"]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Number:
    """A number at ``text[start:end]``; ``unit`` is a stem, ``percent`` or ``dollar``, and empty for a plain count."""

    start: int
    end: int
    value: float
    unit: str


@lru_cache(REMEMBERED)
def read_dates(text: str) -> tuple[DateMention, ...]:
    """See ``find_dates``."""
    return find_dates(text)


@lru_cache(REMEMBERED)
def read_terms(text: str) -> tuple[Term, ...]:
    """``corpus.terms.terms``, remembered: a check reads the same words many times."""
    return terms(text)


@lru_cache(REMEMBERED)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text that are no part of a date, in digits or words (to a hundred), scale words applied."""
    dates = read_dates(text)
    ends = [date.end for date in dates]
    found = []
    for match in _NUMBER.finditer(text):
        nearest = bisect_right(ends, match.start())
        if nearest < len(dates) and dates[nearest].start < match.end():
            continue
        value = _value(match) * _SCALES.get((match["scale"] or "").casefold(), 1.0)
        unit = _unit(match["money"], match["unit"])
        found.append(Number(match.start(), match.end(), round(value, 6), unit))  # 2.3 billion is 2,300 million
    return tuple(found)


def ordinals(text: str) -> tuple[Number, ...]:
    """The ordinals of a text that are no part of a date, ``third`` and ``3rd``; their unit is ``th``."""
    dates = read_dates(text)
    return tuple(
        Number(m.start(), m.end(), _ordinal(m), "th")
        for m in _ORDINAL.finditer(text)
        if not any(date.start < m.end() and m.start() < date.end for date in dates)
    )


def counted(text: str, units: frozenset[str]) -> tuple[Number, ...]:
    """The numbers that count one of some units: "four partner countries" for ``{"countri"}``."""
    words = terms(text)
    starts = [term.start for term in words]

    def following(number: Number) -> set[str]:
        first = bisect_left(starts, number.end)
        return {term.stem for term in words[first : first + 4]}

    return tuple(number for number in numbers(text) if units & following(number))


@lru_cache(REMEMBERED)
def names(text: str) -> frozenset[str]:
    """Stems of the words of all names in a text, without capitalised words that are merely first in their sentence."""
    return frozenset[str]().union(*name_phrases(text))


@lru_cache(REMEMBERED)
def name_phrases(text: str) -> tuple[frozenset[str], ...]:
    """Each name of a text as the stems of its words: ``Prime Minister Ishiba`` is one."""
    found: list[frozenset[str]] = []
    for match in _NAME.finditer(text):
        words = [w for w in terms(match.group()) if w.end - w.start > 1]
        first = _before(text, match.start()) in {"", ".", "!", "?", "“", '"', ":"}
        if first and words and (len(words) == 1 or words[0].stem in STOP_WORDS):
            words = words[1:]
        phrase = frozenset(word.stem for word in words if word.stem not in STOP_WORDS)
        if phrase:
            found.append(phrase)
    return tuple(dict.fromkeys(found))


def nearest_date(text: str, subject: frozenset[str]) -> DateMention | None:
    """Of the dates in a sentence, the one that stands nearest to the words that the question is about.

    "On 20 June the government said that it would skip the summit" dates what was said: a date that a verb of saying
    parts from those words is none of theirs.
    """
    places = [term.start for term in terms(text) if stem_in(term.stem, subject)]
    found: list[tuple[int, DateMention]] = []
    for mention in find_dates(text):
        after = bisect_left(places, mention.start)
        near = min(places[max(0, after - 1) : after + 1], key=lambda place: abs(mention.start - place), default=None)
        between = sorted((mention.start, mention.start if near is None else near))
        if not _SAYING.search(text, *between):
            found.append((between[1] - between[0], mention))
    return min(found, key=lambda pair: pair[0], default=(0, None))[1]


def reason_cue(text: str) -> bool:
    """Whether a sentence uses words with which reasons are given."""
    return bool(_REASON.search(text))


def attribution_cue(text: str) -> bool:
    """Whether a sentence reports what somebody says, thinks or wants."""
    return bool(_ATTRIBUTION.search(text))


def stem_in(one: str, stems: frozenset[str]) -> bool:
    """Whether a stem is among others, or differs from one only by a short ending: ``japan`` and ``japanes``."""
    return one in stems or any(_akin(one, other) for other in stems)


def _akin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and len(long) - len(short) <= 4 and long.startswith(short)


def _before(text: str, position: int) -> str:
    """The last character before a position that is no white space; empty where there is none."""
    while position > 0 and text[position - 1].isspace():
        position -= 1
    return text[position - 1 : position]


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(match["digits"].replace(",", ""))
    if match["word"] is None and match["tens"] is None:
        return 1.0  # a million
    if match["tens"]:
        return float(_NUMBER_WORDS[match["tens"].casefold()] + _NUMBER_WORDS[match["ones"].casefold()])
    return float(_NUMBER_WORDS[match["word"].casefold()])


def _ordinal(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(match["digits"])
    return float(_ORDINAL_WORDS.index(match["word"].lower().replace("ſ", "s")) + 1)


def _unit(money: str | None, unit: str | None) -> str:
    if money:
        return _CURRENCIES[money.casefold()]
    if unit is None:
        return ""
    unit = unit.casefold()
    if "point" in unit:
        return "point"
    if unit.startswith("k"):
        return "kg" if unit == "kg" else "km"
    return "percent" if unit == "%" or unit.startswith("per") else stem(unit)
