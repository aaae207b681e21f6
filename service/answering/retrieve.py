"""Which passages may answer a question: by meaning and by words, ranks fused, weighed by date, copies collapsed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from corpus.article import Article, Passage, Span
from corpus.dates import first_day, last_day
from corpus.embedder import Embedder, Vectors
from corpus.library import Filters
from corpus.sentences import sentence_spans
from corpus.snapshots import Snapshot
from service.answering.answer import Hit
from service.answering.asked import Asked, understand

_CANDIDATES = 80
_RANK_CONSTANT = 20  # reciprocal rank fusion (Cormack et al. 2009), k as measured best on news questions
_PASSAGES_PER_ARTICLE = 3
_RECENT_DAYS = 10
_OLDER_WEIGHT = 0.6  # of an article from before those days, where the question asks for what is new
_UNSEEN = 1.5  # times the mean weight of the words that the archive does use
_LATER_WEIGHT = 0.3  # of an article from after the day on which the question is asked


@dataclass(frozen=True)
class Candidate:
    """A passage that may answer, its article, and how near it came: cosine similarity and fused score."""

    passage: Passage
    article: Article
    cosine: float
    score: float

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.article.body[self.passage.start : self.passage.end]

    def sentences(self) -> tuple[Span, ...]:
        """Its sentences, as spans of the article's body."""
        start = self.passage.start
        return tuple(Span(start + s.start, start + s.end) for s in sentence_spans(self.text, self.article.language))

    def hit(self) -> Hit:
        """The same as it goes over the wire."""
        a, p = self.article, self.passage
        return Hit(
            p.id, a.id, p.start, p.end, self.text, round(self.score, 6), a.title, a.publisher, a.published, a.url
        )


@dataclass(frozen=True)
class Retrieved:
    """Candidates, best first, and the weight of each word of the question in this archive (IDF)."""

    asked: Asked
    vector: Vectors
    candidates: tuple[Candidate, ...]
    weights: dict[str, float]


def retrieve(
    snapshot: Snapshot, embedder: Embedder, question: str, *, as_of: date, filters: Filters, limit: int
) -> Retrieved:
    """The passages of at most ``limit`` articles that come nearest to a question, best article first."""
    asked = understand(question)
    vector = embedder.embed([question])[0]
    allowed = snapshot.library.matching(filters)
    dense = _dense(snapshot, vector, allowed)
    lexical = snapshot.words.best(asked.stems, _CANDIDATES if allowed is None else len(snapshot.words))
    weights = _weights(snapshot, asked)
    candidates = _candidates(snapshot, vector, dense, lexical, allowed)
    ranked = _by_article(candidates, snapshot.library.originals(), as_of, recent=asked.recent)
    chosen = [candidate for group in ranked[:limit] for candidate in group[:_PASSAGES_PER_ARTICLE]]
    return Retrieved(asked, vector, tuple(chosen), weights)


def _dense(snapshot: Snapshot, vector: Vectors, allowed: frozenset[str] | None) -> list[tuple[str, float]]:
    """By meaning: from the index, or, under a filter, by an exact scan of what the filter leaves."""
    if allowed is None:
        return snapshot.vectors.nearest(vector, _CANDIDATES)
    ids, matrix = snapshot.library.vectors(allowed)
    if not ids:
        return []
    similarities = matrix @ vector
    order = np.argsort(-similarities, kind="stable")[:_CANDIDATES]
    return [(ids[i], float(similarities[i])) for i in order]


def _candidates(
    snapshot: Snapshot,
    vector: Vectors,
    dense: Sequence[tuple[str, float]],
    lexical: Sequence[tuple[str, float]],
    allowed: frozenset[str] | None,
) -> list[Candidate]:
    fused: dict[str, float] = {}
    passages = snapshot.library.passages([p for p, _ in dense] + [p for p, _ in lexical])
    for ranking in (dense, lexical):
        kept = [p for p, _ in ranking if allowed is None or passages[p].article_id in allowed][:_CANDIDATES]
        for rank, passage_id in enumerate(kept):
            fused[passage_id] = fused.get(passage_id, 0.0) + 1.0 / (_RANK_CONSTANT + rank + 1)
    cosines = dict(dense)
    unseen = [p for p in fused if p not in cosines]
    ids, matrix = snapshot.library.vectors_of(unseen)
    cosines |= dict(zip(ids, (matrix @ vector).tolist() if ids else (), strict=True))
    articles: dict[str, Article] = {}
    for passage_id in fused:
        identity = passages[passage_id].article_id
        if identity not in articles:
            article = snapshot.library.article(identity)
            assert article is not None
            articles[identity] = article
    return [Candidate(passages[p], articles[passages[p].article_id], cosines[p], score) for p, score in fused.items()]


def _by_article(
    candidates: Iterable[Candidate], originals: dict[str, str], as_of: date, *, recent: bool
) -> list[list[Candidate]]:
    """Candidates grouped by story, best story first: copies of one text are one, and the best of them speaks."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        identity = candidate.article.id
        groups.setdefault(originals.get(identity, identity), []).append(candidate)
    stories = []
    for story in groups.values():
        story.sort(key=lambda c: (-c.score, c.passage.id))
        speaker = story[0].article
        weight = _date_weight(speaker.published.value, as_of, recent=recent)
        stories.append([replace(c, score=c.score * weight) for c in story if c.article.id == speaker.id])
    return sorted(stories, key=lambda s: (-s[0].score - 0.25 * sum(c.score for c in s[1:3]), s[0].article.id))


def _date_weight(published: str | None, as_of: date, *, recent: bool) -> float:
    if published is None:
        return 1.0
    if first_day(published) > as_of:
        return _LATER_WEIGHT
    return _OLDER_WEIGHT if recent and (as_of - last_day(published)).days > _RECENT_DAYS else 1.0


def _weights(snapshot: Snapshot, asked: Asked) -> dict[str, float]:
    """IDF. What a common word says that the archive never uses may be said there otherwise: its weight is bounded."""
    total = len(snapshot.words)
    found = {stem: snapshot.words.passages_with(stem) for stem in asked.stems}
    weights = {stem: math.log((total + 1) / (count + 0.5)) for stem, count in found.items()}
    named = frozenset[str]().union(*asked.names)
    known = [weights[stem] for stem, count in found.items() if count]
    if not known:
        return weights
    most = _UNSEEN * sum(known) / len(known)
    return {s: w if found[s] or s in named else min(w, most) for s, w in weights.items()}
