"""The snapshot being served: each request holds one from start to end, and a newly published one takes over between."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.article import Article
from corpus.errors import ArchiveError, EmbedderError, NotFound, SnapshotDamaged
from corpus.library import Library
from corpus.snapshots import DataFolder, Snapshot


class Archive:
    """Opens snapshots of one data folder, and closes each after its last user. Blocking: call it in a worker."""

    def __init__(self, data: DataFolder, embedder_revision: str) -> None:
        self._data = data
        self._embedder_revision = embedder_revision
        self._lock = threading.Lock()
        self._users: dict[Snapshot, int] = {}
        self._serving: Snapshot | None = None
        self._refused: str | None = None  # the damaged one that was published last: it is not read again and again

    def acquire(self) -> Snapshot:
        """Hold the published snapshot; every call is answered by one of ``release``.

        Raises:
            NoSnapshot: nothing was published yet.
            SnapshotDamaged: the published one does not pass its check, and none was served before.
            EmbedderError: it was built by another embedding model than the service runs.
        """
        with self._lock:
            current = self._current_id()
            if self._serving is None or current not in {self._serving.id, self._refused}:
                self._serve(self._open(current))
            assert self._serving is not None
            self._users[self._serving] += 1
            return self._serving

    def release(self, snapshot: Snapshot) -> None:
        """Give a held snapshot back; one that is no longer served is closed after its last user."""
        with self._lock:
            self._users[snapshot] -= 1
            if not self._users[snapshot]:
                del self._users[snapshot]
                snapshot.close()

    @contextmanager
    def pin(self) -> Iterator[Snapshot]:
        """The published snapshot, held until the end of the block."""
        snapshot = self.acquire()
        try:
            yield snapshot
        finally:
            self.release(snapshot)

    def article(self, article_id: str, snapshot_id: str | None) -> Article:
        """An article as it stands in the published snapshot, or in a kept earlier one.

        Raises:
            NotFound: no such snapshot is kept, it has no such article, or the article was retracted since.
        """
        with self.pin() as current:
            if snapshot_id is None or snapshot_id == current.id:
                article = current.library.article(article_id)
            elif article_id in current.library.tombstones():
                raise NotFound(f"article {article_id!r} was retracted")
            else:
                article = self._article_before(article_id, snapshot_id)
        if article is None:
            raise NotFound(f"no article {article_id!r} in snapshot {snapshot_id or current.id}")
        return article

    def close(self) -> None:
        """Close what is served once its last user has gone."""
        with self._lock:
            serving, self._serving = self._serving, None
        if serving is not None:
            self.release(serving)

    def _article_before(self, article_id: str, snapshot_id: str) -> Article | None:
        library = Library(self._data.folder(snapshot_id) / "library.sqlite")
        try:
            return library.article(article_id)
        finally:
            library.close()

    def _current_id(self) -> str:
        """The published snapshot's id; where that cannot be told, the one being served goes on."""
        try:
            return self._data.current_id()
        except ArchiveError:
            if self._serving is None:
                raise
            return self._serving.id

    def _open(self, snapshot_id: str) -> Snapshot | None:
        """The snapshot, or ``None`` where it is missing or damaged and another is being served."""
        try:
            fresh = self._data.open(snapshot_id)
        except (SnapshotDamaged, NotFound):
            if self._serving is None:
                raise
            self._refused = snapshot_id
            return None
        if fresh.manifest.model != self._embedder_revision:
            fresh.close()
            raise EmbedderError(
                f"the archive was embedded by {fresh.manifest.model}, the service runs {self._embedder_revision}: "
                "set DATELINE_EMBEDDER to that model, or ingest again"
            )
        return fresh

    def _serve(self, fresh: Snapshot | None) -> None:
        if fresh is None:
            return
        before, self._serving = self._serving, fresh
        self._users[fresh] = 1  # the archive itself is a user of what it serves
        if before is not None:
            self._users[before] -= 1
            if not self._users[before]:
                del self._users[before]
                before.close()
