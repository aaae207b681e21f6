"""Nearest passages by meaning: an index in Chroma, built from the truth and never written again. Chroma's only home."""

import math
from collections.abc import Sequence
from pathlib import Path

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError

from corpus.embedder import Vectors
from corpus.errors import SnapshotDamaged

VERSION: str = chromadb.__version__

_COLLECTION = "passages"
_BATCH = 2000  # more than 5,461 is refused


def build_vectors(folder: Path, passage_ids: Sequence[str], vectors: Vectors) -> None:
    """Write an index of unit vectors, shape ``(len(passage_ids), dimensions)``, into a folder, and close it.

    Chroma keeps what is below its sync threshold in a log and indexes it anew at every opening, which rewrites files
    of a published snapshot. So the threshold is set to what the batches, all of one size but for one, each reach.
    """
    count = len(passage_ids)
    batches = max(1, math.ceil(count / _BATCH))
    threshold = max(2, count // batches)
    hnsw = CreateHNSWConfiguration(
        space="cosine",
        ef_construction=100,
        ef_search=100,
        max_neighbors=16,
        batch_size=min(100, threshold),
        sync_threshold=threshold,
    )
    client = _client(folder)
    try:
        configuration = CreateCollectionConfiguration(hnsw=hnsw)
        collection = client.create_collection(_COLLECTION, embedding_function=None, configuration=configuration)
        for batch in range(batches):
            start, stop = batch * count // batches, (batch + 1) * count // batches
            if start < stop:
                collection.add(ids=list(passage_ids[start:stop]), embeddings=vectors[start:stop])
        if count == 1:  # one record alone cannot reach the smallest threshold, two; written twice it does
            collection.upsert(ids=list(passage_ids), embeddings=vectors)
    finally:
        client.close()


class VectorIndex:
    """An opened index. Safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        try:
            self._client = _client(folder)
        except ChromaError as error:
            raise _damaged(folder, error) from error
        try:
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        except (ChromaError, ValueError) as error:
            self._client.close()
            raise _damaged(folder, error) from error
        self._folder = folder

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Passage ids and cosine similarities of the nearest passages to one unit vector, best first.

        Raises:
            SnapshotDamaged: the index cannot be read.
        """
        try:
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=max(1, limit), include=["distances"]
            )
        except ChromaError as error:
            raise _damaged(self._folder, error) from error
        distances = found["distances"]
        assert distances is not None
        return [(passage, 1.0 - distance) for passage, distance in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        """Give back files and threads (without it each reopening leaks both)."""
        self._client.close()


def _damaged(folder: Path, error: Exception) -> SnapshotDamaged:
    return SnapshotDamaged(f"the vectors in {folder} cannot be read ({error}): run `dateline snapshots rollback`")


def _client(folder: Path) -> Client:
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    assert isinstance(client, Client)
    return client
