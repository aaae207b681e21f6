"""One reply of a chat model as LangChain streams it, with what is known of its end."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from service.answering.answer import Usage

_TAIL_SECONDS = 2.0  # after the reason of its end is known, for the token counts and the closing of the stream

# Each provider has its own word for why a reply ended. What is not here is passed on as it came.
_REASON_KEYS = ("finish_reason", "stop_reason", "done_reason", "stopReason")
_REASONS = {
    "stop": ("end_turn", "stop_sequence", "complete", "completed"),
    "length": ("max_tokens", "model_length", "model_context_window_exceeded"),
    "content_filter": ("refusal", "safety", "content_filtered", "guardrail_intervened", "prohibited_content"),
}
_REASON = {word: reason for reason, words in _REASONS.items() for word in words}


class Reply:
    """Takes LangChain's chunks, whose type has its home in ``llm``."""

    def __init__(self, chunks: AsyncIterator[Any]) -> None:
        self.usage = Usage()
        self._reason: str | None = None
        self._refused = False
        self._chunks = chunks

    @property
    def reason(self) -> str | None:
        """Why it ended, as in ``Finish``."""
        return "content_filter" if self._refused and self._reason else self._reason

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

    def _note(self, chunk: Any) -> None:  # noqa: ANN401 - its type has its home in llm
        if used := chunk.usage_metadata:  # some providers count the prompt first and the reply last: parts of one sum
            self.usage = Usage(
                self.usage.input_tokens + used["input_tokens"], self.usage.output_tokens + used["output_tokens"]
            )
        for key in _REASON_KEYS:
            if word := chunk.response_metadata.get(key):
                self._reason = _REASON.get(str(word).lower(), str(word).lower())
        self._refused |= bool(chunk.additional_kwargs.get("refusal"))

    async def aclose(self) -> None:
        """End the request upstream."""
        if isinstance(self._chunks, AsyncGenerator):
            await self._chunks.aclose()
