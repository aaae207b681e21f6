"""The truth: articles, passages and vectors in one SQLite file. Chroma and Tantivy are only indexes on it."""

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.article import NO_DETAILS, Article, Details, Passage, Removed
from corpus.embedder import Vectors
from corpus.errors import SnapshotDamaged
from corpus.folder import DataFolder
from corpus.manifest import TRUTH
from corpus.rows import ARTICLE, IndexedArticle, article_of, as_provenance, matrix_of

_ADVICE = "run `dateline snapshots rollback`, or restore a backup"
_SUMMARY = ARTICLE.replace("body", "'' AS body")


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
    undated: bool = False  # whether undated articles match the bounds all the same


class Library:
    """A library opened for reading; it never changes. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise SnapshotDamaged(f"the library {path} cannot be opened ({error.strerror}): {_ADVICE}") from error
        self._state = _state(self._file.fileno())
        try:
            self._database = connect_to_read(path)
        except sqlite3.Error as error:
            self._file.close()
            raise SnapshotDamaged(f"the library {path} cannot be opened ({error}): {_ADVICE}") from error
        self._lock = threading.Lock()

    def close(self) -> None:
        """Give the file back."""
        self._database.close()
        self._file.close()

    def is_unaltered(self, digest: str) -> bool:
        """Whether the file that is open still has that SHA-256.

        It is read again only where its times or its size tell that somebody touched it.
        """
        state = _state(self._file.fileno())
        if state == self._state:
            return True
        self._file.seek(0)
        unaltered = hashlib.file_digest(self._file, "sha256").hexdigest() == digest
        if unaltered:
            self._state = state
        return unaltered

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        try:
            with self._lock:
                return self._database.execute(query, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the words of its error may be no text
            raise SnapshotDamaged(f"the library cannot be read ({error}): {_ADVICE}") from error

    def article(self, article_id: str) -> Article | None:
        """The article of that id, whole.

        Raises:
            SnapshotDamaged: its text is not the one that was stored.
        """
        rows = self._rows(f"SELECT {ARTICLE}, version FROM articles WHERE id = ?", (article_id,))
        if not rows:
            return None
        article = article_of(rows[0][:-1])
        if article.version != rows[0][-1]:
            raise SnapshotDamaged(f"the text of article {article_id!r} was altered on the disk: {_ADVICE}")
        return article

    def summaries(self, offset: int, limit: int) -> tuple[Article, ...]:
        """A page of articles by id, their bodies left empty."""
        rows = self._rows(f"SELECT {_SUMMARY} FROM articles ORDER BY id LIMIT ? OFFSET ?", (limit, offset))
        return tuple(article_of(row) for row in rows)

    def details(self, article_id: str) -> Details:
        """What is kept beside an article; nothing for one that is not there."""
        provenance = "provenance" if self._format() >= 3 else "'{}'"
        rows = self._rows(f"SELECT {provenance}, removed FROM articles WHERE id = ?", (article_id,))
        if not rows:
            return NO_DETAILS
        provenance, removed = (json.loads(str(value)) for value in rows[0])
        return Details(
            {str(name): as_provenance(told) for name, told in provenance.items()},
            tuple(Removed(*part) if isinstance(part, list) else Removed("unnamed", part) for part in removed),
        )

    def versions(self) -> dict[str, str]:
        """Every article's id and version."""
        return {str(a): str(v) for a, v in self._rows("SELECT id, version FROM articles")}

    def originals(self) -> dict[str, str]:
        """For each article that is a copy, the id of the one that it copies."""
        return {str(a): str(o) for a, o in self._rows("SELECT id, original FROM articles WHERE original <> id")}

    def orders(self) -> dict[str, frozenset[str]]:
        """In which orders, ``month-first`` or ``day-first``, each source is known to write its dates."""
        orders: dict[str, frozenset[str]] = {}
        for source, order in self._rows("SELECT source, written FROM orders") if self._format() >= 3 else ():
            orders[str(source)] = orders.get(str(source), frozenset()) | {str(order)}
        return orders

    def precisions(self, article_ids: Iterable[str]) -> list[str]:
        """How precise the dates of publication of some articles are."""
        query = "SELECT published_precision FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        return [str(row[0]) for row in self._rows(query, (json.dumps(list(article_ids)),))]

    def drafts(self) -> dict[str, str]:
        """The digests of what articles were made of, by the ids of the articles."""
        known = self._rows("SELECT article_id, digest FROM drafts") if self._format() >= 3 else ()
        return {str(identity): str(digest) for identity, digest in known}

    def _format(self) -> int:
        ((number,),) = self._rows("PRAGMA user_version")
        return int(str(number))

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

    def layers(self) -> dict[str, int]:
        """How many passages stand in each layer of vectors."""
        rows = self._rows("SELECT layer, count(*) FROM passages GROUP BY layer")
        return {str(layer): int(str(count)) for layer, count in rows}

    def layers_of(self, passage_ids: Sequence[str]) -> dict[str, str]:
        """The layer in which each of some passages stands; unknown ids are left out."""
        query = "SELECT id, layer FROM passages WHERE id IN (SELECT value FROM json_each(?))"
        return {str(row[0]): str(row[1]) for row in self._rows(query, (json.dumps(list(passage_ids)),))}

    def sample_vectors(self, layer: str, limit: int) -> tuple[list[str], Vectors]:
        """Some passages of a layer and their vectors: what its index must be able to find again."""
        query = "SELECT id, vector FROM passages WHERE layer = ? ORDER BY id LIMIT ?"  # ids are hashes: any passages
        return matrix_of(self._rows(query, (layer, limit)))

    def vectors_in_turn(self, layer: str) -> Callable[[int], tuple[list[str], Vectors]]:
        """The passages of one layer, as many at a time as are asked for: ids and vectors, in the order of the ids."""
        cursor = self._database.execute("SELECT id, vector FROM passages WHERE layer = ? ORDER BY id", (layer,))
        return lambda count: matrix_of(cursor.fetchmany(count))

    def embedded(self) -> frozenset[str]:
        """The keys in ``embeddings.sqlite`` of all texts that were embedded for this library."""
        return frozenset(str(row[0]) for row in self._rows("SELECT DISTINCT embedded FROM passages"))

    def vectors(self, article_ids: Iterable[str]) -> tuple[list[str], Vectors]:
        """Passage ids and their vectors, of some articles."""
        chosen = json.dumps(list(article_ids))
        return matrix_of(
            self._rows(
                "SELECT id, vector FROM passages WHERE article_id IN (SELECT value FROM json_each(?))", (chosen,)
            )
        )

    def articles_to_index(self, article_ids: Iterable[str] | None = None) -> Iterator[IndexedArticle]:
        """What the index of words is told of all articles or of some; unknown ids are left out."""
        query = "SELECT id, body, title, publisher, language, first_day, last_day FROM articles"
        chosen = () if article_ids is None else (json.dumps(list(article_ids)),)
        if article_ids is not None:
            query += " WHERE id IN (SELECT value FROM json_each(?))"
        passages = 'SELECT id, article_id, start, "end" FROM passages WHERE article_id = ? ORDER BY start'
        with closing(self._database.execute(query + " ORDER BY rowid", chosen)) as cursor:
            for identity, body, *told in cursor:
                of_article = tuple(Passage(*row) for row in self._database.execute(passages, (identity,)))
                yield IndexedArticle(identity, body, of_article, *told)

    def article_facts(self) -> list[tuple[object, ...]]:
        """Id, publisher, first and last day, language and original of each article, by id."""
        return self._rows("SELECT id, publisher, first_day, last_day, language, original FROM articles ORDER BY id")

    def passage_facts(self, count: int) -> Iterator[list[tuple[object, ...]]]:
        """Key, id, article's id, start, end and layer of each passage, so many at a time."""
        query = 'SELECT rowid, id, article_id, start, "end", layer FROM passages ORDER BY rowid'
        with closing(self._database.execute(query)) as cursor:
            while rows := cursor.fetchmany(count):
                yield rows

    def vectors_at(self, keys: Sequence[int]) -> Vectors:
        """The vectors of the passages of some keys, each once, in the order of these.

        Raises:
            SnapshotDamaged: one is not there.
        """
        query = "SELECT rowid, vector FROM passages WHERE rowid IN (SELECT value FROM json_each(?))"
        ids, matrix = matrix_of(self._rows(query, (json.dumps(list(keys)),)))
        place = {int(key): row for row, key in enumerate(ids)}
        if not place.keys() >= set(keys):
            raise SnapshotDamaged(f"the library lacks a vector that its catalog knows: {_ADVICE}")
        return matrix[[place[key] for key in keys]]


@contextmanager
def published_library(data: DataFolder) -> Iterator[Library]:
    """The published library alone, its indexes left closed.

    Raises:
        NoSnapshot: nothing was published yet.
        SnapshotDamaged: it cannot be opened.
    """
    library = Library(data.folder(data.current_id()) / TRUTH)
    try:
        yield library
    finally:
        library.close()


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection to a finished library: no lock, no journal, nothing written beside the file."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)


def connect_to_write(path: Path) -> sqlite3.Connection:
    """A connection to a library that no one else has open, in staging or about to be a backup."""
    return sqlite3.connect(path, isolation_level=None)


def _state(descriptor: int) -> tuple[int, int, int]:
    """What changes when somebody writes into an open file, cuts it or deletes it."""
    status = os.fstat(descriptor)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
