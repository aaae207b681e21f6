"""A model's server on a real socket that fails in every way that one was seen to fail; OpenAI's wire format."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

SENTENCE = "NATO has set a new target of 5 per cent of gross domestic product for defence"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)

Fault = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Exchange:
    """One request for a chat completion, to be answered on the raw connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    body: bytes = b""

    async def head(self, status: str = "200 OK", *more: str, kind: str = "text/event-stream") -> None:
        """Status and headers; the body comes in chunks."""
        lines = [
            f"HTTP/1.1 {status}",
            f"Content-Type: {kind}",
            "Transfer-Encoding: chunked",
            "Connection: close",
            *more,
        ]
        await self.raw("".join(f"{line}\r\n" for line in [*lines, ""]).encode())

    async def chunk(self, data: bytes) -> None:
        """One chunk of the body."""
        await self.raw(b"%x\r\n%s\r\n" % (len(data), data))

    async def say(self, *words: str) -> None:
        """Pieces of the reply, one event each."""
        for piece in words:
            await self.chunk(event({"content": piece}))

    async def finish(self, reason: str | None = "stop", *, done: bool = True) -> None:
        """Why it ends, what it took, that it ended, and the end of the body."""
        await self.chunk(event({}, reason))
        await self.chunk(
            data({"choices": [], "usage": {"prompt_tokens": 40, "completion_tokens": 9, "total_tokens": 49}})
        )
        if done:
            await self.chunk(b"data: [DONE]\n\n")
        await self.raw(b"0\r\n\r\n")

    async def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def until_the_client_leaves(self) -> None:
        """Says nothing more."""
        while await self.reader.read(1_000):
            pass

    def reset(self) -> None:
        """Ends the connection without a farewell."""
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # on, for 0 s: RST in place of FIN
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


def event(delta: dict[str, object], reason: str | None = None) -> bytes:
    """One event of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return data({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def data(value: object) -> bytes:
    """A value as one server-sent event."""
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


@dataclass
class FaultServer:
    """What it does is set by ``fault``, and may be changed at any time; ``asked`` and ``under_way`` count requests."""

    url: str
    fault: Fault
    asked: int = 0
    under_way: int = 0
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: one request, then the fault."""
        self.connections.add(writer)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                body = await reader.readexactly(int(length[1]) if length else 0)
                await self._exchange(Exchange(reader, writer, body))
        finally:
            self.connections.discard(writer)
            writer.close()

    async def _exchange(self, exchange: Exchange) -> None:
        self.asked += 1
        self.under_way += 1
        try:
            await self.fault(exchange)
        finally:
            self.under_way -= 1


@asynccontextmanager
async def fault_server(fault: Fault) -> AsyncIterator[FaultServer]:
    """The server on a port of its own, until the end of the block."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1_000)
    faults = FaultServer(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", fault)
    server = await asyncio.start_server(faults.serve, sock=listener)
    try:
        yield faults
    finally:
        server.close()
        for writer in tuple(faults.connections):
            writer.transport.abort()


@asynccontextmanager
async def nobody_accepts() -> AsyncIterator[str]:
    """The base URL of a server whose queue of connections is full: no further one is established."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            with suppress(BlockingIOError):
                one.connect(listener.getsockname())
            waiting.append(one)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        finally:
            for one in waiting:
                one.close()
