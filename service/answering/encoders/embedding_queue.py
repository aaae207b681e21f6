"""Vectors of questions and of sentences for many askers at once, by one embedder that runs once at a time."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal

import numpy as np

from corpus.embedder import Embedder, Vectors
from service.answering.encoders.batches import Batches

_TOGETHER = 32  # texts of several requests in one batch: a tenth to a third of a second
_WAITING = 4096  # texts, of some hundred requests
_REMEMBERED = 4096  # vectors of the texts that were asked for last: 6 MB of the default model's

_Text = tuple[Literal["question", "passage"], str]


class EmbeddingQueue:
    """An embedder's face to the service: nothing here blocks the event loop but ``embed``, which is for threads.

    Requests are served in the order in which they come; questions do not overtake sentences, for an answer needs both.
    A text that was asked for a short while ago is not computed again.
    """

    def __init__(self, embedder: Embedder, *, waiting: int = _WAITING) -> None:
        self._embedder = embedder
        self._batches = Batches(self._compute, most=_TOGETHER, waiting=waiting, name="embedding-queue")
        self._known: OrderedDict[_Text, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    async def embed_question(self, question: str) -> Vectors:
        """The vector of a question, of shape ``(dimensions,)``.

        Raises:
            Overloaded: too much is being asked at once.
            Stopped: the service is being stopped.
        """
        return (await self._vectors([("question", question)]))[0]

    async def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages or sentences, of shape ``(len(texts), dimensions)``; raises as ``embed_question``."""
        return self._stacked(await self._vectors([("passage", text) for text in texts]))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The same as ``embed_passages`` for a thread that may wait."""
        asked: list[_Text] = [("passage", text) for text in texts]
        known = self._recall(asked)
        return self._stacked(self._batches.submit(asked).result() if known is None else known)

    def close(self) -> None:
        """Wait for the batch that is being computed and end the thread; what is in the queue fails with ``Stopped``."""
        self._batches.close()

    async def _vectors(self, asked: list[_Text]) -> list[Vectors]:
        known = self._recall(asked)
        return await asyncio.wrap_future(self._batches.submit(asked)) if known is None else known

    def _compute(self, asked: Sequence[_Text]) -> list[Vectors]:
        with self._lock:
            found = {text: self._known[text] for text in asked if text in self._known}
        for kind in ("question", "passage"):
            missing = [text for text in dict.fromkeys(asked) if text[0] == kind and text not in found]
            if missing:
                embed = self._embedder.embed_questions if kind == "question" else self._embedder.embed
                found |= zip(missing, map(np.copy, embed([text for _, text in missing])), strict=True)
        self._remember(found)
        return [found[text] for text in asked]

    def _recall(self, asked: Sequence[_Text]) -> list[Vectors] | None:
        """What is known of all of them, or nothing."""
        with self._lock:
            if not all(text in self._known for text in asked):
                return None
            for text in asked:
                self._known.move_to_end(text)
            return [self._known[text] for text in asked]

    def _remember(self, found: dict[_Text, Vectors]) -> None:
        with self._lock:
            for text, vector in found.items():
                vector.flags.writeable = False  # several callers hold it
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def _stacked(self, vectors: list[Vectors]) -> Vectors:
        return np.stack(vectors) if vectors else np.zeros((0, self._embedder.dimensions), dtype=np.float32)
