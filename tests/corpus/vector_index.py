"""Indexes and codes of vectors that stand in memory, for tests."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.catalog import Catalog
from corpus.codes import build_codes
from corpus.embedder import Vectors
from corpus.vectors import build_vectors


def write_index(folder: Path, passage_ids: Sequence[str], vectors: Vectors) -> None:
    build_vectors(folder, len(passage_ids), _taking(passage_ids, vectors))


def _taking(passage_ids: Sequence[str], vectors: Vectors) -> Callable[[int], tuple[Sequence[str], Vectors]]:
    taken = 0

    def take(count: int) -> tuple[Sequence[str], Vectors]:
        nonlocal taken
        taken += count
        return passage_ids[taken - count : taken], vectors[taken - count : taken]

    return take


def write_codes(folder: Path, passage_ids: Sequence[str], vectors: Vectors) -> None:
    build_codes(folder, len(passage_ids), _taking(passage_ids, vectors))


def a_catalog(passage_ids: Sequence[str], layers: Sequence[str], rows: Sequence[int]) -> Catalog:
    """A catalog of one article, whose passages stand in some rows of some layers."""
    count, names = len(passage_ids), tuple(sorted(set(layers)))
    nothing, one = np.zeros(count, dtype=np.int32), np.zeros(1, dtype=np.int32)
    ids = np.array([passage_id.encode() for passage_id in passage_ids], dtype=np.bytes_)
    return Catalog(
        article_ids=np.array([b"a"]),
        first_day=one,
        last_day=one,
        publisher=one - 1,
        language=one - 1,
        original=one,
        publishers=(),
        languages=(),
        article_of=nothing,
        start=np.arange(count, dtype=np.int32),
        end=np.arange(1, count + 1, dtype=np.int32),
        key=np.arange(count),
        layer=np.array([names.index(layer) for layer in layers], dtype=np.int32),
        row=np.array(rows, dtype=np.int32),
        layers=names,
        passage_ids=ids,
        by_id=np.argsort(ids).astype(np.int32),
        first_passage=np.array([0, count], dtype=np.int32),
    )
