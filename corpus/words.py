"""Passages and whole articles by their words: two indexes in Tantivy (BM25), built from the truth and never written
again. Its only home.

They are two because the frequency and the length of texts, by which BM25 weighs words, are counted in an index.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path

import tantivy

from corpus.catalog import UNDATED, Selection, ascii_lower
from corpus.dates import first_day, last_day
from corpus.errors import ArchiveError, SnapshotDamaged
from corpus.private import PrivateFolder
from corpus.rows import IndexedArticle
from corpus.sharing import share
from corpus.terms import indexed_stems

VERSION = version("tantivy")

_PASSAGES, _ARTICLES = "passages", "articles"
_WRITER_BYTES = 32_000_000  # of each index


def build_words(folder: Path, articles: Iterable[IndexedArticle]) -> None:
    """Write the indexes into an empty or missing folder.

    Raises:
        ArchiveError: they cannot be written.
    """
    for name in (_PASSAGES, _ARTICLES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _write(folder, lambda place: tantivy.Index(_schema(), path=str(place)), (), articles)


def extend_words(folder: Path, source: Path, changed: Iterable[str], articles: Iterable[IndexedArticle]) -> None:
    """Write indexes that are others without what these know of the changed articles, and with some articles more.

    Tantivy never writes into a segment that it has finished, so those of the source are shared, not copied.

    Raises:
        ArchiveError: they cannot be written, or the source cannot be read.
    """
    for name in (_PASSAGES, _ARTICLES):
        share(source / name, folder / name, copied=lambda file: file.suffix == ".json")
    _write(folder, _open, changed, articles)


class WordIndex:
    """The opened indexes. Safe to read from several threads.

    They map their files into memory, and whoever cuts a mapped file kills the process that reads it: so they read
    copies.
    """

    def __init__(self, folder: Path) -> None:
        self._passages = _Reader(folder / _PASSAGES)
        try:
            self._articles = _Reader(folder / _ARTICLES)
        except ArchiveError:
            self._passages.close()
            raise

    def best(self, stems: Sequence[str], limit: int, selection: Selection | None = None) -> list[tuple[str, float]]:
        """Passage ids and BM25 scores of the passages that hold any of the stems, best first.

        The words of an article's title are words of each of its passages. Of a selection the scores are what they are
        without it.
        """
        return self._passages.best(stems, limit, selection)

    def best_articles(
        self, stems: Sequence[str], limit: int, selection: Selection | None = None
    ) -> list[tuple[str, float]]:
        """The same of whole articles: what several of their passages tell together."""
        return self._articles.best(stems, limit, selection)

    def passages_with(self, stem: str) -> int:
        """How many passages hold a stem in their text or their article's title, some replaced ones counted in.

        Of one that the index parts, such as ``o'dwyer``, the rarest part tells.
        """
        parts = indexed_stems(stem)
        return min(len(self), *(self._passages.documents_with(part) for part in parts)) if parts else 0

    def articles(self) -> int:
        """How many articles are indexed."""
        return len(self._articles)

    def __len__(self) -> int:
        """How many passages are indexed."""
        return len(self._passages)

    def close(self) -> None:
        """Give the files back."""
        self._passages.close()
        self._articles.close()


class _Reader:
    """One of the two, opened."""

    def __init__(self, folder: Path) -> None:
        self._private = PrivateFolder()
        try:
            for file in folder.iterdir():
                self._private.copy(file)
            self._index = _open(self._private.path)
        except OSError as error:
            self._private.close()
            raise _damaged(folder, error) from error
        except ArchiveError:
            self._private.close()
            raise
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    def best(self, stems: Sequence[str], limit: int, selection: Selection | None) -> list[tuple[str, float]]:
        if not stems or (selection is not None and not selection.passages):
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", stem, "freq")) for stem in stems]
        )
        if selection is not None:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query)]
                + [(tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in self._asked(selection)]
            )
        found = self._searcher.search(query, limit=max(1, limit))
        return [(self._searcher.doc(address)["id"][0], score) for score, address in found.hits]

    def _asked(self, selection: Selection) -> Iterator[tantivy.Query]:
        """What a selection asks, each of it for itself."""
        filters = selection.filters
        if filters.published_after is not None:
            after = first_day(filters.published_after).toordinal()
            yield self._days("last_day", after, None, undated=filters.undated)
        if filters.published_before is not None:
            before = last_day(filters.published_before).toordinal()
            yield self._days("first_day", UNDATED + 1, before, undated=filters.undated)
        if filters.publishers is not None:
            yield self._one_of("publisher", [ascii_lower(name) for name in filters.publishers])
        if filters.article_ids is not None:
            yield self._one_of("article_id", filters.article_ids)
        if filters.languages is not None:
            yield self._one_of("language", selection.languages)

    def _days(self, field: str, lowest: int, highest: int | None, *, undated: bool) -> tantivy.Query:
        days = tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Integer, lowest, highest)
        if not undated:
            return days
        unknown = tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Integer, UNDATED, UNDATED)
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, days), (tantivy.Occur.Should, unknown)])

    def _one_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, list(values))

    def documents_with(self, stem: str) -> int:
        return int(self._searcher.doc_freq("text", stem))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def close(self) -> None:
        del self._searcher, self._index
        self._private.close()


def _open(folder: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(folder))
    except ValueError as error:
        raise _damaged(folder, error) from error


def _write(
    folder: Path,
    opens: Callable[[Path], tantivy.Index],
    changed: Iterable[str],
    articles: Iterable[IndexedArticle],
) -> None:
    with _writing(folder / _PASSAGES, opens) as passages, _writing(folder / _ARTICLES, opens) as whole:
        for article_id in changed:
            passages.delete_documents_by_term("article_id", article_id)
            whole.delete_documents_by_term("article_id", article_id)
        for article in articles:
            _add(article, passages, whole)


@contextmanager
def _writing(folder: Path, opens: Callable[[Path], tantivy.Index]) -> Iterator[tantivy.IndexWriter]:
    try:
        writer = opens(folder).writer(heap_size=_WRITER_BYTES, num_threads=1)
        yield writer
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise ArchiveError(f"the words in {folder} cannot be written ({error}): free some space, then again") from error
    for lock in folder.glob(".tantivy-*.lock"):
        lock.unlink()


def _add(article: IndexedArticle, passages: tantivy.IndexWriter, whole: tantivy.IndexWriter) -> None:
    labels = {
        name: ascii_lower(label)
        for name, label in (("publisher", article.publisher), ("language", article.language))
        if label is not None
    }
    days = {
        name: UNDATED if day is None else date.fromisoformat(day).toordinal()
        for name, day in (("first_day", article.first_day), ("last_day", article.last_day))
    }
    told = {"article_id": article.id, **labels, **days}
    title = f"{article.title}\n" if article.title else ""
    whole.add_document(tantivy.Document(id=article.id, text=title + article.body, **told))
    for passage in article.passages:
        text = title + article.body[passage.start : passage.end]
        passages.add_document(tantivy.Document(id=passage.id, text=text, **told))


def _damaged(folder: Path, error: Exception) -> SnapshotDamaged:
    return SnapshotDamaged(f"the words in {folder} cannot be read ({error}): run `dateline snapshots rebuild`")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("article_id", "publisher", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="en_stem", index_option="freq")
    return builder.build()
