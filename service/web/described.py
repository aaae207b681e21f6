"""What the OpenAPI document says besides the types: the problems that each address may answer with, and the keys."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic_core import to_jsonable_python

from service.web import kinds
from service.web.kinds import Kind
from service.web.problems import MEDIA_TYPE, PROBLEM_SCHEMA, Problem, openai_error

Responses = dict[int | str, dict[str, Any]]

_ANYWHERE = (
    *(kinds.UNAUTHORIZED, kinds.FORBIDDEN_ORIGIN, kinds.RATE_LIMITED, kinds.INTERNAL),
    *(kinds.STOPPING, kinds.STORE_UNAVAILABLE, kinds.LIMITS_UNAVAILABLE),
)
OF_PARAMETERS = (kinds.INVALID,)
OF_BODIES = (kinds.MALFORMED, kinds.SLOW_BODY, kinds.BODY_TOO_LARGE, kinds.NOT_JSON, kinds.INVALID)
OF_PLACES = (kinds.OVERLOADED, kinds.DEADLINE_PASSED)
OF_THE_ARCHIVE = (
    *(kinds.STARTING, kinds.UNAVAILABLE, kinds.NO_SNAPSHOT, kinds.WRITER_BUSY, kinds.ARCHIVE_UNAVAILABLE),
    *OF_PLACES,
)
OF_ANSWERS = (
    *(kinds.BAD_QUESTION, kinds.BUDGET_SPENT, kinds.MODEL_REFUSED_KEY, kinds.MODEL_REFUSED, kinds.MODEL_BROKE),
    *(kinds.MODEL_UNREACHABLE, kinds.MODEL_UNAVAILABLE),
)

_TEXT, _MAYBE = {"type": "string"}, {"type": ["string", "null"]}
_ERROR = {"type": "object", "properties": {"message": _TEXT, "type": _TEXT, "param": _MAYBE, "code": _TEXT}}
_SCHEMAS = {
    "Problem": PROBLEM_SCHEMA,
    "OpenAIError": {"type": "object", "properties": {"error": _ERROR}, "required": ["error"]},
}
_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key made with `dateline keys add`. Services that only their own machine can reach need none.",
}


def problems(*found: Kind) -> Responses:
    """The responses in which an address tells of these problems, and of those that any address may meet."""
    return _responses(found, MEDIA_TYPE, "Problem", to_jsonable_python)


def openai_problems(*found: Kind) -> Responses:
    """The same of the addresses under ``/v1``, in OpenAI's shape."""
    return _responses(found, "application/json", "OpenAIError", openai_error)


def describe(app: FastAPI, *, open_paths: Iterable[str], needs_key: bool) -> None:
    """Have ``app`` serve a document that names its errors' schemas and, where it needs one, the key."""
    free = frozenset(open_paths)

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            made["components"]["schemas"] |= _SCHEMAS
            if needs_key:
                made["components"]["securitySchemes"] = {"key": _KEY}
                for path in made["paths"].keys() - free:
                    for operation in made["paths"][path].values():
                        operation["security"] = [{"key": []}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way


def _responses(found: Iterable[Kind], media_type: str, schema: str, shown: Callable[[Problem], Any]) -> Responses:
    by_status = sorted(dict.fromkeys([*found, *_ANYWHERE]), key=lambda kind: kind.status)
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    responses: Responses = {"default": {"description": "Any other problem", "content": {media_type: content}}}
    for status, group in groupby(by_status, key=lambda kind: kind.status):
        alike = list(group)
        examples = {kind.slug: {"summary": kind.title, "value": shown(_example(kind))} for kind in alike}
        told = " or ".join(kind.title.lower() for kind in alike)
        responses[status] = {
            "description": told[0].upper() + told[1:],
            "content": {media_type: {**content, "examples": examples}},
        }
        if any(kind.retry_after for kind in alike):
            wait = {"description": "Seconds after which asking again may help", "schema": {"type": "integer"}}
            responses[status]["headers"] = {"Retry-After": wait}
    return responses


def _example(kind: Kind) -> Problem:
    name = f"urn:dateline:problem:{kind.slug}"
    errors = {"question": "must not be empty"} if kind is kinds.INVALID else None
    return Problem(name, kind.title, kind.status, kind.detail, "req_0123456789abcdef", kind.retry_after, errors)
