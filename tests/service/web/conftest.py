"""An asker that does as it is told, and the service around it: in the process, and on a real socket."""

import asyncio
import contextlib
import inspect
import json
import socket
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import httpx
import pytest
import uvicorn

from corpus.article import Article, Date
from corpus.errors import NotFound
from service.answering.answer import (
    Answer,
    Answerer,
    ArticlePage,
    ArticleSummary,
    Check,
    Checked,
    Citation,
    Completed,
    CorpusState,
    Disagreement,
    DisagreementFound,
    Hit,
    Position,
    SearchResult,
    SnapshotState,
    Source,
    SourcesFound,
    Started,
    Statement,
    StatementChecked,
    TextDelta,
    Timing,
    Usage,
)
from service.settings import Settings
from service.web.app import create_app

QUOTES = Answerer("quotes")
JUNE_25 = Date.of("2025-06-25", "given")
BODY = "Ischia \U0001f30b voted.\nThe vote is on 25 June, the mayor said.\u2028Nobody knows why."
QUOTE = "The vote is on 25 June, the mayor said."
START = BODY.index(QUOTE)
ARTICLE = Article(
    "vote-1", BODY, "Ischia votes", "The Gull", ("A. Reporter",), JUNE_25, url="https://gull.example/vote"
)
CITATION = Citation(1, "src_1", ARTICLE.id, "p1", START, START + len(QUOTE), QUOTE, "supported", Check("overlap", 0.93))
SOURCE = Source("src_1", ARTICLE.id, ARTICLE.title, ARTICLE.publisher, ARTICLE.authors, ARTICLE.url, True, JUNE_25)
STATEMENT = Statement(QUOTE, 0, len(QUOTE), (1,), "supported")
DISAGREEMENT = Disagreement("the day", (Position("25 June", (1,)), Position("26 June", (1,))))
HIT = Hit(
    "p1", ARTICLE.id, START, START + len(QUOTE), QUOTE, 0.7, ARTICLE.title, ARTICLE.publisher, JUNE_25, ARTICLE.url
)


def answer_to(question):
    return Answer(
        id="ans_1",
        question=question.text,
        outcome="answered",
        text=QUOTE + " [1]",
        statements=(STATEMENT,),
        citations=(CITATION,),
        sources=(SOURCE,),
        disagreements=(DISAGREEMENT,),
        as_of=question.as_of.isoformat(),
        nearest=(),
        checked=Checked(1, 1, 0),
        answerer=QUOTES,
        corpus=CorpusState("snap-1", 1, "2025-06-25"),
        usage=Usage(),
        timing_ms=Timing(1, 1, 2),
    )


@dataclass
class ScriptedAsker:
    """Answers every question alike. ``before`` and ``after`` the first event it can fail, or wait for ``go``."""

    answerer: Answerer = QUOTES
    serving = None
    model_state = None
    before: BaseException | None = None
    after: BaseException | None = None
    waits_before: bool = False
    waits_after: bool = False
    unready: BaseException | None = None
    deltas: int = 1
    ends_early: bool = False
    at_close: BaseException | None = None
    go: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0
    questions: list = field(default_factory=list)
    searches: list = field(default_factory=list)
    stopped: int = 0
    closed: bool = False

    async def events(self, question):
        self.questions.append(question)
        try:
            await self._before()
            yield Started("ans_1", self.answerer, question.as_of.isoformat())
            yield SourcesFound((SOURCE,))
            if self.waits_after:
                await self._wait()
            if self.after:
                raise self.after
            for number in range(self.deltas):
                yield TextDelta(f"{number}\r\nid: 99\nevent: answer.completed\u2028")
            yield StatementChecked(QUOTE, 0, len(QUOTE), (1,), "supported", (CITATION,))
            yield DisagreementFound(DISAGREEMENT.about, DISAGREEMENT.positions)
            if not self.ends_early:
                yield Completed(answer_to(question))
                yield TextDelta("too late")
        finally:
            self.stopped += 1
            if self.at_close:
                raise self.at_close

    async def answer(self, question):
        self.questions.append(question)
        try:
            await self._before()
            return answer_to(question)
        finally:
            self.stopped += 1

    async def _before(self):
        if self.waits_before:
            await self._wait()
        if self.before:
            raise self.before

    async def _wait(self):
        self.waiting += 1
        try:
            await self.go.wait()
        finally:
            self.waiting -= 1

    async def search(self, query, as_of, filters, limit):
        self.searches.append((query, as_of, filters, limit))
        return SearchResult("snap-1", (HIT,) * limit)

    async def article(self, article_id, snapshot):
        if article_id != ARTICLE.id or snapshot not in (None, "snap-1"):
            raise NotFound(f"there is no article {article_id}")
        return ARTICLE

    async def articles(self, offset, limit):
        a = ARTICLE
        summary = ArticleSummary(a.id, a.title, a.publisher, a.authors, a.published, a.updated, a.url, a.language)
        return ArticlePage(250, tuple(replace(summary, id=f"a{n}") for n in range(offset, min(offset + limit, 250))))

    async def state(self):
        return SnapshotState("snap-1", 1, "2025-06-25", 3)

    async def ready(self):
        if self.unready:
            raise self.unready

    async def close(self):
        self.closed = True


def read_events(text):
    """The frames of a stream as (id, name, data); comments are left out."""
    frames = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if fields:
            frames.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return frames


async def until(condition, within_s=5.0):
    """Wait for a condition, plain or async, and give what made it true."""
    async with asyncio.timeout(within_s):
        while True:
            met = condition()
            if inspect.isawaitable(met):
                met = await met
            if met:
                return met
            await asyncio.sleep(0.005)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def asker():
    return ScriptedAsker()


@pytest.fixture
def tools():
    """What the tests of this folder share; they cannot import each other."""
    return SimpleNamespace(events=read_events, until=until, opened=opened, quote=QUOTE, answer_to=answer_to)


@pytest.fixture
def build(asker):
    """Builds the app around the scripted asker, or around what ``opens`` gives."""

    def build(opens=None, heartbeat_s=15.0, again_s=0.01, **settings):
        async def at_hand():
            return asker

        return create_app(opens or at_hand, Settings(**settings), heartbeat_s=heartbeat_s, again_s=again_s)

    return build


@pytest.fixture
async def start(build):
    """Starts the app inside the process and gives a client of it, once it is no longer starting."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(opens=None, **given):
            app = build(opens, **given)
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://service"))
            if opens is None:
                await opened(client)
            return client

        yield start


@pytest.fixture
async def listen(build):
    """Starts the app on a port of the system's choice; gives a client, and the server to stop it by."""
    async with contextlib.AsyncExitStack() as stack:

        async def listen(grace_s=5, **given):
            listener = socket.create_server(("127.0.0.1", 0))
            config = uvicorn.Config(build(**given), log_config=None, timeout_graceful_shutdown=grace_s)
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listener]))

            async def stop():
                server.should_exit = True
                await serving

            stack.push_async_callback(stop)
            await until(lambda: server.started)
            client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=10)
            await stack.enter_async_context(client)
            await opened(client)
            return client, server

        yield listen


async def opened(client):
    """Wait until the service is ready, or has failed to get ready; gives what ``/readyz`` then says."""

    async def no_longer_starting():
        response = await client.get("/readyz")
        return None if response.json().get("type") == "urn:dateline:problem:starting" else response

    return await until(no_longer_starting)
