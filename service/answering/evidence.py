"""Which sentences bear on a question, how well, and whether that is enough to answer from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.article import Span
from corpus.embedder import Embedder, Vectors
from corpus.sentences import sentence_spans
from corpus.terms import content_stems
from service.answering.asked import Asked
from service.answering.retrieve import Candidate, Retrieved
from service.answering.values import counted, names, nearest_date, numbers, reason_cue, stem_in

# The evidence score of a question is the best passage's share of the question's word weight plus its cosine, halved.
# Below this floor the archive does not answer; docs/decisions/ has the curve that chose it.
EVIDENCE_FLOOR = 0.45
SENTENCE_FLOOR = 0.42

_EMBEDDED = 16  # sentences whose meaning is compared, at a few milliseconds together
_PRONOUNS = ("he ", "she ", "it ", "they ", "his ", "her ", "its ", "their ", "this ", "that ", "these ", "those ")


@dataclass(frozen=True, eq=False)
class Evidence:
    """A sentence, or two where one leans on the one before, at ``article.body[span.start:span.end]``.

    ``coverage`` is the share of the question's word weight that its words hold, with half weight for words that only
    its title or neighbour hold; ``cosine`` compares meanings; ``score`` is the mean of both.
    """

    candidate: Candidate
    span: Span
    text: str
    coverage: float
    cosine: float
    holds_value: bool
    vector: Vectors

    @property
    def score(self) -> float:
        """Mean of coverage and cosine, in [0, 1]."""
        return 0.5 * self.coverage + 0.5 * max(0.0, self.cosine)


def evidence_score(retrieved: Retrieved) -> float:
    """How well the best passage bears on the question, in [0, 1]: word weight held and cosine, halved."""
    return max(
        (
            0.5 * coverage(retrieved, f"{c.article.title or ''}\n{c.text}") + 0.5 * max(0.0, c.cosine)
            for c in retrieved.candidates
        ),
        default=0.0,
    )


def gather(retrieved: Retrieved, embedder: Embedder) -> tuple[Evidence, ...]:
    """The sentences of the candidates, best first; the meaning of the most promising is compared, the others' not."""
    found: list[Evidence] = []
    for candidate in retrieved.candidates:
        found += _sentences(candidate, retrieved)
    found.sort(key=lambda e: (-(e.coverage + 0.5 * e.candidate.cosine + 0.25 * e.holds_value), e.candidate.passage.id))
    promising = found[:_EMBEDDED]
    vectors = embedder.embed([evidence.text for evidence in promising])
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
    match asked.kind:
        case "when":
            return nearest_date(text, frozenset(asked.stems)) is not None
        case "how_many":
            return bool(counted(text, asked.units))
        case "how_much":
            return any(number.unit for number in numbers(text))
        case "who" | "where":
            return any(not stem_in(name, frozenset(asked.stems)) for name in names(text))
        case "why":
            return reason_cue(text)
        case "other":
            return True


def _sentences(candidate: Candidate, retrieved: Retrieved) -> list[Evidence]:
    start = candidate.passage.start
    spans = [Span(s.start + start, s.end + start) for s in sentence_spans(candidate.text, candidate.article.language)]
    body = candidate.article.body
    found = []
    for index, span in enumerate(spans):
        before = body[spans[index - 1].start : spans[index - 1].end] if index else ""
        text = body[span.start : span.end]
        if text.lower().startswith(_PRONOUNS) and before and "\n" not in body[spans[index - 1].end : span.start]:
            span, text = Span(spans[index - 1].start, span.end), body[spans[index - 1].start : span.end]  # noqa: PLW2901
        own = coverage(retrieved, text)
        around = coverage(retrieved, f"{candidate.article.title or ''}\n{before}\n{text}")
        value = holds_value(retrieved.asked, text)
        found.append(
            Evidence(candidate, span, text, own + 0.5 * (around - own), candidate.cosine, value, retrieved.vector)
        )
    return found


def enough(retrieved: Retrieved, evidence: Sequence[Evidence]) -> bool:
    """Whether the archive holds enough to answer: a passage on the subject, and a sentence with the thing asked for."""
    return evidence_score(retrieved) >= EVIDENCE_FLOOR and bool(answering(evidence))


def answering(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that state the kind of thing asked for and bear on the question well enough, best first."""
    return tuple(e for e in evidence if e.holds_value and e.score >= SENTENCE_FLOOR)
