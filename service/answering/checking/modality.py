"""How surely a sentence tells a thing: it may be, is planned, or was. "May attend" is not "attended"."""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from corpus.terms import STOP_WORDS, stem

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|[.,;:!?()“”\"]")
_MAY = frozenset("may might could perhaps possibly maybe".split())
_WILL = frozenset("will can would should shall must 'll won't".split())
# With "to" behind them: plans to, is expected to, has agreed to.
_INTENDS = re.compile(
    r"plan|hop|want|intend|expect|aim|seek|wish|prepar|agre|threaten|propos|consider|decid|vow|pledg|promis|due|set|likel"
    r"|schedul|slat|poised|offer|urg|tr[iy]|attempt|about|going|ready|need|call|order|ask|demand|bid|bound|try"
)
_EMPHASIS = re.compile(r"\bdid (?:\w+ly |already |soon |also )?(?!not\b|n['’]t\b|so\b|it\b)([a-z]{2,20})\b(?!\?)")
_DID = frozenset("did was were had".split())
_IS = frozenset("is are has have am does do been being be".split())
_PASSED = frozenset(
    """be been being have not also already soon now still only just never to a an the his her its their this that even
    ever yet then always often all""".split()
)
_PASTS = """left leave went go gone go came come took take taken take gave give given give made make said say told tell
    won win lost lose met meet held hold kept keep got get found find fell fall fallen fall rose rise risen rise began
    begin begun begin became become broke break broken break brought bring bought buy built build chose choose chosen
    choose drew draw drawn draw drove drive driven drive ate eat fought fight flew fly forgot forget grew grow grown
    grow
    heard hear knew know known know laid lay led lead lent lend paid pay ran run saw see seen see sold sell sent send
    shot shoot shown show sank sink spoke speak spoken speak spent spend stole steal stolen steal stood stand struck
    strike swore swear taught teach thought think threw throw thrown throw wore wear wrote write written write withdrew
    withdraw withdrawn withdraw underwent undergo""".split()
_BASE = {past: stem(base) for past, base in zip(_PASTS[::2], _PASTS[1::2], strict=True)}


class Mood(IntEnum):
    """In rising order of what they claim."""

    MAY = 1
    PLANNED = 2
    STATED = 3
    DONE = 4


_MARKS = (
    dict.fromkeys(_IS, Mood.STATED)
    | {"has": Mood.DONE, "have": Mood.DONE}
    | dict.fromkeys(_MAY, Mood.MAY)
    | dict.fromkeys(_WILL, Mood.PLANNED)
    | dict.fromkeys(_DID, Mood.DONE)
)


@lru_cache(maxsize=4096)
def moods(text: str) -> dict[str, frozenset[Mood]]:
    """For the stem of each content word of an English text the moods in which it is told; in linear time."""
    found: dict[str, set[Mood]] = {}
    for word, mood in _read(text):
        found.setdefault(word, set()).add(mood)
    return {word: frozenset(all_) for word, all_ in found.items()}


def overstated(statement: str, quote: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems of a statement that it tells as surer than a quote does wherever that has them.

    First those told as done that the quote tells as possible or planned; then those told as planned, or in the
    present, that the quote tells as no more than possible.
    """
    told = moods(quote)
    done = [word for word in _emphasised(statement) if max(told.get(word, {Mood.MAY})) <= Mood.PLANNED]
    likely = []
    for word, said in moods(statement).items():
        if word not in told:
            continue
        surest, claimed = max(told[word]), max(said)
        if surest <= Mood.PLANNED and claimed is Mood.DONE:
            done.append(word)
        elif surest is Mood.MAY and claimed > Mood.MAY:
            likely.append(word)
    return tuple(done), tuple(likely)


def _emphasised(text: str) -> tuple[str, ...]:
    """The stems of the verbs that a text says did happen, in so many words: "did attend"."""
    return tuple(base_form(match[1]) for match in _EMPHASIS.finditer(text))


def base_form(word: str) -> str:
    """The stem of a word, of an irregular verb that of its first form: ``left`` and ``leaving`` are ``leav``."""
    return _BASE.get(word.lower()) or stem(word)


def _read(text: str) -> Iterator[tuple[str, Mood]]:
    governing: Mood | None = None
    intends = False
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        if word == "to" and intends:
            governing, intends = Mood.PLANNED, False
        elif word in _MARKS:
            mark = _MARKS[word]
            keeps = governing is not None and (word in _IS or governing is Mood.MAY) and mark is not Mood.DONE
            governing = governing if keeps or (governing and word in {"has", "have"}) else mark
        elif word in STOP_WORDS or not word[0].isalpha():
            governing = governing if word in _PASSED else None
        elif word not in _PASSED and not word.endswith("ly"):
            intends = _INTENDS.match(word) is not None
            past = word.endswith("ed") or word in _BASE
            yield base_form(word), governing or (Mood.DONE if past else Mood.STATED)
            governing = None
