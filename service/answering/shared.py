"""Equal questions are answered once: those asked at the same time listen to one run, later ones get what it gave."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace

from service.answering.answer import Answer, Answerer, Completed, Event, Question

Run = Callable[[Question], AsyncGenerator[Event, None]]


@dataclass(frozen=True)
class Asked:
    """All that an answer depends on, while a process runs."""

    question: Question
    answerer: Answerer
    snapshot: str


class SharedAnswers:
    """Runs questions, each once at a time, and remembers the last ``most`` whole answers from the latest snapshot.

    A run ends when its last listener leaves. What failed is not remembered, nor what stands in for a model that failed.
    Belongs to one event loop.
    """

    def __init__(self, run: Run, most: int) -> None:
        self._run = run
        self._most = most
        self._snapshot: str | None = None
        self._kept: OrderedDict[Asked, tuple[Event, ...]] = OrderedDict()
        self._running: dict[Asked, _Running] = {}

    async def events(self, asked: Asked) -> AsyncGenerator[Event, None]:
        """The events of a question's answer, ``cached`` unless they began a run. Raises as the run does."""
        if asked.snapshot != self._snapshot:
            self._snapshot = asked.snapshot
            self._kept.clear()  # what was retracted since is not kept in memory either
        if (kept := self._kept.get(asked)) is not None:
            self._kept.move_to_end(asked)
            for event in kept:
                yield event
            return
        joins = asked in self._running
        async with self._listening(asked) as running, aclosing(running.events()) as events:
            async for event in events:
                yield _cached(event) if joins else event

    @asynccontextmanager
    async def _listening(self, asked: Asked) -> AsyncGenerator["_Running", None]:
        running = self._running.get(asked)
        if running is None:
            running = self._running[asked] = _Running(self._run(asked.question))
            running.task.add_done_callback(lambda _: self._over(asked, running))
        running.listeners += 1
        try:
            yield running
        finally:
            running.listeners -= 1
            if not running.listeners:
                self._forget(asked, running)  # first, so that who comes now begins anew
                await running.stop()

    def _over(self, asked: Asked, running: "_Running") -> None:
        self._forget(asked, running)
        end = running.told[-1] if running.told else None
        if isinstance(end, Completed) and self._may_be_kept(asked, end.answer):
            self._kept[asked] = tuple(map(_cached, running.told))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def _forget(self, asked: Asked, running: "_Running") -> None:
        if self._running.get(asked) is running:
            del self._running[asked]

    def _may_be_kept(self, asked: Asked, answer: Answer) -> bool:
        """Whether it would be given again; another snapshot may have been published since it was asked."""
        stands_in = any(notice.code == "model_failed" for notice in answer.notices)
        return answer.corpus.snapshot == asked.snapshot == self._snapshot and not stands_in


def _cached(event: Event) -> Event:
    return Completed(replace(event.answer, cached=True)) if isinstance(event, Completed) else event


class _Running:
    """One run, in a task of its own, and what it told so far."""

    def __init__(self, events: AsyncGenerator[Event, None]) -> None:
        self.told: list[Event] = []
        self.listeners = 0
        self._changed = asyncio.Event()
        self.task = asyncio.create_task(self._tell(events))
        self.task.add_done_callback(lambda _: self._wake())

    async def events(self) -> AsyncGenerator[Event, None]:
        """All events from the first on; raises what the run raised."""
        place = 0
        while True:
            while place < len(self.told):
                place += 1
                yield self.told[place - 1]
            if self.task.done():
                self.task.result()
                return
            await self._changed.wait()

    async def stop(self) -> None:
        """Cancel the run and wait until it has cleaned up."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _tell(self, events: AsyncGenerator[Event, None]) -> None:
        async with aclosing(events):
            async for event in events:
                self.told.append(event)
                self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
