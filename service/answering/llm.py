"""Chat models behind one small interface; LangChain's chat models have their only home here.

A model is named by one word, its spec:

- ``openai:MODEL``: OpenAI's service or, with a base URL, any endpoint that speaks its wire format
- ``openai``: the first model that such an endpoint lists
- ``PROVIDER:MODEL``: every other provider that LangChain starts; LangChain reads that provider's own settings
- ``gguf:/path/model.gguf``: a file run in this process; ``gguf:hf:OWNER/REPO/FILE`` fetches it from Hugging Face
- ``scripted:/path/to.yaml``: prepared replies, for tests and demonstrations
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

from corpus.errors import ModelBroke, SettingError
from prompts import Message
from service.answering import local
from service.answering.model.chat import CONTEXT_TOKENS, ChatModel, Finish, Price, Timeouts
from service.answering.model.chunks import Chunks
from service.answering.model.reply import Reply
from service.answering.model.scripted import read_script
from service.answering.model.tokens import Tokenizer
from service.answering.model.upstream import pause_before_retry, told, worth_a_retry

if TYPE_CHECKING:
    from httpx2 import AsyncClient
    from langchain_core.language_models import BaseChatModel
    from openai.types import Model

__all__ = ["ChatModel", "Finish", "Price", "Timeouts", "open_model"]

_OPENAI = "https://api.openai.com/v1"
_TRIES = 3
_REPLY_LIMIT = 100_000  # characters; no answer is as long, a model that has lost itself in a loop is


@dataclass(frozen=True)
class _Terms:
    """What is set about a model whatever runs it."""

    timeouts: Timeouts
    price: Price | None
    context_tokens: int | None


async def open_model(
    spec: str,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    timeouts: Timeouts | None = None,
    price: Price | None = None,
    context_tokens: int | None = None,
) -> ChatModel:
    """Start the model that ``spec`` names (see the top of this file). Only ``openai`` uses the key and the base URL.

    ``price`` makes its usage tell the cost. ``context_tokens`` is how much it can hold at once; where it is not given,
    what its service tells, else 8,192. A file run in this process knows its own, and the smaller one counts.

    Raises:
        SettingError: the spec, the key, the base URL, the file or an installed package will not do.
        ModelError: an endpoint was asked for its models and failed.
    """
    terms = _Terms(timeouts or Timeouts(), price, context_tokens)
    kind, colon, rest = spec.strip().partition(":")
    if kind == "openai":
        return await _open_openai(rest, api_key, base_url, terms)
    if not colon or not rest:
        raise SettingError(f"{spec!r} names no model: write PROVIDER:MODEL, such as openai:NAME or gguf:/path/to.gguf")
    if kind == "gguf":
        return await _open_gguf(rest, terms)
    if kind == "scripted":
        return await asyncio.to_thread(read_script, Path(rest))
    return await asyncio.to_thread(_open_other, kind, rest, terms)


async def _open_openai(model: str, api_key: str | None, base_url: str | None, terms: _Terms) -> ChatModel:
    if base_url is None and not (api_key and model):
        raise SettingError(
            "openai needs a key and the name of a model (OPENAI_API_KEY and openai:NAME), or the base URL of a "
            "service of one's own (OPENAI_BASE_URL)"
        )
    if base_url is not None and (urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname):
        raise SettingError("the base URL of the model's service must look like http://127.0.0.1:8000/v1")
    async with AsyncExitStack() as stack:
        wire = _Wire(base_url or _OPENAI, api_key or "none", terms.timeouts)
        return await _speak_openai(stack, f"openai:{model}" if model else "", model, wire, terms)


async def _open_gguf(where: str, terms: _Terms) -> ChatModel:
    path = await asyncio.to_thread(local.find, where)
    async with AsyncExitStack() as stack:
        server = await asyncio.to_thread(local.start, path)
        stack.push_async_callback(asyncio.to_thread, server.close)
        wire = _Wire(server.base_url, server.api_key, terms.timeouts, loopback=True)
        return await _speak_openai(stack, f"gguf:{path.name}", path.stem, wire, terms)


@dataclass(frozen=True)
class _Wire:
    """How to reach a service that speaks OpenAI's wire format."""

    base_url: str
    api_key: str
    timeouts: Timeouts
    loopback: bool = False  # then no proxy of the environment stands between


