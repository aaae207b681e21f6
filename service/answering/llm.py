"""Chat models behind one small interface; LangChain's chat models have their only home here.

A model is named by one word, its spec:

- ``openai:MODEL``: OpenAI's service or, with a base URL, any endpoint that speaks its wire format
- ``openai``: the first model that such an endpoint lists
- ``PROVIDER:MODEL``: every other provider that LangChain starts; LangChain reads that provider's own settings
- ``gguf:/path/model.gguf``: a file run in this process; ``gguf:hf:OWNER/REPO/FILE`` fetches it from Hugging Face
- ``scripted:/path/to.yaml``: prepared replies, for tests and demonstrations
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

from corpus.errors import ModelBroke, SettingError
from prompts import Message
from service.answering import local
from service.answering.answer import Usage
from service.answering.chat import ChatModel, Finish, Timeouts
from service.answering.scripted import read_script
from service.answering.upstream import pause_before_retry, told, worth_a_retry

if TYPE_CHECKING:
    from httpx2 import AsyncClient
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

__all__ = ["ChatModel", "Finish", "Timeouts", "open_model"]

_OPENAI = "https://api.openai.com/v1"
_TRIES = 3
_TAIL_SECONDS = 2.0  # after the reason of its end is known, for the token counts and the closing of the stream
_REPLY_LIMIT = 100_000  # characters; no answer is as long, a model that has lost itself in a loop is

# Each provider has its own word for why a reply ended. What is not here is passed on as it came.
_REASON_KEYS = ("finish_reason", "stop_reason", "done_reason", "stopReason")
_REASONS = {
    "stop": ("end_turn", "stop_sequence", "complete", "completed"),
    "length": ("max_tokens", "model_length", "model_context_window_exceeded"),
    "content_filter": ("refusal", "safety", "content_filtered", "guardrail_intervened", "prohibited_content"),
}
_REASON = {word: reason for reason, words in _REASONS.items() for word in words}


async def open_model(
    spec: str, *, api_key: str | None = None, base_url: str | None = None, timeouts: Timeouts | None = None
) -> ChatModel:
    """Start the model that ``spec`` names (see the top of this file). Only ``openai`` uses the key and the base URL.

    Raises:
        SettingError: the spec, the key, the base URL, the file or an installed package will not do.
        ModelError: an endpoint was asked for its models and failed.
    """
    timeouts = timeouts or Timeouts()
    kind, colon, rest = spec.strip().partition(":")
    if kind == "openai":
        return await _open_openai(rest, api_key, base_url, timeouts)
    if not colon or not rest:
        raise SettingError(f"{spec!r} names no model: write PROVIDER:MODEL, such as openai:NAME or gguf:/path/to.gguf")
    if kind == "gguf":
        return await _open_gguf(rest, timeouts)
    if kind == "scripted":
        return await asyncio.to_thread(read_script, Path(rest))
    return await asyncio.to_thread(_open_other, kind, rest, timeouts)


async def _open_openai(model: str, api_key: str | None, base_url: str | None, timeouts: Timeouts) -> ChatModel:
    if base_url is None and not (api_key and model):
        raise SettingError(
            "openai needs a key and the name of a model (OPENAI_API_KEY and openai:NAME), or the base URL of a "
            "service of one's own (OPENAI_BASE_URL)"
        )
    if base_url is not None and (urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname):
        raise SettingError("the base URL of the model's service must look like http://127.0.0.1:8000/v1")
    async with AsyncExitStack() as stack:
        wire = _Wire(base_url or _OPENAI, api_key or "none", timeouts)
        return await _speak_openai(stack, f"openai:{model}" if model else "", model, wire)


async def _open_gguf(where: str, timeouts: Timeouts) -> ChatModel:
    path = await asyncio.to_thread(local.find, where)
    async with AsyncExitStack() as stack:
        server = await asyncio.to_thread(local.start, path)
        stack.push_async_callback(asyncio.to_thread, server.close)
        wire = _Wire(server.base_url, server.api_key, timeouts, loopback=True)
        return await _speak_openai(stack, f"gguf:{path.name}", path.stem, wire)


@dataclass(frozen=True)
class _Wire:
    """How to reach a service that speaks OpenAI's wire format."""

    base_url: str
    api_key: str
    timeouts: Timeouts
    loopback: bool = False  # then no proxy of the environment stands between


async def _speak_openai(stack: AsyncExitStack, name: str, model: str, wire: _Wire) -> ChatModel:
    http = await asyncio.to_thread(_http_client, wire)
    stack.push_async_callback(http.aclose)
    model = model or await _first_model(wire, http)
    chat = await asyncio.to_thread(_openai_chat, wire, model, http)
    return _LangChainModel(name or f"openai:{model}", chat, wire.timeouts, stack.pop_all(), says_why=True)


def _http_client(wire: _Wire) -> "AsyncClient":
    import openai  # noqa: PLC0415 - slow to import

    # The waits for words are kept in stream(); reading here may take as long as a whole reply.
    timeout = openai.Timeout(wire.timeouts.total, connect=wire.timeouts.connect)
    return openai.DefaultAsyncHttpxClient(timeout=timeout, trust_env=not wire.loopback)


