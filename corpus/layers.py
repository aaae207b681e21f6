"""Layers of vectors: a small index over a large one, so that a small change does not rebuild the large one.

Each layer is an index in Chroma, and codes that can be scanned, which are built once and shared by hard links between
snapshots. The truth says in which layer each passage stands now; what else a layer still holds was replaced or removed
since, and is passed over.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corpus.catalog import NONE, Catalog, Ordinals, Selection
from corpus.codes import Codes
from corpus.embedder import Vectors
from corpus.scan import Scan
from corpus.vectors import VectorIndex

_SMALL = 2_000  # vectors; an index of these is built in less than a second, so a smaller one is never kept apart
_RATIO = 2  # a layer is kept apart while it is this many times larger than all that is newer
_MOST_DEAD = 0.3  # of a layer's vectors; past it the layer is built anew

_BY_INDEX = 100_000  # vectors of a layer from which its index is quicker than a scan of its codes
_ASKED = 4  # times the limit: asked for no more than that, an index of real texts lacks a tenth of the nearest
_MORE = 8  # that a scan finds beyond the limit and a quarter of it: codes are wrong by a little
_WRONG = 0.005  # more than codes were ever wrong by: 0.0024 in 8 million cosines of texts to questions

ExactVectors = Callable[[Sequence[int]], Vectors]  # of passages by their keys in the truth


def layers_to_keep(built: Mapping[str, int], live: Mapping[str, int], fresh: int) -> frozenset[str]:
    """Which layers the next snapshot shares with its parent; all others are merged into the new one.

    The layers grow geometrically from the newest to the oldest, as in a log-structured merge tree (O'Neil et al.
    1996), so a vector is indexed again about log2(n) times in its life.

    Args:
        built: how many vectors each layer of the parent holds.
        live: how many of these still stand for a passage.
        fresh: how many vectors are new.
    """
    kept: set[str] = set()
    newer = merged = fresh  # all that is newer than a layer, and what of it goes into the new one
    for name, size in sorted(built.items(), key=lambda layer: layer[1]):
        alive = live.get(name, 0)
        newer += alive
        if size - alive > _MOST_DEAD * size or merged + alive <= _SMALL or alive < _RATIO * merged:
            kept.clear()  # a smaller one beside what is merged now would be out of order
            merged = newer
        else:
            kept.add(name)
    return frozenset(kept)


class Layers:
    """All layers of a snapshot, searched as one index. Safe to read from several threads."""

    def __init__(
        self, indexes: Mapping[str, VectorIndex], codes: Mapping[str, Codes], catalog: Catalog, exact: ExactVectors
    ) -> None:
        self.indexes = dict(indexes)
        self.codes = dict(codes)
        self._catalog = catalog
        self._exact = exact
        self._scan = Scan(codes, catalog)
        self._places = {name: place for place, name in enumerate(catalog.layers)}
        live = np.bincount(catalog.layer, minlength=len(catalog.layers))
        self._dead = {name: len(codes[name]) - int(live[place]) for name, place in self._places.items()}
        self._indexed = [name for name in catalog.layers if len(codes[name]) >= _BY_INDEX]
        self._scanned = [name for name in catalog.layers if name not in self._indexed]

    def nearest(self, vector: Vectors, limit: int, selection: Selection | None = None) -> list[tuple[str, float]]:
        """Passage ids and cosine similarities of the nearest passages to one unit vector, best first.

        Of a selection, which Chroma is slow with, all is scanned; and so are layers that are not large.

        Raises:
            SnapshotDamaged: an index or the truth cannot be read.
        """
        if selection is None:
            found = [hit for name in self._indexed for hit in self.nearest_in(name, vector, limit)]
            found += self._scanned_for(vector, limit, self._scanned, None, found)
        else:
            found = self._scanned_for(vector, limit, list(self._places), selection, ())
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _scanned_for(
        self,
        vector: Vectors,
        limit: int,
        layers: Sequence[str],
        selection: Selection | None,
        known: Sequence[tuple[str, float]],
    ) -> list[tuple[str, float]]:
        """What a scan finds that may be among the nearest, once others are known, with exact similarities."""
        passages, near = self._scan.nearest(vector, limit + limit // 4 + _MORE, layers, selection)
        if len(known) >= limit:
            passages = passages[near >= sorted(similarity for _, similarity in known)[-limit] - _WRONG]
        ids = [self._catalog.passage_id(passage) for passage in passages]
        return list(zip(ids, self.cosines(passages, vector).tolist(), strict=True))

    def cosines(self, passages: Ordinals, vector: Vectors) -> npt.NDArray[np.float32]:
        """Exact similarities of some passages to a unit vector.

        Raises:
            SnapshotDamaged: the truth cannot be read.
        """
        if not len(passages):
            return np.zeros(0, dtype=np.float32)
        similarities: npt.NDArray[np.float32] = np.einsum("ij,j->i", self.vectors_of(passages), vector)
        return similarities

    def similarities(self, passages: Ordinals, vector: Vectors) -> npt.NDArray[np.float32]:
        """The same by their codes: in a twentieth of the time, and wrong by 0.0004 as a rule."""
        found = np.empty(len(passages), dtype=np.float32)
        layers = self._catalog.layer[passages]
        for name, place in self._places.items():
            here = layers == place
            found[here] = self.codes[name].similarities(vector, self._catalog.row[passages[here]])
        return found

    def vectors_of(self, passages: Ordinals) -> Vectors:
        """The vectors of some passages, in their order.

        Raises:
            SnapshotDamaged: the truth cannot be read.
        """
        return self._exact(self._catalog.key[passages].tolist())

    def nearest_in(self, name: str, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest in one layer's index: asks for more until enough of what it finds is alive."""
        dead = self._dead[name]
        wanted = _ASKED * limit
        while True:
            hits = self.indexes[name].nearest(vector, wanted)
            if not dead:
                return hits[:limit]
            passages = self._catalog.passages([passage_id for passage_id, _ in hits])
            stands = (passages != NONE) & (self._catalog.layer[passages] == self._places[name])
            alive = [hit for hit, is_alive in zip(hits, stands.tolist(), strict=True) if is_alive]
            if len(alive) >= limit or wanted >= limit + dead:
                return alive[:limit]
            wanted = min(2 * wanted, limit + dead)

    def close(self) -> None:
        """Give back files and threads of all layers that no other snapshot uses."""
        for index in self.indexes.values():
            index.close()
