"""Blocking work off the event loop, on a snapshot that stays open until the work on it is done."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import ParamSpec, Protocol, TypeVar

from corpus.snapshots import Snapshot
from service.answering.archive import Archive

_WORKERS = 2  # for SQLite, Chroma and Tantivy; models have threads of their own
_CHECKING = 2
_WAITING = 32  # threads that do little but wait for another service

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Closing(Protocol):
    def close(self) -> None: ...


class Workers:
    """A few threads and the archive that they work on."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="answering")
        self._checking = ThreadPoolExecutor(_CHECKING, thread_name_prefix="checking")
        self._waiting = ThreadPoolExecutor(_WAITING, thread_name_prefix="waiting")

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do something in a thread. What has begun there goes on where the caller is cancelled."""
        return await asyncio.wrap_future(self._pool.submit(work, *args, **kwargs))

    async def run_checking(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """The same for the check of a statement, which a reader waits for in the middle of an answer."""
        return await asyncio.wrap_future(self._checking.submit(work, *args, **kwargs))

    async def run_waiting(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """The same for what waits for another service, in threads of their own: no search waits for it."""
        return await asyncio.wrap_future(self._waiting.submit(work, *args, **kwargs))

    @asynccontextmanager
    async def pinned(self) -> AsyncGenerator["Pin", None]:
        """The published snapshot, the same one from the start of a request to its end; raises as ``Archive.acquire``.

        Giving back is not awaited: a cancelled request gives back as well, once the work that it began is over.
        """
        pinning = self._pool.submit(self._archive.acquire)
        pin: Pin | None = None
        try:
            pin = Pin(await asyncio.wrap_future(pinning), self._pool)
            yield pin
        finally:
            last = (pin and pin.last) or pinning
            if last.done():
                self._pool.submit(self._give_back, pinning)
            else:
                last.add_done_callback(lambda _: self._give_back(pinning))

    async def close(self, *queues: _Closing | None) -> None:
        """Close the archive once the work under way is over, then the models' queues that this work may have used."""
        await self.run(self._archive.close)
        models = (queue.close for queue in queues if queue is not None)
        for end in (self._waiting.shutdown, self._checking.shutdown, self._pool.shutdown, *models):
            await asyncio.to_thread(end)

    def _give_back(self, pinning: Future[Snapshot]) -> None:
        if not pinning.cancelled() and pinning.exception() is None:
            self._archive.release(pinning.result())


class Pin:
    """A held snapshot and the work that is being done on it."""

    def __init__(self, snapshot: Snapshot, pool: ThreadPoolExecutor) -> None:
        self.snapshot = snapshot
        self.last: Future[object] | None = None
        self._pool = pool

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do something with the snapshot in a thread; one thing at a time."""
        doing = self._pool.submit(work, *args, **kwargs)
        self.last = doing  # type: ignore[assignment]  # only waited for
        return await asyncio.wrap_future(doing)
