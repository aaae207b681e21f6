"""What a question asks for: its words that matter, and the kind of thing that would answer it."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.terms import content_stems, stem
from service.answering.values import name_phrases

Kind = Literal["when", "where", "who", "how_many", "how_much", "why", "said", "other"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("when", r"\bwhen\b|\b(?:what|which) (?:date|dates|day|days|month|year|time)\b|\bhow long ago\b"),
    ("how_many", r"\bhow many\b"),
    (
        "how_much",
        r"\bhow (?:much|high)\b|\b(?:what|which) (?:percent|percentage|share|rate|amount|sum|price)\b",
    ),
    ("why", r"\bwhy\b|\bwhat (?:caused|prompted|led|drove|explains|made)\b|\b(?:reasons?|motives?|grounds)\b"),
    ("where", r"\bwhere\b|\b(?:what|which) (?:city|country|place|town|venue)\b"),
    ("who", r"\bwho(?:m|se)?\b"),
    ("said", r"\b(?:what|how) (?:did|does|do|has|have) .{0,200}\b(?:say|said|tell|told|claim|think|argue|respond)\b"),
)
# Words of the question that name the kind of answer or its time, not its subject.
_KIND_STEMS = frozenset(
    stem(word)
    for word in """
    when date dates day days month year time why reason reasons caused prompted motive motives where city country
    place who whom whose many much percentage amount rate price give say says said tell explain name happen happened
    currently current latest recent recently today now week tonight yesterday please know take takes place took held
    hold begin begins start starts end ends last lasts make makes think become became decide decided share""".split()
)
# What the one who is asked for does or is: "presides", "secretary" after "who is the".
_ROLE = re.compile(
    r"\bwho(?:m|se)?\s+(?:(?:is|was|were|are|has|had|have|did|does|do|will|would|been|being|the|a|an)\s+)*([a-z]\w+)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\bhow many (?:of (?:the )?)?((?:\w+[ -]?){1,3})", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A question taken apart: its content words, what a "how many" counts, and of each name in it the stems.

    ``role`` is the stem that tells a "who" from all others: what the one asked for does or is.
    """

    text: str
    kind: Kind
    stems: tuple[str, ...]
    units: frozenset[str]
    names: tuple[frozenset[str], ...]
    role: str | None


def understand(question: str) -> Asked:
    """Read kind and content words from an English question; other languages get ``other`` and their words."""
    lowered = question.lower()
    kind: Kind = next((kind for kind, pattern in _KINDS if re.search(pattern, lowered)), "other")
    stems = tuple(s for s in content_stems(question) if s not in _KIND_STEMS)
    unit = _UNIT.search(lowered)
    units = frozenset(s for s in content_stems(unit.group(1))) if unit else frozenset()
    names = name_phrases(question)
    role = _ROLE.search(question) if kind == "who" else None
    return Asked(
        text=question,
        kind=kind,
        stems=stems or content_stems(question),
        units=units,
        names=names,
        role=next((s for s in stems if role and s == stem(role.group(1)) and not any(s in n for n in names)), None),
    )
