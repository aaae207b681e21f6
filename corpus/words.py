"""Passages by their words: an index in Tantivy (BM25), built from the truth and never written again. Its only home."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import tantivy

from corpus.errors import ArchiveError, SnapshotDamaged
from corpus.private import PrivateFolder
from corpus.sharing import share

VERSION = version("tantivy")

_TITLE_BOOST = 1.5
_WRITER_BYTES = 64_000_000

Rows = Iterable[tuple[str, str, str]]  # passage id, title, text


def build_words(folder: Path, rows: Rows) -> None:
    """Write an index into an empty or missing folder.

    Raises:
        ArchiveError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _writing(folder, lambda: tantivy.Index(_schema(), path=str(folder))) as writer:
        _add(writer, rows)


def extend_words(folder: Path, source: Path, gone: Iterable[str], rows: Rows) -> None:
    """Write an index that is another without some passages and with some more.

    Tantivy never writes into a segment that it has finished, so those of the source are shared, not copied.

    Raises:
        ArchiveError: it cannot be written, or the source cannot be read.
    """
    share(source, folder, copied=lambda file: file.suffix == ".json")
    with _writing(folder, lambda: _open(folder)) as writer:
        for passage_id in gone:
            writer.delete_documents_by_term("id", passage_id)
        _add(writer, rows)


class WordIndex:
    """An opened index. Safe to read from several threads.

    It maps its files into memory, and whoever cuts a mapped file kills the process that reads it: so it reads copies.
    """

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

    def best(self, stems: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Passage ids and BM25 scores of the passages that hold any of the stems, best first."""
        if not stems:
            return []
        clauses = []
        for stem in stems:
            title = tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, "title", stem), _TITLE_BOOST)
            body = tantivy.Query.term_query(self._schema, "body", stem)
            clauses += [(tantivy.Occur.Should, title), (tantivy.Occur.Should, body)]
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit=max(1, limit))
        return [(self._searcher.doc(address)["id"][0], score) for score, address in found.hits]

    def passages_with(self, stem: str) -> int:
        """How many passages hold a stem in their text or their article's title, some replaced ones counted in."""
        return min(len(self), max(self._searcher.doc_freq("body", stem), self._searcher.doc_freq("title", stem)))

    def __len__(self) -> int:
        """How many passages are indexed."""
        return int(self._searcher.num_docs)

    def close(self) -> None:
        """Give the files back."""
        del self._searcher, self._index
        self._private.close()


def _open(folder: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(folder))
    except ValueError as error:
        raise _damaged(folder, error) from error


@contextmanager
def _writing(folder: Path, opens: Callable[[], tantivy.Index]) -> Iterator[tantivy.IndexWriter]:
    try:
        writer = opens().writer(heap_size=_WRITER_BYTES, num_threads=1)
        yield writer
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:
        raise ArchiveError(f"the words in {folder} cannot be written ({error}): free some space, then again") from error
    for lock in folder.glob(".tantivy-*.lock"):
        lock.unlink()


def _add(writer: tantivy.IndexWriter, rows: Rows) -> None:
    for passage_id, title, text in rows:
        writer.add_document(tantivy.Document(id=passage_id, title=title, body=text))


def _damaged(folder: Path, error: Exception) -> SnapshotDamaged:
    return SnapshotDamaged(f"the words in {folder} cannot be read ({error}): run `dateline snapshots rebuild`")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("body", tokenizer_name="en_stem")
    return builder.build()
