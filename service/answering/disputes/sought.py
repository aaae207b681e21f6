"""What of a sentence is compared to find whether sources disagree on a question."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.terms import stem, terms
from service.answering.disputes.quantities import nouns
from service.answering.question.asked import Asked

Compared = Literal["date", "count", "amount", "name", "place", "yes_no", "reason"]

_DATE = re.compile(
    r"\bwhen\b|\b(?:what|which)(?: \w+){0,2} (?:date|dates|day|days|month|year)\b|\b(?:date|day) (?:of|for|is|on)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\bwhere\b|\b(?:what|which)(?: \w+)? (?:city|country|place|town|venue|state|province|island|continent)\b"
    r"|\b(?:location|venue)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\bhow (?:much|high|big|large|long|old|far|tall|fast|deep|heavy)\b", re.IGNORECASE)
_WHAT = re.compile(r"\bwhat\b", re.IGNORECASE)
_WHICH = re.compile(
    r"(?:\A|[.!?;:]\s)\W{0,3}(?:what|which) "
    r"(?!(?:did|do|does|is|are|was|were|will|would|has|have|had|can|could|should|happened)\b)(?P<noun>\w+)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:\A|[.!?;:]\s)\W{0,3}(?:(?:and|but|so|then) )?who\b", re.IGNORECASE)
_ONE_VOICE = re.compile(r"\b(?:say|says|said|give|gives|gave|given by|cite[sd]?|according to|claims?)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"\A\W{0,3}(?:did|does|do|is|are|was|were|will|would|has|have|had|can|could|should)\b"
    r"(?!.{0,300}\b(?:or|why|what|which|who|when|where|how)\b)",
    re.IGNORECASE,
)
# One alone holds what these name: of two who are said to, one is wrong. Many may attend, criticise or be hurt.
ONE_ALONE = frozenset(
    map(
        stem,
        """won win wins winner beat defeated champion runner-up runner succeeded replaced succeeds replaces leads leader
        heads head headed chairs chair director directed directs directing ceo president minister premier chancellor
        king queen pope mayor governor chief captain coach owner owns owned founder founded invented inventor discovered
        wrote author composed composer painted artist hosts hosted hosting host awarded elected appointed named chosen
        nominated picked selected acquired acquires bought buys buying purchased first scored killed shot murdered
        responsible behind ordered launched started leaked carried fired attacked starring stars plays playing lead
        voiced capital designed built created creator""".split(),
    )
)
# Words for the one who is it: a name stands right behind them as well as before them.
HOLDERS = frozenset(
    map(
        stem,
        """winner champion runner-up leader head chair director ceo president minister premier chancellor king queen
        pope mayor governor chief captain coach owner founder inventor author writer composer painter artist host
        star""".split(),
    )
)
_SAME_ACT = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "won win wins winner beat beats beaten defeated defeats defeating champion crowned victory title",
        "acquired acquires acquire acquisition bought buys buy buying purchased purchase takeover owns owned",
        "directed director directs directing",
        "elected election elects",
        "killed killing killer murdered murder shot",
        "named chosen appointed appoints picked selected",
        "awarded award won receives received",
        "wrote written author writer",
        "leads leader head heads led",
        "founded founder",
        "hosted hosts host hosting held",
        "starring stars star plays played playing role",
        "release released releases releasing launch launched debut debuted premiere premiered premieres out available",
        "announced announces announce unveiled revealed introduced",
        "founded established formed created",
        "died dies death dead",
    )
)
# What happens on one day: where a question asks for that day, a sentence about another act does not tell it.
_ACTS = frozenset(
    map(
        stem,
        """release released launch launched premiere announced announce announcement founded established born died death
        elected election signed signing opened resigned resign arrested published sworn""".split(),
    )
)
_PARTS = frozenset(
    map(
        stem,
        """stage stages leg heat round rounds semifinal semifinals semifinalist semifinalists quarterfinal quarterfinals
        qualifier qualifying preseason nominee nominees finalist finalists candidate candidates shortlist preview
        trailer soundtrack foundation vice deputy former ex-president assistant""".split(),
    )
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|does|do|now|currently|current|latest|today|will|plans?|leads|owns|holds)\b", re.IGNORECASE
)
_RECURRING = frozenset(
    map(
        stem,
        """summit election elections championship championships cup games game olympics olympic wimbledon open award
        awards prize draft festival conference tournament final finals season super bowl race tour marathon league
        series masters grand prix annual yearly budget census congress convention forum ceremony oscar oscars emmy
        grammy""".split(),
    )
)
_FIRST = re.compile(r"\b(?:begins?|began|starts?|started|opens?|opened|kicks? off)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:ends?|ended|closes?|closed|finish(?:es|ed)?|concludes?)\b", re.IGNORECASE)
_ANY = frozenset({"country", "region", "building", "town"})
_SIZES = {
    "country": frozenset({"country"}),
    "state": frozenset({"region"}),
    "province": frozenset({"region"}),
    "city": frozenset({"town"}),
    "town": frozenset({"town"}),
    "stadium": frozenset({"building"}),
    "venue": frozenset({"building"}),
}
_WHICH_PLACE = re.compile(rf"\b(?:what|which) ({'|'.join(_SIZES)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20|21)\d\d(?![\d%]|[.,]\d)")


@dataclass(frozen=True)
class Sought:
    """What is compared, and the words by which a sentence tells it.

    ``anchors`` are stems beside which the answer stands: what the one asked for does or is. ``years`` are those that
    the question names. ``recurring``: what is asked of takes place again and again. ``now``: the present is asked for,
    which changes. ``edge``: of a range of days only the first or the last is asked for. ``sizes``: of the places.
    """

    compared: Compared
    asked: Asked
    anchors: tuple[frozenset[str], ...]
    years: frozenset[str]
    recurring: bool
    now: bool
    edge: Literal["first", "last"] | None
    sizes: frozenset[str]
    where: bool

    def of_a_part(self, text: str) -> bool:
        """Whether a text is about a part of what is asked of, or what only goes with it: a stage, a deputy."""
        return bool(_PARTS.intersection(term.stem for term in terms(text)) - frozenset(self.asked.stems))


def sought(asked: Asked) -> Sought | None:
    """What is compared for a question; ``None`` where answers that differ can all be right."""
    compared = _compared(asked)
    if compared is None:
        return None
    named = frozenset[str]().union(*asked.names)
    anchors = tuple((_family(word) - named) | {word} for word in _predicates(asked))
    if compared == "date":
        anchors = tuple(anchor for anchor in anchors if anchor & _ACTS) or anchors
    if compared == "name" and not any(anchor & ONE_ALONE for anchor in anchors):
        return None
    stems = frozenset(term.stem for term in terms(asked.text))
    return Sought(
        compared,
        asked,
        anchors,
        frozenset(_YEAR.findall(asked.text)),
        bool(stems & _RECURRING),
        bool(_PRESENT.search(asked.text)),
        "first" if _FIRST.search(asked.text) else "last" if _LAST.search(asked.text) else None,
        _sizes(asked.text),
        not _WHICH.search(asked.text),
    )


def _sizes(text: str) -> frozenset[str]:
    found = _WHICH_PLACE.search(text)
    return _SIZES[found[1].lower()] if found else _ANY


def years(text: str) -> frozenset[str]:
    """The years that a text names."""
    return frozenset(_YEAR.findall(text))


def _compared(asked: Asked) -> Compared | None:  # noqa: PLR0911 - one line a kind
    text = asked.text
    if asked.kind == "why":
        return None if _ONE_VOICE.search(text) else "reason"
    if asked.kind == "how_many":
        return "count"
    if _DATE.search(text):
        return "date"
    if asked.kind == "how_much" or _AMOUNT.search(text) or (nouns(text) and _WHAT.search(text)):
        return "amount"
    if _PLACE.search(text):
        return "place"
    if _YES_NO.search(text):
        return "yes_no"
    which = _WHICH.search(text)
    if _NAMED.search(text) or (which and not which["noun"].lower().endswith("s")):
        return "name"
    return None


def _predicates(asked: Asked) -> list[str]:
    """The question's words that are no names and no years, in order."""
    named = frozenset[str]().union(*asked.names) - HOLDERS
    return [s for s in asked.stems if s not in named and not s.isdigit()]


def _family(word: str) -> frozenset[str]:
    return frozenset({word}).union(*(family for family in _SAME_ACT if word in family))
