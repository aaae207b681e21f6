"""What every response carries and every request leaves behind; and the last resort for what nobody foresaw."""

import asyncio
import logging
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.kinds import STOPPING
from service.web.logs import with_request_id
from service.web.metrics import Metrics
from service.web.problems import Problem, explain, problem, respond
from service.web.seen import Seen, seeing

SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
_HEADERS = {
    "Content-Security-Policy": SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_ERRORS = 400  # the first status of a failure
_PROBES = ("/healthz", "/readyz", "/metrics")  # asked all the time, and of no interest while they are well

_log = logging.getLogger(__name__)


class Underway:
    """How many requests are being handled."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one in, for as long as the block runs."""
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def over(self, within_s: float) -> None:
        """Wait until there are none, or so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._none.wait()


class Edge:
    """Gives each request its id, each response its headers, and the log one line about both; counts them.

    Plain ASGI, because Starlette's BaseHTTPMiddleware puts a queue between a stream and its client.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, underway: Underway, *, log_questions: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        self._underway = underway
        self._log_questions = log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; nothing that it raises goes further than this."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Seen("req_" + secrets.token_hex(8))
        scope.setdefault("state", {})["request_id"] = request.request_id
        with ExitStack() as noting:
            noting.enter_context(self._underway.one())
            noting.enter_context(seeing(request))
            noting.enter_context(with_request_id(request.request_id))
            reply = _Reply(send, request.request_id)
            cut = await self._pass_on(scope, receive, reply)
            self._note(scope, request, reply.status, cut)

    async def _pass_on(self, scope: Scope, receive: Receive, reply: "_Reply") -> str | None:
        """What cut the request short, if anything did."""
        try:
            await self._app(scope, receive, reply.send)
        except ClientDisconnect:
            return "client-left"
        except asyncio.CancelledError:  # the server stops and has waited long enough; this task ends here anyway
            await reply.fail(problem(STOPPING, reply.request_id), scope, receive)
            return "stopped"
        except Exception as error:  # noqa: BLE001 - the outermost edge: the server would log the message, maybe private
            await reply.fail(explain(error, reply.request_id), scope, receive)
        return None

    def _note(self, scope: Scope, request: Seen, status: int, cut: str | None) -> None:
        answered = request.answer.outcome if request.answer else None
        outcome = cut or answered or request.problem or ("ok" if status < _ERRORS else str(status))
        self._metrics.count(getattr(scope.get("route"), "path", "other"), outcome, request)
        path = quote(scope["path"][:200])  # quoted, so that it cannot forge a line of the log
        fields = {
            "method": scope["method"],
            "path": path,
            "status": status,
            "outcome": outcome,
            "ms": round(request.seconds() * 1000),
            "first_text_ms": request.first_text_s and round(request.first_text_s * 1000),
            "answer": request.answer and request.answer.id,
            "cached": request.answer and request.answer.cached,
            "question": request.question if self._log_questions else None,
        }
        told = {"request_id": request.request_id} | {name: v for name, v in fields.items() if v is not None}
        level = logging.DEBUG if path in _PROBES else logging.INFO
        _log.log(level, "%s %s %s", scope["method"], path, status, extra=told)


class _Reply:
    """The response to one request, on its way out."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = 0  # nothing was sent yet

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            # Files have an ETag and are asked for again each time; everything else depends on the moment.
            headers.setdefault("Cache-Control", "no-cache" if "etag" in headers else "no-store")
            headers["X-Request-Id"] = self.request_id
        await self._send(message)

    async def fail(self, told: Problem, scope: Scope, receive: Receive) -> None:
        """Send a problem, unless a response has begun: then it is cut short, which its reader sees."""
        if not self.status:
            await respond(told, scope["path"])(scope, receive, self.send)
