"""What the periods of a question tell: the days that are meant, and how those that stand together make one range."""

import re
from dataclasses import dataclass, replace
from math import ceil, inf

from service.answering.question.days import Days, unit_around
from service.answering.question.periods import ABOUT, BLURRED, RECENT, UNSURE, Period, find_periods
from service.answering.question.readings import Left, Role, Scene, left_of, owns, role, tense

FROM_THEN = ("since", "after", "following")
UP_TO_THEN = ("before", "prior to", "ahead of", "until", "till", "up to", "by", "through")

_CLOSING = ("late", "end", "close", "last")
_NUMBERED = {"early": 0, "beginning": 0, "start": 0, "first": 0, "mid": 1, "middle": 1, "second": 1}
_NUMBERED |= {"third": 2, "fourth": 3}
_STEPS = {"week": 7, "weeks": 14, "day": 1, "days": 7}  # "the first week of June"; all else is a share of the whole
# What may stand between two periods that are one range, or two of one list.
_AND = re.compile(r"\s*(?:,|-|(?:,\s*)?(?:and|or|to|through|until|till|versus|vs\.?)\s)\s*(?:in\s)?", re.IGNORECASE)
_WITHIN = re.compile(r"\s*(?:,\s*)?(?:(?:of|in)\s+)?(?:the\s+)?", re.IGNORECASE)
_ONWARD = re.compile(r"\s+on(?:wards?)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Reading:
    """A period, the words before it, and what it is in the question."""

    period: Period
    left: Left
    role: Role


@dataclass(frozen=True)
class Told:
    """What a period tells, or two that stand together; it begins with the words before it that bear on it."""

    start: int
    end: int
    days: Days
    confidence: float
    role: Role
    head: _Reading


def all_told(scene: Scene, today: int) -> list[Told]:
    """What each period tells; those that stand together tell one thing.

    The last is read first, for in "between March and May 2020" the year comes at the end.
    """
    told: list[Told] = []
    periods = find_periods(scene.text, today)
    ends = [0, *(period.end for period in periods)]
    for after, period in zip(reversed(ends[:-1]), reversed(periods), strict=True):
        left = left_of(scene.text, after, period.start)
        if left.prep == "from" and _ONWARD.match(scene.text, period.end):
            left = replace(left, prep="since")
        what = role(scene, period, left)
        if what is None:
            continue
        one = _Reading(period, left, what)
        pair = _pair(scene, one, told[-1], today) if told else None
        if pair:
            told.pop()
        told.append(pair or _alone(scene, one, today))
    return [_aside(one) if one.start > scene.aside else one for one in reversed(told) if one.role != "loose"]


def _aside(told: Told) -> Told:
    return replace(
        told, role="relative" if told.role == "stated" else told.role, confidence=min(told.confidence, RECENT)
    )


def _alone(scene: Scene, one: _Reading, today: int) -> Told:
    left, end = one.left, one.period.end
    days = _part(left.part, _placed(scene, one, today), today)
    days = bounded(days, left.prep, one.role == "named" or owns(scene, end))
    sure = _sure(scene, one)
    if one.period.kind == "weekday" and not (left.prep or left.which or owns(scene, end)):
        sure = min(sure, RECENT)
    return Told(left.begin, end, days, sure, one.role, one)


def _pair(scene: Scene, one: _Reading, two: Told, today: int) -> Told | None:
    """Two that are one: the first lies in the second ("June last year"), or they are a range or a list."""
    period, left, second = one.period, one.left, two.head
    if "suggested" in (period.kind, second.period.kind) or inf in two.days:
        return None
    if period.latest and not second.period.latest and _WITHIN.fullmatch(scene.text, period.end, second.period.start):
        days = period.latest(two.days[1])
        if days[0] >= two.days[0]:
            days = bounded(_part(left.part, days, today), left.prep, owns(scene, two.end))
            what: Role = "relative" if period.kind == "weekday" else "stated"
            return Told(left.begin, two.end, days, second.period.confidence, what, one)
    until = left.prep in ("from", "since", "between") and second.left.prep in ("until", "till", "through", "up to")
    if not (_AND.fullmatch(scene.text, period.end, two.start) or (until and two.start - period.end <= 1)):
        return None
    first = _part(left.part, period.latest(two.days[1]) if period.latest else period.days, today)
    days = min(first[0], max(two.days[0], first[0]) if until else two.days[0]), max(first[1], two.days[1])
    # The year of the first is that of the second.
    sure = two.confidence if period.latest else min(period.confidence, two.confidence)
    days = days if until else bounded(days, left.prep, owns(scene, two.end))
    return Told(left.begin, two.end, days, sure, _role_of(one, two), one)


def _role_of(one: _Reading, two: Told) -> Role:
    roles = {one.role, two.role}
    if "relative" in roles:
        return "relative"
    if "stated" in roles or one.left.prep == "from":
        return "stated"
    return "named" if "named" in roles else "loose"


def _sure(scene: Scene, one: _Reading) -> float:
    period, left = one.period, one.left
    if one.role == "named":
        return UNSURE
    sure = min(period.confidence, BLURRED) if left.part else period.confidence
    if period.latest and not left.which and tense(scene, period.start) == "present":
        sure = min(sure, ABOUT)
    if one.role == "relative" and owns(scene, period.end):
        sure = min(sure, ABOUT)
    return sure


def _placed(scene: Scene, one: _Reading, today: int) -> Days:
    """The days of a period; of one that comes again, those that the question means."""
    period, left = one.period, one.left
    if period.latest is None:
        return period.days
    past, coming = period.latest(today), _next(period, today)
    running = past[1] >= today
    if left.which in ("last", "past"):
        return period.latest(past[0] - 1) if running else past
    if left.which == "next":
        return coming
    if left.which == "this":
        last = unit_around("week" if period.cycle == 7 else "year", today, 0)[1]
        return past if running else period.latest(last)
    when = tense(scene, period.start)
    if left.prep == "since" or running or when == "past":
        return past
    nearer = coming[0] - today < today - past[1]
    return coming if when == "future" or nearer else past


def _next(period: Period, today: int) -> Days:
    """The first that begins after today."""
    assert period.latest is not None
    for cycles in range(1, 10):
        days = period.latest(today + cycles * period.cycle)
        if days[0] > today:
            before = period.latest(days[0] - 1)
            return before if before[0] > today else days
    return period.days


def _part(part: str, days: Days, today: int) -> Days:
    """The early, middle or late third of some days, a half, a first week; "earlier" and "later" are cut by today."""
    first, last = days
    if not part or last - first < 3 or inf in days or -inf in days:
        return days
    which, _, size = part.partition(" ")
    if which in ("earlier", "later", "rest"):
        return (first, max(first, min(last, today))) if which == "earlier" else (min(last, max(first, today)), last)
    if which not in _CLOSING and which not in _NUMBERED:
        return days  # "the night of"
    length = last - first + 1
    step = _STEPS.get(size, 0) or length / {"half": 2, "quarter": 4}.get(size, 3)
    if which in _CLOSING:
        return max(first, last + 1 - ceil(step)), last
    number = _NUMBERED[which]
    return min(last, first + int(number * step)), min(last, first + int((number + 1) * step) - 1)


def bounded(days: Days, prep: str, inside: bool) -> Days:
    """What "since", "after", "before" and their like make of some days.

    ``inside``: what they stand before lies somewhere inside of these days, which therefore all stay in.
    """
    first, last = days
    if prep in FROM_THEN:
        return (first if inside or prep == "since" else last + 1), inf
    if prep in UP_TO_THEN:
        return -inf, (first - 1 if prep in ("before", "prior to", "ahead of") and not inside else last)
    return days
