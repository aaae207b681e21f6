"""A service in OpenAI's wire format on loopback; how it behaves is chosen by the name of the model."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from corpus.article import Article, Date, Passage
from service.answering.retrieve import Candidate

WORDS = ("Both ", "leaders ", "stayed ", "home ", "[1].")
USAGE = {"prompt_tokens": 40, "completion_tokens": 5, "total_tokens": 45}
SECRET = "sk-secret-0123456789"


class Upstream:
    """The service, what it was asked, and whether a client left before the end of a reply."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[dict] = []
        self.keys: list[str | None] = []
        self.models = ["first-model", "second-model"]
        self.asked = threading.Event()
        self.left = threading.Event()

    async def list_models(self, request: Request) -> Response:
        self.keys.append(request.headers.get("authorization"))
        return JSONResponse({"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]})

    async def chat(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        self.keys.append(request.headers.get("authorization"))
        tries = len(self.requests)
        self.asked.set()
        match body["model"].split("/"):
            case ["status", status]:
                return _error(int(status))
            case ["status-then-well", status, retry_after] if tries == 1:
                return _error(int(status), retry_after)
            case ["html"]:
                return HTMLResponse("<h1>Welcome</h1>")
        return StreamingResponse(self._watched(body["model"]), media_type="text/event-stream")

    async def _watched(self, model: str) -> AsyncIterator[bytes]:
        try:
            async for line in _lines(model):
                yield line
        except asyncio.CancelledError:
            self.left.set()
            raise


def _error(status: int, retry_after: str | None = None) -> JSONResponse:
    error = {"message": f"Incorrect key {SECRET}: " + "words " * 400, "type": "some_error", "code": "some_code"}
    return JSONResponse({"error": error}, status, {"retry-after": retry_after} if retry_after else {})


async def _lines(model: str) -> AsyncIterator[bytes]:
    yield _event({"role": "assistant", "content": ""})
    if model == "silent":
        await asyncio.Event().wait()
    for word in WORDS[:2]:
        yield _event({"content": word})
    async for line in _middle(model):
        yield line
    for word in WORDS[2:]:
        yield _event({"content": word})
    if model == "no-reason":
        return
    yield _event({}, {"length": "length", "filtered": "content_filter"}.get(model, "stop"))
    yield _data({"choices": [], "usage": USAGE})
    if model == "never-closes":
        await asyncio.Event().wait()
    yield b"data: [DONE]\n\n"


async def _middle(model: str) -> AsyncIterator[bytes]:
    match model:
        case "stalls":
            await asyncio.Event().wait()
        case "torn":
            raise ConnectionResetError
        case "error-inside":
            yield b'data: {"error": {"message": "words", "code": "overloaded"}}\n\n'
        case "garbage":
            yield b'data: {"choices": [\n\n'
        case "endless":
            while True:
                yield _event({"content": "and so on " * 1000})
                await asyncio.sleep(0)  # else this loop would never hear that the client has left


def _event(delta: dict, reason: str | None = None) -> bytes:
    return _data({"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})


def _data(fields: dict) -> bytes:
    whole = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", **fields}
    return b"data: " + json.dumps(whole).encode() + b"\n\n"


@pytest.fixture(scope="module")
def _served() -> Iterator[tuple[str, Starlette]]:
    async def list_models(request: Request) -> Response:
        return await app.state.upstream.list_models(request)

    async def chat(request: Request) -> Response:
        return await app.state.upstream.chat(request)

    app = Starlette(routes=[Route("/v1/models", list_models), Route("/v1/chat/completions", chat, methods=["POST"])])
    config = uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    sock = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    yield f"http://127.0.0.1:{sock.getsockname()[1]}/v1", app
    server.should_exit = True
    thread.join(timeout=10)
    sock.close()
    assert not thread.is_alive()


@pytest.fixture
def upstream(_served: tuple[str, Starlette]) -> Upstream:
    """A service that nobody has asked yet; the server below it is started once a module."""
    url, app = _served
    app.state.upstream = Upstream(url)
    return app.state.upstream


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens: it was given out by the system a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run_python():
    """Run code in a fresh interpreter and return what it printed."""

    def run(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()

    return run


@pytest.fixture(scope="session")
def candidate() -> Callable[..., Candidate]:
    """One article that is one passage: ``candidate(body, id="a1", published="2025-06-25", title=…, publisher=…)``."""

    def make(body: str, id: str = "a1", published: str | None = "2025-06-25", **fields) -> Candidate:  # noqa: A002
        article = Article(id, body, published=Date.of(published, "given"), **fields)
        return Candidate(Passage(f"p_{id}", id, 0, len(body)), article, 0.6, 0.5)

    return make
