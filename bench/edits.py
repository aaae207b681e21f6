"""Sentences made false by one small edit: a number, a date, a month, a name, a negation, or "may" turned into "did".

What a support check must refuse. For each sentence there is at most one edit of a kind, the same for the same seed.
Other people and places come from the other sentences that are given. Where a text has lost its capitals, names are
known from short lists of common ones.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["number", "date", "month", "name", "negation", "modality"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNT_WORDS = """two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty
    sixty seventy eighty ninety""".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
# Lists by which names are known in lower case; one of a list is replaced by another of the same list.
_NAME_LISTS = tuple(
    frozenset(words.split())
    for words in (
        """afghanistan argentina australia austria belgium brazil britain bulgaria canada chile china colombia croatia
        cuba denmark egypt england ethiopia finland france germany ghana greece honduras hungary iceland india
        indonesia iran iraq ireland israel italy japan kenya korea kuwait lebanon libya malaysia mali mexico morocco
        nepal netherlands nigeria norway pakistan peru philippines poland portugal qatar romania russia scotland
        serbia somalia spain sudan sweden switzerland syria taiwan thailand tunisia turkey uganda ukraine venezuela
        vietnam wales yemen zimbabwe""",
        """african american arab argentine asian australian belgian brazilian british canadian chinese danish dutch
        egyptian english european french german greek indian iranian iraqi irish israeli italian japanese korean
        mexican nigerian norwegian pakistani palestinian polish portuguese russian saudi scottish spanish swedish
        swiss syrian thai turkish ukrainian welsh""",
        """amsterdam athens auckland baghdad bangkok barcelona beijing belfast berlin birmingham boston bristol
        brussels cairo california cardiff chicago copenhagen dallas damascus delhi detroit dublin edinburgh florida
        geneva glasgow houston istanbul jakarta jerusalem kabul karachi leeds lisbon liverpool london madrid
        manchester melbourne miami milan moscow mumbai munich nairobi newcastle oxford paris philadelphia rome seoul
        seville shanghai sheffield southampton sunderland sydney tehran texas tokyo toronto vienna virginia warsaw
        washington""",
        """adam alan alex andrew andy anna anthony barack ben bill brian charles chris christian daniel david donald
        edward elizabeth emma eric frank gareth gary george graham hillary ian jack jacob jake james jamie jane
        jason jeff jennifer jessica jim jimmy joe john jonathan jose joseph justin karen kate kevin kim kyle laura
        lewis linda louis luis luke maria mario mark martin mary matt matthew michael michelle mike mohammed nathan
        neil nick nicola oliver patrick paul peter philip phil raheem ricky richard rob robert roger ryan sam sarah
        scott sean simon sophie stephen steve steven stuart susan thomas tim tom tony victoria vladimir wayne will
        william""",
        """arsenal barcelona bayern chelsea everton fulham juventus leicester manchester sevilla swansea tottenham""",
    )
)

_NUMBER = re.compile(r"(?<![\w.,:/-])(?P<first>[1-9])(?P<rest>[\d,.]{0,12}\d)?(?![\d/]|[.,:]\d)")
_COUNT = re.compile(rf"(?<![\w-])(?:{'|'.join(_COUNT_WORDS)})(?![\w-])", re.IGNORECASE)
_ORDINAL = re.compile(rf"(?<![\w-])(?:{'|'.join(_ORDINALS[1:])})(?![\w-])", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w.,$£€-])(?P<head>1[89]\d|20[0-2])(?P<tail>\d)(?![\w%-]|[.,]\d)")
_MONTH_NAMES = "|".join(name for name in _MONTHS if name not in {"March", "May"})
_MONTH = re.compile(
    rf"\b(?P<sure>{_MONTH_NAMES})\b"
    r"|\b(?:(?:in|last|this|next|since|until|of|from|by|early|late|mid|\d(?:st|nd|rd|th)?) )(?P<after>March|May)\b"
    r"|\b(?P<before>March|May)(?= \d)",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(
    rf"\b(?:{'|'.join(_MONTHS)}) (?P<after>[0-3]?\d)(?!\d)"
    rf"|(?<![\d.,:/-])(?P<before>[0-3]?\d)(?=(?:st|nd|rd|th)? (?:of )?(?:{'|'.join(_MONTHS)})\b)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})(?=s?\b)", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2}\b")
_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
_NEGATION = re.compile(r" (?:not|never)\b|(?<=\b(?:is|as|re|id|es|ve|ad|ld))n['’]t\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?<!\bto )(?:\b(?:is|are|was|were|will|would|can|could|should|may|might|must|did|does)\b"
    r"|\b(?:has|have|had)\b(?= \w+(?:ed|en|wn|ne|nt|ght|ld|de|me|pt|on)\b))"
    r"(?= [A-Za-z])(?! (?:not|never|no|nothing|to)\b)",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"(?<!in )(?<!last )(?<!this )(?<!of )(?<!theresa )(?<!\d )\b(?:may|might|could|would|should|will|can"
    r"|(?<!no )(?<!ate )(?<!ed )(?<!the )(?<!has )(?<!had )(?<!its )(?<!his )(?<!her )(?<!eir )plan(?:s|ned) to"
    r"|hope(?:s|d)? to|want(?:s|ed)? to|intend(?:s|ed)? to"
    r"|(?:is|are|was|were) (?:expected|set|likely|due|planning|hoping) to)"
    r" (?P<next>[a-z]{2,})\b(?<! not)(?<! never)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Edit:
    """``sentence`` with one thing changed is ``text``."""

    kind: Kind
    sentence: str
    text: str


def edits(sentences: Sequence[str], seed: int = 0) -> tuple[Edit, ...]:
    """For each sentence one edit of every kind that it allows, in order; the same for the same sentences and seed."""
    by_list = [sorted({n for s in sentences for n in _listed(s, names)}) for names in _NAME_LISTS]
    capitalised = sorted({m.group() for s in sentences for m in _CAPITALISED.finditer(s)} - {*_MONTHS, *_WEEKDAYS})
    found = []
    for sentence in sentences:
        for kind in KINDS:
            draw = random.Random(f"{seed} {kind} {sentence}")
            edited = _name(sentence, draw, by_list, capitalised) if kind == "name" else _EDITORS[kind](sentence, draw)
            if edited is not None and edited != sentence:
                found.append(Edit(kind, sentence, edited))
    return tuple(found)


def _number(sentence: str, draw: random.Random) -> str | None:
    dates = [m.span() for pattern in (_YEAR, _DAY_OF_MONTH) for m in pattern.finditer(sentence)]
    places: list[tuple[re.Match[str], Sequence[str]]] = [
        (m, ()) for m in _NUMBER.finditer(sentence) if not any(s < m.end() and m.start() < e for s, e in dates)
    ]
    places += [(m, _COUNT_WORDS) for m in _COUNT.finditer(sentence)]
    places += [(m, _ORDINALS) for m in _ORDINAL.finditer(sentence)]
    if not places:
        return None
    match, words = draw.choice(places)
    if words:
        return _put(sentence, match.span(), draw.choice([w for w in words if w != match.group().lower()]))
    first = draw.choice([digit for digit in "123456789" if digit != match["first"]])
    return _put(sentence, match.span("first"), first)


def _date(sentence: str, draw: random.Random) -> str | None:
    """Another year, day of the month, or day of the week."""
    spans = [m.span("tail") for m in _YEAR.finditer(sentence)]
    spans += [m.span(m.lastgroup or 0) for m in _DAY_OF_MONTH.finditer(sentence)]
    spans += [m.span() for m in _WEEKDAY.finditer(sentence)]
    if not spans:
        return None
    start, end = draw.choice(sorted(spans))
    old = sentence[start:end]
    if not old.isdigit():
        return _put(sentence, (start, end), draw.choice([day for day in _WEEKDAYS if day.lower() != old.lower()]))
    is_day = not sentence[start - 1 : start].isdigit()
    others = range(1, 29) if is_day else range(10)
    return _put(sentence, (start, end), str(draw.choice([n for n in others if n != int(old)])))


def _month(sentence: str, draw: random.Random) -> str | None:
    spans = [m.span(m.lastgroup or 0) for m in _MONTH.finditer(sentence)]
    if not spans:
        return None
    span = draw.choice(spans)
    old = sentence[slice(*span)]
    return _put(sentence, span, draw.choice([month for month in _MONTHS if month.lower() != old.lower()]))


def _name(
    sentence: str, draw: random.Random, by_list: Iterable[Sequence[str]], capitalised: Sequence[str]
) -> str | None:
    options: list[tuple[tuple[int, int], list[str]]] = []
    for pool, names in zip(by_list, _NAME_LISTS, strict=True):
        others = [name for name in pool if name not in sentence.lower()]
        options += [
            (m.span(), others) for m in _WORD.finditer(sentence) if m.group().lower() in names - {"will", "mark"}
        ]
    listed = {sentence[slice(*span)] for span, _ in options}
    others = [name for name in capitalised if name not in sentence]
    for match in _CAPITALISED.finditer(sentence):
        if not listed.intersection(match.group().split()) and match.group() not in {*_MONTHS, *_WEEKDAYS}:
            options.append((match.span(), others))
    options = [(span, others) for span, others in options if others]
    if not options:
        return None
    span, others = draw.choice(sorted(options))
    return _put(sentence, span, draw.choice(others))


def _negation(sentence: str, draw: random.Random) -> str | None:
    denied = list(_NEGATION.finditer(sentence))
    if denied:
        return _put(sentence, draw.choice(denied).span(), "")
    stated = list(_AUXILIARY.finditer(sentence))
    if not stated:
        return None
    end = draw.choice(stated).end()
    return _put(sentence, (end, end), " not")


def _modality(sentence: str, draw: random.Random) -> str | None:
    """What may, will or is planned to happen is told as having happened."""
    places = [m for m in _MODAL.finditer(sentence) if m["next"] not in {"not", "never", "also", "only", "they", "he"}]
    if not places:
        return None
    match = draw.choice(places)
    past = {"be": "was", "have": "had"}.get(match["next"].lower(), f"did {match['next']}")
    return _put(sentence, match.span(), past)


def _listed(sentence: str, names: frozenset[str]) -> Iterable[str]:
    return (m.group().lower() for m in _WORD.finditer(sentence) if m.group().lower() in names - {"will", "mark"})


def _put(sentence: str, span: tuple[int, int], new: str) -> str:
    """The sentence with a span replaced; the new word has a capital where the old one has."""
    old = sentence[slice(*span)]
    if old[:1].isupper():
        new = " ".join(word[:1].upper() + word[1:] for word in new.split(" "))
    elif old.islower():
        new = new.lower()
    return sentence[: span[0]] + new + sentence[span[1] :]


_EDITORS: dict[Kind, Callable[[str, random.Random], str | None]] = {
    "number": _number,
    "date": _date,
    "month": _month,
    "negation": _negation,
    "modality": _modality,
}
