"""Which passages may answer a question: by meaning and by words, ranks fused, weighed by date, copies collapsed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from corpus.article import Article, Passage, Span
from corpus.catalog import UNDATED, Catalog, Selection
from corpus.embedder import Vectors
from corpus.library import Filters
from corpus.sentences import sentence_spans
from corpus.snapshots import Snapshot
from corpus.terms import indexed_stems
from service.answering.answer import Hit
from service.answering.encoders.rerank import Reranker
from service.answering.question.asked import Asked, understand
from service.answering.question.timeframe import Timeframe, timeframe
from service.answering.ranking.date_weight import date_weight, narrowed, timeless, within
from service.answering.ranking.diversity import completed, distinct, several_outlets
from service.answering.ranking.fusion import best_first, fused

_CANDIDATES = 100  # of each ranking
_MOST_CANDIDATES = 1_600  # where those are of too few articles: one long article may take all places
_OF_THEN = 0.3  # what a ranking of the time asked for weighs, beside one of all times: docs/decisions/0021
_PASSAGES_PER_ARTICLE = 3
_RERANKED = 40  # articles
_UNSEEN = 1.5  # times the mean weight of the words that the archive does use


@dataclass(frozen=True)
class Stages:
    """What retrieval does. Each stage can be left out, to measure what it is worth (``bench/retrieval.py``)."""

    meaning: bool = True
    words: bool = True
    whole_articles: bool = True
    time: bool = True
    copies: bool = True
    outlets: bool = True
    neighbours: bool = True


@dataclass(frozen=True, eq=False)
class Search:
    """What is searched for: a question and its vector, on what day, in what, and in how many articles."""

    question: str
    vector: Vectors
    as_of: date
    filters: Filters
    limit: int


@dataclass(frozen=True)
class Candidate:
    """A passage that may answer, its article, and how near it came: cosine similarity and score.

    The best passage of an article has the article's score, its others a share of that.
    """

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
        return tuple(Span(start + s.start, start + s.end) for s in _sentences(self.text, self.article.language))

    def hit(self) -> Hit:
        """The same as it goes over the wire."""
        a, p = self.article, self.passage
        return Hit(
            p.id, a.id, p.start, p.end, self.text, round(self.score, 6), a.title, a.publisher, a.published, a.url
        )


@lru_cache(maxsize=2048)
def _sentences(passage: str, language: str | None) -> tuple[Span, ...]:
    return sentence_spans(passage, language)


@dataclass(frozen=True)
class Retrieved:
    """Candidates, best article first, the weight of each word of the question in this archive (IDF), and how many
    passages there were to choose from.
    """

    asked: Asked
    vector: Vectors
    candidates: tuple[Candidate, ...]
    weights: dict[str, float]
    passages: int


@dataclass(frozen=True)
class _Found:
    """What the rankings found: passages with their fused scores, all ordinals of the catalog, and whole articles."""

    passages: dict[int, float]
    articles: dict[int, float]


@dataclass(frozen=True)
class _Placed:
    """A passage of the catalog, its article, and its score."""

    passage: int
    article: Article
    score: float


def retrieve(
    snapshot: Snapshot, search: Search, reranker: Reranker | None = None, stages: Stages = Stages()
) -> Retrieved:
    """The passages of at most ``search.limit`` articles that come nearest to a question, best article first.

    With a reranker this takes as long as that takes to read 40 passages.
    """
    catalog = snapshot.catalog
    asked = understand(search.question)
    frame = timeframe(search.question, search.as_of) if stages.time else None
    found = _find(snapshot, search, frame, stages)
    weights = {a: date_weight(catalog, a, frame, search.as_of) if stages.time else 1.0 for a in found.articles}
    scores = {a: score * weights[a] for a, score in found.articles.items()}
    if stages.copies:
        scores = _one_of_each_story(scores, catalog)
    if reranker is not None:
        scores = {a: s * weights[a] for a, s in _reranked(snapshot, search, scores, found, reranker).items()}
    if stages.outlets:
        scores = several_outlets(scores, catalog.publisher)
    placed = [
        placed
        for article in best_first(scores)[: search.limit]
        for placed in _passages_of(snapshot, search, article, scores[article], found, stages)
    ]
    cosines = snapshot.cosines(np.array([one.passage for one in placed], dtype=np.int32), search.vector)
    candidates = [
        Candidate(catalog.passage(one.passage), one.article, float(cosine), one.score)
        for one, cosine in zip(placed, cosines, strict=True)
    ]
    kept = tuple(distinct(candidates)) if stages.copies else tuple(candidates)
    return Retrieved(asked, search.vector, kept, _weights(snapshot, asked), _searched(catalog, search.filters))


def _searched(catalog: Catalog, filters: Filters) -> int:
    """How many passages the filters leave."""
    selection = catalog.selected(filters)
    return len(catalog.article_of) if selection is None else selection.passages


def _find(snapshot: Snapshot, search: Search, frame: Timeframe | None, stages: Stages) -> _Found:
    """What is found in the time that the question states; that is no filter where nothing dated is from then.

    Of a time that it only suggests, what is from then is ranked by itself as well: among all there is, none of it may
    be among the first hundred.
    """
    first_day, stems = snapshot.catalog.first_day, indexed_stems(timeless(search.question, frame))
    filters = narrowed(search.filters, search.question, frame, search.as_of)
    found = _rank(snapshot, search, stems, filters, stages)
    if filters != search.filters and all(first_day[article] == UNDATED for article in found.articles):
        return _rank(snapshot, search, stems, search.filters, stages)
    then = within(search.filters, frame, search.as_of)
    if then is None:
        return found
    of_then = _rank(snapshot, search, stems, then, stages)
    return _Found(_added(found.passages, of_then.passages), _added(found.articles, of_then.articles))


def _added(scores: Mapping[int, float], of_then: Mapping[int, float]) -> dict[int, float]:
    return {n: scores.get(n, 0.0) + _OF_THEN * of_then.get(n, 0.0) for n in {**scores, **of_then}}


def _rank(snapshot: Snapshot, search: Search, stems: Sequence[str], filters: Filters, stages: Stages) -> _Found:
    """What the rankings find; more candidates are taken where they are of fewer articles than are asked for."""
    catalog = snapshot.catalog
    selection = catalog.selected(filters)
    there = len(catalog.article_ids) if selection is None else int(np.count_nonzero(selection.articles))
    candidates = _CANDIDATES
    found = _ranked(snapshot, search.vector, stems, selection, candidates, stages)
    while len(found.articles) < min(search.limit, there) and candidates < _MOST_CANDIDATES:
        candidates *= 4
        found = _ranked(snapshot, search.vector, stems, selection, candidates, stages)
    return found


def _ranked(
    snapshot: Snapshot,
    vector: Vectors,
    stems: Sequence[str],
    selection: Selection | None,
    candidates: int,
    stages: Stages,
) -> _Found:
    """Three rankings, fused twice: passages, and articles by their best passages and by their whole text."""
    catalog, words = snapshot.catalog, snapshot.words
    near = snapshot.nearest(vector, candidates, selection) if stages.meaning else []
    worded = words.best(stems, candidates, selection) if stages.words else []
    told = words.best_articles(stems, candidates, selection) if stages.whole_articles else []
    passages = [catalog.passages([passage_id for passage_id, _ in ranking]) for ranking in (near, worded)]
    articles = [catalog.article_of[ordinals] for ordinals in passages]
    articles.append(catalog.articles([article_id for article_id, _ in told]))
    return _Found(fused(p.tolist() for p in passages), fused(a.tolist() for a in articles))


def _one_of_each_story(scores: Mapping[int, float], catalog: Catalog) -> dict[int, float]:
    """Copies of one text are one story, and the best placed of them stands for it."""
    best: dict[int, int] = {}
    for article in best_first(scores):
        best.setdefault(int(catalog.original[article]), article)
    return {article: scores[article] for article in best.values()}


def _passages_of(
    snapshot: Snapshot, search: Search, number: int, score: float, found: _Found, stages: Stages
) -> Iterator[_Placed]:
    """An article's best passages, best first; where only its whole text was found, those nearest in meaning."""
    catalog = snapshot.catalog
    own = range(int(catalog.first_passage[number]), int(catalog.first_passage[number + 1]))
    scores = {p: found.passages[p] for p in own if p in found.passages}
    if not scores:
        near = snapshot.vectors.similarities(np.array(own, dtype=np.int32), search.vector)
        scores = dict(zip(own, near.tolist(), strict=True))
    best = best_first(scores)[:_PASSAGES_PER_ARTICLE]
    article = snapshot.library.article(catalog.article_id(number))
    assert article is not None
    if stages.neighbours:
        best = completed(best, own, article, catalog, _PASSAGES_PER_ARTICLE)
    top, least = max(scores.values()), min(scores.values())
    shares = [max(0.0, scores.get(p, least)) / top if top > 0 else 1.0 for p in best]
    for place, p in enumerate(best):  # a neighbour stands before what is better, and scores no less
        yield _Placed(p, article, score * max(shares[place:]))


