"""A model whose service fails again and again is left alone for a while: nobody waits for what will not come.

The circuit breaker of Nygard's *Release It!*: closed, calls pass; after five failures in a row that are the service's
own it opens, and calls are refused at once; after a pause it is half open: one call tries, and its end decides.
"""

import math
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from typing import Literal

from corpus.errors import ModelError, ModelResting
from prompts import Message
from service.answering.model.chat import ChatModel, Finish

State = Literal["closed", "open", "half-open"]
_FAILURES = 5  # in a row
_PAUSE_S = 20.0


class Breaker:
    """The state of one service. For one event loop."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._clock = clock
        self._failures = 0
        self._opened: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """``closed``: calls pass; ``open``: none does; ``half-open``: the next one, or the one under way, decides."""
        if self._opened is None:
            return "closed"
        return "open" if self._pause() > 0 else "half-open"

    @contextmanager
    def call(self) -> Iterator[None]:
        """One call of the service. One that ends by neither a ``ModelError`` nor ``worked`` decides nothing.

        Raises:
            ModelResting: the service is left alone for now.
        """
        self._admit()
        tries, self._trying = self._opened is not None, self._opened is not None
        try:
            yield
        except ModelError as error:
            if error.service_failed:
                self._failed()
            else:
                self.worked()
            raise
        finally:
            if tries:
                self._trying = False

    def worked(self) -> None:
        """A call came to its end: the service is well."""
        self._failures = 0
        self._opened = None

    def _admit(self) -> None:
        if self._opened is None:
            return
        pause = self._pause()
        if pause > 0 or self._trying:
            seconds = max(1, math.ceil(pause))
            raise ModelResting(f"{self._name} failed {_FAILURES} times in a row: ask again in {seconds} s", seconds)

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            self._opened = self._clock()

    def _pause(self) -> float:
        """Seconds until a call may try."""
        return 0.0 if self._opened is None else self._opened + _PAUSE_S - self._clock()


class GuardedModel:
    """A ChatModel behind a breaker."""

    def __init__(self, model: ChatModel) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self.breaker = Breaker(model.name)
        self._model = model

    async def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        """See ChatModel."""
        return await self._model.count_tokens(texts)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str | Finish, None]:
        """See ChatModel; raises ``ModelResting`` besides."""
        with self.breaker.call():
            async with aclosing(self._model.stream(messages)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Finish):  # after it nobody reads on
                        self.breaker.worked()
                    yield piece

    async def aclose(self) -> None:
        """See ChatModel."""
        await self._model.aclose()
