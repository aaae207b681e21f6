"""What the failures of a model's service mean: which are worth another try, and how each is told to a person.

Every provider's library has its own tree of exceptions, and none may be imported here: they are told apart by their
HTTP status and by the names that these trees have in common (openai, anthropic, httpx, requests, LangChain's own).
Of what the service wrote, only a short code is passed on: its sentences may hold the key, the prompt, or anything.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from tenacity import RetryCallState

from corpus.errors import DatelineError, ModelBroke, ModelRefusedKey, ModelUnreachable

RETRY_AFTER_LIMIT = 10.0
"""Seconds: a service that asks for a longer pause is not asked again."""

_NOT_REACHED = {"ConnectionError", "ConnectError", "ConnectTimeout", "APIConnectionError", "ModelConnectionError"}
_NO_ANSWER_IN_TIME = {"TimeoutError", "TimeoutException", "APITimeoutError", "ModelTimeoutError"}
_CUT_OFF = {"RemoteProtocolError", "ReadError", "IncompleteRead", "ChunkedEncodingError"}
_FIRST_PAUSE = 0.25
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_ADVICE = {
    400: "the prompt may be too long for the model, or the model does not take temperature 0 or a system message",
    404: "check the model's name and the base URL",
    413: "the prompt is too long for the model",
    429: "its limit of requests or its quota is reached; wait, or ask for more",
}


@contextmanager
def told(name: str, *, begun: bool = False) -> Iterator[None]:
    """Turn whatever a provider raises within into a ModelError that names the model.

    ``begun``: words had come before, so that a lost connection is a reply cut off.

    Raises:
        ModelRefusedKey: 401 or 403.
        ModelUnreachable: no connection, or a wait that took too long.
        ModelBroke: everything else.
    """
    try:
        yield
    except DatelineError:
        raise
    except Exception as error:  # noqa: BLE001 - the providers' trees have no other root in common
        told_as = _told_as(name, error, begun)
        # The chain of an HTTP error would carry the service's own words into a log.
        raise told_as from (None if _status(error) is not None else error)


def worth_a_retry(error: BaseException) -> bool:
    """Whether the same request may succeed in a moment: too many requests, a server's fault, a lost connection."""
    status = _status(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return (_retry_after(error) or 0.0) <= RETRY_AFTER_LIMIT
    if status is not None:
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return bool(_names(error) & (_NOT_REACHED | _CUT_OFF))


def pause_before_retry(state: RetryCallState) -> float:
    """Seconds: what the service asked for, else 0.25 and then twice as long each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = _retry_after(error) if error else None
    return min(asked, RETRY_AFTER_LIMIT) if asked is not None else _FIRST_PAUSE * 2.0 ** (state.attempt_number - 1)


def _told_as(name: str, error: Exception, begun: bool) -> DatelineError:
    status = _status(error)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return ModelRefusedKey(f"{name} refused the key ({status}): check the key and what it is allowed to use")
    if status is not None:
        advice = _ADVICE.get(status, "ask again, or look at the service's own log")
        at_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
        return ModelBroke(f"{name} answered {status} ({_reason(error, status)}): {advice}", service_failed=at_fault)
    names = _names(error)
    if names & _NO_ANSWER_IN_TIME:
        return ModelUnreachable(f"{name} did not answer in time: ask again, or choose a faster model")
    if names & _NOT_REACHED and not begun:
        return ModelUnreachable(f"{name} cannot be reached: check that it runs, its address and the network")
    if names & (_NOT_REACHED | _CUT_OFF):
        return ModelBroke(f"the reply of {name} was cut off before its end: ask again", service_failed=True)
    reason = _reason(error, None)
    return ModelBroke(
        f"{name} sent something other than a chat completion ({reason}): check the base URL, or ask again",
        service_failed=True,
    )


def _names(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _reason(error: Exception, status: int | None) -> str:
    """A code such as ``context_length_exceeded``, else the status in words, else the exception's name."""
    for field in ("code", "type"):
        code = getattr(error, field, None)
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    try:
        return HTTPStatus(status).phrase if status is not None else type(error).__name__
    except ValueError:
        return "no known status"


def _retry_after(error: BaseException) -> float | None:
    """Seconds that the service asks to wait; ``None`` where it does not say, or says nothing usable."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if headers is not None else None
    if not isinstance(value, str):
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _until(value)
    return seconds if seconds >= 0 else None  # neither a negative number nor NaN is a time to wait


def _until(http_date: str) -> float:
    try:
        when = parsedate_to_datetime(http_date)
    except ValueError:
        return -1.0
    return (when - datetime.now(UTC)).total_seconds() if when.tzinfo else -1.0
