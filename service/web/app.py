"""Puts the web service together, and runs it."""

import asyncio
import contextlib
import gc
import logging
import math
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from corpus.errors import SettingError
from service.settings import Settings, secrets_of
from service.web.admission import OPEN, Admission, Admit, Cors, open_admission
from service.web.described import describe
from service.web.edge import Edge, Underway
from service.web.feedback import FeedbackBook
from service.web.keys import is_loopback
from service.web.limits import BodyLimit, Gate
from service.web.logs import set_up
from service.web.metrics import Metrics
from service.web.opening import Opening
from service.web.problems import tell_problems
from service.web.routes import Service, router
from service.web.v1 import router as v1_router

if TYPE_CHECKING:
    from service.answering.ask import Asker

API_VERSION = "1"
_LAST_WORDS_S = 5.0  # for answers that were cut off to say so
_KEEP_ALIVE_S = 75  # longer than clients and proxies keep an idle connection: it is theirs to close
_OBJECTS_BEFORE_COLLECTION = 20_000  # a stream makes many short-lived ones; Python's own is 700
_SWITCH_S = 0.001  # for which a thread that checks or searches may keep the event loop waiting; Python's own is 5 ms
_MOST_CONNECTIONS = 1_000  # below the 1,024 open files that many systems allow a process
_EMBEDDABLE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

_log = logging.getLogger(__name__)


def create_app(
    open_asker: "Callable[[], Awaitable[Asker]]",
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    heartbeat_s: float = 15.0,
    again_s: float = 5.0,
) -> FastAPI:
    """The service as an ASGI app; ``open_asker`` is called once it runs, and again while there is no archive to open.

    ``host`` is the address that it will listen on: by it and the settings requests need a key or need none.
    ``heartbeat_s`` is the time between two comments on a stream, ``again_s`` between two tries to open.

    Raises:
        SettingError: requests need a key and there is none, or a setting cannot work.
        StoreError: the keys cannot be read.
    """
    admission = open_admission(settings, host)
    gates = (
        Gate(settings.max_in_flight, settings.queue, settings.answer_deadline_s),
        Gate(settings.max_in_flight, settings.queue, settings.answer_deadline_s),
    )
    book = FeedbackBook(settings.data, settings.feedback_days)
    opening = Opening(open_asker, again_s)
    underway = Underway()
    metrics = Metrics({"questions": gates[0], "reads": gates[1]}, lambda: opening.serving, lambda: opening.model_state)
    edge = Middleware(Edge, metrics=metrics, underway=underway, log_questions=settings.log_questions)
    service = Service(opening, *gates, heartbeat_s, admission, book, metrics)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        opening.start()
        book.start()
        watching = asyncio.create_task(metrics.watch_event_loop())
        try:
            yield
        finally:
            watching.cancel()
            await underway.over(_LAST_WORDS_S)  # the server has cancelled them, and does not wait for what they say
            await opening.close()
            await book.close()
            if admission is not None:
                await admission.close()

    app = FastAPI(
        title="Dateline",
        version=API_VERSION,
        lifespan=lifespan,
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        middleware=_middleware(settings, admission, edge),
    )
    app.state.service = service
    app.state.settings = settings
    for routes in (router, v1_router):
        app.include_router(routes)
    tell_problems(app)
    describe(app, open_paths=OPEN, needs_key=admission is not None)
    _serve_static(app, admission)
    return app


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until a signal; answers under way get some seconds to finish.

    Raises:
        SettingError: the address cannot be listened on.
        DatelineError: a setting or the model stands in the way of answering; trying again would not help.
    """
    settings: Settings = app.state.settings
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # the edge writes one, without query strings
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=math.ceil(settings.grace_s),
    )
    with _listening(host, port) as listener:
        set_up(secrets_of(settings))
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        address, bound, *_ = listener.getsockname()
        _tell_who_may_ask(app, address)
        _log.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, bound)
        server = uvicorn.Server(config)
        opening = app.state.service.opening
        opening.on_final_failure = lambda: setattr(server, "should_exit", True)
        opening.on_open = settle
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again after it has stopped in good order
            server.run(sockets=[listener])
        if opening.final_failure is not None:
            raise opening.final_failure


def settle() -> None:
    """Have nothing hold up the event loop for long: this process now does nothing but answer (docs/decisions/0032)."""
    sys.setswitchinterval(_SWITCH_S)
    gc.freeze()  # or every full collection looks through all that was loaded, for 0.3 s
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION, 50, 50)


def _middleware(settings: Settings, admission: Admission | None, edge: Middleware) -> list[Middleware]:
    """From the outside in. CORS comes first, so that a page of an allowed origin can read every problem too."""
    cors = Middleware(
        Cors,
        admission=admission,
        allow_origins=settings.cors_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Authorization", "Content-Type"),
        expose_headers=("X-Request-Id", "Retry-After"),
    )
    guard = [Middleware(Admit, admission=admission)] if admission else []
    return [cors, edge, *guard, Middleware(BodyLimit, max_bytes=settings.max_body_bytes)]


def _tell_who_may_ask(app: FastAPI, address: str) -> None:
    """Say in the log whether requests need a key, and loudly where anyone may ask.

    Raises:
        SettingError: the app was made for this machine alone, and the address is not.
    """
    admission = app.state.service.admission
    if admission is not None:
        _log.info("requests need a key: %d work, and that of the page", admission.keys_of_the_operator())
    elif is_loopback(address):
        _log.info("requests need no key: only this machine can connect; behind a proxy set DATELINE_KEYS=always")
    elif app.state.settings.keys == "never":
        _log.warning("OPEN TO ALL: whoever reaches %s may ask without a key, and what a model costs is yours", address)
    else:
        raise SettingError(f"{address} can be reached from other machines: create_app must be told this host")


def _serve_static(app: FastAPI, admission: Admission | None) -> None:
    files = StaticFiles(packages=[("service", "static")])
    app.mount("/static", files)

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request) -> Response:
        secret = admission.page_secret() if admission else None
        if secret is None:
            return await files.get_response("index.html", request.scope)
        return HTMLResponse(_with_key(files, secret))

    @app.api_route("/widget/v1/widget.js", methods=["GET", "HEAD"], include_in_schema=False)
    async def widget(request: Request) -> Response:
        response = await files.get_response("widget.js", request.scope)
        response.headers.update(_EMBEDDABLE)
        return response


def _with_key(files: StaticFiles, secret: str) -> str:
    """The page, and in it the key that its widget sends."""
    path, _ = files.lookup_path("index.html")
    return Path(path).read_text(encoding="utf-8").replace("<dateline-ask", f'<dateline-ask api-key="{secret}"', 1)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2_048)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingError(f"cannot listen on {host}, port {port}: {reason}; choose another with --port") from None
