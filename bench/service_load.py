"""Many streams at once on one service: what it adds between tokens, before the first, and when it is asked too much.

    python bench/service_load.py [--streams 16 32 64 96] [--json FILE]

A model on loopback writes 20 tokens a second; questions arrive five a second, each of another day, so that none is
answered from memory; replies are as long as it takes that N are under way at once. Model, service and clients are three
processes on the same machine. Under `mark`: from the model's sending of a word to the client's hearing of it, and from
the question to the first text less the model's own part. Under `cut`: from the sending of a sentence's last word, and
from that of the word after it, which shows that the sentence has ended. Then as many places as streams were held, and
four times as many questions: how fast the others are turned away, how many answers come compared with a full house
without the others, and how fast /healthz stays. The exit code is 1 where 64 streams miss a target.
"""

import argparse
import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import uvloop  # as the service, so that what measures takes little of the processors
from service_clients import Heard, ask, get
from service_model import SENTENCES, tokens

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "What is the new spending target of NATO?"
RATE, ARRIVALS = 20.0, 5.0  # tokens a second; questions a second
TARGETS = {
    "between_p99_ms": 25.0,
    "first_p99_ms": 150.0,
    "reject_p99_ms": 50.0,
    "goodput": 0.95,
    "healthz_p99_ms": 20.0,
}
_MARKERS = re.compile(r"\s|\[\d+\]")
_DAY = date(2025, 6, 26)
Figures = dict[str, Any]


@dataclass(frozen=True)
class Setup:
    """A running service and the file in which its model notes what it sent."""

    port: int
    process: int
    log: Path


def main() -> int:
    """Measures, prints, writes JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--streams", type=int, nargs="*", default=[16, 32, 64, 96])
    options.add_argument("--json", type=Path, default=ROOT / "bench" / "out" / "service_load.json")
    told = options.parse_args()
    figures: Figures = {"mark": {}, "cut": {}}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        dateline("ingest", str(ROOT / "articles"), "--data", str(data))
        for policy in ("mark", "cut"):
            for count in told.streams:
                figures[policy][str(count)] = found = uvloop.run(streams(data, policy, count))
                print(f"{policy}, {count} streams: {json.dumps(found)}", flush=True)
        held = max((int(count) for count, found in figures["mark"].items() if holds(found)), default=0)
        figures["streams_held"], places = held, held or min(told.streams)
        figures["overload"] = uvloop.run(overload(data, places))
        print(f"held: {held} streams; overload: {json.dumps(figures['overload'])}", flush=True)
    figures["targets"] = TARGETS
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return verdict(figures)


async def streams(data: Path, policy: str, count: int) -> Figures:
    """So many streams at once, for three times as long as one takes."""
    words = round(count / ARRIVALS * RATE)
    with serving(data, words, DATELINE_POLICY=policy, DATELINE_MAX_IN_FLIGHT="2000") as setup:
        await ask(setup.port, QUESTION, "2025-01-01")  # what starts with the first question
        before, began = processor(setup), time.monotonic()
        heard = await arrive(setup.port, 3 * count, ARRIVALS)
        busy = (processor(setup) - before) / (time.monotonic() - began)
        sent = {one["question"]: one for one in map(json.loads, setup.log.read_text().splitlines())}
    pairs = [(one, sent[one.question]) for one in heard if one.question in sent]
    if any(reached(one)[-1:] and reached(one)[-1][1] < _letters(len(model["sent"])) for one, model in pairs):
        raise SystemExit("a sentence of the model was cut, so nobody can tell which words came when")
    found = [both for one, model in pairs for both in (each_word if policy == "mark" else ends)(one, model["sent"])]
    between, shown = [delay for delay, _ in found], [delay for _, delay in found]
    first = [one.pieces[0][0] - one.asked - (m["sent"][0] - m["asked"]) for one, m in pairs if one.pieces]
    return {
        "asked": len(heard),
        "answered": sum(one.ended == "answer.completed" for one in heard),
        "between_p50_ms": milliseconds(between, 50),
        "between_p99_ms": milliseconds(between, 99),
        "after_next_word_p99_ms": milliseconds(shown, 99) if policy == "cut" else None,
        "first_p50_ms": milliseconds(first, 50) if policy == "mark" else None,
        "first_p99_ms": milliseconds(first, 99) if policy == "mark" else None,
        "processors_of_the_service": round(busy, 2),
    }


async def arrive(port: int, count: int, rate: float) -> list[Heard]:
    """So many questions, so many a second, whether those before are answered or not."""
    began = time.monotonic()
    asking = []
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        question = f"{QUESTION} ({number})"
        asking.append(asyncio.create_task(ask(port, question, (_DAY + timedelta(days=number)).isoformat())))
    return await asyncio.gather(*asking)


def delays(one: Heard, sent: Sequence[float]) -> Iterator[float]:
    """Of each word: from its sending to the piece of text with which it was whole."""
    arrived = reached(one)
    written = 0
    for word, at in zip(tokens(len(sent)), sent, strict=True):
        written += len(_MARKERS.sub("", word))
        while arrived and arrived[0][1] < written:
            arrived.pop(0)
        if arrived:
            yield arrived[0][0] - at


def each_word(one: Heard, sent: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The delay of each word, twice."""
    return ((delay, delay) for delay in delays(one, sent))


