"""Which sentences bear on a question, how well, and whether that is enough to answer from."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.article import Span
from corpus.embedder import Vectors
from corpus.terms import content_stems
from service.answering.asked import Asked, Kind
from service.answering.retrieve import Candidate, Retrieved
from service.answering.values import attribution_cue, counted, names, nearest_date, numbers, reason_cue, stem_in

# Below this floor the archive does not answer: decision 0022 tells what each value would keep and refuse.
EVIDENCE_FLOOR = 0.1
# Of the logistic regression in ``bench/evidence.py``: what each of the three, and nothing, adds.
_OF_SHARE, _OF_NUMBER, _OF_SENTENCE, _OF_NOTHING = 8.96, 1.27, 5.36, -9.65

SENTENCE_FLOOR = 0.42

_SAME_SUBJECT = 1.05  # names shared plus cosine: a passage that names others must be very near in meaning
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_EMBEDDED = 8  # sentences whose meaning is compared: the dearest part of an answer without a model
_PRONOUNS = ("he ", "she ", "it ", "they ", "his ", "her ", "its ", "their ", "this ", "that ", "these ", "those ")


@dataclass(frozen=True, eq=False)
class Evidence:
    """A sentence, or two where one leans on the one before, at ``article.body[span.start:span.end]``.

    ``coverage`` is the share of the question's word weight that its words hold, with half weight for words that only
    its title or neighbour hold; ``cosine`` compares meanings; ``score`` is the mean of both. ``holds_value``: it states
    the kind of thing asked for. ``named`` is the share of the question's names that its passage names too.
    """

    candidate: Candidate
    span: Span
    text: str
    coverage: float
    cosine: float
    holds_value: bool
    named: float
    vector: Vectors

    @property
    def score(self) -> float:
        """Mean of coverage and cosine, in [0, 1]."""
        return 0.5 * self.coverage + 0.5 * max(0.0, self.cosine)


def evidence_score(retrieved: Retrieved, evidence: Sequence[Evidence]) -> float:
    """How well the archive bears on the question, in (0, 1): even odds of being answerable are at 0.5.

    A logistic regression on ``evidence_features``, fitted by ``bench/evidence.py``.
    """
    share, number, sentence = evidence_features(retrieved, evidence)
    log_odds = _OF_SHARE * share + _OF_NUMBER * number + _OF_SENTENCE * sentence + _OF_NOTHING
    return 1 / (1 + math.exp(-log_odds))


def evidence_features(retrieved: Retrieved, evidence: Sequence[Evidence]) -> tuple[float, float, float]:
    """What tells that an archive bears on a question; it looks at words and meaning, never at dates.

    The best passage by the share of the question's word weight that it holds, times its cosine; the best by how many
    of the question's words it holds, times its cosine, so that half of a long question tells more than half of a short
    one; and the best cosine of a sentence.
    """
    weights = {stem: weight for stem, weight in retrieved.weights.items() if not _YEAR.fullmatch(stem)}
    total = sum(weights.values())
    share = number = 0.0
    for candidate in retrieved.candidates if total else ():
        stems = frozenset(content_stems(f"{_heading(candidate)}\n{candidate.text}"))
        held = [weight for stem, weight in weights.items() if stem_in(stem, stems)]
        cosine = max(0.0, candidate.cosine)
        share, number = max(share, cosine * sum(held) / total), max(number, cosine * len(held))
    return share, number, max((sentence.cosine for sentence in evidence), default=0.0)


def gather(retrieved: Retrieved, embed: Callable[[Sequence[str]], Vectors]) -> tuple[Evidence, ...]:
    """The sentences of the candidates, best first; the meaning of the most promising is compared, the others' not."""
    found: list[Evidence] = []
    for candidate in retrieved.candidates:
        found += _sentences(candidate, retrieved)
    found.sort(key=lambda e: (-(e.coverage + 0.5 * e.candidate.cosine + 0.5 * e.holds_value), e.candidate.passage.id))
    promising = found[:_EMBEDDED]
    vectors = embed([evidence.text for evidence in promising])
    compared = [
        replace(evidence, cosine=float(vector @ retrieved.vector), vector=vector)
        for evidence, vector in zip(promising, vectors, strict=True)
    ]
    return tuple(sorted(compared, key=lambda e: (-e.score, e.candidate.article.id, e.span.start)))


