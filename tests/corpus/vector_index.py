"""An index of vectors that stand in memory, for tests."""

from collections.abc import Sequence
from pathlib import Path

from corpus.embedder import Vectors
from corpus.vectors import build_vectors


def write_index(folder: Path, passage_ids: Sequence[str], vectors: Vectors) -> None:
    taken = 0

    def take(count: int) -> tuple[Sequence[str], Vectors]:
        nonlocal taken
        taken += count
        return passage_ids[taken - count : taken], vectors[taken - count : taken]

    build_vectors(folder, len(passage_ids), take)
