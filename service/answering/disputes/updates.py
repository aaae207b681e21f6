"""What was replaced and what is another time's: an older figure is "as of" its day, and contradicts nothing."""

import re
from collections.abc import Sequence

from corpus.article import Date
from corpus.dates import DateMention, find_dates, first_day, last_day
from corpus.terms import content_stems
from service.answering.checking.values import numbers
from service.answering.disputes.claims import Claim, Value
from service.answering.disputes.proper_names import ProperName
from service.answering.disputes.quantities import Quantity, grows
from service.answering.disputes.sought import Sought, years

_LONG_AGO = 14  # days after which what is told in the present may have changed
_SAME_EDITION = 200  # days between two reports of one event, or of one edition of what recurs
_PLAN = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|will|would|is to|are to|expect(?:s|ed)?|due to|set to|may|might|could|"
    r"hope[sd]?|want(?:s|ed)?|still|considering|scheduled|agreed to|promised)\b",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"\b(?:(?:earlier|previous|initial|original) (?:version|report|article|story|figure|count|estimate|account)s?"
    r"|(?:previously|initially|wrongly|incorrectly|mistakenly|erroneously) (?:said|stated|gave|given|reported|put|"
    r"named|identified|announced))\b[^.;\n]{0,200}",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"(?:\brather than\b|\binstead of\b|,? (?:and )?not (?=(?:(?:on|in|from|at|by|the) ){0,2}[\dA-Z])"
    r"|\b(?:up|down|rose|risen|fell|fallen|raised|cut|increased|moved|changed|postponed|delayed) from\b)[^,.;\n]{0,40}"
)


def as_it_stands(text: str) -> str:
    """A text with blanks where it tells what it says is wrong, or was once: every other character keeps its place."""
    for pattern in (_RETRACTED, _ONCE):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def in_force(sought: Sought, claims: Sequence[Claim]) -> list[Claim]:
    """The claims that nothing newer has replaced.

    An older claim gives way to a later one of its own outlet, to one that says that earlier reports were wrong, to the
    higher count of what grows while a story goes on, to what came of a plan, and, where the present is asked for, to
    one that is two weeks younger. What agrees with a claim that was replaced, and is as old, was replaced with it.
    """
    replaced = [(new, old) for new in claims for old in claims if new.against(old) and _replaces(sought, new, old)]
    return [
        claim
        for claim in claims
        if not any(
            claim is old or (_later(new, claim) and not claim.against(old) and claim.against(new))
            for new, old in replaced
        )
    ]


def other_edition(sought: Sought, one: Claim, two: Claim) -> bool:
    """Whether two claims are about different times of what takes place again and again, or of a like event.

    What was published half a year apart is taken to be, unless the question names the year.
    """
    if sought.years:
        return False
    if _days_apart(_published(one), _published(two)) > _SAME_EDITION:
        return True
    if not sought.recurring:
        return False
    if sought.compared == "date":
        dated = [value.first.year for claim in (one, two) for value in claim.values if isinstance(value, DateMention)]
        return None not in dated and len(set(dated)) > 1
    told = years(one.evidence.text), years(two.evidence.text)
    return all(told) and not told[0] & told[1]


def of_another_year(sought: Sought, claim: Claim) -> bool:
    """Whether a question names a year and the claim's sentence, or else its story, names only others.

    Of what recurs it must name that year.
    """
    if not sought.years:
        return False
    if sought.compared == "date":
        return False
    published = _published(claim).value
    told = years(claim.evidence.text)
    told = told or years(claim.evidence.candidate.text) | ({published[:4]} if published else set())
    return not told & sought.years if told else sought.recurring


def _replaces(sought: Sought, new: Claim, old: Claim) -> bool:
    if _retracts(new, old):
        return not _later(old, new)
    if not _later(new, old):
        return False
    publisher = new.evidence.candidate.article.publisher
    if publisher is not None and publisher == old.evidence.candidate.article.publisher:
        return True
    more, less = new.values[0], old.values[0]
    if isinstance(more, Quantity) and isinstance(less, Quantity) and sought.compared == "count":
        return more.value > less.value and any(grows(claim.evidence.text, sought.asked) for claim in (new, old))
    if sought.compared == "yes_no":
        return bool(_PLAN.search(old.evidence.text))
    return sought.now and sought.compared != "date" and _days_apart(_published(new), _published(old)) > _LONG_AGO


def _retracts(new: Claim, old: Claim) -> bool:
    notices = _RETRACTED.findall(new.evidence.candidate.text)
    return any(_tells(notice, old.values[0]) for notice in notices)


def _tells(text: str, value: Value) -> bool:
    match value:
        case DateMention():
            return any(date.agrees_with(value) for date in find_dates(text))
        case Quantity():
            return any(number.value == value.value for number in numbers(text))
        case ProperName():
            return frozenset(value.stems) <= frozenset(content_stems(text))
    return False


def _published(claim: Claim) -> Date:
    return claim.evidence.candidate.article.published


def _later(new: Claim, old: Claim) -> bool:
    mine, theirs = _published(new).value, _published(old).value
    return mine is not None and theirs is not None and first_day(mine) > last_day(theirs)


def _days_apart(one: Date, two: Date) -> int:
    if one.value is None or two.value is None:
        return 0
    return abs((first_day(one.value) - first_day(two.value)).days)
