"""The snapshot being served: each request holds one from start to end, and a newly published one takes over between."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.article import Article
from corpus.errors import ArchiveError, DatelineError, EmbedderError, NotFound
from corpus.folder import DataFolder
from corpus.library import Library
from corpus.manifest import TRUTH, Manifest
from corpus.recovery import Served, open_best
from corpus.snapshots import Snapshot, open_snapshot

_REFUSED_S = 10.0  # after which one that could not be opened is tried again: the reason may be gone
_AGAIN_S = 1.0  # between two tries to open where nothing can be served: each may read the whole archive

_log = logging.getLogger("dateline")


class Archive:
    """Opens snapshots of one data folder, and closes each after its last user. Blocking: call it in a worker."""

    def __init__(self, data: DataFolder, embedder_revision: str) -> None:
        self._data = data
        self._embedder_revision = embedder_revision
        self._lock = threading.Lock()  # of the fields below; never held for long
        self._opening = threading.Lock()  # one opens, the others go on with what is being served
        self._users: dict[Snapshot, int] = {}
        self._serving: Snapshot | None = None
        self._published: str | None = None  # what was published when that was opened: not always the same one
        self._refused: tuple[str | None, float] = (None, 0.0)  # a published one that could not be opened, until when
        self._warning: tuple[str | None, str | None] = (None, None)  # what was published then, and what is told of it
        self._failure: tuple[float, DatelineError] | None = None

    @property
    def warning(self) -> str | None:
        """Why what is being served is not what was published last, where that is so."""
        told_of, warning = self._warning
        return warning if told_of == self._pointer() else None

    @property
    def serving(self) -> Manifest | None:
        """What the snapshot is made of that was served last; nothing before the first is opened."""
        with self._lock:
            return self._serving.manifest if self._serving is not None else None

    def acquire(self) -> Snapshot:
        """Hold the published snapshot; every call is answered by one of ``release``.

        Where that one is damaged, it is the best of what is left (``open_best``), and ``warning`` tells so.

        Raises:
            NoSnapshot: nothing was published yet.
            ArchiveError: none can be opened.
            EmbedderError: it was built by another embedding model than the service runs.
        """
        usable = self._usable()
        if (not usable or self._is_behind()) and self._opening.acquire(blocking=not usable):
            try:
                if not self._usable() or self._is_behind():
                    self._open()
            finally:
                self._opening.release()
        with self._lock:
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
        library = Library(self._data.folder(snapshot_id) / TRUTH)
        try:
            return library.article(article_id)
        finally:
            library.close()

    def _usable(self) -> bool:
        """Whether what is being served can go on being served: nobody has written into its library."""
        with self._lock:
            return self._serving is not None and self._serving.is_unaltered()

    def _is_behind(self) -> bool:
        """Whether another snapshot was published since; where that cannot be told, the one being served goes on."""
        current = self._pointer()
        refused, until = self._refused
        return current not in {None, self._published} and (current != refused or time.monotonic() > until)

    def _pointer(self) -> str | None:
        try:
            return self._data.current_id()
        except ArchiveError:
            return None

    def _open(self) -> None:
        """Serve what is published now; where it cannot be opened, go on with what is being served, if that is whole."""
        if self._failure is not None and time.monotonic() - self._failure[0] < _AGAIN_S:
            raise self._failure[1]
        before = self._serving if self._usable() else None
        try:
            served = self._checked(open_best(self._data)) if before is None else self._open_next(before)
        except DatelineError as error:
            self._failure = (time.monotonic(), error)
            raise
        self._failure = None
        if served is not None:
            self._published = served.published
            self._warn(served.published, served.warning)
            self._serve(served.snapshot)

    def _open_next(self, before: Snapshot) -> Served | None:
        """What is published now; nothing where it cannot be served in the place of what is."""
        published = self._pointer()
        try:
            return self._checked(Served(open_snapshot(self._data, published, sharing=before), published))
        except (ArchiveError, NotFound, EmbedderError) as error:
            self._refused = (published, time.monotonic() + _REFUSED_S)
            self._warn(published, f"{error}; snapshot {before.id} is served on")
            return None

    def _checked(self, served: Served) -> Served:
        snapshot = served.snapshot
        if snapshot.manifest.model != self._embedder_revision:
            snapshot.close()
            raise EmbedderError(
                f"the archive was embedded by {snapshot.manifest.model}, the service runs {self._embedder_revision}: "
                "set DATELINE_EMBEDDER to that model, or ingest again"
            )
        return served

    def _warn(self, published: str | None, warning: str | None) -> None:
        if warning is not None:
            _log.error("%s", warning)
        self._warning = (published, warning)

    def _serve(self, fresh: Snapshot) -> None:
        with self._lock:
            before, self._serving = self._serving, fresh
            self._users[fresh] = 1  # the archive itself is a user of what it serves
            if before is not None:
                self._users[before] -= 1
                if not self._users[before]:
                    del self._users[before]
                    before.close()
