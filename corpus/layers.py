"""Layers of vectors: a small index over a large one, so that a small change does not rebuild the large one.

Each layer is an index in Chroma that is built once and shared by hard links between snapshots. The truth says in which
layer each passage stands now; what else a layer still holds was replaced or removed since, and is passed over.
"""

from collections.abc import Callable, Mapping, Sequence

from corpus.embedder import Vectors
from corpus.vectors import VectorIndex

_SMALL = 2_000  # vectors; an index of these is built in less than a second, so a smaller one is never kept apart
_RATIO = 2  # a layer is kept apart while it is this many times larger than all that is newer
_MOST_DEAD = 0.3  # of a layer's vectors; past it the layer is built anew

LayersOf = Callable[[Sequence[str]], Mapping[str, str]]


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

    def __init__(self, indexes: Mapping[str, VectorIndex], dead: Mapping[str, int], layers_of: LayersOf) -> None:
        """``dead`` is how many vectors of each layer stand for nothing any more; ``layers_of`` asks the truth."""
        self.indexes = dict(indexes)
        self._dead = dict(dead)
        self._layers_of = layers_of

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Passage ids and cosine similarities of the nearest passages to one unit vector, best first.

        Raises:
            SnapshotDamaged: an index or the truth cannot be read.
        """
        found = [hit for name in self.indexes for hit in self.nearest_in(name, vector, limit)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def nearest_in(self, name: str, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The same from one layer: asks for more until enough of what it finds is alive."""
        dead = self._dead[name]
        if not dead:
            return self.indexes[name].nearest(vector, limit)
        wanted = limit + min(dead, limit)
        while True:
            hits = self.indexes[name].nearest(vector, wanted)
            layer_of = self._layers_of([passage_id for passage_id, _ in hits])
            alive = [hit for hit in hits if layer_of.get(hit[0]) == name]
            if len(alive) >= limit or wanted >= limit + dead:
                return alive[:limit]
            wanted = min(2 * wanted, limit + dead)

    def close(self) -> None:
        """Give back files and threads of all layers that no other snapshot uses."""
        for index in self.indexes.values():
            index.close()
