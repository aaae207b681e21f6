"""A real process that is told to stop while it answers."""

import asyncio
import contextlib
import json
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass

import httpx
import pytest

pytestmark = pytest.mark.anyio

STREAM = {"Accept": "text/event-stream"}
SERVICE = """
import asyncio, sys
from datetime import date
from service.answering.answer import *
from service.answering.shared import Asked, SharedAnswers
from service.settings import Settings
from service.web.app import create_app, serve

PIECES = int(sys.argv[1])

class Slow:
    answerer = Answerer("quotes")
    serving = None
    model_state = None

    def __init__(self):
        self._shared = SharedAnswers(self._run, 0)

    async def _run(self, question):
        yield Started("ans_1", self.answerer, question.as_of.isoformat())
        for _ in range(PIECES):
            yield TextDelta("word ")
            await asyncio.sleep(0.05)
        state, nothing = CorpusState("snap-1", 1, None), ((), (), (), ())
        yield Completed(Answer("ans_1", question.text, "answered", "word " * PIECES, *nothing, "2025-06-25", (),
                               Checked(1, 1, 0), self.answerer, state, Usage(), Timing(1, 1, 2)))

    async def events(self, question):
        async for event in self._shared.events(Asked(question, self.answerer, "snap-1")):
            yield event

    async def answer(self, question):
        async for event in self.events(question):
            if isinstance(event, Completed):
                return event.answer

    async def ready(self):
        return None

    async def close(self):
        print("closed in good order", file=sys.stderr, flush=True)

async def opens():
    return Slow()

serve(create_app(opens, Settings(grace_s=float(sys.argv[2]), max_in_flight=20)), "127.0.0.1", 0)
"""


@dataclass
class Service:
    process: subprocess.Popen
    address: str
    said: list


@pytest.fixture
def service():
    """Starts a service whose answers take so many twentieths of a second, with so many seconds of grace."""
    with contextlib.ExitStack() as stack:

        def service(pieces, grace_s):
            process = subprocess.Popen(
                [sys.executable, "-c", SERVICE, str(pieces), str(grace_s)], stderr=subprocess.PIPE, text=True
            )
            stack.callback(process.stderr.close)
            stack.callback(process.wait)
            stack.callback(process.kill)
            told = next(line for line in process.stderr if "listening on" in line)
            said = []
            reading = threading.Thread(target=lambda: said.extend(process.stderr), daemon=True)
            reading.start()
            stack.callback(reading.join)
            stack.callback(process.wait)
            return Service(process, re.search(r"http://[\d.:]+", told)[0], said)

        yield service


async def asked_under_load(service, questions, tools):
    """Ask them all, half as streams; once they are being answered, or wait, tell the service to stop."""
    async with httpx.AsyncClient(base_url=service.address, timeout=60, limits=httpx.Limits()) as client:
        await tools.opened(client)
        asking = [
            asyncio.create_task(client.post("/ask", json={"question": q}, headers=STREAM if number % 2 else {}))
            for number, q in enumerate(questions)
        ]

        async def all_are_in():
            figures = (await client.get("/metrics")).text
            counts = re.findall(r'^dateline_(?:in_flight|queue)\{gate="questions"\} (\S+)', figures, re.M)
            return sum(map(float, counts)) == len(questions)

        await tools.until(all_are_in, within_s=30)
        service.process.send_signal(signal.SIGTERM)
        return await asyncio.gather(*asking)


def ends(responses, tools):
    """The last thing that each client heard."""
    for response in responses:
        if response.headers["content-type"].startswith("text/event-stream"):
            yield tools.events(response.text)[-1][1:]
        else:
            yield response.status_code, response.json()


async def test_no_answer_that_was_begun_or_waits_is_lost(service, tools):
    running = service(pieces=20, grace_s=60)
    questions = [f"Question {number % 15}?" for number in range(30)]  # more than there are places, and some are equal
    responses = await asked_under_load(running, questions, tools)
    told = list(ends(responses, tools))
    assert [what for what, _ in told] == [200, "answer.completed"] * 15
    assert [answer["question"] for _, answer in told] == questions
    assert running.process.wait(timeout=30) in (0, -signal.SIGTERM)
    assert "closed in good order\n" in running.said
    assert "Traceback" not in "".join(running.said)


async def test_what_is_not_done_when_the_grace_is_over_is_told_so(service, tools):
    running = service(pieces=10_000, grace_s=1)
    responses = await asked_under_load(running, [f"Question {number}?" for number in range(6)], tools)
    told = list(ends(responses, tools))
    assert [what for what, _ in told] == [503, "answer.failed"] * 3
    assert {problem["type"] for _, problem in told} == {"urn:dateline:problem:stopping"}
    assert running.process.wait(timeout=30) in (0, -signal.SIGTERM)
    assert "closed in good order\n" in running.said


async def test_the_log_of_a_real_process_is_json_line_by_line(service, tools):
    running = service(pieces=1, grace_s=5)
    await asked_under_load(running, [], tools)
    running.process.wait(timeout=30)
    lines = [json.loads(line) for line in running.said if line != "closed in good order\n"]
    assert {"event", "level", "logger", "timestamp"} <= set.intersection(*map(set, lines))
