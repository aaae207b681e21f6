"""Whether a sentence states the kind of thing that a question asks for."""

import re
from collections.abc import Callable

from corpus.terms import content_stems
from service.answering.checking.values import (
    attribution_cue,
    counted,
    names,
    nearest_date,
    numbers,
    reason_cue,
    stem_in,
)
from service.answering.question.asked import Asked, Kind

# A time that is told by the day of writing: it answers a "when" as well as a date does.
_TOLD_TIME = re.compile(
    r"\b(?:(?:next|last|this|past|coming|following) (?:week|month|year|spring|summer|fall|autumn|winter|weekend|season)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|yesterday|tonight"
    r"|(?:weeks?|months?|years?|days?|hours?|decades?) (?:ago|later|earlier|from now))\b",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\b(?:said|says|told|announced|declared|confirmed|wrote|warned)\b", re.IGNORECASE)


def holds_value(asked: Asked, text: str, near: str = "") -> bool:
    """Whether a sentence states the kind of thing that is asked for; ``near`` is what stands around it."""
    return _STATES[asked.kind](asked, text, near)


def share_of_names(asked: Asked, text: str) -> float:
    """Share of the question's names of which a text holds at least one word; 1 where it has none."""
    if not asked.names:
        return 1.0
    held = frozenset(content_stems(text))
    return sum(any(stem_in(stem, held) for stem in name) for name in asked.names) / len(asked.names)


def _time(asked: Asked, text: str, _near: str) -> bool:
    if nearest_date(text, frozenset(asked.stems)) is not None:
        return True
    return not _SAYING.search(text) and bool(_TOLD_TIME.search(text))


def _person(asked: Asked, text: str, near: str) -> bool:
    """A name that is not the question's own, near the word for what the one asked for does or is."""
    told = asked.role is None or stem_in(asked.role, frozenset(content_stems(f"{near} {text}")))
    return told and _new_name(asked, text, near)


def _new_name(asked: Asked, text: str, _near: str) -> bool:
    stems = frozenset(asked.stems)
    return any(not stem_in(name, stems) for name in names(text))


_STATES: dict[Kind, Callable[[Asked, str, str], bool]] = {
    "when": _time,
    "how_many": lambda asked, text, _: bool(counted(text, asked.units)) or (not asked.units and bool(numbers(text))),
    "how_much": lambda _, text, __: any(number.unit for number in numbers(text)),
    "who": _person,
    "where": _new_name,
    "why": lambda _, text, __: reason_cue(text),
    "said": lambda asked, text, _: attribution_cue(text) and share_of_names(asked, text) > 0,
    "other": lambda _, __, ___: True,
}
