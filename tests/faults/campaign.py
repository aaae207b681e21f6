"""The real service before a failing model: questions asked at the same time, and what became of each."""

import asyncio
import gc
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from service.answering.model import breaker
from service.settings import Settings
from service.start import open_asker
from service.web.app import create_app
from tests.faults.server import FaultServer

QUESTION = "What is the new spending target of NATO?"
_DAY = date(2025, 6, 26)
_ENDS = ("answer.completed", "answer.failed")
_WAIT_S = 60.0  # for what was left behind to be cleared away
WAITS = {"llm_connect_s": 0.3, "llm_first_token_s": 2.0, "llm_between_tokens_s": 1.0, "llm_total_s": 20.0}


@dataclass(frozen=True)
class End:
    """What became of one question: ``answered``, or the name of the problem; ``last``: how often it ended, once."""

    kind: str
    status: int
    ends: int
    seconds: float
    body: str


@dataclass
class Service:
    """The service that runs, and what it would leave behind."""

    app: FastAPI
    client: httpx.AsyncClient
    tasks: int

    async def ask(self, number: int, *, stream: bool) -> End:
        """One question; each number is asked of another day, for equal questions would be run once."""
        began = time.monotonic()
        asked = {"question": QUESTION, "as_of": (_DAY + timedelta(days=number)).isoformat()}
        headers = {"Accept": "text/event-stream" if stream else "application/json"}
        response = await self.client.post("/ask", json=asked, headers=headers)
        seconds = time.monotonic() - began
        if stream and response.status_code == 200:
            return _end_of_stream(response, seconds)
        told = response.json()
        kind = "answered" if response.status_code == 200 else _slug(told)
        return End(kind, response.status_code, 1, seconds, response.text)

    async def nothing_is_left(self, server: FaultServer | None = None) -> None:
        """Wait until no question is inside, no task left, no request open. Raises ``TimeoutError`` after a minute."""
        async with asyncio.timeout(_WAIT_S):
            while self._questions() or self._more_tasks() or (server and server.under_way):
                gc.collect()
                await asyncio.sleep(0.01)

    def _questions(self) -> int:
        return int(self.app.state.service.questions.inside)

    def _more_tasks(self) -> bool:
        """Tasks besides the server's own, of which each connection has one."""
        return len(asyncio.all_tasks()) > self.tasks


def _slug(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rpartition(":")[2]


def _end_of_stream(response: httpx.Response, seconds: float) -> End:
    frames = [frame for frame in response.text.split("\n\n") if frame.startswith("id: ")]
    names = [frame.split("\n")[1].removeprefix("event: ") for frame in frames]
    ends = [name for name in names if name in _ENDS]
    if not ends or names[-1] != ends[-1]:
        return End("no end", response.status_code, len(ends), seconds, response.text)
    told = json.loads(frames[-1].split("\n")[2].removeprefix("data: "))
    kind = "answered" if ends[-1] == "answer.completed" else _slug(told)
    return End(kind, response.status_code, len(ends), seconds, response.text)


@asynccontextmanager
async def service(data: Path, base_url: str, **settings: Any) -> AsyncIterator[Service]:
    """The service on a port of its own, with the model at that address and short waits; the breaker never opens."""
    told = Settings(
        data=data, llm="openai:m", openai_base_url=base_url, openai_api_key=SecretStr("sk-secret"), cache_answers=0,
        **(WAITS | settings),
    )  # fmt: skip
    app = create_app(lambda: open_asker(told), told)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=5))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        with mock.patch.object(breaker, "_FAILURES", 10**9):
            async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
                await _ready(client)
                one = Service(app, client, 0)
                await one.client.post("/search", json={"query": QUESTION})  # what starts with the first question
                one.tasks = len(asyncio.all_tasks())
                yield one
    finally:
        server.should_exit = True
        await serving


async def _ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(_WAIT_S):
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)
