"""Answers that a real small model writes, beside the stock recipe with the same model, on the same questions.

    python bench/model_answers.py --gguf FILE [--ways dateline stock] [--sample report|choose] [--folder FOLDER]

60 questions of RealTimeQA 2022 and 30 of the years after, asked of the same archive. `choose` takes 20 and 10 others,
all of even weeks: what prompts are chosen on. The stock recipe is LangChain's: chunks of 1,000 characters, the four
nearest from Chroma, and a prompt that asks for marks like [1] before it gives the context. An answer takes half a
minute: each is kept in FOLDER as it comes, and a run that was stopped goes on. The exit code is 1 where a target is
missed, and 2 without ../shared/.
"""

import argparse
import asyncio
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import Any, TextIO

import httpx
import retrieval_sets as sets
from gold_words import holds
from pydantic import SecretStr
from retrieval_sets import Asked
from stock_answers import Stock

from service.answering.answer import Answer, Question
from service.settings import read_settings
from service.start import open_asker

OUT = sets.REPOSITORY / "bench" / "out"
TOOL = sets.REPOSITORY.parent / "shared" / "tools" / "small_llm.py"
RIGHTLY_CITED, REFUSED, MORE_THAN_STOCK = 0.60, 0.90, 0.10
_START_S = 120
_PATIENCE = {"llm_first_token_s": 300.0, "llm_between_tokens_s": 300.0, "llm_total_s": 900.0}  # two cores are slow
_NEAR = 500  # characters on either side of the quoted words: the passage, as a reader's card shows it
_MARK = re.compile(r"\[(\d+)\]")
Row = dict[str, Any]
Answers = Callable[[Sequence[Asked]], AsyncGenerator[Row, None]]


