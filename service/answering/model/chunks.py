"""The chunks of a reply in OpenAI's wire format as plain JSON."""

from typing import Any


class Chunks:
    """OpenAI's client as LangChain asks it for a stream, but for the type of a chunk.

    LangChain takes plain JSON as well, and to build OpenAI's types is most of what a chunk costs
    (docs/decisions/0032). The types of client and stream have their home in ``llm``.
    """

    def __init__(self, client: Any, stream: Any) -> None:  # noqa: ANN401
        self._client = client
        self._stream = stream

    async def create(self, **body: Any) -> Any:  # noqa: ANN401 - what it holds is LangChain's to choose
        """Begin a reply."""
        post = self._client.post
        return await post("/chat/completions", body=body, cast_to=object, stream=True, stream_cls=self._stream)
