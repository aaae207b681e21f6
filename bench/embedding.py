"""How long a question and eight sentences of evidence take to embed, beside sentence-transformers' own `encode`.

    python bench/embedding.py [--rounds 40] [--seconds 8] [--json FILE]

- latency: the ways take turns, each round with other words; median and 90th percentile of wall time, and processor time
  of all threads, which neighbours on the machine disturb less. `encode` runs on all cores, as torch does by itself, and
  on one.
- askers: so many coroutines, each with a question and then eight sentences, again and again, through the service's
  queue, beside threads that call `encode` under a lock; answers' worth of vectors a second, and the longest time that
  the event loop stood still.
- agreement: the least cosine between our vectors and those of `encode`.
"""

import argparse
import asyncio
import itertools
import json
import os
import platform
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
HARBOURS = [a + b for a in ("Al", "Bor", "Cas", "Del", "Es", "Fal", "Gor", "Hul") for b in ("dun", "ley", "mar", "ton")]
SENTENCES = (
    "The mayor of {} said on Tuesday that the ferry would not sail again before the inquiry had ended.",
    "Fishermen in {} refused.",
    "According to the harbour office, 41 ships waited outside {} for more than three days, which is twice as many as "
    "in the spring, when the cranes were first repaired by a company from the north.",
    "“Nobody in {} believes that the bridge will be open by June,” the engineer told reporters.",
    "The council voted 12 to 7 for the new lighthouse in {}, after a debate that lasted until four in the morning and "
    "in which two members left the hall.",
    "Prices for herring in {} rose by 18 percent in a year, the ministry of trade announced.",
    "It was the second storm that reached {} within a week, and it took the roofs of the school, the market and "
    "eleven houses along the shore.",
    "Insurers expect to pay 30 million for the damage in {} and in the three towns that lie up the river.",
)
Figures = dict[str, Any]


def question(number: int) -> str:
    """One of many questions of twelve words."""
    return f"How many ships waited outside the harbour of {_place(number)} last {1900 + number % 97}?"


def sentences(number: int) -> list[str]:
    """Eight sentences of 4 to 35 words."""
    return [sentence.format(_place(number + place)) for place, sentence in enumerate(SENTENCES)]


def _place(number: int) -> str:
    return f"{HARBOURS[number % 32]}-{HARBOURS[number // 32 % 32]}"


def main() -> int:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--seconds", type=float, default=8.0, help="for each number of askers and way")
    options.add_argument("--json", type=Path)
    told = options.parse_args()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds, for those who measure

    from corpus.embedder import open_embedder, packaged_default  # noqa: PLC0415 - likewise

    embedder = open_embedder()
    library = SentenceTransformer(str(packaged_default()), device="cpu")
    figures: Figures = {"machine": {"cpus": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()}}
    ways = {"ours": embedder.embed, "encode, one core": _encode(library, 1), "encode": _encode(library, None)}
    figures["agreement"] = min(
        float((embedder.embed(texts) * library.encode(texts)).sum(axis=1).min())
        for texts in ([question(number), *sentences(number)] for number in range(20))
    )
    figures["question"] = latency(ways, lambda number: [question(number)], told.rounds)
    figures["sentences"] = latency(ways, sentences, told.rounds)
    figures["askers"] = {
        str(askers): {
            "ours": asyncio.run(through_the_queue(embedder, askers, told.seconds)),
            "encode": under_a_lock(ways["encode"], askers, told.seconds),
        }
        for askers in (1, 4, 16)
    }
    figures["machine"]["load_after"] = os.getloadavg()
    show(figures)
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _encode(library: Any, cores: int | None) -> Callable[[list[str]], Any]:  # noqa: ANN401 - the library's model
    import torch  # noqa: PLC0415 - by now loaded

    def encode(texts: list[str]) -> Any:  # noqa: ANN401
        torch.set_num_threads(cores or os.cpu_count() or 1)
        return library.encode(texts, show_progress_bar=False)

    return encode


