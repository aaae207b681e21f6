"""Which sentences bear on a question, how well, and whether that is enough to answer from."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.article import Span
from corpus.embedder import Vectors
from corpus.terms import content_stems
from service.answering.checking.values import names, stem_in
from service.answering.retrieve import Candidate, Retrieved
from service.answering.selection.answer_kind import holds_value, share_of_names
from service.answering.selection.neighbours import with_neighbour
from service.answering.selection.promise import Standing, lead, promise, shared

# Below this floor the archive does not answer: decision 0022 tells what each value would keep and refuse.
EVIDENCE_FLOOR = 0.6
# Of the logistic regression in ``bench/evidence.py``: what each of the four, and nothing, adds.
_OF_SHARE, _OF_NUMBER, _OF_SENTENCE, _OF_AHEAD, _OF_NOTHING = 10.51, 1.26, 6.74, 13.4, -11.15
# For each e-fold of passages searched: among more of them something near is found by chance.
_OF_SIZE, LEARNED_AT = -0.2, 12_547

SENTENCE_FLOOR = 0.42  # of a sentence that is held against others
_BEARS = 0.33  # of one that bears on the question at all

_SAME_SUBJECT = 1.05  # names shared plus cosine: a passage that names others must be very near in meaning
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_WORDED = 2  # sentences that hold most of the question's words, and are compared whatever else speaks for others
_EMBEDDED = 12  # sentences whose meaning is compared: the dearest part of an answer without a model
# What a word counts that only the title or the sentence before holds; for a reason, that only the passage holds.
_OF_SURROUNDINGS, _OF_REASONS_SURROUNDINGS = 0.5, 0.8


@dataclass(frozen=True, eq=False)
class Evidence:
    """A sentence, or two where one leans on the one before, at ``article.body[span.start:span.end]``.

    ``coverage`` is the share of the question's word weight that its words hold, with half weight for words that only
    its title or neighbour hold; ``cosine`` compares meanings; ``score`` is the mean of both. ``holds_value``: it states
    the kind of thing asked for. ``named`` is the share of the question's names that its passage names too. ``promise``
    tells which of several is likelier to answer (``promise.py``).
    """

    candidate: Candidate
    span: Span
    text: str
    coverage: float
    cosine: float
    holds_value: bool
    named: float
    vector: Vectors
    promise: float = 0.0

    @property
    def score(self) -> float:
        """Mean of coverage and cosine, in [0, 1]."""
        return 0.5 * self.coverage + 0.5 * max(0.0, self.cosine)


def evidence_score(retrieved: Retrieved, evidence: Sequence[Evidence]) -> float:
    """How well the archive bears on the question, in (0, 1).

    A logistic regression on ``evidence_features``, fitted by ``bench/evidence.py``.
    """
    share, number, sentence, ahead = evidence_features(retrieved, evidence)
    log_odds = _OF_SHARE * share + _OF_NUMBER * number + _OF_SENTENCE * sentence + _OF_AHEAD * ahead + _OF_NOTHING
    log_odds += _OF_SIZE * math.log(max(1, retrieved.passages) / LEARNED_AT)
    return 1 / (1 + math.exp(-log_odds))


def evidence_features(retrieved: Retrieved, evidence: Sequence[Evidence]) -> tuple[float, float, float, float]:
    """What tells that an archive bears on a question; it looks at words and meaning, never at dates.

    The best passage by the share of the question's word weight that it holds, times its cosine; the best by how many
    of the question's words it holds, times its cosine, so that half of a long question tells more than half of a short
    one; the best cosine of a sentence; and how far the nearest article is ahead of the next: what merely sounds alike
    is as near in several.
    """
    weights = {stem: weight for stem, weight in retrieved.weights.items() if not _YEAR.fullmatch(stem)}
    words = _Words(weights)
    share = number = 0.0
    nearest: dict[str, float] = {}
    for candidate in retrieved.candidates if weights else ():
        around, cosine = (_heading(candidate), candidate.text), max(0.0, candidate.cosine)
        share, number = max(share, cosine * words.share(*around)), max(number, cosine * len(words.held(*around)))
        nearest[candidate.article.id] = max(cosine, nearest.get(candidate.article.id, 0.0))
    first, second, *_ = [*sorted(nearest.values(), reverse=True), 0.0, 0.0]
    ahead = first - second if len(nearest) > 1 else 0.0
    return share, number, max((sentence.cosine for sentence in evidence), default=0.0), ahead


def gather(retrieved: Retrieved, embed: Callable[[Sequence[str]], Vectors]) -> tuple[Evidence, ...]:
    """The sentences of the candidates, best first; the meaning of the most promising is compared, the others' not."""
    words = _Words(retrieved.weights)
    found = _ranked(retrieved, [e for c in retrieved.candidates for e in _sentences(c, retrieved, words)])
    promising = _promising(found)
    vectors = embed([evidence.text for evidence, _ in promising])
    compared = []
    for (evidence, standing), vector in zip(promising, vectors, strict=True):
        cosine = float(vector @ retrieved.vector)
        compared.append(replace(evidence, cosine=cosine, vector=vector, promise=promise(cosine, standing)))
    return tuple(sorted(compared, key=_order))


