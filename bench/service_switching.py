"""Asks for an hour while the archive is published anew every ten seconds: no error, and every citation holds.

    python bench/service_switching.py [--minutes 60] [--every 10] [--json FILE]

The real service in a process of its own; beside it `dateline ingest` publishes one correction after another, and two
snapshots are kept. Four clients ask without pause, as JSON and as streams, and have each citation of an answer read
from the article in the answer's own snapshot. Counted: answers, snapshots seen, failures, and citations whose words are
not at their place. Where a snapshot was pruned meanwhile it says so (404), and that is counted apart. The exit code is
1 where something failed.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from service_load import ROOT, dateline, sample_service

QUESTIONS = ("What is the new spending target of NATO?", "When is the NATO summit in The Hague?", "Who stays away?")
CLIENTS = 4


def main() -> int:
    """Runs, prints, writes JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=60.0)
    options.add_argument("--every", type=float, default=10.0, help="seconds between two snapshots")
    options.add_argument("--json", type=Path, default=ROOT / "bench" / "out" / "service_switching.json")
    told = options.parse_args()
    with sample_service() as (port, data, _):
        counts, snapshots = asyncio.run(campaign(port, data, told.minutes * 60, told.every))
    figures = {"minutes": told.minutes, "snapshots": len(snapshots), **counts}
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 1 if counts["failed"] or counts["wrong"] or not counts["held"] else 0


async def campaign(port: int, data: Path, seconds: float, every: float) -> tuple[Counter[str], set[str]]:
    """Clients and the publishing beside each other, for so long."""
    end = time.monotonic() + seconds
    counts: Counter[str] = Counter()
    snapshots: set[str] = set()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        asking = [asyncio.create_task(ask(client, number, end, counts, snapshots)) for number in range(CLIENTS)]
        publishing = asyncio.create_task(publish(data, end, every, counts))
        await asyncio.gather(*asking, publishing)
    return counts, snapshots


async def publish(data: Path, end: float, every: float, counts: Counter[str]) -> None:
    """Correct one article again and again."""
    number = 0
    while time.monotonic() < end:
        began = time.monotonic()
        number += 1
        text = (
            f"NATO has set a new target of 5 per cent. This is correction number {number}. " + "It was read again. " * 9
        )
        article = {"id": "corrected", "title": "A correction", "published": "2025-06-25", "text": text}
        file = data.parent / "correction.jsonl"
        file.write_text(json.dumps(article) + "\n", encoding="utf-8")
        await asyncio.to_thread(dateline, "ingest", str(file), "--data", str(data), "--keep", "2")
        counts["published"] += 1
        await asyncio.sleep(max(0.0, min(began + every, end) - time.monotonic()))


async def ask(client: httpx.AsyncClient, number: int, end: float, counts: Counter[str], snapshots: set[str]) -> None:
    """One client: a question after the other, each answer's citations looked up."""
    while time.monotonic() < end:
        number += 1
        asked = {"question": QUESTIONS[number % len(QUESTIONS)], "as_of": f"2025-07-{number % 28 + 1:02}"}
        stream = {"Accept": "text/event-stream"} if number % 2 else {}
        response = await client.post("/ask", json=asked, headers=stream)
        answer = read(response)
        if answer is None:
            counts["failed"] += 1
            continue
        counts["answers"] += 1
        snapshot = answer["corpus"]["snapshot"]
        snapshots.add(snapshot)
        for citation in answer["citations"]:
            counts[await look_up(client, citation, snapshot)] += 1


async def look_up(client: httpx.AsyncClient, citation: dict[str, Any], snapshot: str) -> str:
    """Whether the quoted words stand at their place in the snapshot of the answer."""
    response = await client.get(f"/articles/{citation['article_id']}", params={"snapshot": snapshot})
    if response.status_code == httpx.codes.NOT_FOUND:
        return "pruned"
    if not response.is_success:
        return "failed"
    words = response.json()["body"][citation["start"] : citation["end"]]
    return "held" if words == citation["quote"] else "wrong"


def read(response: httpx.Response) -> dict[str, Any] | None:
    """The answer, whole or from the last event of its stream; nothing where there is none."""
    if not response.is_success:
        return None
    if not response.headers["content-type"].startswith("text/event-stream"):
        whole: dict[str, Any] = response.json()
        return whole
    frames = [frame.split("\n") for frame in response.text.split("\n\n") if frame.startswith("id: ")]
    if not frames or frames[-1][1] != "event: answer.completed":
        return None
    answer: dict[str, Any] = json.loads(frames[-1][2].removeprefix("data: "))
    return answer


if __name__ == "__main__":
    sys.exit(main())
