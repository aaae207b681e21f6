"""Work for a model that may run once at a time: what callers ask for meanwhile is done together, off the event loop."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corpus.errors import Overloaded, Stopped

T = TypeVar("T")
R = TypeVar("R")


@dataclass(eq=False)
class _Asked(Generic[T, R]):
    items: Sequence[T]
    result: "Future[list[R]]" = field(default_factory=Future)


class Batches(Generic[T, R]):
    """One thread that computes a result for each item, in the order in which callers came.

    A batch is what waits when the one before is done: whole requests, of together at most ``most`` items if there is
    more than one. Nothing waits for a batch to fill. What nobody waits for any more is not computed.
    """

    def __init__(self, compute: Callable[[Sequence[T]], Sequence[R]], *, most: int, waiting: int, name: str) -> None:
        self._compute = compute
        self._most = most
        self._room = waiting
        self._queue: deque[_Asked[T, R]] = deque()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def submit(self, items: Sequence[T]) -> "Future[list[R]]":
        """Ask for the results of some items; cancelling the future takes them back while they wait.

        Raises:
            Overloaded: as many items wait as may.
            Stopped: after ``close``.
        """
        asked: _Asked[T, R] = _Asked(items)
        with self._lock:
            if self._closed:
                raise Stopped("the service is being stopped: ask again shortly")
            if self._queue and len(items) > self._room:
                self._forget_cancelled()
            if self._queue and len(items) > self._room:
                raise Overloaded("too many texts wait for the embedding model or the reranker: ask again shortly")
            self._room -= len(items)
            self._queue.append(asked)
            self._thread.submit(self._run_batch)
        return asked.result

    def close(self) -> None:
        """Finish the batch that is being computed, end the thread; who still waits gets ``Stopped``."""
        with self._lock:
            self._closed = True
            left = list(self._queue)
            self._queue.clear()
        for asked in left:
            if asked.result.set_running_or_notify_cancel():
                asked.result.set_exception(Stopped("the service is being stopped: ask again shortly"))
        self._thread.shutdown()

    def _run_batch(self) -> None:
        """Once for each request; it finds nothing where a batch before took that one along."""
        batch = self._take()
        if not batch:
            return
        try:
            results = list(self._compute([item for asked in batch for item in asked.items]))
        except Exception as error:  # noqa: BLE001 - the edge of a thread: whoever waits must hear of it
            for asked in batch:
                asked.result.set_exception(error)
            return
        done = 0
        for asked in batch:
            asked.result.set_result(results[done : done + len(asked.items)])
            done += len(asked.items)

    def _take(self) -> "list[_Asked[T, R]]":
        batch: list[_Asked[T, R]] = []
        items = 0
        with self._lock:
            while self._queue and (not batch or items + len(self._queue[0].items) <= self._most):
                asked = self._queue.popleft()
                self._room += len(asked.items)
                if asked.result.set_running_or_notify_cancel():
                    batch.append(asked)
                    items += len(asked.items)
        return batch

    def _forget_cancelled(self) -> None:
        kept = [asked for asked in self._queue if not asked.result.cancelled()]
        self._room += sum(len(asked.items) for asked in self._queue if asked.result.cancelled())
        self._queue = deque(kept)
