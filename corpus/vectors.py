"""Nearest passages by meaning: an index in Chroma, built from the truth and never written again. Chroma's only home."""

import math
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError

from corpus.embedder import Vectors
from corpus.errors import ArchiveError, SnapshotDamaged
from corpus.private import PrivateFolder

VERSION: str = chromadb.__version__

_COLLECTION = "passages"
_BATCH = 2000  # more than 5,461 is refused


Take = Callable[[int], tuple[Sequence[str], Vectors]]  # the next passages: ids, and unit vectors row by row


def build_vectors(folder: Path, count: int, take: Take) -> None:
    """Write an index of ``count`` unit vectors into a folder, and close it. They are taken batch by batch.

    Chroma keeps what is below its sync threshold in a log and indexes it anew at every opening, which rewrites files
    of a published snapshot. So the threshold is set to what the batches, all of one size but for one, each reach.

    Raises:
        ArchiveError: the folder cannot be written.
    """
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
    try:
        client = _client(folder)
    except ChromaError as error:
        raise _unwritable(folder, error) from error
    try:
        configuration = CreateCollectionConfiguration(hnsw=hnsw)
        collection = client.create_collection(_COLLECTION, embedding_function=None, configuration=configuration)
        for batch in range(batches):
            size = (batch + 1) * count // batches - batch * count // batches
            if size:
                passage_ids, vectors = take(size)
                collection.add(ids=list(passage_ids), embeddings=vectors)
            if count == 1:  # one record alone cannot reach the smallest threshold, two; written twice it does
                collection.upsert(ids=list(passage_ids), embeddings=vectors)
    except ChromaError as error:
        raise _unwritable(folder, error) from error
    finally:
        client.close()


class VectorIndex:
    """An opened index. Safe to read from several threads.

    Chroma writes into its database at every opening, so it gets a copy of that; the vectors themselves, which it reads
    once, are linked. What was published stays as it is, on a read-only disk too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._users = 1
        self._counting = threading.Lock()
        self._private = PrivateFolder()
        try:
            for path in folder.iterdir():
                (self._private.link if path.is_dir() else self._private.copy)(path)
            self._client = _client(self._private.path)
        except (ChromaError, OSError) as error:
            self._private.close()
            raise _damaged(folder, error) from error
        except ArchiveError:
            self._private.close()
            raise
        try:
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        except (ChromaError, ValueError) as error:
            self.close()
            raise _damaged(folder, error) from error

    def shared(self) -> "VectorIndex":
        """The same for one more user: it closes after the last one's ``close``."""
        with self._counting:
            self._users += 1
        return self

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
        with self._counting:
            self._users -= 1
            last = not self._users
        if last:
            self._client.close()
            self._private.close()


def _unwritable(folder: Path, error: Exception) -> ArchiveError:
    return ArchiveError(f"the vectors in {folder} cannot be written ({error}): free some space, then again")


def _damaged(folder: Path, error: Exception) -> SnapshotDamaged:
    return SnapshotDamaged(f"the vectors in {folder} cannot be read ({error}): run `dateline snapshots rebuild`")


def _client(folder: Path) -> Client:
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    assert isinstance(client, Client)
    return client
