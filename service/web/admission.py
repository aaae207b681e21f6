"""Who comes in: a key that works, from a page that it is for, as often as it may. Decided before the body is read."""

from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import SettingError, StoreError
from service.settings import Settings
from service.store import SELF, Key, Store
from service.web.keys import Keyring, check_origin, keys_are_needed, read_bearer
from service.web.kinds import UNAUTHORIZED, Refused
from service.web.problems import explain, respond
from service.web.rates import Rates

OPEN = frozenset({"/", "/healthz", "/readyz", "/openapi.json"})
_OPEN_FOLDERS = ("/static/", "/widget/")
_FOR_SECRET_KEYS = frozenset({"/metrics"})  # a public key is anyone's
_CHALLENGE = 'Bearer realm="dateline"'  # RFC 6750, section 3


class Admission:
    """The keys of a service that needs them, and what each may ask."""

    def __init__(self, data: Path, redis_url: str | None) -> None:
        self.rates = Rates(redis_url)
        self._store = Store(data)
        self._page_secret = self._store.page_secret()
        self.keyring = Keyring(self._store)

    async def admit(self, method: str, path: str, headers: Headers) -> Key:
        """The key of a request, counted.

        Raises:
            Refused: it may not come in, or not now.
            StoreError: the keys cannot be read.
        """
        key = self.keyring.find(read_bearer(headers))
        if key is None or (key.origins is not None and path in _FOR_SECRET_KEYS):
            raise Refused(UNAUTHORIZED)
        check_origin(key, method, headers)
        await self.rates.count(key)
        return key

    def page_secret(self) -> str | None:
        """What the service's own page sends; none where the operator revoked it."""
        return self._page_secret if self.keyring.find(self._page_secret) else None

    def keys_of_the_operator(self) -> int:
        """How many keys work, that of the page left out."""
        return sum(SELF not in (key.origins or ()) for key in self.keyring.working())

    def close_store(self) -> None:
        """Give the file back."""
        self._store.close()

    async def close(self) -> None:
        """Give file and connections back."""
        self.close_store()
        await self.rates.close()


def open_admission(settings: Settings, host: str) -> Admission | None:
    """What stands between strangers and a service that listens on ``host``; nothing on an address of this machine.

    Raises:
        SettingError: keys are needed, and there is none; or the Redis that was set cannot be one.
        StoreError: the keys cannot be read.
    """
    if not keys_are_needed(settings.keys, host):
        return None
    url = settings.limits_url
    admission = Admission(settings.data, url.get_secret_value() if url else None)
    if not admission.keys_of_the_operator():
        admission.close_store()
        raise SettingError(
            f"on {host} requests need a key, and there is none: make one with `dateline keys add NAME`,"
            " or let anyone ask with --open"
        )
    return admission


class Admit:
    """Lets a request in with its key, or answers it at once."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its key in the state; pages, their files and probes need none."""
        if scope["type"] == "http" and not _is_open(scope["path"]):
            headers = Headers(scope=scope)
            try:
                scope["state"]["key"] = await self._admission.admit(scope["method"], scope["path"], headers)
            except (Refused, StoreError) as error:
                told = explain(error, scope["state"]["request_id"])
                await respond(told, scope["path"], _headers(error, headers))(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Cors(CORSMiddleware):
    """Lets pages of the named origins read the answers, and those that some key is for."""

    def __init__(self, app: ASGIApp, /, admission: Admission | None, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(app, **options)
        self._admission = admission

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether a page of this origin may read."""
        if super().is_allowed_origin(origin):
            return True
        try:
            return self._admission is not None and origin in self._admission.keyring.origins()
        except StoreError:
            return False  # the request itself is told why


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(_OPEN_FOLDERS)


def _headers(error: Exception, request: Headers) -> dict[str, str]:
    """What goes with a refusal; a body that is still on its way will not be read."""
    challenge = {}
    if isinstance(error, Refused) and error.kind is UNAUTHORIZED:
        flaw = ', error="invalid_token"' if "authorization" in request else ""
        challenge = {"WWW-Authenticate": _CHALLENGE + flaw}
    has_body = "transfer-encoding" in request or request.get("content-length", "0") != "0"
    return challenge | ({"Connection": "close"} if has_body else {})
