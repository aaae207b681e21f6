"""The truth: articles, passages and vectors in one SQLite file. Chroma and Tantivy are only indexes on it."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.article import Article, Date, Passage, Precision, Provenance
from corpus.dates import first_day, last_day
from corpus.embedder import Vectors
from corpus.errors import SnapshotDamaged

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, body TEXT NOT NULL,
    title TEXT, publisher TEXT, authors TEXT,
    published TEXT, published_precision TEXT NOT NULL, published_provenance TEXT NOT NULL,
    updated TEXT, updated_precision TEXT NOT NULL, updated_provenance TEXT NOT NULL,
    url TEXT, language TEXT,
    first_day TEXT, last_day TEXT,  -- the days that an imprecise date of publication spans
    removed TEXT NOT NULL,          -- what cleaning took out, as JSON
    original TEXT NOT NULL          -- the article that this one is a copy of; its own id where it is none
);
CREATE TABLE passages (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles (id), start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_of_article ON passages (article_id, start);
CREATE TABLE tombstones (article_id TEXT PRIMARY KEY);
"""
_ARTICLE = (
    "id, body, title, publisher, authors, published, published_precision, published_provenance,"
    " updated, updated_precision, updated_provenance, url, language"
)
_SUMMARY = _ARTICLE.replace("body", "'' AS body")


@dataclass(frozen=True)
class Filters:
    """What a search may draw on. Bounds are inclusive ISO days; ``None`` is no bound.

    An imprecise date matches if its interval overlaps the bounds; undated articles do not match any bound.
    """

    published_after: str | None = None
    published_before: str | None = None
    publishers: tuple[str, ...] | None = None
    article_ids: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None


class Library:
    """A library opened for reading; it never changes. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        try:
            # immutable: no lock, no journal, nothing written beside the file
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise SnapshotDamaged(f"the library {path} cannot be opened ({error})") from error
        self._lock = threading.Lock()

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        try:
            with self._lock:
                return self._database.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise SnapshotDamaged(f"the library cannot be read ({error}): roll back, or ingest again") from error

    def article(self, article_id: str) -> Article | None:
        """The article of that id, whole."""
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,))
        return _article(rows[0]) if rows else None

    def summaries(self, offset: int, limit: int) -> tuple[Article, ...]:
        """A page of articles by id, their bodies left empty."""
        rows = self._rows(f"SELECT {_SUMMARY} FROM articles ORDER BY id LIMIT ? OFFSET ?", (limit, offset))
        return tuple(_article(row) for row in rows)

    def removed_parts(self, article_id: str) -> tuple[str, ...]:
        """What cleaning took out of an article, in order."""
        rows = self._rows("SELECT removed FROM articles WHERE id = ?", (article_id,))
        return tuple(json.loads(str(rows[0][0]))) if rows else ()

    def versions(self) -> dict[str, str]:
        """Every article's id and version."""
        return {str(a): str(v) for a, v in self._rows("SELECT id, version FROM articles")}

    def originals(self) -> dict[str, str]:
        """For each article that is a copy, the id of the one that it copies."""
        return {str(a): str(o) for a, o in self._rows("SELECT id, original FROM articles WHERE original <> id")}

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages."""
        ((articles, passages),) = self._rows("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)")
        return int(str(articles)), int(str(passages))

    def newest(self) -> str | None:
        """The latest known date of publication, in its own precision."""
        rows = self._rows("SELECT published FROM articles WHERE published IS NOT NULL ORDER BY last_day DESC LIMIT 1")
        return str(rows[0][0]) if rows else None

    def tombstones(self) -> frozenset[str]:
        """Ids of articles that were retracted and must not come back."""
        return frozenset(str(row[0]) for row in self._rows("SELECT article_id FROM tombstones"))

    def passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of those ids, by id; unknown ids are left out."""
        query = 'SELECT id, article_id, start, "end" FROM passages WHERE id IN (SELECT value FROM json_each(?))'
        rows = self._rows(query, (json.dumps(list(passage_ids)),))
        return {str(row[0]): Passage(str(row[0]), str(row[1]), int(str(row[2])), int(str(row[3]))) for row in rows}

    def sample_vectors(self, limit: int) -> tuple[list[str], Vectors]:
        """Some passages and their vectors, spread over the library: what an index must be able to find again."""
        return _matrix(self._rows("SELECT id, vector FROM passages ORDER BY id LIMIT ?", (limit,)))  # ids are hashes

    def vectors(self, article_ids: Iterable[str] | None = None) -> tuple[list[str], Vectors]:
        """Passage ids and their vectors, of all articles or of some."""
        if article_ids is None:
            return _matrix(self._rows("SELECT id, vector FROM passages ORDER BY rowid"))
        chosen = json.dumps(list(article_ids))
        return _matrix(
            self._rows(
                "SELECT id, vector FROM passages WHERE article_id IN (SELECT value FROM json_each(?))", (chosen,)
            )
        )

    def vectors_of(self, passage_ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """The vectors of some passages, as ``vectors`` gives them."""
        chosen = json.dumps(list(passage_ids))
        return _matrix(
            self._rows("SELECT id, vector FROM passages WHERE id IN (SELECT value FROM json_each(?))", (chosen,))
        )

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        """Each passage's id, its article's title and its text, in the order in which they were put."""
        query = 'SELECT p.id, a.title, a.body, p.start, p."end" FROM passages p JOIN articles a ON a.id = p.article_id'
        with closing(self._database.execute(query + " ORDER BY p.rowid")) as cursor:
            for passage_id, title, body, start, end in cursor:
                yield passage_id, title or "", body[start:end]

    def matching(self, filters: Filters) -> frozenset[str] | None:
        """Ids of the articles that filters allow; ``None`` where they allow all."""
        clauses: list[str] = []
        values: list[object] = []
        if filters.published_after is not None:
            clauses.append("last_day >= ?")
            values.append(first_day(filters.published_after).isoformat())
        if filters.published_before is not None:
            clauses.append("first_day <= ?")
            values.append(last_day(filters.published_before).isoformat())
        named = (
            ("id", filters.article_ids),
            ("publisher COLLATE NOCASE", filters.publishers),
            ("language COLLATE NOCASE", filters.languages),
        )
        for column, wanted in named:
            if wanted is not None:
                clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(wanted)))
        if not clauses:
            return None
        return frozenset(
            str(r[0]) for r in self._rows(f"SELECT id FROM articles WHERE {' AND '.join(clauses)}", values)
        )


