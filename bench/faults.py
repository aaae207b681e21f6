"""Every fault of a model's server against the real service, many times, for JSON and for streams.

    python bench/faults.py [--times 1000] [--at-once 20] [--only NAME ...] [--json FILE]

The faults and what each is to end as are those of tests/faults/kinds.py. Counts, for each: ends other than the one that
is documented, statuses 500, questions that never ended (60 s), what was left behind (questions, tasks, requests); and
the median and 99th percentile of seconds. Equal questions run once, so each asks of another day. A sample archive is
ingested first. The exit code is 1 where one of the counts is not 0.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from corpus.embedder import DEFAULT_EMBEDDER  # noqa: E402 - from the repository, wherever this is started
from corpus.folder import DataFolder  # noqa: E402
from ingest.pipeline import Sources, ingest  # noqa: E402
from tests.faults.campaign import End, Service, service  # noqa: E402
from tests.faults.kinds import KINDS  # noqa: E402
from tests.faults.server import FaultServer, fault_server  # noqa: E402

_BROKEN = ("other_ends", "status_500", "hangs", "left_behind")


def main() -> int:
    """Runs the faults one after the other, prints a line for each, writes JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=1_000, help="for JSON, and as often for streams")
    options.add_argument("--at-once", type=int, default=20)
    options.add_argument("--only", nargs="*", default=list(KINDS))
    options.add_argument("--json", type=Path, default=ROOT / "bench" / "out" / "faults.json")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        ingest(Sources([ROOT / "articles"]), data, embedder=DEFAULT_EMBEDDER)
        figures = {name: asyncio.run(measure(name, data.path, told.times, told.at_once)) for name in told.only}
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps({"times": told.times, "faults": figures}, indent=1) + "\n", encoding="utf-8")
    broken = {name: sum(int(found[name]) for found in figures.values()) for name in _BROKEN}
    print(json.dumps(broken))
    return 1 if any(broken.values()) else 0


async def measure(name: str, data: Path, times: int, at_once: int) -> dict[str, Any]:
    """One fault, so many times in both ways."""
    fault, expected = KINDS[name]
    found: list[End | None] = []
    async with fault_server(fault) as server, service(data, server.url) as one:
        for start in range(0, 2 * times, at_once):
            asked = (ask(one, number) for number in range(start, min(start + at_once, 2 * times)))
            found += await asyncio.gather(*asked)
        left = await left_behind(one, server)
    ends = [end for end in found if end is not None]
    seconds = sorted(end.seconds for end in ends)
    other = Counter(end.kind for end in ends if end.kind not in expected.all_ends or end.ends != 1)
    figures: dict[str, Any] = {
        "expected": expected.ends,
        "other_ends": other.total(),
        "others": dict(other),
        "status_500": sum(end.status == httpx.codes.INTERNAL_SERVER_ERROR for end in ends),
        "hangs": len(found) - len(ends),
        "left_behind": left,
        "requests_a_question": round(server.asked / (2 * times), 2),
        "p50_s": round(statistics.median(seconds), 3) if seconds else None,
        "p99_s": round(seconds[int(len(seconds) * 0.99)], 3) if seconds else None,
    }
    print(f"{name}: {json.dumps(figures)}", flush=True)
    return figures


async def ask(one: Service, number: int) -> End | None:
    """One question, every second one as a stream; nothing where it never ended."""
    try:
        return await one.ask(number, stream=number % 2 == 0)
    except httpx.TimeoutException:
        return None


async def left_behind(one: Service, server: FaultServer) -> bool:
    """Whether something is still there a minute after the last question ended."""
    try:
        await one.nothing_is_left(server)
    except TimeoutError:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
