"""When a question is about: its time words, and the words around them, to a range of days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.article import Span
from service.answering.question.days import Days, as_date
from service.answering.question.readings import Scene, owns, see
from service.answering.question.told import FROM_THEN, UP_TO_THEN, Told, all_told, bounded

_EVENT_ALONE = 0.2
_EVENT = re.compile(
    r"\b(?P<side>(?i:since|after|following|before|until|prior to|ahead of))\s+"
    r"(?P<event>(?:(?:the|his|her|their|its|last)\s+[\w'-]+|[A-Z][\w'-]*|9/11)"
    r"(?:\s+(?!(?:and|or|did|do|does|is|are|was|were|has|have|had|who|that|which|in|on|at|to|for|with|what|when|how"
    r"|why|where|by|will|can|could|would|should|last|this)\b)[\w'-]+){0,5})"
    r"(?P<causal>\s+(?:is|are|was|were|has|have|can|will)\b)?",
    re.ASCII,
)
# "named after the king", "appeared before the court": no order in time.
_NO_ORDER = re.compile(r"\b(?:named|called|look|looks|looked|looking|takes?|took|is|are|was|were|been)\s+$")
_NO_EVENT = re.compile(
    r"the\s+(?:\w+\s+)?(?:court|judge|judges|committee|senate|congress|jury|panel|commission|parliament|tribunal|fact)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Timeframe:
    """The days that a question is about, and how sure its words make that.

    ``first`` and ``last`` are inclusive, ``None`` is no bound. ``stated``: the question states a date, month, quarter,
    season, year or decade as the time of what it asks for ("in June 2019", "on 24 June"), not as part of a name ("the
    2020 election"), nor of something else that it mentions. ``words`` are the time words, in code points of the
    question, which a search can leave out; those that are part of a name are not among them. ``since`` and ``until``
    are the events that bound it and whose day the question does not tell ("since the Hague summit").
    They are days of what happened, not of publication: a range in the future (``first`` after the day of asking) is
    written about before it comes, and a past one also later.

    ========== ===================================================================================
    confidence words
    ========== ===================================================================================
    0.95       stated with its year: on 24 June 2025, in June 2025, in 2019, since 2020, Q2 2024
    0.85       stated, with blurred edges: early 2022, the end of June 2021, summer 2022, in the 2010s
    0.75       its year or week read from the day of asking: in June, last June, on Friday, last week,
               yesterday, the past two weeks
    0.6        about: two years ago, this summer, today, last week's; a month or a day without its year in
               a question that speaks of the present
    0.5        a wish for what is recent: latest, recently, just; "Friday" alone; time words that belong to
               something else that the question mentions ("the man who resigned in 2019")
    0.35       now, currently, so far
    0.3        a date in a name: the 2022 World Cup, the June 2019 fire; upcoming
    0.2        nothing but an event: since the summit
    ========== ===================================================================================

    The words themselves are sure where ``stated`` and ``confidence >= 0.85``; below that the year is a guess.
    """

    first: date | None
    last: date | None
    confidence: float
    stated: bool
    words: tuple[Span, ...]
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class _Event:
    """An event in the question's text that stands after "since", "before" or their like."""

    side: str
    start: int
    end: int


def timeframe(question: str, as_of: date) -> Timeframe | None:
    """The days that an English question is about, read on ``as_of``; ``None`` without time words.

    Time words inside of quotation marks do not count. What could be a name or a number is left unread rather than
    misread. Linear in the length of the question; raises nothing.
    """
    scene = see(question)
    today = as_of.toordinal()
    told = all_told(scene, today)
    events = _events(scene, told)
    by_end = {event.end + gap: event for event in events for gap in range(5)}
    dated = [by_end.get(one.start) for one in told]
    dated_events = set(dated)
    told = [_dated(one, event) for one, event in zip(told, dated, strict=True)]
    unknown = [event for event in events if event not in dated_events]
    since, until = (_first(question, unknown, sides) for sides in (FROM_THEN, UP_TO_THEN))
    if not told:  # an event alone, or nothing
        return Timeframe(None, None, _EVENT_ALONE, False, (), since, until) if unknown else None
    best = _surest(told)
    first, last = best[0].days
    for other in best[1:]:
        first, last = _both((first, last), other.days)
    return Timeframe(
        first=as_date(first),
        last=as_date(last),
        confidence=min(one.confidence for one in best),
        stated=best[0].role == "stated",
        words=tuple(Span(one.start, one.end + 2 * owns(scene, one.end)) for one in told if one.role != "named"),
        since=since,
        until=until,
    )


def _first(question: str, events: Sequence[_Event], sides: Sequence[str]) -> str | None:
    return next((question[event.start : event.end] for event in events if event.side in sides), None)


def _surest(told: Sequence[Told]) -> list[Told]:
    """Those that state a date, else the surest and what narrows it: "earlier this year" beside "recently"."""
    stated = [one for one in told if one.role == "stated"]
    if stated:
        return stated
    surest = max(told, key=lambda one: one.confidence)
    return [
        surest,
        *(
            one
            for one in told
            if one is not surest and (one.confidence == surest.confidence or _is_within(one.days, surest.days))
        ),
    ]


def _is_within(one: Days, two: Days) -> bool:
    return two[0] <= one[0] and one[1] <= two[1]


def _both(one: Days, two: Days) -> Days:
    """The days that two ranges share; of two that share none, all from the first to the last."""
    if one[0] <= two[1] and two[0] <= one[1]:
        return max(one[0], two[0]), min(one[1], two[1])
    return min(one[0], two[0]), max(one[1], two[1])


def _events(scene: Scene, told: Sequence[Told]) -> list[_Event]:
    """The events that bound the question, in order; none holds a period that is told."""
    text = bytearray(scene.text, "ascii")
    for one in told:
        text[one.start : one.end] = b"\x01" * (one.end - one.start)
    events = []
    for match in _EVENT.finditer(text.decode("ascii")):
        start, end = match.span("event")
        causal = match["causal"] and match["side"].lower() == "since"
        ordered = not _NO_ORDER.search(scene.text, max(0, match.start() - 16), match.start())
        if not causal and ordered and not _NO_EVENT.match(scene.text, start, end):
            end -= 3 * match["event"].endswith(" of")
            events.append(_Event(" ".join(match["side"].lower().split()), start, end))
    return events


def _dated(one: Told, event: _Event | None) -> Told:
    """A period that tells an event's day bounds as the event does: "since the summit on June 3"."""
    return replace(one, days=bounded(one.days, event.side, inside=True)) if event else one
