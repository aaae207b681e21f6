"""What the client is told when something went wrong: RFC 9457 problems with stable types (docs/api.md lists them)."""

import logging
import traceback
from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus.errors import DatelineError, ModelResting
from service.web.kinds import (
    BODY_TOO_LARGE,
    INTERNAL,
    INVALID,
    MALFORMED,
    NOT_FOUND,
    NOT_JSON,
    SLOW_BODY,
    WRONG_METHOD,
    Kind,
    Refused,
    kind_of,
)
from service.web.seen import seen

MEDIA_TYPE = "application/problem+json"
_OPENAI_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_SERVER_ERRORS = 500
_MOST_FIELDS = 10  # a body may be wrong in thousands of places
_LONGEST_NAME = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """The body of an error: ``errors`` tells of each wrong field what is wrong, ``retry_after`` is in seconds."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    retry_after: int | None = None
    errors: dict[str, str] | None = None


_BY_STATUS = {kind.status: kind for kind in (MALFORMED, NOT_FOUND, WRONG_METHOD, SLOW_BODY, BODY_TOO_LARGE)}
_TO_JSON = TypeAdapter(Problem)
PROBLEM_SCHEMA = _TO_JSON.json_schema()


def problem(kind: Kind, request_id: str, detail: str | None = None, errors: dict[str, str] | None = None) -> Problem:
    """One occurrence of a type of problem."""
    seen().problem = kind.slug
    name = f"urn:dateline:problem:{kind.slug}"
    return Problem(name, kind.title, kind.status, detail or kind.detail, request_id, kind.retry_after, errors)


def explain(error: BaseException, request_id: str) -> Problem:
    """Turn an error into what the client may know of it, and log what only the operator may."""
    kind = kind_of(error)
    if isinstance(error, DatelineError):
        if not kind.says_why:
            _log.warning("request %s failed: %s: %r", request_id, type(error).__name__, str(error))
    elif kind is INTERNAL:
        # Without the message: it may quote the question, or an article.
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error("request %s broke: %s\n%s", request_id, type(error).__name__, where)
    told = problem(kind, request_id, str(error) if kind.says_why else None)
    return replace(told, retry_after=error.retry_after) if isinstance(error, Refused | ModelResting) else told


def respond(told: Problem, path: str, headers: dict[str, str] | None = None) -> Response:
    """A problem as a response, with ``Retry-After`` where asking again may help; under ``/v1`` in OpenAI's shape."""
    retry = {"Retry-After": str(told.retry_after)} if told.retry_after is not None else {}
    both = {**retry, **(headers or {})}
    if path.startswith("/v1/"):
        return Response(to_json(openai_error(told)), told.status, both, "application/json")
    return Response(_TO_JSON.dump_json(told, exclude_none=True), told.status, both, MEDIA_TYPE)


def openai_error(told: Problem) -> dict[str, Any]:
    """A problem as OpenAI's clients expect errors; ``code`` is the problem's own name."""
    kind = _OPENAI_TYPES.get(told.status, "invalid_request_error" if told.status < _SERVER_ERRORS else "server_error")
    field, reason = next(iter(told.errors.items()), (None, None)) if told.errors else (None, None)
    message = f"{field}: {reason}" if field else told.detail
    code = "invalid_api_key" if kind == "authentication_error" else told.type.rpartition(":")[2]
    return {"error": {"message": message, "type": kind, "param": field, "code": code}}


def request_id(request: Request) -> str:
    """The id that the edge gave to this request."""
    return str(request.state.request_id)


def tell_problems(app: FastAPI) -> None:
    """Have every error of this app answered with a problem."""
    app.add_exception_handler(DatelineError, _failed)
    app.add_exception_handler(Refused, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _failed(request: Request, error: Exception) -> Response:
    return respond(explain(error, request_id(request)), request.url.path)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code)
    if kind is None:
        kind = Kind("http", error.status_code, "Request failed", "The request could not be handled.")
    return respond(problem(kind, request_id(request)), request.url.path, dict(error.headers or {}))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    flaws = error.errors()
    if any(flaw["type"] == "json_invalid" for flaw in flaws):
        return respond(problem(MALFORMED, request_id(request)), request.url.path)
    if isinstance(error.body, bytes):  # left unread, because its Content-Type is not JSON
        return respond(problem(NOT_JSON, request_id(request)), request.url.path)
    errors: dict[str, str] = {}
    for flaw in flaws[:_MOST_FIELDS]:
        errors.setdefault(_field(flaw["loc"]), _in_words(flaw))
    return respond(problem(INVALID, request_id(request), errors=errors), request.url.path)


def _field(loc: tuple[int | str, ...]) -> str:
    """``history[3].content`` of ``("body", "history", 3, "content")``; of the body as a whole ``body``."""
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc[1:]).lstrip(".")
    return name[:_LONGEST_NAME].encode("utf-8", "replace").decode() or str(loc[0])


def _in_words(flaw: dict[str, Any]) -> str:
    """What is wrong, without the value that was sent."""
    if flaw["type"] == "extra_forbidden":
        return "There is no such field."
    return str(flaw.get("ctx", {}).get("error") or flaw["msg"])
