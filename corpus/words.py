"""Passages by their words: an index in Tantivy (BM25), built from the truth and never written again. Its only home."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import tantivy

from corpus.errors import SnapshotDamaged

VERSION = version("tantivy")

_TITLE_BOOST = 1.5
_WRITER_BYTES = 64_000_000


def build_words(folder: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    """Write an index of ``(passage id, title, text)`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for passage_id, title, text in rows:
        writer.add_document(tantivy.Document(id=passage_id, title=title, body=text))
    writer.commit()
    writer.wait_merging_threads()


class WordIndex:
    """An opened index. Safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        try:
            self._index = tantivy.Index.open(str(folder))
        except ValueError as error:
            raise SnapshotDamaged(
                f"the words in {folder} cannot be read ({error}): run `dateline snapshots rollback`"
            ) from error
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
        """How many passages hold a stem in their text or their article's title."""
        return max(self._searcher.doc_freq("body", stem), self._searcher.doc_freq("title", stem))

    def __len__(self) -> int:
        """How many passages are indexed."""
        return int(self._searcher.num_docs)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("body", tokenizer_name="en_stem")
    return builder.build()
