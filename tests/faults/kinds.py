"""Each way to fail, and what a client of the service is to hear of it."""

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faults.server import SENTENCE, Exchange, Fault, data, event

WELL = f"{SENTENCE} [1]."
_HALF = f"{SENTENCE[:30]}"


@dataclass(frozen=True)
class Expected:
    """``ends``: ``answered``, or the name of the problem. ``tries``: the most requests for one question.

    ``late``: a busy machine may find that time was up before it found what else was wrong.
    """

    ends: str
    tries: int = 1
    late: bool = False

    @property
    def all_ends(self) -> frozenset[str]:
        """Each end that is right."""
        return frozenset({self.ends, "model-unreachable"} if self.late else {self.ends})


ANSWERED = Expected("answered")
BROKE = Expected("model-broke")
UNREACHABLE = Expected("model-unreachable")


async def well(one: Exchange) -> None:
    await one.head()
    await one.say(*WELL.split(" ", 1)[0], *(f" {word}" for word in WELL.split(" ")[1:]))
    await one.finish()


async def late(one: Exchange) -> None:
    await asyncio.sleep(0.2)
    await well(one)


async def silent(one: Exchange) -> None:
    await one.until_the_client_leaves()


async def silent_after_the_head(one: Exchange) -> None:
    await one.head()
    await one.until_the_client_leaves()


async def empty_deltas_for_ever(one: Exchange) -> None:
    await one.head()
    while True:
        await one.say("")
        await asyncio.sleep(0.01)


async def comments_for_ever(one: Exchange) -> None:
    await one.head()
    while True:
        await one.chunk(b": still here\n\n")
        await asyncio.sleep(0.01)


async def stalls(one: Exchange) -> None:
    await one.head()
    await one.say(_HALF)
    await one.until_the_client_leaves()


async def drips(one: Exchange) -> None:
    await one.head()
    whole = b"".join([event({"content": WELL}), event({}, "stop"), b"data: [DONE]\n\n"])
    for byte in whole:
        await one.chunk(bytes([byte]))
    await one.raw(b"0\r\n\r\n")


def status(line: str, *headers: str) -> Fault:
    async def fault(one: Exchange) -> None:
        await one.head(line, *headers, kind="application/json")
        await one.chunk(b'{"error": {"message": "sk-secret: no", "type": "t", "code": "some_code"}}')
        await one.raw(b"0\r\n\r\n")

    return fault


def body(content: bytes, *headers: str, kind: str = "text/event-stream") -> Fault:
    async def fault(one: Exchange) -> None:
        await one.head("200 OK", *headers, kind=kind)
        if content:
            await one.chunk(content)
        await one.raw(b"0\r\n\r\n")

    return fault


async def split_code_points(one: Exchange) -> None:
    await one.head()
    whole = event({"content": f"“Größe” 😀. {WELL}"})
    for start in range(0, len(whole), 3):
        await one.chunk(whole[start : start + 3])
    await one.finish()


async def empty_choices(one: Exchange) -> None:
    await one.head()
    await one.chunk(data({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}))
    await one.say(WELL)
    await one.finish()


async def no_reason(one: Exchange) -> None:
    await one.head()
    await one.say(WELL)
    await one.finish(None)


async def no_done(one: Exchange) -> None:
    await one.head()
    await one.say(WELL)
    await one.finish(done=False)


async def reset_before_words(one: Exchange) -> None:
    one.reset()


async def reset_amid_a_chunk(one: Exchange) -> None:
    await one.head()
    await one.say(_HALF)
    await one.raw(b"ff\r\ndata: {")
    one.reset()


async def ends_amid_a_chunk(one: Exchange) -> None:
    await one.head()
    await one.say(_HALF)
    await one.raw(b"ff\r\ndata: {")


async def ends_between_chunks(one: Exchange) -> None:
    await one.head()
    await one.say(WELL)


async def error_in_the_stream(one: Exchange) -> None:
    await one.head()
    await one.say(_HALF)
    await one.chunk(data({"error": {"message": "sk-secret: overloaded", "code": "overloaded"}}))
    await one.raw(b"0\r\n\r\n")


async def ten_megabytes_at_once(one: Exchange) -> None:
    await one.head()
    await one.say("word " * 2_000_000)
    await one.finish()


async def words_for_ever(one: Exchange) -> None:
    await one.head()
    while True:
        await one.say("and so on and on " * 50)


async def markers_of_nothing(one: Exchange) -> None:
    await one.head()
    await one.say(f"{SENTENCE} [99][0][-1][1e9].")
    await one.finish()


