"""Nearest passages by reading the codes of all that may be found: exact for any part of an archive, however small."""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from corpus.catalog import NONE, Catalog, Ordinals, Selection
from corpus.codes import Codes, SignedQuestion
from corpus.embedder import Vectors

# What is read byte by byte, once signs have told the nearest: so many rows, times the limit, and share of all.
_ROWS, _TIMES, _SHARE = 1_000, 12, 0.01


class Scan:
    """The codes of all layers of a snapshot, and which passage each row stands for. Safe to use from several threads.

    By their signs alone nearly all rows are left out; what may be among the nearest is read byte by byte.
    """

    def __init__(self, codes: Mapping[str, Codes], catalog: Catalog) -> None:
        self._codes = dict(codes)
        self._passages: dict[str, Ordinals] = {}
        self._articles: dict[str, Ordinals] = {}
        nowhere = len(catalog.article_ids)
        for code, name in enumerate(catalog.layers):
            here = np.flatnonzero(catalog.layer == code).astype(np.int32)
            passages = np.full(len(codes[name]), NONE, dtype=np.int32)  # what stands for none was replaced or removed
            passages[catalog.row[here]] = here
            articles = np.full(len(passages), nowhere, dtype=np.int32)
            articles[catalog.row[here]] = catalog.article_of[here]
            self._passages[name], self._articles[name] = passages, articles

    def nearest(
        self, vector: Vectors, limit: int, layers: Collection[str], selection: Selection | None
    ) -> tuple[Ordinals, npt.NDArray[np.float32]]:
        """The nearest passages of some layers to a unit vector, and about how near they are, best first."""
        rows = {name: self._rows(name, selection) for name in layers}
        wanted = _ROWS + _TIMES * limit + round(_SHARE * sum(map(len, rows.values())))
        rows = self._nearest_by_signs(vector, wanted, rows)
        passages = [self._passages[name][of_layer] for name, of_layer in rows.items()]
        similarities = [self._codes[name].similarities(vector, of_layer) for name, of_layer in rows.items()]
        found, near = np.concatenate([_NO_PASSAGES, *passages]), np.concatenate([_NO_SIMILARITIES, *similarities])
        best = np.argsort(-near, kind="stable")[:limit]
        return found[best], near[best]

    def _rows(self, name: str, selection: Selection | None) -> Ordinals:
        """The rows of a layer that stand for a passage which may be found."""
        if selection is None:
            return np.flatnonzero(self._passages[name] != NONE).astype(np.int32)
        return np.flatnonzero(np.append(selection.articles, False)[self._articles[name]]).astype(np.int32)

    def _nearest_by_signs(self, vector: Vectors, wanted: int, rows: Mapping[str, Ordinals]) -> dict[str, Ordinals]:
        """At least so many of those rows, and as near as signs can tell."""
        if sum(map(len, rows.values())) <= wanted:
            return dict(rows)
        question = SignedQuestion.of(vector)
        distances = {name: self._codes[name].distances(question, of_layer) for name, of_layer in rows.items()}
        nearer = np.cumsum(np.bincount(np.concatenate(list(distances.values()))))
        furthest = np.searchsorted(nearer, wanted)
        return {name: rows[name][of_layer <= furthest] for name, of_layer in distances.items()}


_NO_PASSAGES = np.zeros(0, dtype=np.int32)
_NO_SIMILARITIES = np.zeros(0, dtype=np.float32)