def latency(ways: dict[str, Callable[[list[str]], Any]], texts: Callable[[int], list[str]], rounds: int) -> Figures:
    """Milliseconds of each way, which take turns."""
    walls: dict[str, list[float]] = {name: [] for name in ways}
    processor: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 3):  # the first three warm up
        for name, way in ways.items():
            wall, spent = time.perf_counter(), time.process_time()
            way(texts(number))
            walls[name].append(1e3 * (time.perf_counter() - wall))
            processor[name].append(1e3 * (time.process_time() - spent))
            time.sleep(0.02)  # threads of torch spin for a while; they shall not take the next one's core
    return {
        name: {
            "p50_ms": round(statistics.median(walls[name][3:]), 2),
            "p90_ms": round(statistics.quantiles(walls[name][3:], n=10)[-1], 2),
            "cpu_ms": round(statistics.median(processor[name][3:]), 2),
        }
        for name in ways
    }


async def through_the_queue(embedder: Any, askers: int, seconds: float) -> Figures:  # noqa: ANN401 - imported late
    """Askers that are coroutines."""
    from service.answering.encoders.embedding_queue import EmbeddingQueue  # noqa: PLC0415

    queue, numbers, stood = EmbeddingQueue(embedder), itertools.count(), 0.0
    end = time.monotonic() + seconds
    times: list[float] = []

    async def ask() -> None:
        while time.monotonic() < end:
            begun, number = time.monotonic(), next(numbers)
            await queue.embed_question(question(number))
            await queue.embed_passages(sentences(9 * number))
            times.append(time.monotonic() - begun)

    async def watch() -> None:
        nonlocal stood
        while time.monotonic() < end:
            before = time.monotonic()
            await asyncio.sleep(0.001)
            stood = max(stood, time.monotonic() - before)

    begun = time.monotonic()
    await asyncio.gather(watch(), *(ask() for _ in range(askers)))
    spent = time.monotonic() - begun
    await asyncio.to_thread(queue.close)
    return _asked(times, spent) | {"loop_stood_ms": round(1e3 * stood, 1)}


def under_a_lock(encode: Callable[[list[str]], Any], askers: int, seconds: float) -> Figures:
    """Askers that are threads."""
    lock, numbers, times = threading.Lock(), itertools.count(), list[float]()
    begun_all = time.monotonic()
    end = begun_all + seconds

    def ask() -> None:
        while time.monotonic() < end:
            begun, number = time.monotonic(), next(numbers)
            for texts in ([question(number)], sentences(9 * number)):
                with lock:
                    encode(texts)
            times.append(time.monotonic() - begun)

    threads = [threading.Thread(target=ask) for _ in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _asked(times, time.monotonic() - begun_all)


def _asked(times: Sequence[float], spent: float) -> Figures:
    return {"answers_a_second": round(len(times) / spent, 2), "p50_ms": round(1e3 * statistics.median(times), 1)}


def show(figures: Figures) -> None:
    """Print the figures as tables."""
    print(f"load {figures['machine']['load'][0]:.1f} before, {figures['machine']['load_after'][0]:.1f} after")
    print(f"least cosine to encode: 1 - {1 - figures['agreement']:.1e}")
    for part in ("question", "sentences"):
        print(f"\n{part:18} {'p50 ms':>9} {'p90 ms':>9} {'cpu ms':>9}")
        for name, way in figures[part].items():
            print(f"{name:18} {way['p50_ms']:9.1f} {way['p90_ms']:9.1f} {way['cpu_ms']:9.1f}")
    print(f"\n{'askers':18} {'answers/s':>9} {'p50 ms':>9} {'loop ms':>9}")
    for askers, ways in figures["askers"].items():
        for name, way in ways.items():
            stood = way.get("loop_stood_ms", "")
            print(f"{askers + ' ' + name:18} {way['answers_a_second']:9.2f} {way['p50_ms']:9.1f} {stood:>9}")


if __name__ == "__main__":
    sys.exit(main())
