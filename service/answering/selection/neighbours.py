"""Which sentences lean on the one before: quoted alone, nobody would know of whom or what they speak."""

import re
from collections.abc import Sequence

from corpus.article import Span
from corpus.terms import terms

_LONGEST = 400  # characters of the sentence before: a quote is short
_POINTS_BACK = re.compile(
    r"[“\"‘'(]?(?:(?:but|and|so|yet|now|then|still|later|however|meanwhile|instead|also|in addition),? )?"
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|both)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"[.!?…][”\"’')]?\s*\Z")
_ARTICLES = frozenset({"the", "this", "that"})
_BETWEEN = 3  # words from "the" to its noun: "the South Korean show"


def with_neighbour(body: str, spans: Sequence[Span], index: int, sort: frozenset[str]) -> Span:
    """The span of a sentence, with the one before where it leans on that.

    It does if it begins with a pronoun, or if it calls the very thing that is asked for (``sort``) "the company", "the
    show": the name stands before. The one before may end a paragraph, but is no heading.
    """
    span = spans[index]
    if index == 0:
        return span
    text, before = body[span.start : span.end], spans[index - 1]
    together = "\n" not in body[before.end : span.start]
    short = before.end - before.start <= _LONGEST
    whole = short and _WHOLE.search(body, max(before.start, before.end - 4), before.end) is not None
    points_back = _POINTS_BACK.match(text) is not None
    leans = (points_back and (together or whole)) or (whole and _calls_it(text, sort))
    return Span(before.start, span.end) if leans else span


def _calls_it(text: str, sort: frozenset[str]) -> bool:
    """Whether a sentence speaks of "the …" where "which …" was asked."""
    if not sort:
        return False
    stems = [term.stem for term in terms(text)]
    return any(
        stem in sort and not _ARTICLES.isdisjoint(stems[max(0, place - _BETWEEN) : place])
        for place, stem in enumerate(stems)
    )
