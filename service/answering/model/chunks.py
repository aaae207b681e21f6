"""The chunks of a reply in OpenAI's wire format as plain JSON."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream


class Chunks:
    """OpenAI's client as LangChain asks it for a stream, but for the type of a chunk.

    LangChain takes plain JSON as well, and to build OpenAI's types is a third of what a chunk costs
    (docs/decisions/0032).
    """

    def __init__(self, client: "AsyncOpenAI") -> None:
        self._client = client

    async def create(self, **body: Any) -> "AsyncStream[object]":  # noqa: ANN401 - LangChain's to choose
        """Begin a reply."""
        import openai  # noqa: PLC0415 - by now loaded

        return await self._client.post(
            "/chat/completions", body=body, cast_to=object, stream=True, stream_cls=openai.AsyncStream[object]
        )
