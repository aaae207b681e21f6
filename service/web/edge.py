"""What every response carries and every request leaves behind; and the last resort for what nobody foresaw."""

import asyncio
import logging
import secrets
import time
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.kinds import STOPPING
from service.web.problems import Problem, explain, problem, respond

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

_PROBES = ("/healthz", "/readyz")  # asked all the time, and of no interest while they are well

_log = logging.getLogger(__name__)


class Edge:
    """Gives each request its id, each response its headers, and the log one line about both.

    Plain ASGI, because Starlette's BaseHTTPMiddleware puts a queue between a stream and its client.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; nothing that it raises goes further than this."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reply = _Reply(send, "req_" + secrets.token_hex(8))
        scope.setdefault("state", {})["request_id"] = reply.request_id
        began = time.monotonic()
        end = ""
        try:
            await self._app(scope, receive, reply.send)
        except ClientDisconnect:
            end = " (client left)"
        except asyncio.CancelledError:  # the server stops and has waited long enough; this task ends here anyway
            end = " (stopped)"
            await reply.fail(problem(STOPPING, reply.request_id), scope, receive)
        except Exception as error:  # noqa: BLE001 - the outermost edge: the server would log the message, maybe private
            await reply.fail(explain(error, reply.request_id), scope, receive)
        finally:
            took_ms = (time.monotonic() - began) * 1000
            path = quote(scope["path"][:200])  # quoted, so that it cannot forge a line of the log
            status = f"{reply.status}{end}"
            level = logging.DEBUG if path in _PROBES else logging.INFO
            _log.log(level, "request %s %s %s %s %.0f ms", reply.request_id, scope["method"], path, status, took_ms)


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
