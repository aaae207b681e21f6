"""The catalog of a new snapshot, made from its truth."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.catalog import NONE, UNDATED, Catalog, Ids, Ordinals, ascii_lower
from corpus.library import Library

_PASSAGES = 20_000  # that are read at a time: as Python's objects all of a large archive would take much memory


def make_catalog(library: Library, coded: Mapping[str, Ids]) -> Catalog:
    """The catalog of a library, whose layers hold the codes of the passages of those ids, row by row."""
    ids, published_by, first_days, last_days, written_in, originals = _columns(library.article_facts(), 6)
    article_ids = _ids(ids)
    publisher, publishers = _coded(published_by)
    language, languages = _coded(written_in)
    passages = _passages(library, article_ids, tuple(coded))
    counts = np.bincount(passages["article_of"], minlength=len(ids))
    return Catalog(
        article_ids=article_ids,
        first_day=_days(first_days),
        last_day=_days(last_days),
        publisher=publisher,
        publishers=publishers,
        language=language,
        languages=tuple(ascii_lower(name) for name in languages),
        original=np.searchsorted(article_ids, _ids(originals)).astype(np.int32),
        row=_rows(passages, list(coded.values())),
        layers=tuple(coded),
        by_id=np.argsort(passages["passage_ids"], kind="stable").astype(np.int32),
        first_passage=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        **passages,
    )


def _passages(library: Library, article_ids: Ids, layers: Sequence[str]) -> dict[str, Any]:
    """The columns that are read of each passage, in order."""
    place_of = {name: place for place, name in enumerate(layers)}
    parts = [_part(rows, article_ids, place_of) for rows in library.passage_facts(_PASSAGES)]
    parts = parts or [_part([], article_ids, place_of)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["start"], columns["article_of"]))
    return {name: column[order] for name, column in columns.items()}


def _part(rows: Sequence[Sequence[Any]], article_ids: Ids, place_of: Mapping[str, int]) -> dict[str, npt.NDArray[Any]]:
    keys, ids, articles, starts, ends, layers = _columns(rows, 6)
    return {
        "key": np.array(keys, dtype=np.int64),
        "passage_ids": _ids(ids),
        "article_of": np.searchsorted(article_ids, _ids(articles)).astype(np.int32),
        "start": np.array(starts, dtype=np.int32),
        "end": np.array(ends, dtype=np.int32),
        "layer": np.array([place_of[name] for name in layers], dtype=np.int32),
    }


def _rows(passages: Mapping[str, npt.NDArray[Any]], coded: Sequence[Ids]) -> Ordinals:
    """Where the codes of each passage stand in its layer."""
    rows = np.zeros(len(passages["key"]), dtype=np.int32)
    for code, ids in enumerate(coded):
        here = passages["layer"] == code
        rows[here] = np.searchsorted(ids, passages["passage_ids"][here])
    return rows


def _columns(rows: Sequence[Sequence[Any]], count: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _ids(texts: Sequence[str]) -> Ids:
    return np.array([text.encode() for text in texts], dtype=np.bytes_)


def _coded(values: Sequence[str | None]) -> tuple[Ordinals, tuple[str, ...]]:
    """Values as numbers, and what each number stands for: those that differ in ASCII case only are one."""
    known: dict[str, tuple[int, str]] = {}
    codes = np.full(len(values), NONE, dtype=np.int32)
    for place, value in enumerate(values):
        if value is not None:
            codes[place] = known.setdefault(ascii_lower(value), (len(known), value))[0]
    return codes, tuple(first for _, first in known.values())


def _days(values: Sequence[str | None]) -> Ordinals:
    days = (UNDATED if value is None else date.fromisoformat(value).toordinal() for value in values)
    return np.fromiter(days, dtype=np.int32, count=len(values))
