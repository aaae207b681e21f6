"""Puts the web service together, and runs it."""

import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from corpus.errors import SettingError
from service.settings import Settings
from service.web.edge import Edge
from service.web.limits import BodyLimit, Gate
from service.web.opening import Opening
from service.web.problems import tell_problems
from service.web.routes import Service, router
from service.web.v1 import router as v1_router

if TYPE_CHECKING:
    from service.answering.ask import Asker

API_VERSION = "1"
_GRACE_S = 20  # for answers under way when the service is told to stop
_KEEP_ALIVE_S = 75  # longer than clients and proxies keep an idle connection: it is theirs to close
_MOST_CONNECTIONS = 1_000  # below the 1,024 open files that many systems allow a process
_EMBEDDABLE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

_log = logging.getLogger(__name__)


def create_app(
    open_asker: "Callable[[], Awaitable[Asker]]",
    settings: Settings,
    *,
    heartbeat_s: float = 15.0,
    again_s: float = 5.0,
) -> FastAPI:
    """The service as an ASGI app; ``open_asker`` is called once it runs, and again while there is no archive to open.

    ``heartbeat_s`` is the time between two comments on a stream, ``again_s`` between two tries to open.
    """
    gates = (
        Gate(settings.max_in_flight, settings.queue, settings.answer_deadline_s),
        Gate(settings.max_in_flight, settings.queue, settings.answer_deadline_s),
    )
    service = Service(Opening(open_asker, again_s), *gates, heartbeat_s)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.opening.start()
        try:
            yield
        finally:
            await service.opening.close()

    app = FastAPI(
        title="Dateline",
        version=API_VERSION,
        lifespan=lifespan,
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        middleware=_middleware(settings),
    )
    app.state.service = service
    app.include_router(router)
    app.include_router(v1_router)
    tell_problems(app)
    _serve_static(app)
    return app


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until a signal; answers under way get some seconds to finish.

    Raises:
        SettingError: the address cannot be listened on.
        DatelineError: a setting or the model stands in the way of answering; trying again would not help.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # the edge writes one, without query strings
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
    with _listening(host, port) as listener:
        bound = listener.getsockname()[1]
        _log.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, bound)
        server = uvicorn.Server(config)
        opening = app.state.service.opening
        opening.on_final_failure = lambda: setattr(server, "should_exit", True)
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again after it has stopped in good order
            server.run(sockets=[listener])
        if opening.final_failure is not None:
            raise opening.final_failure


def _middleware(settings: Settings) -> list[Middleware]:
    """From the outside in. CORS comes first, so that a page of an allowed origin can read every problem too."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Content-Type",),
        expose_headers=("X-Request-Id", "Retry-After"),
    )
    return [cors, Middleware(Edge), Middleware(BodyLimit, max_bytes=settings.max_body_bytes)]


def _serve_static(app: FastAPI) -> None:
    files = StaticFiles(packages=[("service", "static")])
    app.mount("/static", files)

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request) -> Response:
        return await files.get_response("index.html", request.scope)

    @app.api_route("/widget/v1/widget.js", methods=["GET", "HEAD"], include_in_schema=False)
    async def widget(request: Request) -> Response:
        response = await files.get_response("widget.js", request.scope)
        response.headers.update(_EMBEDDABLE)
        return response


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2_048)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingError(f"cannot listen on {host}, port {port}: {reason}; choose another with --port") from None