async def _speak_openai(stack: AsyncExitStack, name: str, model: str, wire: _Wire, terms: _Terms) -> ChatModel:
    http = await asyncio.to_thread(_http_client, wire)
    stack.push_async_callback(http.aclose)
    holds = terms.context_tokens
    if wire.loopback or not model:
        listed = await _first_model(wire, http)
        model = model or listed.id
        told = _context_told(listed)
        holds = min(holds or told, told) if told and wire.loopback else holds or told
    chat = await asyncio.to_thread(_openai_chat, wire, model, http)
    tokenizer = Tokenizer(http, wire.base_url, wire.api_key, model) if wire.base_url != _OPENAI else None
    return _LangChainModel(
        name or f"openai:{model}", chat, replace(terms, context_tokens=holds), stack.pop_all(), tokenizer
    )


def _context_told(listed: "Model") -> int | None:
    """How many tokens a model holds, as llama.cpp and vLLM tell it in their list of models; others do not."""
    extra = listed.model_extra or {}
    meta = extra.get("meta")
    holds = meta.get("n_ctx") if isinstance(meta, dict) else extra.get("max_model_len")
    return holds if isinstance(holds, int) and holds > 0 else None


def _http_client(wire: _Wire) -> "AsyncClient":
    import openai  # noqa: PLC0415 - slow to import

    # The waits for words are kept in stream(); reading here may take as long as a whole reply.
    timeout = openai.Timeout(wire.timeouts.total, connect=wire.timeouts.connect)
    return openai.DefaultAsyncHttpxClient(timeout=timeout, trust_env=not wire.loopback)


async def _first_model(wire: _Wire, http: "AsyncClient") -> "Model":
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
    return listed[0]


def _openai_chat(wire: _Wire, model: str, http: "AsyncClient") -> "BaseChatModel":
    """Address, key and proxy are given, so that LangChain takes none from the environment."""
    import openai  # noqa: PLC0415 - slow to import, as the next
    from langchain_openai import ChatOpenAI  # noqa: PLC0415

    class TellingRefusals(ChatOpenAI):
        """LangChain drops the field in which OpenAI's models decline, and leaves a reply without a word."""

        def _convert_chunk_to_generation_chunk(self, chunk: dict[str, Any], *others: Any) -> Any:  # noqa: ANN401
            converted = super()._convert_chunk_to_generation_chunk(chunk, *others)
            choices = chunk.get("choices") or [{}]
            if converted is not None and (choices[0].get("delta") or {}).get("refusal"):
                converted.message.additional_kwargs["refusal"] = True
            return converted

    async def key() -> str:  # asynchronous, so that LangChain does not build a second, blocking client
        return wire.api_key

    client = openai.AsyncOpenAI(
        base_url=wire.base_url, api_key=wire.api_key, http_client=http, timeout=http.timeout, max_retries=0
    )
    return TellingRefusals(
        model=model,
        base_url=wire.base_url,
        api_key=key,
        openai_proxy=None,
        root_async_client=client,
        async_client=Chunks(client, openai.AsyncStream[object]),
        temperature=0,
        stream_usage=True,
        stream_chunk_timeout=None,
        use_responses_api=False,
    )


def _open_other(provider: str, model: str, terms: _Terms) -> ChatModel:
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
    return _LangChainModel(f"{provider}:{model}", chat, terms, AsyncExitStack(), None, says_why=False)


class _LangChainModel:
    """A ChatModel that LangChain runs. ``says_why``: a reply without the reason of its end was cut off."""

    def __init__(
        self,
        name: str,
        chat: "BaseChatModel",
        terms: _Terms,
        stack: AsyncExitStack,
        tokenizer: Tokenizer | None,
        *,
        says_why: bool = True,
    ) -> None:
        self.name = name
        self.context_tokens = terms.context_tokens or CONTEXT_TOKENS
        self._chat = chat
        self._timeouts = terms.timeouts
        self._price = terms.price
        self._stack = stack
        self._tokenizer = tokenizer
        self._says_why = says_why

    async def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        """See ChatModel."""
        return await self._tokenizer.count(texts) if self._tokenizer else None

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
                raise ModelBroke(f"the reply of {self.name} was cut off before its end: ask again", service_failed=True)
            cost = self._price.of(reply.usage) if self._price else None
            yield Finish(replace(reply.usage, cost=cost), reply.reason)
        finally:
            await reply.aclose()

    async def aclose(self) -> None:
        """See ChatModel."""
        await self._stack.aclose()

    async def _first_words(self, messages: Sequence[Message]) -> tuple[Reply, str | None]:
        spoken = [(message.role, message.content) for message in messages]

        async def ask() -> tuple[Reply, str | None]:
            reply = Reply(self._chat.astream(spoken))
            return reply, await reply.next_words(self._timeouts.total)

        return await AsyncRetrying(
            retry=retry_if_exception(worth_a_retry),
            wait=pause_before_retry,
            stop=stop_after_attempt(_TRIES),
            reraise=True,
        )(ask)
