"""Clients that leave at some byte of their stream, and a model that never stops by itself and knows when they left."""

import asyncio
import json
import socket
import time
from datetime import date, timedelta

from tests.faults.campaign import QUESTION
from tests.faults.server import SENTENCE, Exchange

SETTINGS = {"llm_total_s": 600.0, "policy": "mark", "max_in_flight": 500, "answer_deadline_s": 600.0}
_DAYS = 3_000


class Leaving:
    """The model: writes until its client leaves, and notes when that was, by the number in the question."""

    def __init__(self) -> None:
        self.asked: set[int] = set()
        self.left: dict[int, float] = {}

    async def write(self, one: Exchange) -> None:
        """A word every few milliseconds, for ever."""
        number = int(json.loads(one.body)["messages"][-1]["content"].partition("number ")[2].partition(")")[0])
        self.asked.add(number)
        gone = asyncio.create_task(one.until_the_client_leaves())
        try:
            await one.head()
            while not gone.done():
                await one.say(f"{SENTENCE}. ")
                await asyncio.wait({gone}, timeout=0.01)
        except ConnectionError:
            pass
        finally:
            gone.cancel()
            self.left[number] = time.monotonic()


async def leave(port: int, number: int, wanted: int) -> float:
    """Ask, read so many bytes, leave, every third client without a farewell; when that was."""
    day = date(2018, 1, 1) + timedelta(days=number % _DAYS)
    body = json.dumps({"question": f"{QUESTION} (number {number})", "as_of": day.isoformat()}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    came = 0
    while came < wanted and (piece := await reader.read(min(1_000, wanted - came))):
        came += len(piece)
    if number % 3 == 0:  # no farewell
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    at = time.monotonic()
    writer.transport.abort() if number % 3 == 0 else writer.close()
    return at
