"""What ranking and filters need of every article and passage, in memory: columns of numbers, and no text but ids.

It is made from the truth when a snapshot is published, and lies beside it as one file. An ordinal is a place in these
columns: articles stand in the order of their ids, passages in that of their articles and, inside of one, as they are
read; so the neighbours of a passage are the ones before and after it.
"""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.article import Passage
from corpus.dates import first_day, last_day
from corpus.errors import ArchiveError, SnapshotDamaged
from corpus.library import Filters

Ordinals = npt.NDArray[np.int32]
Ids = npt.NDArray[np.bytes_]

UNDATED = 0  # in place of a day
NONE = -1  # in place of a publisher, a language, or a passage that is not there


@dataclass(frozen=True)
class Selection:
    """What filters leave: for each article whether it may be drawn on, and how many passages that are."""

    filters: Filters
    articles: npt.NDArray[np.bool_]
    passages: int
    languages: tuple[str, ...]  # those of the archive that the filters mean, where they name any


@dataclass(frozen=True)
class Catalog:
    """The columns. Nothing in it changes; safe to read from several threads."""

    article_ids: Ids  # UTF-8
    first_day: Ordinals  # the days that the date of publication spans, as ``date.toordinal``; 0 for an undated one
    last_day: Ordinals
    publisher: Ordinals  # place in ``publishers``, or -1
    language: Ordinals  # place in ``languages``, or -1
    original: Ordinals  # the article that it copies; its own ordinal where it is no copy
    publishers: tuple[str, ...]  # those that differ in ASCII case only are one
    languages: tuple[str, ...]  # lower-cased
    article_of: Ordinals  # of each passage
    start: Ordinals  # code points into the body
    end: Ordinals
    key: npt.NDArray[np.int64]  # in the truth: its rowid
    layer: Ordinals  # place in ``layers``
    row: Ordinals  # place in that layer's codes
    layers: tuple[str, ...]
    passage_ids: Ids  # UTF-8
    by_id: Ordinals  # the passages in the order of these
    first_passage: Ordinals  # of each article, and at the end the number of passages

    def article_id(self, article: int) -> str:
        """The id of an article."""
        return bytes(self.article_ids[article]).decode()

    def article(self, article_id: str) -> int | None:
        """The article of that id, if there is one."""
        found = int(_places(self.article_ids, None, [article_id])[0])
        return None if found == NONE else found

    def articles(self, article_ids: Sequence[str]) -> Ordinals:
        """The articles of some ids, in the order of these; -1 for an id that is not there."""
        return _places(self.article_ids, None, article_ids)

    def passage_id(self, passage: int) -> str:
        """The id of a passage."""
        return bytes(self.passage_ids[passage]).decode()

    def passages(self, passage_ids: Sequence[str]) -> Ordinals:
        """The passages of some ids, in the order of these; -1 for an id that is not there."""
        return _places(self.passage_ids, self.by_id, passage_ids)

    def passage(self, passage: int) -> Passage:
        """A passage with its id, its article's and its place there."""
        article_id = self.article_id(int(self.article_of[passage]))
        return Passage(self.passage_id(passage), article_id, int(self.start[passage]), int(self.end[passage]))

    def selected(self, filters: Filters) -> Selection | None:
        """What filters leave; ``None`` where they leave everything."""
        left: list[npt.NDArray[np.bool_]] = []
        languages: tuple[str, ...] = ()
        undated = self.first_day == UNDATED
        if filters.published_after is not None:
            late = self.last_day >= first_day(filters.published_after).toordinal()
            left.append(late | undated if filters.undated else late)
        if filters.published_before is not None:
            early = self.first_day <= last_day(filters.published_before).toordinal()
            left.append(early | undated if filters.undated else early & ~undated)
        if filters.article_ids is not None:
            left.append(_marked(len(self.article_ids), _places(self.article_ids, None, filters.article_ids)))
        if filters.publishers is not None:
            wanted = {ascii_lower(name) for name in filters.publishers}
            left.append(_one_of(self.publisher, [ascii_lower(name) in wanted for name in self.publishers]))
        if filters.languages is not None:
            ranges = tuple(ascii_lower(language) + "-" for language in filters.languages)
            languages = tuple(name for name in self.languages if f"{name}-".startswith(ranges))
            left.append(_one_of(self.language, [name in languages for name in self.languages]))
        if not left:
            return None
        articles = np.logical_and.reduce(left)
        return Selection(filters, articles, int(np.diff(self.first_passage)[articles].sum()), languages)


def read_catalog(file: Path) -> Catalog:
    """The catalog of a snapshot.

    Raises:
        SnapshotDamaged: it cannot be read.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            names = json.loads(stored["names"].tobytes())
            columns: dict[str, Any] = {
                field.name: stored[field.name] for field in fields(Catalog) if field.name not in names
            }
            columns |= {name: tuple(values) for name, values in names.items()}
        return Catalog(**columns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise SnapshotDamaged(f"{file} cannot be read ({error}): run `dateline snapshots rebuild`") from error


def write_catalog(file: Path, catalog: Catalog) -> None:
    """Write a catalog; the same columns give the same bytes.

    Raises:
        ArchiveError: it cannot be written.
    """
    columns = {field.name: getattr(catalog, field.name) for field in fields(Catalog)}
    names = {name: columns.pop(name) for name in list(columns) if isinstance(columns[name], tuple)}
    columns["names"] = np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)
    try:
        np.savez(file, allow_pickle=False, **columns)
    except OSError as error:
        raise ArchiveError(f"{file} cannot be written ({error}): free some space, then again") from error


def ascii_lower(text: str) -> str:
    """Text with the letters A to Z lower-cased and no others, as SQLite's NOCASE compares it."""
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _places(ids: Ids, order: Ordinals | None, wanted: Sequence[str]) -> Ordinals:
    """Where each wanted id stands among others, or -1. ``order`` sorts them; ``None``: they are sorted."""
    if not len(ids) or not wanted:
        return np.full(len(wanted), NONE, dtype=np.int32)
    # A NUL at the end would be lost in an array, and no id holds one: what has one is made into no UTF-8.
    exact = np.array([b"\xff" if "\0" in one else one.encode("utf-8", "surrogatepass") for one in wanted])
    found = np.searchsorted(ids, exact.astype(ids.dtype), sorter=order)  # of one width: else all ids would be copied
    found = np.minimum(found, len(ids) - 1)
    places = found if order is None else order[found]
    return np.where(ids[places] == exact, places, NONE).astype(np.int32)


def _marked(count: int, places: Ordinals) -> npt.NDArray[np.bool_]:
    marked = np.zeros(count + 1, dtype=np.bool_)  # one more, for the place -1
    marked[places] = True
    return marked[:count]


def _one_of(column: Ordinals, wanted: Sequence[bool]) -> npt.NDArray[np.bool_]:
    return np.array([*wanted, False])[column]  # the last one is that of -1
