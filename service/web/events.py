"""One answer as a stream of server-sent events, in the form of ``/ask`` or in that of a chat completion."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Protocol

from pydantic_core import to_json
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from corpus.errors import ModelBroke
from service.answering.answer import (
    Completed,
    DisagreementFound,
    Event,
    SourcesFound,
    Started,
    StatementChecked,
    TextDelta,
)
from service.web.accept import EVENTS
from service.web.connected import while_connected
from service.web.kinds import STOPPING
from service.web.limits import Gate
from service.web.problems import Problem, explain, problem
from service.web.seen import seen

_NAMES: dict[type, str] = {
    Started: "answer.started",
    SourcesFound: "sources",
    TextDelta: "text.delta",
    StatementChecked: "statement",
    DisagreementFound: "disagreement",
    Completed: "answer.completed",
}
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}  # no proxy may hold events back
_LAST_WORDS_S = 5.0  # for a client that stopped reading


class Frames(Protocol):
    """How events look on the wire. One object serves one stream."""

    def event(self, event: Event) -> bytes:
        """The frames of an event, in UTF-8; empty where it has none."""

    def failure(self, told: Problem) -> bytes:
        """The frame that ends an answer that failed."""


class AnswerFrames:
    """The frames of ``POST /ask``: each event by its name, numbered from 1."""

    def __init__(self) -> None:
        self._sent = 0

    def event(self, event: Event) -> bytes:
        """See Frames."""
        return self._frame(_NAMES[type(event)], to_json(event.answer if isinstance(event, Completed) else event))

    def failure(self, told: Problem) -> bytes:
        """See Frames."""
        return self._frame("answer.failed", to_json(told, exclude_none=True))

    def _frame(self, name: str, data: bytes) -> bytes:
        self._sent += 1
        return f"id: {self._sent}\nevent: {name}\ndata: ".encode() + data + b"\n\n"  # JSON holds no raw line end


class EventStream(Response):
    """Sends events as they come, until the answer is completed or failed, or the client leaves.

    One task runs the generator from its first event to its end, and sends: so the generator is closed at once when the
    client leaves; what a client that reads slowly has not read yet waits in the answering, once for all who listen. An
    error before the first event is raised, and so becomes a status; a later one becomes the frame of a failure.
    """

    media_type = EVENTS

    def __init__(
        self,
        events: AsyncGenerator[Event, None],
        gate: Gate,
        heartbeat_s: float,
        request_id: str,
        frames: Frames | None = None,
    ) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers(_HEADERS)
        self._events = events
        self._gate = gate
        self._heartbeat_s = heartbeat_s
        self._request_id = request_id
        self._frames = frames or AnswerFrames()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send the stream.

        Raises:
            ClientDisconnect: the client left before the end.
            DatelineError, Refused: nothing was sent yet, and nothing will be.
        """
        line = _Line(send, self.raw_headers, self._frames)
        await while_connected(receive, self._tell(line))

    async def _tell(self, line: "_Line") -> None:
        try:
            async with self._gate.admitted(), aclosing(self._events), _beating(line, self._heartbeat_s):
                await self._copy(line)
        except asyncio.CancelledError:  # the service is being stopped, or the client is gone and will not see this
            if line.begun:
                await line.fail(problem(STOPPING, self._request_id))
                await line.end()
            raise
        except Exception as error:  # the edge: the status is sent, so a stream can tell of errors only in itself
            if not line.begun:
                raise
            await line.fail(explain(error, self._request_id))
        await line.end()

    async def _copy(self, line: "_Line") -> None:
        async for event in self._events:
            if isinstance(event, TextDelta):
                seen().text_came()
            if isinstance(event, Completed):
                seen().answered(event.answer)
            await line.event(event)
            if isinstance(event, Completed):
                return
        raise ModelBroke("the answer ended before it was complete; ask again")


class _Line:
    """Writes frames to one client."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]], frames: Frames) -> None:
        self._send = send
        self._headers = headers
        self._frames = frames
        self.begun = False
        self._completed = False

    async def event(self, event: Event) -> None:
        await self._frame(self._frames.event(event))
        self._completed = isinstance(event, Completed)

    async def fail(self, told: Problem) -> None:
        """Tell of a failure, unless the answer is complete: what fails after that concerns the client no more."""
        if self._completed:
            return
        try:
            async with asyncio.timeout(_LAST_WORDS_S):
                await self._frame(self._frames.failure(told))
        except TimeoutError:
            raise ClientDisconnect from None

    async def _frame(self, frame: bytes) -> None:
        if not self.begun:
            await self._send({"type": "http.response.start", "status": 200, "headers": self._headers})
            self.begun = True
        if frame:
            await self._write(frame)

    async def comment(self) -> None:
        await self._write(b": still here\n\n")

    async def end(self) -> None:
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _write(self, data: bytes) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": True})


@asynccontextmanager
async def _beating(line: _Line, every_s: float) -> AsyncIterator[None]:
    """Keep the line open with comments, once the stream has begun: proxies cut what is silent."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(every_s)
            if line.begun:
                await line.comment()

    heart = asyncio.create_task(beat())
    try:
        yield
    finally:
        heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)
