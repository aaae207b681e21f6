"""Clients of a running service on plain sockets: what came, and when, on the clock that all processes share."""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field

_LIMIT_S = 300.0


@dataclass
class Heard:
    """What one client heard: status, and each piece of text with its time; ``ended`` is the last event."""

    question: str
    asked: float
    status: int = 0
    pieces: list[tuple[float, str]] = field(default_factory=list)
    ended: str = ""
    seconds: float = 0.0


async def ask(port: int, question: str, as_of: str) -> Heard:
    """Ask as a stream and listen to its end; a lost connection ends it too."""
    body = json.dumps({"question": question, "as_of": as_of}).encode()
    head = (
        "POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Accept: text/event-stream\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    heard = Heard(question, time.monotonic())
    with suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(_LIMIT_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
            try:
                writer.write(head.encode() + body)
                heard.status = int((await reader.readline()).split()[1])
                await _listen(reader, heard)
            finally:
                writer.close()
    heard.seconds = time.monotonic() - heard.asked
    return heard


async def _listen(reader: asyncio.StreamReader, heard: Heard) -> None:
    """Lines of events; those of HTTP's own framing say nothing here."""
    name = ""
    while line := await reader.readline():
        if line.startswith(b"event: "):
            name = line[7:].strip().decode()
            heard.ended = name
        elif line.startswith(b"data: ") and name == "text.delta":
            heard.pieces.append((time.monotonic(), json.loads(line[6:])["text"]))


async def get(port: int, path: str) -> float:
    """Seconds that a plain request takes, connection included."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    await reader.read()
    writer.close()
    return time.monotonic() - began