class LibraryWriter:
    """A library being built, in a staging folder, by one process."""

    def __init__(self, path: Path, parent: Path | None) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")  # staging is thrown away after a crash
        self._database.execute("PRAGMA synchronous=OFF")  # publishing syncs the finished file
        if parent is None:
            self._database.executescript(_SCHEMA)
        else:
            with closing(sqlite3.connect(f"{parent.absolute().as_uri()}?immutable=1", uri=True)) as source:
                source.backup(self._database)
        self._database.execute("BEGIN")

    def put(self, article: Article, passages: Sequence[Passage], vectors: Vectors, removed: Sequence[str] = ()) -> None:
        """Add an article with its passages and their vectors, or replace the one of the same id."""
        self.delete(article.id)
        published, updated = article.published, article.updated
        day = published.value
        days = (None, None) if day is None else (first_day(day).isoformat(), last_day(day).isoformat())
        self._database.execute(
            f"INSERT INTO articles VALUES ({','.join('?' * 18)})",
            (
                *(article.id, article.version, article.body, article.title, article.publisher),
                None if article.authors is None else json.dumps(article.authors, ensure_ascii=False),
                *(published.value, published.precision, published.provenance),
                *(updated.value, updated.precision, updated.provenance),
                *(article.url, article.language, *days),
                *(json.dumps(list(removed), ensure_ascii=False), article.id),
            ),
        )
        self._database.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
            [(p.id, p.article_id, p.start, p.end, v.tobytes()) for p, v in zip(passages, vectors, strict=True)],
        )

    def delete(self, article_id: str) -> None:
        """Take an article and its passages out."""
        self._database.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        self._database.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def bury(self, article_ids: Iterable[str]) -> None:
        """Take articles out and leave tombstones, so that neither ingest nor rollback brings them back."""
        for article_id in article_ids:
            self.delete(article_id)
            self._database.execute("INSERT OR IGNORE INTO tombstones VALUES (?)", (article_id,))

    def set_originals(self, originals: dict[str, str]) -> None:
        """Say of which article each copy is one; all others are their own originals."""
        self._database.execute("UPDATE articles SET original = id")
        self._database.executemany(
            "UPDATE articles SET original = ? WHERE id = ?", [(o, a) for a, o in originals.items()]
        )

    def bodies(self) -> Iterator[tuple[str, str, str | None]]:
        """Each article's id, body and first possible day of publication."""
        yield from self._database.execute("SELECT id, body, first_day FROM articles ORDER BY id")

    def close(self) -> None:
        """Finish the file: deleted text is gone from its bytes as well."""
        self._database.execute("COMMIT")
        self._database.execute("VACUUM")
        self._database.close()


def _article(row: Sequence[object]) -> Article:
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
    return Date(value, _as_precision(precision), _as_provenance(provenance))


def _as_precision(text: str | None) -> Precision:
    match text:
        case "day" | "month" | "year":
            return text
        case _:
            return "unknown"


def _as_provenance(text: str | None) -> Provenance:
    match text:
        case "given" | "metadata" | "text" | "url":
            return text
        case _:
            return "none"


def _matrix(rows: Sequence[Sequence[object]]) -> tuple[list[str], Vectors]:
    if not rows:
        return [], np.zeros((0, 0), dtype=np.float32)
    blobs = b"".join(row[1] for row in rows if isinstance(row[1], bytes))
    return [str(row[0]) for row in rows], np.frombuffer(blobs, dtype=np.float32).reshape(len(rows), -1)
