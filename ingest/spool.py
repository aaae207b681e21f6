"""What was read, on the disk: one line an article, so that an archive of any size passes through little memory."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.article import Article, Details
from corpus.errors import ArchiveError
from ingest.describe import OF_A_FILE, settle
from ingest.prepare import Prepared, from_line, to_line


class Spool:
    """Articles in the order of reading; of several of one id the last counts.

    A date that may be read day first or month first is settled when the article is taken out again: by then every
    source has shown how it writes its dates. The file has no name, so that a killed ingest leaves nothing.
    """

    def __init__(self, folder: Path | None = None, orders: Mapping[str, frozenset[str]] | None = None) -> None:
        self._folder = folder or tempfile.gettempdir()
        self._file = tempfile.TemporaryFile(mode="w+", encoding="utf-8", dir=folder)  # noqa: SIM115 - closed by `close`
        self._line_of: dict[str, int | None] = {}  # none for one that is stored already
        self._lines = 0
        self.orders: dict[str, set[str]] = {source: set(known) for source, known in (orders or {}).items()}
        self.digests: dict[str, str] = {}  # of the drafts that articles were made of

    def add(self, prepared: Prepared) -> bool:
        """Keep an article; tells whether it takes the place of an earlier one of its id."""
        try:
            self._file.write(to_line(prepared) + "\n")
        except OSError as error:
            reason = error.strerror or error
            raise ArchiveError(f"what was read cannot be kept in {self._folder} ({reason}): make room there") from error
        again = prepared.article.id in self._line_of
        self._line_of[prepared.article.id] = self._lines
        self._lines += 1
        if prepared.order:
            self.orders.setdefault(prepared.source, set()).add(prepared.order)
        self.digests.pop(prepared.article.id, None)
        if prepared.digest:
            self.digests[prepared.article.id] = prepared.digest
        return again

    def add_stored(self, article_id: str, digest: str) -> bool:
        """Count an article that is stored just as it would be made again; tells what ``add`` does."""
        again = article_id in self._line_of
        self._line_of[article_id] = None
        self.digests[article_id] = digest
        return again

    def keep_stored(self, article_id: str) -> None:
        """Count an article that is to stay as it is stored, unless a better one was read."""
        self._line_of.setdefault(article_id, None)

    @property
    def orders_of_outlets(self) -> dict[str, set[str]]:
        """The orders that are worth keeping."""
        return {source: known for source, known in self.orders.items() if not source.startswith(OF_A_FILE)}

    @property
    def stored(self) -> frozenset[str]:
        """The ids of the articles that count and are stored already."""
        return frozenset(identity for identity, line in self._line_of.items() if line is None)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the articles that count."""
        return frozenset(self._line_of)

    def __len__(self) -> int:
        """How many articles count."""
        return len(self._line_of)

    def __iter__(self) -> Iterator[tuple[Article, Details]]:
        """The articles that count and are not stored already, their dates settled. One walk at a time."""
        self._file.seek(0)
        for number, line in enumerate(self._file):
            prepared = from_line(line)
            assert isinstance(prepared, Prepared)
            if self._line_of[prepared.article.id] == number:
                yield self._settled(prepared), prepared.details

    def _settled(self, prepared: Prepared) -> Article:
        if prepared.ambiguous is None:
            return prepared.article
        return settle(prepared.article, prepared.ambiguous, self.orders.get(prepared.source, ()))

    def close(self) -> None:
        """Let go of the file, and so of its room on the disk."""
        self._file.close()
