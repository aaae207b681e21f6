"""What lists of passages and of articles hold, in the shape in which it goes over the wire."""

from dataclasses import dataclass

from corpus.article import Date


@dataclass(frozen=True)
class Hit:
    """A passage that was found, with its score (higher is nearer) and what a reader needs to know of its article."""

    passage_id: str
    article_id: str
    start: int
    end: int
    text: str
    score: float
    title: str | None
    publisher: str | None
    published: Date
    url: str | None


@dataclass(frozen=True)
class SearchResult:
    """The hits of ``POST /search``, best first, and the snapshot they lie in."""

    snapshot: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class ArticleSummary:
    """An article without its body, as lists show it."""

    id: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...] | None
    published: Date
    updated: Date
    url: str | None
    language: str | None


@dataclass(frozen=True)
class ArticlePage:
    """One page of the list of articles; ``total`` counts all."""

    total: int
    articles: tuple[ArticleSummary, ...]


@dataclass(frozen=True)
class SnapshotState:
    """What is being served; ``newest`` is the latest known date of publication."""

    snapshot: str
    articles: int
    newest: str | None
    passages: int
