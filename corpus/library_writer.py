"""A library being written: the next truth, begun as a copy of the one before."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import NO_DETAILS, Article, Details, Passage
from corpus.dates import first_day, last_day
from corpus.embedder import Vectors
from corpus.errors import ArchiveError
from corpus.library import connect_to_write
from corpus.manifest import FORMAT
from corpus.sharing import copy

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, version TEXT NOT NULL,
    title TEXT, publisher TEXT, authors TEXT,
    published TEXT, published_precision TEXT NOT NULL, published_provenance TEXT NOT NULL,
    updated TEXT, updated_precision TEXT NOT NULL, updated_provenance TEXT NOT NULL,
    url TEXT, language TEXT,
    first_day TEXT, last_day TEXT,  -- the days that an imprecise date of publication spans
    original TEXT NOT NULL,  -- the article that this one is a copy of; its own id where it is none
    sketch BLOB,             -- its MinHash, by which copies are found
    provenance TEXT NOT NULL DEFAULT '{}',  -- of each field, as JSON
    removed TEXT NOT NULL,   -- what cleaning took out, as JSON: pairs of a kind and a text
    body TEXT NOT NULL       -- last: SQLite reads through whatever stands before a column
);
CREATE TABLE passages (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles (id), start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, vector BLOB NOT NULL,
    embedded TEXT NOT NULL DEFAULT '',  -- key of the text in embeddings.sqlite
    layer TEXT NOT NULL DEFAULT ''      -- the index that holds its vector
);
CREATE INDEX passages_of_article ON passages (article_id, start);
CREATE INDEX passages_of_layer ON passages (layer, id);
CREATE INDEX copies ON articles (id, original) WHERE original <> id;
CREATE TABLE tombstones (article_id TEXT PRIMARY KEY);
"""
_READING = """
CREATE TABLE orders (source TEXT, written TEXT, PRIMARY KEY (source, written)) WITHOUT ROWID;  -- of days and months
CREATE TABLE drafts (article_id TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;  -- what an article was made of
"""
_UPGRADES = {  # the first format knew no layers, the second not where a field was read; the third had other indexes
    1: """
    ALTER TABLE articles ADD COLUMN sketch BLOB;
    ALTER TABLE passages ADD COLUMN embedded TEXT NOT NULL DEFAULT '';
    ALTER TABLE passages ADD COLUMN layer TEXT NOT NULL DEFAULT '';
    CREATE INDEX passages_of_layer ON passages (layer, id);
    CREATE INDEX copies ON articles (id, original) WHERE original <> id;
    """,
    2: f"""
    ALTER TABLE articles ADD COLUMN provenance TEXT NOT NULL DEFAULT '{{}}';
    UPDATE articles SET sketch = NULL;
    {_READING}
    """,
    3: "",
}
_PUT_PASSAGE = (
    'INSERT INTO passages (id, article_id, start, "end", vector, embedded, layer) VALUES (?, ?, ?, ?, ?, ?, ?)'
)
_SPARSE = 0.25  # share of a file's pages that stand empty from which it is written anew


@dataclass(frozen=True)
class Piece:
    """A passage with its unit vector, and the key in ``embeddings.sqlite`` of the text that was embedded."""

    passage: Passage
    vector: Vectors
    embedded: str


