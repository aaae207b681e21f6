"""How much of this machine one client, and all of them together, may take: bytes of a body, questions at once, time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.kinds import DEADLINE_PASSED, OVERLOADED, Refused

BODY_TIME_S = 30.0
_CLOSE = {"Connection": "close"}  # what is still on its way will not be read


class BodyLimit:
    """Turns away a body that is too large, declared or not, or that takes too long to arrive."""

    def __init__(self, app: ASGIApp, max_bytes: int, time_s: float = BODY_TIME_S) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._time_s = time_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a ``receive`` that raises 413 or 408."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        too_much = declared.isdecimal() and int(declared[:20]) > self._max_bytes
        latest = asyncio.get_running_loop().time() + self._time_s
        arrived = 0
        whole = False

        async def bounded() -> Message:
            nonlocal arrived, whole
            if too_much:
                raise HTTPException(413, headers=_CLOSE)
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(latest):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers=_CLOSE) from None
            arrived += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if arrived > self._max_bytes:
                raise HTTPException(413, headers=_CLOSE)
            return message

        await self._app(scope, bounded, send)


class Gate:
    """Lets so many in at a time, keeps a short queue, turns away the rest, and gives each a deadline.

    ``inside`` and ``waiting`` tell how many there are now.
    """

    def __init__(self, places: int, queue: int, deadline_s: float) -> None:
        self._places = asyncio.Semaphore(places)
        self._queue = queue
        self.inside = self.waiting = 0
        self._deadline_s = deadline_s

    @asynccontextmanager
    async def admitted(self) -> AsyncIterator[None]:
        """A place, for as long as the block runs; the deadline covers the waiting too.

        Raises:
            Refused: the queue is full, no place came free in time, or the block was cancelled at its deadline.
        """
        inside = False
        deadline = asyncio.timeout(self._deadline_s)
        try:
            async with deadline:
                await self._enter()
                inside = True
                self.inside += 1
                try:
                    yield
                finally:
                    self.inside -= 1
                    self._places.release()
        except TimeoutError:
            if not deadline.expired():
                raise
            raise Refused(DEADLINE_PASSED if inside else OVERLOADED) from None

    async def _enter(self) -> None:
        if self._places.locked() and self.waiting >= self._queue:
            raise Refused(OVERLOADED)
        self.waiting += 1
        try:
            await self._places.acquire()
        finally:
            self.waiting -= 1
