"""A chat model that says what it was told to say, for tests and demonstrations."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.errors import SettingError
from prompts import Message
from service.answering.answer import Usage
from service.answering.model.chat import CONTEXT_TOKENS, Finish

_FILE_LIMIT = 1_000_000  # bytes
_QUESTION = re.compile(r"^Question: (.*)$", re.MULTILINE)


class ScriptedModel:
    """A ChatModel with prepared replies: in their order, the last one over and over, or made from the messages.

    A reply goes out in pieces of ``chunk`` characters, as it is: nothing is added to it and no marker is touched. Its
    tokens are its words. ``reason`` is why it ends, as in ``Finish``.
    """

    def __init__(
        self,
        replies: Sequence[str] | Callable[[Sequence[Message]], str],
        chunk: int = 12,
        name: str = "scripted",
        reason: str = "stop",
        context_tokens: int = CONTEXT_TOKENS,
    ) -> None:
        if chunk < 1 or not (callable(replies) or replies):
            raise ValueError("a scripted model needs a reply, and pieces of at least one character")
        self.name = name
        self.context_tokens = context_tokens
        self._replies = replies
        self._chunk = chunk
        self._reason = reason
        self._asked = 0

    async def count_tokens(self, texts: Sequence[str]) -> list[int] | None:  # noqa: ARG002 - the interface
        """See ChatModel. It counts nothing."""
        return None

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str | Finish, None]:
        """See ChatModel. Gives way to other tasks before each piece, as a real model does."""
        reply = self._reply(messages)
        for start in range(0, len(reply), self._chunk):
            await asyncio.sleep(0)
            yield reply[start : start + self._chunk]
        read = sum(len(message.content.split()) for message in messages)
        yield Finish(Usage(read, len(reply.split())), self._reason)

    async def aclose(self) -> None:
        """Nothing to close."""

    def _reply(self, messages: Sequence[Message]) -> str:
        if callable(self._replies):
            return self._replies(messages)
        reply = self._replies[min(self._asked, len(self._replies) - 1)]
        self._asked += 1
        return reply


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reply: str
    when: str | None = None


def read_script(path: Path) -> ScriptedModel:
    """A model from a YAML list of ``{when: words of the question, reply: text}``.

    The first entry counts whose ``when`` stands in the question (upper and lower case alike), or that has no ``when``.
    The question is what follows ``Question: `` in the messages. Where there is none, or no entry fits, the reply is
    empty: a script answers questions and does not rewrite them.

    Raises:
        SettingError: the file cannot be read or is not such a list.
    """
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise SettingError(f"the script {path} is larger than {_FILE_LIMIT} bytes: shorten it")
        lines = TypeAdapter(list[_Line]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingError(f"the script {path} cannot be read ({error.strerror}): check the path") from error
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise SettingError(f"the script {path} must be a YAML list of entries with 'reply' and maybe 'when'") from error

    def reply(messages: Sequence[Message]) -> str:
        asked = _QUESTION.findall(messages[-1].content)
        if not asked:
            return ""
        question = asked[-1].casefold()  # the last: an article among the sources may hold such a line too
        return next((line.reply for line in lines if line.when is None or line.when.casefold() in question), "")

    return ScriptedModel(reply, name=f"scripted:{path.name}")
