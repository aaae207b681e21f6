"""The same answers for clients that speak OpenAI's wire format: ``/v1/chat/completions`` and ``/v1/models``.

Source: OpenAI's API reference for chat completions; what real clients of it read is tested with them.
"""

import re
import time
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import to_json, to_jsonable_python

from service.answering.answer import Answer, Completed, Event, Question, Source, Started, TextDelta, Turn
from service.web import examples
from service.web.problems import Problem, openai_error
from service.web.wire import LONGEST_TURN, MOST_TURNS, WRITTEN, AskedHow, as_question, as_text

MODEL = "dateline"
_MOST_MESSAGES = 200
_READ = frozenset({"user", "assistant"})

_WRITTEN = {"type": "string", "pattern": WRITTEN}
_PART = {"type": "object", "properties": {"type": {"const": "text"}, "text": _WRITTEN}, "required": ["type", "text"]}
_CONTENT: dict[str, Any] = {"anyOf": [_WRITTEN, {"type": "array", "items": _PART}, {"type": "null"}]}


def _joined(content: object) -> object:
    """The text of a message that comes in parts; only text can be asked."""
    if not isinstance(content, list):
        return "" if content is None else content
    if any(not isinstance(part, dict) or part.get("type") != "text" for part in content):
        raise ValueError("must be text, or parts of the type text")
    return "".join(str(part.get("text", "")) for part in content)


class Message(BaseModel):
    """One message of a conversation; only those of user and assistant are read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, BeforeValidator(_joined), WithJsonSchema(_CONTENT)] = ""

    @model_validator(mode="after")
    def _check_what_is_read(self) -> Self:
        if self.role in _READ:
            as_text(self.content)
        return self


def _ending_with_a_question(messages: list[Message]) -> list[Message]:
    if messages[-1].role != "user":
        raise ValueError("the last message must be the user's question")
    as_question(messages[-1].content)
    return messages


class StreamOptions(BaseModel):
    """What a stream is to hold besides the text."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    include_usage: StrictBool | None = None


class CompletionBody(AskedHow):
    """The body of ``POST /v1/chat/completions``; settings of a model (``temperature`` and the like) change nothing.

    ``as_of``, ``filters``, ``max_sources`` and ``fallback`` are those of ``POST /ask``.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"examples": [examples.COMPLETION]})

    messages: Annotated[
        list[Message], Field(min_length=1, max_length=_MOST_MESSAGES), AfterValidator(_ending_with_a_question)
    ]
    model: Annotated[str, Field(max_length=200)] = MODEL
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None

    def to_question(self) -> Question:
        """The last message as the question, and of those before it the latest as history."""
        spoken = [m for m in self.messages[:-1] if m.role in _READ and m.content.strip()][-MOST_TURNS:]
        history = (Turn("user" if m.role == "user" else "assistant", m.content[:LONGEST_TURN]) for m in spoken)
        return self.asked(as_question(self.messages[-1].content), history)


def completion(answer: Answer, created: int) -> dict[str, Any]:
    """A whole answer as a chat completion; ``dateline`` holds it as ``/ask`` gives it."""
    message = {"role": "assistant", "content": answer.text, "refusal": None, "annotations": annotations(answer)}
    return {
        "id": _identity(answer.id),
        "object": "chat.completion",
        "created": created,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": _reason(answer)}],
        "usage": _usage(answer),
        "dateline": to_jsonable_python(answer),
    }


def annotations(answer: Answer) -> list[dict[str, Any]]:
    """A ``url_citation`` for each marker in the text, from its opening bracket to behind its closing one.

    A source without an address is named by the one at which this service shows the article.
    """
    sources = {source.id: source for source in answer.sources}
    by_number = {citation.number: sources[citation.source] for citation in answer.citations}
    found = []
    for statement in answer.statements:
        place = statement.end
        for number in statement.citations:
            marker = f"[{number}]"
            start = answer.text.index(marker, place)
            place = start + len(marker)
            cited = {
                "url": _address(by_number[number]),
                "title": by_number[number].title or by_number[number].article_id,
            }
            found.append({"type": "url_citation", "url_citation": {**cited, "start_index": start, "end_index": place}})
    return found


class CompletionFrames:
    """The frames of a streamed chat completion; the last one is ``[DONE]``, also after a failure."""

    def __init__(self, *, with_usage: bool) -> None:
        self._with_usage = with_usage
        self._created = int(time.time())
        self._identity = ""

    def event(self, event: Event) -> bytes:
        """See Frames."""
        match event:
            case Started():
                self._identity = _identity(event.id)
                return self._chunk({"role": "assistant", "content": ""})
            case TextDelta():
                return self._chunk({"content": event.text})
            case Completed(answer):
                found = {"annotations": annotations(answer)}
                end = self._chunk(found, _reason(answer), dateline=to_jsonable_python(answer))
                counted = self._chunk(None, usage=_usage(answer)) if self._with_usage else b""
                return end + counted + b"data: [DONE]\n\n"
            case _:
                return b""

    def failure(self, told: Problem) -> bytes:
        """See Frames."""
        return b"data: " + to_json(openai_error(told)) + b"\n\ndata: [DONE]\n\n"

    def _chunk(self, delta: dict[str, Any] | None, reason: str | None = None, **more: object) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        chunk = {
            "id": self._identity,
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": MODEL,
            "choices": [] if delta is None else [choice],
            **more,
        }
        return b"data: " + to_json(chunk) + b"\n\n"


def models(created: int) -> list[dict[str, Any]]:
    """The one model that clients can name."""
    return [{"id": MODEL, "object": "model", "created": created, "owned_by": "dateline"}]


def _reason(answer: Answer) -> str:
    return "length" if any(notice.code == "cut_short" for notice in answer.notices) else "stop"


def _identity(answer_id: str) -> str:
    return "chatcmpl-" + re.sub(r"^ans_", "", answer_id)


def _usage(answer: Answer) -> dict[str, int]:
    read, written = answer.usage.input_tokens, answer.usage.output_tokens
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _address(source: Source) -> str:
    return source.url or f"/articles/{source.article_id}"