def coverage(retrieved: Retrieved, text: str) -> float:
    """Share of the question's word weight that a text holds, in [0, 1]."""
    held = frozenset(content_stems(text))
    total = sum(retrieved.weights.values())
    return sum(w for stem, w in retrieved.weights.items() if stem_in(stem, held)) / total if total else 0.0


def holds_value(asked: Asked, text: str) -> bool:
    """Whether a sentence states the kind of thing that is asked for."""
    return _STATES[asked.kind](asked, text)


_STATES: dict[Kind, Callable[[Asked, str], bool]] = {
    "when": lambda asked, text: nearest_date(text, frozenset(asked.stems)) is not None,
    "how_many": lambda asked, text: bool(counted(text, asked.units)),
    "how_much": lambda _, text: any(number.unit for number in numbers(text)),
    "who": lambda asked, text: (
        (asked.role is None or stem_in(asked.role, frozenset(content_stems(text))))
        and any(not stem_in(name, frozenset(asked.stems)) for name in names(text))
    ),
    "where": lambda asked, text: any(not stem_in(name, frozenset(asked.stems)) for name in names(text)),
    "why": lambda _, text: reason_cue(text),
    "said": lambda asked, text: attribution_cue(text) and _share_of_names(asked, text) > 0,
    "other": lambda _, __: True,
}


def _sentences(candidate: Candidate, retrieved: Retrieved) -> list[Evidence]:
    spans = candidate.sentences()
    body = candidate.article.body
    heading = _heading(candidate)
    named = _share_of_names(retrieved.asked, f"{heading}\n{candidate.text}")
    # a reason need not say again what it is the reason of
    in_passage = coverage(retrieved, f"{heading}\n{candidate.text}") if retrieved.asked.kind == "why" else None
    found = []
    for index, span in enumerate(spans):
        before = body[spans[index - 1].start : spans[index - 1].end] if index else ""
        text = body[span.start : span.end]
        if text.lower().startswith(_PRONOUNS) and before and "\n" not in body[spans[index - 1].end : span.start]:
            span, text = Span(spans[index - 1].start, span.end), body[spans[index - 1].start : span.end]  # noqa: PLW2901
        near = coverage(retrieved, f"{heading}\n{before}\n{text}") if in_passage is None else in_passage
        found.append(
            Evidence(
                candidate=candidate,
                span=span,
                text=text,
                coverage=_share(retrieved, text, near),
                cosine=candidate.cosine,
                holds_value=holds_value(retrieved.asked, text),
                named=named,
                vector=retrieved.vector,
            )
        )
    return found


def _heading(candidate: Candidate) -> str:
    return f"{candidate.article.title or ''} {candidate.article.publisher or ''}"


def _share(retrieved: Retrieved, text: str, near: float) -> float:
    """Share of the question's word weight in a sentence; of what only its surroundings hold (``near``), a part."""
    own = coverage(retrieved, text)
    return own + (0.8 if retrieved.asked.kind == "why" else 0.5) * (near - own)


def _share_of_names(asked: Asked, text: str) -> float:
    """Share of the question's names of which a text holds at least one word; 1 where it has none."""
    held = frozenset(content_stems(text))
    named = [any(stem_in(stem, held) for stem in name) for name in asked.names]
    return sum(named) / len(named) if named else 1.0


def enough(retrieved: Retrieved, evidence: Sequence[Evidence]) -> bool:
    """Whether the archive holds enough to answer: a passage on the subject, and a sentence with the thing asked for."""
    return evidence_score(retrieved, evidence) >= EVIDENCE_FLOOR and bool(answering(evidence))


def answering(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that state the kind of thing asked for and bear on the question well enough, best first."""
    return tuple(
        e for e in evidence if e.holds_value and e.score >= SENTENCE_FLOOR and e.named + e.cosine >= _SAME_SUBJECT
    )