class LibraryWriter:
    """The library of the next snapshot, in a staging folder, written by one process.

    ``changed`` holds the ids of the articles that were put in, replaced or taken out since it was begun.

    Raises:
        ArchiveError: the parent was written by a newer Dateline, or is no library.
    """

    def __init__(self, path: Path, parent: Path | None, layer: str) -> None:
        self.layer = layer
        self.changed: set[str] = set()
        self._buried = False
        if parent is not None:
            copy(parent, path)
        self._database = connect_to_write(path)
        self._database.execute("PRAGMA journal_mode=OFF")  # staging is thrown away after a crash
        self._database.execute("PRAGMA synchronous=OFF")  # publishing syncs the finished file
        self._database.execute("PRAGMA secure_delete=ON")  # what is taken out is overwritten
        if parent is None:
            self._database.executescript(_SCHEMA + _READING + f"PRAGMA user_version={FORMAT};")
        else:
            self._upgrade()
        self._database.execute("BEGIN")

    def _upgrade(self) -> None:
        ((found,),) = self._database.execute("PRAGMA user_version")
        found = found or 1  # the first format did not say
        if found > FORMAT:
            raise ArchiveError("this library was written by a newer Dateline: upgrade")
        for step in range(found, FORMAT):
            self._database.executescript(_UPGRADES[step] + f"PRAGMA user_version={step + 1};")

    def put(
        self, article: Article, pieces: Sequence[Piece], details: Details = NO_DETAILS, sketch: bytes | None = None
    ) -> None:
        """Add an article with its passages, or replace the one of the same id."""
        self.delete(article.id)
        published, updated = article.published, article.updated
        day = published.value
        days = (None, None) if day is None else (first_day(day).isoformat(), last_day(day).isoformat())
        row = {
            "id": article.id,
            "version": article.version,
            "title": article.title,
            "publisher": article.publisher,
            "authors": None if article.authors is None else json.dumps(article.authors, ensure_ascii=False),
            "published": published.value,
            "published_precision": published.precision,
            "published_provenance": published.provenance,
            "updated": updated.value,
            "updated_precision": updated.precision,
            "updated_provenance": updated.provenance,
            "url": article.url,
            "language": article.language,
            "first_day": days[0],
            "last_day": days[1],
            "original": article.id,
            "sketch": sketch,
            "provenance": json.dumps(dict(details.provenance)),
            "removed": json.dumps([(part.kind, part.text) for part in details.removed], ensure_ascii=False),
            "body": article.body,
        }
        columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
        self._database.execute(f"INSERT INTO articles ({columns}) VALUES ({values})", row)
        rows = [
            (p.id, p.article_id, p.start, p.end, piece.vector.tobytes(), piece.embedded, self.layer)
            for piece in pieces
            for p in (piece.passage,)
        ]
        self._database.executemany(_PUT_PASSAGE, rows)

    def delete(self, article_id: str) -> None:
        """Take an article and its passages out."""
        self.changed.add(article_id)
        self._database.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        self._database.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        self._database.execute("DELETE FROM drafts WHERE article_id = ?", (article_id,))

    def bury(self, article_ids: Iterable[str]) -> None:
        """Take articles out and leave tombstones, so that neither ingest nor rollback brings them back."""
        self._buried = True
        for article_id in article_ids:
            self.delete(article_id)
            self._database.execute("INSERT OR IGNORE INTO tombstones VALUES (?)", (article_id,))

    def set_originals(self, originals: dict[str, str]) -> None:
        """Say of which article each copy is one; all others are their own originals."""
        stored = self._database.execute("SELECT id, original FROM articles").fetchall()
        changed = [(originals.get(a, a), a) for a, original in stored if originals.get(a, a) != original]
        self._database.executemany("UPDATE articles SET original = ? WHERE id = ?", changed)

    def set_orders(self, orders: Mapping[str, Collection[str]]) -> None:
        """Keep in which orders, ``month-first`` or ``day-first``, each source writes its dates."""
        rows = [(source, order) for source, known in orders.items() for order in known]
        self._database.executemany("INSERT OR IGNORE INTO orders VALUES (?, ?)", rows)

    def set_drafts(self, digests: Mapping[str, str]) -> None:
        """Keep of what text and fields some articles were made, so that the same need not be prepared again."""
        self._database.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?)", digests.items())

    def sketches(self) -> Iterator[tuple[str, str | None, str | None, str, bytes | None]]:
        """Each article's id, first possible day of publication, address, original and sketch, by id."""
        yield from self._database.execute("SELECT id, first_day, url, original, sketch FROM articles ORDER BY id")

    def set_sketch(self, article_id: str, sketch: bytes) -> None:
        """Keep the sketch of an article."""
        self._database.execute("UPDATE articles SET sketch = ? WHERE id = ?", (sketch, article_id))

    def body(self, article_id: str) -> str:
        """The body of an article that is there."""
        ((body,),) = self._database.execute("SELECT body FROM articles WHERE id = ?", (article_id,))
        return str(body)

    def layers(self) -> dict[str, int]:
        """How many passages stand in each layer of vectors, the new one among them."""
        return dict(self._database.execute("SELECT layer, count(*) FROM passages GROUP BY layer"))

    def merge_layers(self, kept: Collection[str]) -> None:
        """Put every passage of a layer that is not kept into the new one."""
        self._database.execute(
            "UPDATE passages SET layer = ? WHERE layer <> ? AND layer NOT IN (SELECT value FROM json_each(?))",
            (self.layer, self.layer, json.dumps(sorted(kept))),
        )

    def close(self) -> None:
        """Finish the file; text that was retracted is gone from its bytes as well."""
        self._database.execute("COMMIT")
        ((pages,),) = self._database.execute("PRAGMA page_count")
        ((empty,),) = self._database.execute("PRAGMA freelist_count")
        if self._buried or empty > _SPARSE * pages:
            self._database.execute("VACUUM")
        self._database.close()

    def discard(self) -> None:
        """Let go of a file that will not be published."""
        self._database.close()
