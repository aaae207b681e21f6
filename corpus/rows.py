"""Rows of the library's tables as what they stand for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.article import Article, Date, Passage, Precision, Provenance
from corpus.embedder import Vectors

ARTICLE = (
    "id, body, title, publisher, authors, published, published_precision, published_provenance,"
    " updated, updated_precision, updated_provenance, url, language"
)


@dataclass(frozen=True)
class IndexedArticle:
    """What the index of words is told of an article: its words, its passages, and what filters ask of it.

    The days are those that the date of publication spans, as ISO text.
    """

    id: str
    body: str
    passages: tuple[Passage, ...]
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    first_day: str | None = None
    last_day: str | None = None


def article_of(row: Sequence[object]) -> Article:
    """An article of the columns ``ARTICLE``."""
    text = [None if value is None else str(value) for value in row]
    (identity, body, title, publisher, authors), dates, (url, language) = text[:5], text[5:11], text[11:]
    return Article(
        id=str(identity),
        body=str(body),
        title=title,
        publisher=publisher,
        authors=None if authors is None else tuple(json.loads(authors)),
        published=_date(dates[:3]),
        updated=_date(dates[3:]),
        url=url,
        language=language,
    )


def _date(parts: Sequence[str | None]) -> Date:
    value, precision, provenance = parts
    return Date(value, _as_precision(precision), as_provenance(provenance))


def _as_precision(text: str | None) -> Precision:
    match text:
        case "day" | "month" | "year":
            return text
        case _:
            return "unknown"


def as_provenance(text: str | None) -> Provenance:
    """A provenance as it was written down; ``none`` for anything else."""
    match text:
        case "given" | "metadata" | "text" | "url":
            return text
        case _:
            return "none"


def matrix_of(rows: Sequence[Sequence[object]]) -> tuple[list[str], Vectors]:
    """Ids and vectors, row by row, of rows of the two."""
    if not rows:
        return [], np.zeros((0, 0), dtype=np.float32)
    blobs = b"".join(row[1] for row in rows if isinstance(row[1], bytes))
    return [str(row[0]) for row in rows], np.frombuffer(blobs, dtype=np.float32).reshape(len(rows), -1)