def ends(one: Heard, sent: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The delay of each sentence's last word, and the same from the sending of the word after it."""
    all_delays = list(delays(one, sent))
    place = -1
    for sentence in SENTENCES * (len(sent) // 10):  # more than enough
        place += len(sentence.split())
        if place < len(all_delays):
            after = sent[min(place + 1, len(sent) - 1)]
            yield all_delays[place], all_delays[place] - (after - sent[place])


def _letters(count: int) -> int:
    """How many characters so many words have, without white space."""
    return sum(len(word.strip()) for word in tokens(count))


def reached(one: Heard) -> list[tuple[float, int]]:
    """How many characters had come at which time, without white space and markers."""
    text, found = "", []
    for at, piece in one.pieces:
        text += piece
        found.append((at, len(_MARKERS.sub("", text))))
    return found


async def overload(data: Path, places: int) -> Figures:
    """A full house, and then four times as many questions as it has places."""
    seconds = 5.0
    settings = {"DATELINE_POLICY": "mark", "DATELINE_MAX_IN_FLIGHT": str(places), "DATELINE_QUEUE": "16"}
    full = places / seconds  # answers a second that the places allow
    with serving(data, round(seconds * RATE), **settings) as setup:
        await ask(setup.port, QUESTION, "2025-01-01")
        peak = good(await arrive(setup.port, 4 * places, full * 0.9), 2 * seconds)
        health: list[float] = []
        watching = asyncio.create_task(watch(setup.port, health))
        heard = await arrive(setup.port, 16 * places, full * 4)
        watching.cancel()
    goodput = good(heard, 2 * seconds)
    refused = [one.seconds for one in heard if one.status in (429, 503)]
    return {
        "places": places,
        "answers_a_second_full": round(peak, 2),
        "answers_a_second_at_four_times": round(goodput, 2),
        "goodput": round(goodput / peak, 3),
        "refused": len(refused),
        "neither": sum(one.status != 200 and one.status not in (429, 503) for one in heard),
        "reject_p50_ms": milliseconds(refused, 50),
        "reject_p99_ms": milliseconds(refused, 99),
        "healthz_p50_ms": milliseconds(health, 50),
        "healthz_p99_ms": milliseconds(health, 99),
    }


def holds(found: Figures) -> bool:
    """Whether a run of streams reached both targets, and all were answered."""
    kept = all((found[name] or 0.0) <= TARGETS[name] for name in ("between_p99_ms", "first_p99_ms"))
    return kept and found["answered"] == found["asked"]


def good(heard: Sequence[Heard], filling_s: float) -> float:
    """Whole answers a second, from when the house is full to the last question."""
    full, last = min(one.asked for one in heard) + filling_s, max(one.asked for one in heard)
    whole = [one.asked + one.seconds for one in heard if one.ended == "answer.completed"]
    return sum(full <= end <= last for end in whole) / (last - full)


async def watch(port: int, found: list[float]) -> None:
    """Ask for /healthz ten times a second until cancelled."""
    while True:
        found.append(await get(port, "/healthz"))
        await asyncio.sleep(0.1)


@contextmanager
def serving(data: Path, words: int, **settings: str) -> Iterator[Setup]:
    """Model and service, each a process; the service's log goes nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sent.jsonl"
        script = [sys.executable, str(ROOT / "bench" / "service_model.py"), str(words), str(RATE), str(log)]
        with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as model:
            assert model.stdout is not None
            url = model.stdout.readline().strip()
            environment = os.environ | settings | {"OPENAI_BASE_URL": url, "DATELINE_CACHE_ANSWERS": "0"}
            port = free_port()
            serve = ["serve", "--port", str(port), "--data", str(data), "--model", "openai:m"]
            command = [sys.executable, "-m", "dateline", *serve]
            with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as service:
                try:
                    until_ready(port, service)
                    yield Setup(port, service.pid, log)
                finally:
                    service.terminate()
                    model.kill()


@contextmanager
def sample_service() -> Iterator[tuple[int, Path, "subprocess.Popen[bytes]"]]:
    """The service on the sample archive, without a model: its port, its data folder, its process."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        dateline("ingest", str(ROOT / "articles"), "--data", str(data))
        port = free_port()
        command = [sys.executable, "-m", "dateline", "serve", "--port", str(port), "--data", str(data)]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as service:
            try:
                until_ready(port, service)
                yield port, data, service
            finally:
                service.terminate()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_ready(port: int, service: "subprocess.Popen[bytes]") -> None:
    """Wait until questions can be answered. Raises ``SystemExit`` where the service ends instead."""
    while service.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the service ended with {service.returncode}")


def processor(setup: Setup) -> float:
    """Seconds of the processors that the service has used so far; of Linux."""
    fields = Path(f"/proc/{setup.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def dateline(*arguments: str) -> None:
    """Run one command of the command line."""
    subprocess.run([sys.executable, "-m", "dateline", *arguments], cwd=ROOT, check=True, capture_output=True)


def verdict(figures: Figures) -> int:
    """1 where 64 streams, or the overload, miss a target; each told."""
    missed = []
    mark, over = figures["mark"].get("64"), figures["overload"]
    for name, limit in TARGETS.items():
        found = over.get(name, (mark or {}).get(name))
        if found is not None and (found < limit if name == "goodput" else found > limit):
            missed.append(f"{name} is {found}, not {limit}")
    print("\n".join(missed) or "all targets reached")
    return 1 if missed else 0


def milliseconds(values: Sequence[float], percent: int) -> float | None:
    """A percentile in milliseconds."""
    if len(values) < 2:
        return None
    return round(statistics.quantiles(values, n=100)[percent - 1] * 1000, 1)


if __name__ == "__main__":
    sys.exit(main())
