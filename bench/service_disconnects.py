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
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from corpus.embedder import DEFAULT_EMBEDDER  # noqa: E402 - from the repository, wherever this is started
from corpus.folder import DataFolder  # noqa: E402
from ingest.pipeline import Sources, ingest  # noqa: E402
from service.web.app import settle  # noqa: E402
from tests.faults.campaign import Service, service  # noqa: E402
from tests.faults.leaving import SETTINGS, Leaving, leave  # noqa: E402
from tests.faults.server import FaultServer, fault_server  # noqa: E402

P99_MS, DRIFT = 250.0, 0.05
MOST_BYTES = 12_000  # that a client reads before it leaves


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
    closed: dict[int, float] = {}
    left_behind = False
    memory = 0
    async with fault_server(model.write) as server, service(data, server.url, **SETTINGS) as one:
        settle()  # as `dateline serve` does once it is open
        port = int(one.client.base_url.port or 0)
        for start in range(0, times, at_once):
            numbers = range(start, min(start + at_once, times))
            leaving = (leave(port, number, chance.randint(1, MOST_BYTES)) for number in numbers)
            closed |= zip(numbers, await asyncio.gather(*leaving), strict=True)
            left_behind |= await _left_behind(one, server)
            if not memory and start >= times // 10:
                memory = resident()
        grown = resident() / memory - 1
    waits = [max(0.0, at - closed[number]) for number, at in model.left.items()]
    cuts = statistics.quantiles(waits, n=100)
    return {
        "clients": times,
        "closed_p50_ms": round(cuts[49] * 1000, 1),
        "closed_p99_ms": round(cuts[98] * 1000, 1),
        "closed_most_ms": round(max(waits) * 1000, 1),
        "model_asked": len(model.asked),
        "never_closed": len(model.asked - model.left.keys()),
        "left_behind": left_behind,
        "memory_drift": round(grown, 4),
    }


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