def main() -> int:
    """Asks each way each question that it was not asked yet, then prints the table and writes it as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gguf", type=Path, required=True)
    options.add_argument("--ways", nargs="*", default=["dateline", "stock"])
    options.add_argument("--sample", default="report", choices=("report", "choose"))
    options.add_argument("--folder", type=Path, default=OUT / "retrieval")
    options.add_argument("--json", type=Path, default=OUT / "model_answers.json")
    told = options.parse_args()
    if not sets.DATA.is_dir() or not TOOL.is_file():
        print(f"skipped: the public sets and the small model's server are not at {sets.DATA.parent}")
        return 2
    data = sets.archive("rtqa", told.folder)
    kept = told.folder / f"answers-{told.sample}.jsonl"
    done = {(row["way"], row["id"]) for row in (sets.lines(kept) if kept.exists() else [])}
    left = {way: [one for one in sample(told.sample) if (way, one.id) not in done] for way in told.ways}
    if any(left.values()):
        with serving(told.gguf) as url, kept.open("a", encoding="utf-8") as file:
            for way, asked in left.items():
                ask = of_dateline(data.path, url) if way == "dateline" else Stock(told.folder, url).answers
                asyncio.run(write_down(way, asked, ask, file))
    figures = {way: scores([row for row in sets.lines(kept) if row["way"] == way]) for way in told.ways}
    print(json.dumps(figures, indent=1))
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return verdict(figures)


def sample(name: str) -> list[Asked]:
    """The questions asked: those that are reported, or those that prompts are chosen on; no question is in both."""
    answerable, unanswerable = sets.real_time_qa(), sets.from_the_future()
    even = [one for one in answerable if one.even]
    if name == "choose":
        return even[15:35] + unanswerable[2::5][:10]
    return [one for one in answerable if not one.even] + even[:15] + unanswerable[::5]


@contextmanager
def serving(gguf: Path) -> Iterator[str]:
    """The model served on loopback by a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(TOOL), "serve", str(gguf), str(port)], stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/v1"
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    """Until the server lists its model. Raises ``TimeoutError`` after two minutes."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        try:
            if httpx.get(f"{url}/models", timeout=5).status_code == HTTPStatus.OK:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise TimeoutError(f"no model at {url} after {_START_S} s")


async def write_down(way: str, asked: Sequence[Asked], answers: Answers, file: TextIO) -> None:
    """One line for each question, as soon as it is answered."""
    async with aclosing(answers(asked)) as rows:
        async for row in rows:
            file.write(json.dumps({"way": way, **row}) + "\n")
            file.flush()
            print(json.dumps({"way": way, **row})[:300], file=sys.stderr, flush=True)


def of_dateline(data: Path, url: str) -> Answers:
    """The product with that model, asked on the day of each question."""

    async def answers(asked: Sequence[Asked]) -> AsyncGenerator[Row, None]:
        settings = read_settings(data=data, llm="openai").model_copy(
            update={"openai_base_url": url, "openai_api_key": SecretStr("none"), **_PATIENCE}
        )
        asker = await open_asker(settings)
        try:
            for one in asked:
                began = time.perf_counter()
                answer = await asker.answer(Question(one.question, one.as_of))
                seconds = time.perf_counter() - began
                bodies = {c.article_id: (await asker.article(c.article_id)).body for c in answer.citations}
                yield {"id": one.id, "seconds": round(seconds, 1), **judged(one, answer, bodies)}
        finally:
            await asker.close()

    return answers


def judged(asked: Asked, answer: Answer, bodies: Mapping[str, str]) -> Row:
    """What one answer is worth: right, rightly cited, refused, invalid citations, statements without a quote."""
    gold = asked.answer if asked.gold else None
    right = bool(gold) and holds(answer.text, str(gold))
    numbers = {citation.number for citation in answer.citations}
    invalid = sum(c.quote != bodies[c.article_id][c.start : c.end] for c in answer.citations)
    invalid += sum(int(mark) not in numbers for mark in _MARK.findall(answer.text))
    near = [bodies[c.article_id][max(0, c.start - _NEAR) : c.end + _NEAR] for c in answer.citations]
    return {
        "text": answer.text,
        "right": right,
        "cites": bool(answer.citations),
        "rightly_cited": right and any(holds(text, str(gold)) for text in near),
        "quote_holds": right and any(holds(c.quote, str(gold)) for c in answer.citations),
        "refused": answer.outcome == "insufficient_evidence",
        "asked_the_model": answer.usage.output_tokens > 0,
        "invalid": invalid,
        "statements": len(answer.statements),
        "unquoted": sum(not s.citations or s.support not in {"supported", "partial"} for s in answer.statements),
        "cut": answer.checked.cut,
    }


def scores(rows: Sequence[Row]) -> Row:
    """The figures of one way."""
    futures = {one.id for one in sets.from_the_future()}
    asked = [row for row in rows if row["id"] not in futures]
    beyond = [row for row in rows if row["id"] in futures]
    shares = {name: mean([row[name] for row in asked]) for name in ("right", "cites", "rightly_cited", "quote_holds")}
    return {
        "answerable": len(asked),
        "unanswerable": len(beyond),
        **shares,
        "refused_answerable": mean([row["refused"] for row in asked]),
        "refused_unanswerable": mean([row["refused"] for row in beyond]),
        "refused_by_the_model": mean([row["refused"] for row in beyond if row["asked_the_model"]]),
        "invalid_citations": sum(row["invalid"] for row in rows),
        "statements": sum(row["statements"] for row in rows),
        "statements_without_a_checked_quote": sum(row["unquoted"] for row in rows),
        "cut": sum(row["cut"] for row in rows),
        "seconds_p50": round(median([row["seconds"] for row in rows]), 1) if rows else None,
    }


def mean(values: Sequence[bool]) -> float | None:
    """The share that is true; nothing of nothing."""
    return round(sum(values) / len(values), 3) if values else None


def verdict(figures: Row) -> int:
    """1 where a target is missed; printed."""
    ours, stock = figures.get("dateline"), figures.get("stock")
    if ours is None:
        return 0
    reached = {
        "right and rightly cited >= .60": ours["rightly_cited"] >= RIGHTLY_CITED,
        "unanswerable refused >= .90": (ours["refused_unanswerable"] or 0) >= REFUSED,
        "no invalid citation": not ours["invalid_citations"],
        "every statement carries a checked quote": not ours["statements_without_a_checked_quote"],
    }
    if stock is not None:
        reached["right >= stock + .10"] = ours["right"] >= stock["right"] + MORE_THAN_STOCK
    for name, is_reached in reached.items():
        print(f"{'reached' if is_reached else 'MISSED'}: {name}")
    return int(not all(reached.values()))


if __name__ == "__main__":
    sys.exit(main())
