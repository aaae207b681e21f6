"""Clients that leave at a random byte of their stream: is the model stopped at once, and does memory stay?

    python bench/service_disconnects.py [--times 10000] [--at-once 20] [--seed 1] [--json FILE]

The real service and a model that never stops, in one process. Each client asks for a stream, reads a random number of
bytes, and closes the connection, every third one by a reset. Measured: from the close to the moment when the model's
server sees its client leave; how many requests, questions and tasks are left at the end; and the process's memory after
a tenth of the clients and after all. The exit code is 1 where the 99th percentile is above 250 ms, memory grew by 5 %,
or something is left.
"""

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from corpus.embedder import DEFAULT_EMBEDDER  # noqa: E402 - from the repository, wherever this is started
from corpus.folder import DataFolder  # noqa: E402
from ingest.pipeline import Sources, ingest  # noqa: E402
from tests.faults.campaign import QUESTION, Service, service  # noqa: E402
from tests.faults.server import SENTENCE, Exchange, FaultServer, fault_server  # noqa: E402

P99_MS, DRIFT = 250.0, 0.05
_DAYS = 3_000
_SETTINGS = {"llm_total_s": 600.0, "policy": "mark", "max_in_flight": 500, "answer_deadline_s": 600.0}


class Leaving:
    """The model: writes until its client leaves, and notes when that was, by the number in the question."""

    def __init__(self) -> None:
        self.left: dict[int, float] = {}
        self.changed = asyncio.Event()

    async def write(self, one: Exchange) -> None:
        """A word every few milliseconds, for ever."""
        number = int(json.loads(one.body)["messages"][-1]["content"].partition("number ")[2].partition(")")[0])
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
            self.changed.set()


def main() -> int:
    """Measures, prints, writes JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=10_000)
    options.add_argument("--at-once", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", type=Path, default=ROOT / "bench" / "out" / "service_disconnects.json")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        ingest(Sources([ROOT / "articles"]), data, embedder=DEFAULT_EMBEDDER)
        figures = asyncio.run(campaign(data.path, told.times, told.at_once, random.Random(told.seed)))
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    p99, drift = figures["closed_p99_ms"], figures["memory_drift"]
    assert isinstance(p99, float)
    assert isinstance(drift, float)
    return 1 if p99 > P99_MS or drift > DRIFT or figures["left_behind"] or figures["never_closed"] else 0


async def campaign(data: Path, times: int, at_once: int, chance: random.Random) -> dict[str, object]:
    """So many clients, a few at a time."""
    model = Leaving()
    waits: list[float] = []
    never = 0
    memory = 0
    async with fault_server(model.write) as server, service(data, server.url, **_SETTINGS) as one:
        port = int(one.client.base_url.port or 0)
        for start in range(0, times, at_once):
            numbers = range(start, min(start + at_once, times))
            closed = await asyncio.gather(*(leave(port, number, chance) for number in numbers))
            for number, at in zip(numbers, closed, strict=True):
                never += not await _left(model, number)
                if at is not None and number in model.left:
                    waits.append(max(0.0, model.left[number] - at))
            if not memory and start >= times // 10:
                memory = resident()
        left = await _left_behind(one, server)
        grown = resident() / memory - 1
    cuts = statistics.quantiles(waits, n=100)
    return {
        "clients": times,
        "closed_p50_ms": round(cuts[49] * 1000, 1),
        "closed_p99_ms": round(cuts[98] * 1000, 1),
        "closed_most_ms": round(max(waits) * 1000, 1),
        "measured": len(waits),
        "never_closed": never,
        "left_behind": left,
        "memory_drift": round(grown, 4),
    }


async def leave(port: int, number: int, chance: random.Random) -> float | None:
    """Ask, read up to a random byte, leave; when that was. Nothing where the stream had not begun by then."""
    day = date(2018, 1, 1) + timedelta(days=number % _DAYS)
    body = json.dumps({"question": f"{QUESTION} (number {number})", "as_of": day.isoformat()}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    wanted = chance.randint(1, 12_000)
    came = 0
    while came < wanted and (piece := await reader.read(min(1_000, wanted - came))):
        came += len(piece)
    if number % 3 == 0:  # no farewell
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    at = time.monotonic()
    writer.transport.abort() if number % 3 == 0 else writer.close()
    return at


async def _left(model: Leaving, number: int) -> bool:
    """Wait until the model's server saw this client leave, up to five seconds; a model that was not asked has none."""
    try:
        async with asyncio.timeout(5):
            while number not in model.left:
                model.changed.clear()
                await model.changed.wait()
    except TimeoutError:
        return False
    return True


async def _left_behind(one: Service, server: FaultServer) -> bool:
    try:
        await one.nothing_is_left(server)
    except TimeoutError:
        return True
    return False


def resident() -> int:
    """Bytes of this process that lie in memory; of Linux."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
