"""What a question asks for: its words that matter, and the kind of thing that would answer it."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.terms import STOP_WORDS, content_stems, stem
from service.answering.checking.values import name_phrases

Kind = Literal["when", "where", "who", "how_many", "how_much", "why", "said", "other"]

# In front of the word that asks: "in which city", "and by how much", "tell me when".
_BEFORE = (
    r"(?:(?:and|but|so|then|or|also|in|on|at|by|to|from|of|for|with|since|until|about|against|during|under|after|before"
    r"|please|tell|me|exactly|approximately|roughly|around)[\s,]+){0,4}+"
)
_ASKS = re.compile(rf"\A\W{{0,9}}+{_BEFORE}(?=(?:when|where|who|whom|whose|why|how|what|which)\b)")
_SAY = r"(?:say|said|tell|told|claim|think|argue|respond)"
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("when", r"when\b|(?:what|which) (?:date|dates|day|days|month|year|time)\b|how (?:long ago|soon)\b"),
    ("how_many", r"how many\b"),
    ("how_much", r"how (?:much|high)\b|(?:what|which) (?:percent|percentage|share|rate|amount|sum|price)\b"),
    ("why", r"why\b|what (?:caused|prompted|led|drove|explains|made)\b"),
    ("where", r"where\b|(?:what|which) (?:city|country|place|town|venue)\b"),
    ("said", rf"(?:what|how) (?:did|does|do|has|have) .{{0,200}}\b{_SAY}\b"),
    ("who", r"who(?:m|se)?\b"),
)
_REASON = re.compile(r"\b(?:reasons?|motives?|grounds)\b")
_ASKS_ANYWHERE = re.compile(r"\b(?:which|what|how (?:many|much|high)|why)\b")
_ANY_ASKING = re.compile(r"\b(?:when|where|who|whom|whose)\b")
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
_SORT = re.compile(r"\b(?:which|what)\s+((?:[^\W\d_][\w'’-]{0,40}\s*){1,3})", re.IGNORECASE)
_END_OF_SORT = frozenset(
    """is are was were did does do will would has have had can could should may might of in on at to from for with by
    under than that who the a an this these his her its their""".split()
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=\S)")
_SMALL_IN_TITLES = frozenset("a an the and but or nor of in on at to from for with by as vs".split())
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Asked:
    """A question taken apart: its content words, what a "how many" counts, and of each name in it the stems.

    ``role`` is the stem that tells a "who" from all others: what the one asked for does or is. ``sort`` is what a
    "which" or "what" asks for: ``{"food", "chain"}`` after "which food chain". A question written like a title has no
    names: there a capital letter tells nothing.
    """

    text: str
    kind: Kind
    stems: tuple[str, ...]
    units: frozenset[str]
    names: tuple[frozenset[str], ...]
    role: str | None
    sort: frozenset[str] = frozenset()


def understand(question: str) -> Asked:
    """Read kind and content words from an English question; other languages get ``other`` and their words.

    Where a question has several sentences the last one asks, and the others tell what it is about.
    """
    asking = _SENTENCE_END.split(question.strip())[-1]
    kind = _kind(asking.lower())
    if kind == "other" and asking != question:
        kind = _kind(question.strip().lower())
    stems = tuple(s for s in content_stems(question) if s not in _KIND_STEMS)
    unit = _UNIT.search(question.lower())
    names = () if _like_a_title(question) else name_phrases(question)
    role = _ROLE.search(asking) if kind == "who" else None
    return Asked(
        text=question,
        kind=kind,
        stems=stems or content_stems(question),
        units=frozenset(content_stems(unit.group(1))) if unit else frozenset(),
        names=names,
        role=next((s for s in stems if role and s == stem(role.group(1)) and not any(s in n for n in names)), None),
        sort=_sort(asking),
    )


def _kind(asking: str) -> Kind:
    """By the word that asks: at the beginning, else anywhere, where "who" and "when" may be no more than joints."""
    first = _ASKS.match(asking) or _ASKS_ANYWHERE.search(asking) or _ANY_ASKING.search(asking)
    if first is not None:
        begin = first.end() if first.re is _ASKS else first.start()
        found = next((kind for kind, pattern in _KINDS if re.compile(pattern).match(asking, begin)), None)
        if found is not None:
            return found
    return "why" if _REASON.search(asking) else "other"


def _sort(asking: str) -> frozenset[str]:
    """The words behind "which" or "what" up to the first that is surely no part of a noun, as stems.

    A verb may be among them: no text calls a thing "the bought", so it does no harm.
    """
    found = _SORT.search(asking)
    words: list[str] = []
    for word in found.group(1).split() if found else ():
        if word.lower() in _END_OF_SORT or word.lower().endswith("ed"):
            break
        words.append(word)
    return frozenset(content_stems(" ".join(words)))


def _like_a_title(question: str) -> bool:
    """Whether all words but the smallest begin with a capital letter, one that is never a name among them."""
    words = _WORD.findall(question)
    plain = [word for word in words[1:] if word.lower() in STOP_WORDS and word.lower() not in _SMALL_IN_TITLES]
    capital = [word for word in words if word.lower() not in _SMALL_IN_TITLES]
    articles = [word for word in words[1:] if word.lower() in _SMALL_IN_TITLES and word[0].isupper()]
    return len(words) > 1 and bool(plain or articles or len(capital) > 3) and all(word[0].isupper() for word in capital)