async def hostile_markers(one: Exchange) -> None:
    await one.head()
    await one.say(
        f"{SENTENCE} [[1]](http://evil.example/?q=", "<script>alert(1)</script>) 【1†source】 [1, 2", "", "] ![x](x)."
    )
    await one.finish()


async def gzipped(one: Exchange) -> None:
    whole = b"".join([event({"content": WELL}), event({}, "stop"), b"data: [DONE]\n\n"])
    await body(gzip.compress(whole), "Content-Encoding: gzip")(one)


async def garbage_after_the_end(one: Exchange) -> None:
    await one.head()
    await one.say(WELL)
    await one.chunk(event({}, "stop") + b"data: [DONE]\n\ndata: {garbage\n\n\x00\xff\xfe")
    await one.raw(b"0\r\n\r\nHTTP/1.1 500 Surprise\r\n\r\n")


async def open_after_the_end(one: Exchange) -> None:
    await one.head()
    await one.say(WELL)
    await one.chunk(event({}, "stop") + b"data: [DONE]\n\n")
    await one.until_the_client_leaves()


def _in(seconds: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


_TOO_MANY = "429 Too Many Requests"
KINDS: Mapping[str, tuple[Fault, Expected]] = {
    "well": (well, ANSWERED),
    "late": (late, ANSWERED),
    "silent": (silent, UNREACHABLE),
    "silent after the head": (silent_after_the_head, UNREACHABLE),
    "empty deltas for ever": (empty_deltas_for_ever, UNREACHABLE),
    "comments for ever": (comments_for_ever, UNREACHABLE),
    "stalls": (stalls, UNREACHABLE),
    "drips": (drips, ANSWERED),
    "429": (status(_TOO_MANY), Expected("model-broke", 3)),
    "429, again at once": (status(_TOO_MANY, "Retry-After: 0"), Expected("model-broke", 3)),
    "429, again in a fraction": (status(_TOO_MANY, "Retry-After: 0.1"), Expected("model-broke", 3)),
    "429, again in a minute": (status(_TOO_MANY, "Retry-After: 60"), BROKE),
    "429, again at a time past": (status(_TOO_MANY, f"Retry-After: {_in(-60)}"), Expected("model-broke", 3)),
    "429, again at a time to come": (status(_TOO_MANY, f"Retry-After: {_in(3_600)}"), BROKE),
    "429, again at some time": (status(_TOO_MANY, "Retry-After: soon"), Expected("model-broke", 3)),
    "429, again before": (status(_TOO_MANY, "Retry-After: -5"), Expected("model-broke", 3)),
    "500": (status("500 Internal Server Error"), Expected("model-broke", 3)),
    "502": (status("502 Bad Gateway"), Expected("model-broke", 3)),
    "503": (status("503 Service Unavailable"), Expected("model-broke", 3)),
    "400": (status("400 Bad Request"), BROKE),
    "404": (status("404 Not Found"), BROKE),
    "401": (status("401 Unauthorized"), Expected("model-refused-key")),
    "403": (status("403 Forbidden"), Expected("model-refused-key")),
    "a page": (body(b"<h1>Welcome</h1>", kind="text/html"), BROKE),
    "nothing": (body(b""), BROKE),
    "broken JSON": (body(b'data: {"choices": [\n\ndata: [DONE]\n\n'), BROKE),
    "a list": (body(b"data: [1, 2]\n\ndata: [DONE]\n\n"), BROKE),
    "no UTF-8": (body(b'data: {"choices": "\xff\xfe"}\n\n'), BROKE),
    "broken gzip": (body(b"no gzip at all", "Content-Encoding: gzip"), Expected("model-unreachable", 3)),
    "split code points": (split_code_points, ANSWERED),
    "empty choices": (empty_choices, ANSWERED),
    "no reason": (no_reason, BROKE),
    "no [DONE]": (no_done, ANSWERED),
    "reset before words": (reset_before_words, Expected("model-unreachable", 3)),
    "reset amid a chunk": (reset_amid_a_chunk, BROKE),
    "ends amid a chunk": (ends_amid_a_chunk, BROKE),
    "ends between chunks": (ends_between_chunks, BROKE),
    "error in the stream": (error_in_the_stream, BROKE),
    "ten megabytes at once": (ten_megabytes_at_once, Expected("model-broke", late=True)),
    "words for ever": (words_for_ever, Expected("model-broke", late=True)),
    "markers of nothing": (markers_of_nothing, ANSWERED),
    "hostile markers": (hostile_markers, ANSWERED),
    "gzipped": (gzipped, ANSWERED),
    "garbage after the end": (garbage_after_the_end, ANSWERED),
    "open after the end": (open_after_the_end, ANSWERED),
}
