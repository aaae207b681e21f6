"""What a period in a question is: the time that it asks about, a part of a name, or no time at all."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from service.answering.question.periods import Period

# stated: a date as the time of something; relative: told from today, or suggested; named: a date that belongs to a
# name; loose: a word or number that is a time only beside another ("March" in "March and May 2020").
Role = Literal["stated", "relative", "named", "loose"]
Tense = Literal["past", "present", "future"]

_WINDOW = 64  # characters before a period that can bear on it

_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)", re.ASCII)
_ALL_QUOTED = re.compile(r"\"[^\"]*\"")
_ALIKE = dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'") | dict.fromkeys("‐‑–—−", "-")
_NAMES = re.compile(
    r"\b(?:apocalypse now|last of us|last week tonight|class of [0-9]{4}|1984 by|2001: a space odyssey"
    r"|theresa may"
    r"|(?:usa|russia|india|psychology) today|today show|may day|march (?:madness|of dimes"
    r"|for (?:our lives|life)|on (?:washington|rome))"
    r"|(?:women's|long|death|protest|hunger|salt|freedom) march"
    r"|[a-z]{6,9} night (?:lights?|live|football|fever)"
    r"|(?:electric|direct|alternating|ocean|rip|tidal|gulf stream) current"
    r"|(?:version|release|build|v) ?[0-9]{1,4}\.[0-9.]{1,20})\b",
    re.IGNORECASE | re.ASCII,
)
_LEFT = re.compile(
    r"(?:\b(?P<prep>since|from|after|following|before|prior\s+to|ahead\s+of|until|till|up\s+to|by|through|throughout"
    r"|between|in|on|during|over|within|for|of|as\s+of|around|about|circa|at)\s+)?(?P<the>the\s+)?"
    r"(?:\b(?P<part>early|earlier|mid|late|later)(?:\s+in|\s+on)?(?:\s+the)?(?:\s+|-)"
    r"|\b(?P<piece>beginning|start|middle|end|close|rest|(?:first|second|third|fourth|last)\s+(?:half|weeks?|days?"
    r"|months?|quarter)|night|morning|afternoon|evening|month)\s+of\s+(?:the\s+)?)?(?P<year>year\s+)?(?:(?P<which>this|last|next|past)\s+)?$",
    re.IGNORECASE | re.ASCII,
)
_RIGHT = re.compile(r"(?P<own>'s?\b|'(?=\s))?\s{0,3}(?P<word>[A-Za-z][\w-]{0,30})?", re.ASCII)
_ALWAYS = ("since", "until", "till", "before", "after", "by", "during", "throughout", "through", "between", "in", "on")
_AT_A_TIME = frozenset((*_ALWAYS, "following", "prior to", "ahead of", "up to", "as of", "within", "over", "around"))
_OF_SOMETHING = frozenset(("of", "for", "from", "about", "at"))
_COMPARED = re.compile(
    r"\b(?:compared (?:to|with)|versus|than|(?:up|down) from)\s(?:(?:the\s)?same (?:time|day|week|month|period)\s)?\Z",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:\A|[.?!:;(\n])\s{0,2}\Z")
_CAPITAL_BEFORE = re.compile(r"\b[A-Z][\w.&'-]{0,30}\s\Z", re.ASCII)
# Words that can follow a date without being what it describes.
_PLAIN = frozenset(
    """in on at to and or did do does was were is are has have had by with about for from of what who whom whose when
    where which how why that as but than compared versus vs until till through after before during if because while
    according there so he she it they we you i the a an this these those his her its their our worldwide alone only
    not will would can could should may might must so far and/or inclusive""".split()
)
_SENTENCE_ENDS = (". ", "? ", "! ", "\n")
_DOUBTFUL = ("may", "march", "mar", "august")  # words of other meanings too
_COUNTED = re.compile(
    r"\s*(?:%|[.,][0-9]|(?:percent|million|billion|trillion|thousand|hundred|people|miles?|km|points?)\b)",
    re.IGNORECASE,
)
_NO_PLURAL = frozenset("was is has does as vs versus its his this across besides plus thus".split())
_MARKED_FUTURE = re.compile(r"\b(?:will|won't|shall|upcoming)\b|'ll\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:due|scheduled|planned|expected|going to|set to)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|does|do)\b|\b(?:who|what|when|where)'s\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|did|had|has|have|been)\b", re.IGNORECASE)
# "the man who ...": what follows is told of him. A verb or a preposition before it makes it another "who".
_ASIDE = re.compile(
    r"\b(?!(?:in|on|of|to|at|from|for|by|with|about|and|or|but|know|knows|say|says|said|tell|tells|told|think|was|is"
    r"|did|does|do|has|had|have|will|true|so|after|before|since|than|see|explain|ask|me|us)\s)[a-z]{2,20},?\s"
    r"(?:who|whom|whose|that|which|where)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Scene:
    """A question made plain: ASCII of the same length, quotations and known names blotted out.

    ``cased`` tells that its capitals mean something. What begins after ``aside`` is told of something that the
    question mentions.
    """

    text: str
    cased: bool
    aside: int


@dataclass(frozen=True)
class Left:
    """The words before a period that bear on it, from ``begin``; each empty where there is none."""

    begin: int
    prep: str
    the: bool
    part: str
    which: str
    year: bool


def see(question: str) -> Scene:
    """Prepare a question for reading."""
    text = question if question.isascii() else "".join(map(_plain, question))
    if _ALL_QUOTED.fullmatch(text):  # a question set in quotation marks quotes nothing
        text = f" {text[1:-1]} "
    text = _NAMES.sub(_blot, _QUOTED.sub(_blot, text))
    aside = _ASIDE.search(text)
    cased = not (text.islower() or text.isupper())
    return Scene(text, cased, aside.end() if aside else len(text))


def left_of(text: str, after: int, start: int) -> Left:
    """The words that stand directly before a place, not before ``after``, and bear on a period there."""
    match = _LEFT.search(text, max(after, start - _WINDOW), start)
    assert match is not None  # every part of it may be missing
    prep, part, which = (" ".join((match[name] or "").lower().split()) for name in ("prep", "part", "which"))
    piece = " ".join((match["piece"] or "").lower().split())
    return Left(match.start(), prep, bool(match["the"]), part or piece, which, bool(match["year"]))


def role(scene: Scene, period: Period, left: Left) -> Role | None:
    """What a period is in its question; ``None`` where its words are no time of what it asks for."""
    if _COMPARED.search(scene.text, max(0, left.begin - _WINDOW), left.begin):
        return None
    if period.kind in ("relative", "suggested"):
        return None if _in_title(scene, period) else "relative"
    if period.kind == "told":
        return "stated"
    if _COUNTED.match(scene.text, period.end) and period.kind != "weekday":
        return None
    right = _RIGHT.match(scene.text, period.end)
    assert right is not None  # both parts of it may be missing
    word = right["word"] or ""
    noun = "" if word.lower() in _PLAIN else word
    judge = {"year": _year, "date": _date, "month": _month, "weekday": _weekday}[period.kind]
    return judge(scene, period, left, _Right(bool(right["own"]), word, noun))


def owns(scene: Scene, end: int) -> bool:
    """Whether what ends there owns what follows: "last week's summit"."""
    return scene.text.startswith("'s", end)


@dataclass(frozen=True)
class _Right:
    """Whether a period owns what follows it, the word that follows, and the same again unless it is a plain one."""

    own: bool
    word: str
    noun: str

    @property
    def capital(self) -> bool:
        return self.noun[:1].isupper()


def _year(scene: Scene, period: Period, left: Left, right: _Right) -> Role | None:
    if left.part or left.year:
        return "stated"
    if left.prep in _AT_A_TIME and not left.the and not right.own:
        if left.prep in ("over", "around") and right.noun:
            return None
        plural = right.noun.endswith("s") and right.noun.islower() and right.noun not in _NO_PLURAL
        return None if plural and left.prep == "in" else "stated"
    if scene.text[period.end - 2 : period.end] == "00" and not right.capital:
        return None  # more often a number
    title = _after_capital(scene, period.start)
    owned = scene.text.endswith("'s ", max(0, period.start - 3), period.start) and right.noun
    described = (left.the or right.capital) and right.noun
    return "named" if title or owned or described or right.own or left.prep in _OF_SOMETHING else "loose"


def _date(scene: Scene, period: Period, left: Left, right: _Right) -> Role | None:
    if scene.text.startswith(("may", "mar"), period.start) and scene.cased and not left.prep:
        return None  # "they may 5 ..."
    if left.prep in _OF_SOMETHING:
        return "named"
    if right.noun and (left.the or not left.prep) and not left.part:
        return "named"
    return "stated"


def _month(scene: Scene, period: Period, left: Left, right: _Right) -> Role | None:
    name = scene.text[period.start : period.end]
    if not _is_month(scene, name, left, right):
        return None
    if left.part or left.which or (left.prep in _AT_A_TIME and not left.the):
        return "stated"
    described = left.the and right.noun and name.lower() not in _DOUBTFUL
    return "named" if described or (left.prep in _OF_SOMETHING and not left.the) else "loose"


def _is_month(scene: Scene, name: str, left: Left, right: _Right) -> bool:
    """Not "August Wilson", "who may", "an august body", "in May's cabinet", "after May resigned"."""
    if scene.cased and (right.capital or (name.islower() and name in _DOUBTFUL)):
        return False
    if name.lower() != "may":
        return True
    if right.own or (left.which == "this" and not scene.cased):
        return False
    return not (right.word and left.prep in ("by", "before", "after"))


def _weekday(scene: Scene, period: Period, left: Left, right: _Right) -> Role | None:
    lower = scene.text[period.start].islower()
    if _after_capital(scene, period.start) and not (left.prep or left.which):
        return None  # "Black Friday"
    if right.capital and scene.cased and not right.own:
        return None  # "Friday Night Lights"
    told = (left.prep in _AT_A_TIME and not left.the) or left.which or left.part or right.own
    return "relative" if told or (scene.cased and not lower) else None


def _after_capital(scene: Scene, start: int) -> bool:
    """Whether a word with a capital stands directly before, which is not there to begin a sentence."""
    before = _CAPITAL_BEFORE.search(scene.text, max(0, start - _WINDOW), start)
    return bool(before and scene.cased and not _starts_sentence(scene.text, before.start()))


def _in_title(scene: Scene, period: Period) -> bool:
    """Whether its words have capitals that no beginning of a sentence gives them: "Apocalypse Now"."""
    words = scene.text[period.start : period.end]
    later = words[1:] if _starts_sentence(scene.text, period.start) else words
    return scene.cased and later != later.lower()


def _starts_sentence(text: str, start: int) -> bool:
    return bool(_SENTENCE_START.search(text, max(0, start - 3), start))


def tense(scene: Scene, place: int) -> Tense:
    """The tense of the sentence around a place: "X said on Monday that ... . Who will ...?" tells of a past Monday."""
    begin = max(scene.text.rfind(end, 0, place) for end in _SENTENCE_ENDS) + 1
    text = scene.text[
        begin : min((at for end in _SENTENCE_ENDS if (at := scene.text.find(end, place)) >= 0), default=None)
    ]
    return _tense(text)


@lru_cache(maxsize=32)
def _tense(sentence: str) -> Tense:
    present = _PRESENT.search(sentence) and not _PAST.search(sentence)
    if _MARKED_FUTURE.search(sentence) or (present and _PLANNED.search(sentence)):
        return "future"
    return "present" if present else "past"


def _blot(match: re.Match[str]) -> str:
    return "\x01" * (match.end() - match.start())


def _plain(character: str) -> str:
    if character.isascii():
        return character
    known = _ALIKE.get(character)
    if known:
        return known
    if character.isspace():
        return " "
    return "\x01" if not character.isalnum() else "Z" if character.isupper() else "z"
