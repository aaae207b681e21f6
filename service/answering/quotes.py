"""The answerer without a model: the fewest of the archive's own sentences that answer, attributed and dated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Article, Date
from corpus.terms import content_stems
from service.answering.composition import Cited
from service.answering.disagreement import Dispute
from service.answering.evidence import Evidence, stating
from service.answering.question.asked import Asked
from service.answering.support import VERBATIM

_SENTENCES = 3
_NEARLY_AS_GOOD = 0.6  # less promise than the best sentence's, from which one more is worth its words
_REPEATS = 0.6  # share of shared words from which a sentence adds nothing


@dataclass(frozen=True)
class Quote:
    """One sentence of the answer, and the words of the archive in it."""

    text: str
    evidence: Evidence


def choose(asked: Asked, evidence: Sequence[Evidence], dispute: Dispute | None) -> tuple[Quote, ...]:
    """The sentences to quote: the best of each position where sources disagree, else the best that differ."""
    if dispute is not None:
        return tuple(attribute(position[0]) for position in dispute.positions)
    found = stating(evidence)
    chosen: list[Evidence] = []
    for e in found:
        if e.promise >= found[0].promise - _NEARLY_AS_GOOD and not any(repeats(e, other) for other in chosen):
            chosen.append(e)
    limit = _SENTENCES if asked.kind in {"other", "why"} else _SENTENCES - 1
    return tuple(attribute(e) for e in chosen[:limit])


def attribute(evidence: Evidence) -> Quote:
    """A sentence as it is quoted: who published it and when, and its words as they stand."""
    article = evidence.candidate.article
    return Quote(f"{outlet(article)}, {in_words(article.published)}: “{evidence.text}”", evidence)


def cite(evidence: Evidence) -> Cited:
    """The citation of a sentence quoted as it stands: its words are cut from the article, nothing is compared."""
    return Cited(evidence.candidate, evidence.span, "supported", VERBATIM)


def outlet(article: Article) -> str:
    """How an article is called in a sentence: its publisher, else its title, else what it is."""
    if article.publisher:
        return article.publisher
    return f"“{article.title}”" if article.title else "An article without a title"


def in_words(published: Date) -> str:
    """A date as a reader reads it, as precise as it is known: ``25 June 2025``, ``June 2025``, ``date unknown``."""
    if published.value is None:
        return "date unknown"
    if published.precision == "year":
        return published.value
    year, month, *day = map(int, published.value.split("-"))
    text = date(year, month, day[0] if day else 1).strftime("%B %Y")
    return f"{day[0]} {text}" if day else text


def insufficient(nearest: bool) -> str:
    """What is said where the archive holds no answer."""
    if nearest:
        return "Insufficient evidence: the archive does not answer this. The nearest passages are listed."
    return "Insufficient evidence: the archive holds nothing on this."


def repeats(one: Evidence, other: Evidence) -> bool:
    """Whether a sentence adds next to no word to another."""
    mine, theirs = frozenset(content_stems(one.text)), frozenset(content_stems(other.text))
    return len(mine & theirs) / max(1, min(len(mine), len(theirs))) >= _REPEATS