async def _first_model(wire: _Wire, http: "AsyncClient") -> str:
    import openai  # noqa: PLC0415 - slow to import

    host = urlsplit(wire.base_url).netloc.rpartition("@")[2]
    service = f"the model's service at {host}"
    client = openai.AsyncOpenAI(
        base_url=wire.base_url, api_key=wire.api_key, http_client=http, timeout=http.timeout, max_retries=0
    )
    with told(service):
        async with asyncio.timeout(wire.timeouts.between_tokens):
            listed = (await client.models.list()).data
    if not listed:
        raise ModelBroke(f"{service} lists no model: load one there, or name one as openai:NAME")
    return listed[0].id


def _openai_chat(wire: _Wire, model: str, http: "AsyncClient") -> "BaseChatModel":
    """Address, key and proxy are given, so that LangChain takes none from the environment."""
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - slow to import

    async def key() -> str:  # asynchronous, so that LangChain does not build a second, blocking client
        return wire.api_key

    return ChatOpenAI(
        model=model,
        base_url=wire.base_url,
        api_key=key,
        openai_proxy=None,
        http_async_client=http,
        timeout=http.timeout,
        max_retries=0,
        temperature=0,
        stream_usage=True,
        stream_chunk_timeout=None,
        use_responses_api=False,
    )


def _open_other(provider: str, model: str, timeouts: Timeouts) -> ChatModel:
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - slow to import

    try:
        chat = init_chat_model(model, model_provider=provider, temperature=0, max_retries=0)
    except ImportError as error:
        package = str(error).rpartition("pip install ")[2].strip("`. \n") or f"langchain-{provider}"
        raise SettingError(f"{provider}:{model} needs a package that is not installed: install {package}") from error
    except Exception as error:  # each provider raises its own, for want of a key above all
        if "Unsupported provider" in str(error):
            raise SettingError(
                f"{provider!r} is no provider that LangChain knows: write openai:NAME, anthropic:NAME, ollama:NAME, …"
            ) from error
        raise SettingError(
            f"{provider}:{model} cannot be started ({type(error).__name__}): check its key and its settings"
        ) from None  # what such an exception quotes may be the key
    return _LangChainModel(f"{provider}:{model}", chat, timeouts, AsyncExitStack(), says_why=False)


class _LangChainModel:
    """A ChatModel that LangChain runs. ``says_why``: a reply without the reason of its end was cut off."""

    def __init__(
        self, name: str, chat: "BaseChatModel", timeouts: Timeouts, stack: AsyncExitStack, *, says_why: bool
    ) -> None:
        self.name = name
        self._chat = chat
        self._timeouts = timeouts
        self._stack = stack
        self._says_why = says_why

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str | Finish, None]:
        """See ChatModel. Tries again up to twice, but never after the first words."""
        clock = asyncio.get_running_loop().time
        end = clock() + self._timeouts.total
        with told(self.name):
            async with asyncio.timeout(min(self._timeouts.first_token, self._timeouts.total)):
                reply, words = await self._first_words(messages)
        length = 0
        try:
            while words is not None:
                length += len(words)
                if length > _REPLY_LIMIT:
                    raise ModelBroke(f"{self.name} does not stop: more than {_REPLY_LIMIT} characters in one reply")
                yield words
                with told(self.name, begun=True):
                    words = await reply.next_words(min(self._timeouts.between_tokens, end - clock()))
            if reply.reason is None and self._says_why:
                raise ModelBroke(f"the reply of {self.name} was cut off before its end: ask again")
            yield Finish(reply.usage, reply.reason)
        finally:
            await reply.aclose()

    async def aclose(self) -> None:
        """See ChatModel."""
        await self._stack.aclose()

    async def _first_words(self, messages: Sequence[Message]) -> "tuple[_Reply, str | None]":
        spoken = [(message.role, message.content) for message in messages]

        async def ask() -> tuple[_Reply, str | None]:
            reply = _Reply(self._chat.astream(spoken))
            return reply, await reply.next_words(self._timeouts.total)

        return await AsyncRetrying(
            retry=retry_if_exception(worth_a_retry),
            wait=pause_before_retry,
            stop=stop_after_attempt(_TRIES),
            reraise=True,
        )(ask)


class _Reply:
    """One reply as it arrives, with what is known of its end."""

    def __init__(self, chunks: "AsyncIterator[AIMessageChunk]") -> None:
        self.usage = Usage()
        self.reason: str | None = None
        self._chunks = chunks

    async def next_words(self, seconds: float) -> str | None:
        """The next piece that is not empty, or ``None`` after the last.

        Raises:
            TimeoutError: no such piece within ``seconds``.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds) as limit:
                async for chunk in self._chunks:
                    self._note(chunk)
                    if words := str(chunk.text):
                        return words
                    if self.reason is not None:
                        limit.reschedule(min(limit.when() or 0.0, loop.time() + _TAIL_SECONDS))
        except Exception:
            if self.reason is None:
                raise
            # All is said: a socket left open or torn down now takes nothing away.
        return None

    def _note(self, chunk: "AIMessageChunk") -> None:
        if used := chunk.usage_metadata:  # some providers count the prompt first and the reply last: parts of one sum
            self.usage = Usage(
                self.usage.input_tokens + used["input_tokens"], self.usage.output_tokens + used["output_tokens"]
            )
        for key in _REASON_KEYS:
            if word := chunk.response_metadata.get(key):
                self.reason = _REASON.get(str(word).lower(), str(word).lower())

    async def aclose(self) -> None:
        """End the request upstream."""
        if isinstance(self._chunks, AsyncGenerator):
            await self._chunks.aclose()
