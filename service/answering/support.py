"""Does the quoted sentence bear out the statement? Found by rules: words, numbers, dates, names, negation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.article import Span
from corpus.dates import find_dates
from corpus.sentences import sentence_spans
from corpus.terms import content_stems
from service.answering.answer import Check, Support
from service.answering.retrieve import Candidate
from service.answering.values import names, negations, numbers, stem_in

CHECK_NAME = "rules-1"
VERBATIM = Check("verbatim", 1.0)

_SUPPORTED = 0.6  # share of the statement's words that the quote holds
_PARTIAL = 0.35
_SHORTEST_QUOTE = 12  # characters; what is shorter proves nothing


@dataclass(frozen=True)
class Verdict:
    """What a check found; ``score`` in [0, 1] is the share of the statement's words that the quote holds."""

    support: Support
    score: float


@dataclass(frozen=True)
class Grounds:
    """The words of an article that a statement rests on, and what the check of them found."""

    candidate: Candidate
    span: Span
    verdict: Verdict

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.candidate.article.body[self.span.start : self.span.end]


def check(statement: str, quote: str, context: str = "") -> Verdict:
    """Compare a statement with quoted words; ``context`` (title, outlet, date) may hold names and dates as well.

    Numbers, dates and names of the statement must stand in the quote or its context; where the words agree but a
    number, a date or the negation does not, the quote says otherwise.
    """
    held = frozenset(content_stems(quote)) | frozenset(content_stems(context))
    stems = content_stems(statement)
    score = sum(stem_in(stem, held) for stem in stems) / len(stems) if stems else 0.0
    if score < _PARTIAL:
        return Verdict("unsupported", score)
    denies = score > 0.8 and negations(statement) % 2 != negations(quote) % 2
    if denies or not _values_agree(statement, quote, context):
        return Verdict("contradicted" if score >= _SUPPORTED else "unsupported", score)
    if not all(stem_in(name, held) for name in names(statement)):
        return Verdict("partial" if score >= _SUPPORTED else "unsupported", score)
    return Verdict("supported" if score >= _SUPPORTED else "partial", score)


def ground(statement: str, cited: Sequence[Candidate], others: Iterable[Candidate]) -> tuple[Grounds, ...]:
    """The best one or two contiguous sentences for a statement in each passage that it cites.

    Where none of those bears it out, all other passages are tried, and the best that does takes their place: a right
    statement with a wrong number gets its citation corrected.
    """
    grounds = [found for candidate in cited if (found := _best_span(statement, candidate)) is not None]
    if any(found.verdict.support == "supported" for found in grounds):
        return tuple(found for found in grounds if found.verdict.support in {"supported", "partial"})
    elsewhere = [found for candidate in others if (found := _best_span(statement, candidate)) is not None]
    borne_out = [found for found in elsewhere if found.verdict.support == "supported"]
    if borne_out:
        return (max(borne_out, key=lambda found: found.verdict.score),)
    return tuple(sorted(grounds, key=_rank)[:1]) or tuple(sorted(elsewhere, key=_rank)[:1])


def _best_span(statement: str, candidate: Candidate) -> Grounds | None:
    start = candidate.passage.start
    spans = [Span(s.start + start, s.end + start) for s in sentence_spans(candidate.text, candidate.article.language)]
    pairs = [Span(one.start, two.end) for one, two in pairwise(spans)]
    article = candidate.article
    context = f"{article.title or ''} {article.publisher or ''} {article.published.value or ''}"
    found = [
        Grounds(candidate, span, check(statement, article.body[span.start : span.end], context))
        for span in spans + pairs
        if span.end - span.start >= _SHORTEST_QUOTE
    ]
    return min(found, key=lambda g: (*_rank(g), g.span.end - g.span.start), default=None)


def _rank(grounds: Grounds) -> tuple[int, float]:
    order: tuple[Support, ...] = ("supported", "partial", "contradicted", "unsupported")
    return order.index(grounds.verdict.support), -grounds.verdict.score


def _values_agree(statement: str, quote: str, context: str) -> bool:
    told = {(number.value, number.unit) for number in numbers(f"{quote} {context}")}
    plain = {value for value, _ in told}
    for number in numbers(statement):
        if (number.value, number.unit) not in told and not (number.unit == "" and number.value in plain):
            return False
    dates = [*find_dates(quote), *find_dates(context)]
    return all(any(date.agrees_with(other) for other in dates) for date in find_dates(statement))