def coverage(retrieved: Retrieved, text: str) -> float:
    """Share of the question's word weight that a text holds, in [0, 1]."""
    return _Words(retrieved.weights).share(text)


class _Words:
    """The question's words, looked for in many texts: each text is read once, each word compared with them once."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._total = sum(weights.values())
        self._same: dict[str, frozenset[str]] = {}
        self._held: dict[str, frozenset[str]] = {}

    def held(self, *texts: str) -> frozenset[str]:
        """Those that some texts hold."""
        return frozenset[str]().union(*(self._read(text) for text in texts))

    def share(self, *texts: str) -> float:
        """Their share of the weight of all."""
        return sum(sorted(self._weights[word] for word in self.held(*texts))) / self._total if self._total else 0.0

    def _read(self, text: str) -> frozenset[str]:
        if text not in self._held:
            self._held[text] = frozenset[str]().union(*map(self._akin, content_stems(text)))
        return self._held[text]

    def _akin(self, stem: str) -> frozenset[str]:
        if stem not in self._same:
            alone, begin = frozenset({stem}), stem[:4]  # words that begin otherwise are never akin
            self._same[stem] = frozenset(w for w in self._weights if w[:4] == begin and stem_in(w, alone))
        return self._same[stem]


def _order(evidence: Evidence) -> tuple[float, str, int]:
    return -evidence.promise, evidence.candidate.article.id, evidence.span.start


def _ranked(retrieved: Retrieved, found: Sequence[Evidence]) -> list[tuple[Evidence, Standing]]:
    """The sentences with what speaks for them, in the order of their promise, each as near as its passage."""
    asked = frozenset(content_stems(retrieved.asked.text))
    places = {article: place for place, article in enumerate(dict.fromkeys(e.candidate.article.id for e in found), 1)}
    told = [
        (
            e.candidate.article.id,
            frozenset(name for name in names(e.text) if not stem_in(name, asked)),
            max(0.0, e.candidate.cosine) ** 2 * e.coverage,
        )
        for e in found
    ]
    ranked = []
    for e, often in zip(found, shared(told), strict=True):
        place = 1 / places[e.candidate.article.id]
        standing = Standing(e.coverage, place, lead(e.span.start), float(e.holds_value), often)
        ranked.append((replace(e, promise=promise(e.candidate.cosine, standing)), standing))
    return sorted(ranked, key=lambda pair: _order(pair[0]))


def _promising(ranked: Sequence[tuple[Evidence, Standing]]) -> list[tuple[Evidence, Standing]]:
    """Those that hold most of the question's words, the best of each article, then the best of the others.

    What states the kind of thing asked for comes first; a text that stands in several passages comes once.
    """
    once = list({pair[0].text: pair for pair in reversed(ranked)}.values())[::-1]
    stated = sorted(once, key=lambda pair: not pair[0].holds_value)
    worded = sorted(stated, key=lambda pair: (not pair[0].holds_value, -pair[0].coverage))[:_WORDED]
    best = {pair[0].candidate.article.id: pair for pair in reversed(stated)}
    taken = {pair[0].text: pair for pair in [*worded, *(pair for pair in stated if pair in best.values()), *stated]}
    return list(taken.values())[:_EMBEDDED]


def _sentences(candidate: Candidate, retrieved: Retrieved, words: _Words) -> Iterator[Evidence]:
    spans, body, asked = candidate.sentences(), candidate.article.body, retrieved.asked
    heading = _heading(candidate)
    around = f"{heading}\n{candidate.text}"
    named = share_of_names(asked, around)
    # a reason need not say again what it is the reason of
    in_passage = words.share(heading, candidate.text) if asked.kind == "why" else None
    part = _OF_SURROUNDINGS if in_passage is None else _OF_REASONS_SURROUNDINGS
    for index in range(len(spans)):
        span = with_neighbour(body, spans, index, asked.sort)
        text = body[span.start : span.end]
        before = body[spans[index - 1].start : spans[index - 1].end] if index else ""
        own = words.share(text)
        near = words.share(heading, before, text) if in_passage is None else in_passage
        yield Evidence(
            candidate=candidate,
            span=span,
            text=text,
            coverage=own + part * (near - own),
            cosine=candidate.cosine,
            holds_value=holds_value(asked, text, around),
            named=named,
            vector=retrieved.vector,
        )


def _heading(candidate: Candidate) -> str:
    return f"{candidate.article.title or ''} {candidate.article.publisher or ''}"


def enough(retrieved: Retrieved, evidence: Sequence[Evidence]) -> bool:
    """Whether the archive holds enough to answer: a passage on the subject, and a sentence with the thing asked for."""
    return evidence_score(retrieved, evidence) >= EVIDENCE_FLOOR and bears(evidence)


def bears(evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence states the kind of thing asked for, and bears on the question and its subject at all."""
    return any(e.score >= _BEARS and e.named + e.cosine >= _SAME_SUBJECT for e in stating(evidence))


def stating(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that state the kind of thing asked for, best first."""
    return tuple(e for e in evidence if e.holds_value)


def answering(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Those of ``stating`` that bear on the question well enough to be held against each other."""
    return tuple(e for e in stating(evidence) if e.score >= SENTENCE_FLOOR and e.named + e.cosine >= _SAME_SUBJECT)