def _reranked(
    snapshot: Snapshot, search: Search, scores: Mapping[int, float], found: _Found, reranker: Reranker
) -> dict[int, float]:
    """The best articles in the order in which a cross-encoder puts their best passages, then those it does not read."""
    ranked = best_first(scores)
    best, unread = ranked[:_RERANKED], ranked[_RERANKED:]
    placed = [next(_passages_of(snapshot, search, a, 1.0, found, Stages(neighbours=False))) for a in best]
    fits = reranker.scores(search.question, [_text(snapshot.catalog, one) for one in placed])
    order = sorted(range(len(best)), key=lambda place: -fits[place])
    return fused([[best[place] for place in order] + unread])


def _text(catalog: Catalog, placed: _Placed) -> str:
    passage = catalog.passage(placed.passage)
    return f"{placed.article.title or ''}\n{placed.article.body[passage.start : passage.end]}"


def _weights(snapshot: Snapshot, asked: Asked) -> dict[str, float]:
    """IDF. What a common word says that the archive never uses may be said there otherwise: its weight is bounded."""
    total = len(snapshot.catalog.article_of)
    found = {stem: snapshot.words.passages_with(stem) for stem in asked.stems}
    weights = {stem: math.log((total + 1) / (count + 0.5)) for stem, count in found.items()}
    named = frozenset[str]().union(*asked.names)
    known = [weights[stem] for stem, count in found.items() if count]
    if not known:
        return weights
    most = _UNSEEN * sum(known) / len(known)
    return {s: w if found[s] or s in named else min(w, most) for s, w in weights.items()}
