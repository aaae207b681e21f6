"""A service on loopback that plays scripted answers back, under the strict policy that the real one sends.

Run as a program: it prints the port that the system gave it, and serves until it is terminated.
The question says which script: ``answered``, ``disputed``, ... (see ``SCRIPTS``).
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scripted_answers as answers
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

STATIC = Path(__file__).parents[2] / "service" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
WAIT = "wait"  # a step: hold the stream open until the test releases it
BREAK = "break"  # a step: drop the connection in the middle of the response

Step = bytes | str


def event(number: int, name: str, data: Any) -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def deltas(answer: dict[str, Any]) -> Iterator[str]:
    """Text in lumps of five code points, so that markers, words and statements are cut anywhere."""
    for at in range(0, len(answer["text"]), 5):
        yield answer["text"][at : at + 5]


def steps(answer: dict[str, Any], pause_after: int | None = None) -> Iterator[Step]:
    """The events of an answer in the service's order; ``pause_after`` so many deltas it waits to be released."""
    opening = {key: answer[key] for key in ("id", "answerer", "as_of")}
    yield event(1, "answer.started", opening)
    yield b": keep-alive\n\n"
    yield event(2, "sources", {"sources": answer["sources"]})
    number, sent, waiting = 2, 0, list(answer["statements"])
    for count, text in enumerate(deltas(answer)):
        if count == pause_after:
            yield WAIT
        sent += len(text)
        number += 1
        yield event(number, "text.delta", {"text": text})
        while waiting and waiting[0]["end"] <= sent:
            statement = waiting.pop(0)
            evidence = [one for one in answer["citations"] if one["number"] in statement["citations"]]
            number += 1
            yield event(number, "statement", statement | {"evidence": evidence})
    for one in answer["disagreements"]:
        number += 1
        yield event(number, "disagreement", one)
    yield event(number + 1, "answer.completed", answer)


def without_the_end(answer: dict[str, Any], *endings: Step) -> Iterator[Step]:
    """Half of an answer, then ``endings``, or simply no more."""
    whole = list(steps(answer))
    yield from whole[: len(whole) // 2]
    yield from endings


def byte_by_byte(answer: dict[str, Any]) -> Iterator[Step]:
    for step in steps(answer):
        assert isinstance(step, bytes)
        yield from (bytes([byte]) for byte in step)


SCRIPTS = {
    "answered": lambda: steps(answers.ANSWERED),
    "slow": lambda: steps(answers.ANSWERED, pause_after=22),
    "silent": lambda: iter([WAIT]),
    "disputed": lambda: steps(answers.DISPUTED),
    "quoted dispute": lambda: steps(answers.QUOTED_DISPUTE),
    "insufficient": lambda: steps(answers.INSUFFICIENT),
    "stood in": lambda: steps(answers.STOOD_IN),
    "emoji": lambda: steps(answers.EMOJI),
    "bytes": lambda: byte_by_byte(answers.EMOJI),
    "unresolved": lambda: steps(answers.UNRESOLVED),
    "hostile": lambda: steps(answers.HOSTILE_DISPUTED),
    "hostile nearest": lambda: steps(answers.HOSTILE_INSUFFICIENT),
    "failed": lambda: without_the_end(answers.ANSWERED, event(99, "answer.failed", answers.PROBLEM)),
    "ended": lambda: without_the_end(answers.ANSWERED),
    "broken": lambda: without_the_end(answers.ANSWERED, WAIT, BREAK),
    "garbage": lambda: without_the_end(answers.ANSWERED, b"event: text.delta\ndata: {no json\n\n"),
}

released = asyncio.Event()


async def play(script: Iterator[Step]) -> AsyncIterator[bytes]:
    for step in script:
        if step == WAIT:
            await released.wait()
        elif step == BREAK:
            raise ConnectionAbortedError("as scripted")
        elif isinstance(step, bytes):
            yield step
            await asyncio.sleep(0)  # let the server send what it has


def problem(told: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(told, told["status"], headers=headers, media_type="application/problem+json")


async def ask(request: Request) -> Response:
    question = (await request.json())["question"]
    released.clear()
    if question.startswith("大"):
        return JSONResponse(answers.LONG)
    if question == "too many":
        return problem(answers.TOO_MANY, {"Retry-After": "30"})
    if question == "refused":
        return problem(answers.PROBLEM)
    if question == "hostile problem":
        return problem(answers.HOSTILE_PROBLEM)
    if question == "whole":
        return JSONResponse(answers.ANSWERED)
    headers = {"Cache-Control": "no-cache, no-transform"}
    return StreamingResponse(play(SCRIPTS[question]()), headers=headers, media_type="text/event-stream")


async def release(request: Request) -> Response:
    released.set()
    return Response(status_code=204)


rated: list[dict[str, Any]] = []


async def feedback(request: Request) -> Response:
    told = await request.json()
    if told.get("reason") == "refuse":
        return problem({"type": "about:blank", "title": "No such answer", "status": 404, "detail": ""})
    rated.append({"answer": request.path_params["id"], **told})
    return Response(status_code=204)


async def ratings(request: Request) -> Response:
    return JSONResponse(rated)


async def article(request: Request) -> Response:
    number = request.path_params["id"].rpartition("-")[2]
    if request.query_params.get("snapshot") != answers.SNAPSHOT or not number.isdigit():
        return problem({"type": "about:blank", "title": "No such article", "status": 404, "detail": ""})
    made = answers.source(int(number), "Harbour Post", answers.date("2025-06-25", "text"))
    return JSONResponse(made | {"id": made["article_id"], "body": answers.BODY, "language": "en"})


def file(name: str, path: str | None = None) -> Route:
    async def send(request: Request) -> Response:
        return FileResponse(STATIC / name, headers={"Content-Security-Policy": POLICY})

    return Route(path or f"/static/{name}", send)


app = Starlette(
    routes=[
        file("index.html", "/"),
        file("widget.js", "/widget/v1/widget.js"),
        file("page.css"),
        Route("/ask", ask, methods=["POST"]),
        Route("/release", release, methods=["POST"]),
        Route("/articles/{id}", article),
        Route("/answers/{id}/feedback", feedback, methods=["POST"]),
        Route("/ratings", ratings),
    ]
)

if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    os.write(1, f"{listener.getsockname()[1]}\n".encode())
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])
