"""The answer as a chat model writes it: prompt, stream, check, and what is said where the model has trouble."""

import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date

from corpus.errors import ModelBroke, ModelError, ModelRefused, ModelRefusedKey, ModelUnreachable
from service.answering.answer import Notice, StatementChecked, TextDelta
from service.answering.chat import ChatModel, Finish
from service.answering.compose import Composed, SourcePassage, compose
from service.answering.composition import Composition
from service.answering.progress import Progress
from service.answering.retrieve import Candidate
from service.answering.workers import Workers
from service.answering.written import Policy, WrittenAnswer

_LONGEST = 60_000  # characters of a model's answer; one that goes on has lost its way
_FAILED = {
    ModelRefusedKey: "its service did not accept the key",
    ModelUnreachable: "its service did not respond in time",
    ModelRefused: "it declined to answer",
    ModelBroke: "it did not give a whole answer",
}


class ModelWriter:
    """Has a model write answers under one policy."""

    def __init__(self, model: ChatModel, policy: Policy, workers: Workers) -> None:
        self._model = model
        self._policy = policy
        self._workers = workers

    async def write(
        self,
        question: str,
        as_of: date,
        candidates: Sequence[Candidate],
        composition: Composition,
        progress: Progress,
    ) -> AsyncGenerator[TextDelta | StatementChecked, None]:
        """The model's answer, each sentence checked; what a reader should know besides goes to ``progress.notices``.

        Raises:
            ModelRefused: the model or its provider declined.
            ModelError: the service failed, the model said nothing, or does not stop.
        """
        composed = await self._composed(question, as_of, candidates, progress)
        given = {source.number: candidates[source.number - 1] for source in composed.used}
        written = WrittenAnswer(composition, given, self._policy, composed.mark)
        reason: str | None = None
        async with aclosing(self._model.stream(composed.messages)) as stream:
            async for piece in stream:
                if isinstance(piece, Finish):
                    progress.used(piece.usage)
                    reason = piece.reason
                    break
                progress.first_token = progress.first_token or progress.elapsed()
                for event in await self._workers.run(written.feed, piece):
                    yield event
                if written.length > _LONGEST:
                    raise ModelBroke(f"{self._model.name} wrote more than {_LONGEST} characters and was stopped")
        self._judge_end(reason, written, progress)
        for event in await self._workers.run(written.end, whole=reason != "length"):
            yield event

    async def _composed(
        self, question: str, as_of: date, candidates: Sequence[Candidate], progress: Progress
    ) -> Composed:
        passages = [
            SourcePassage(number, c.article.title, c.article.publisher, c.article.published, c.text)
            for number, c in enumerate(candidates, start=1)
        ]
        composed = await compose(question, as_of, passages, secrets.token_hex(8), self._model)
        left_out = len(passages) - len(composed.used)
        if not composed.used:
            raise ModelBroke(
                f"{self._model.name} holds {self._model.context_tokens} tokens, too few for the question and one "
                "passage: choose a model that holds more, or set DATELINE_LLM_CONTEXT to what it holds"
            )
        if left_out:
            told = f"{left_out} of {len(passages)} passages found no room in what the model reads at once."
            progress.notices.append(Notice("sources_left_out", told))
        return composed

    def _judge_end(self, reason: str | None, written: WrittenAnswer, progress: Progress) -> None:
        if reason == "content_filter":
            raise ModelRefused(f"{self._model.name} declined to answer: ask otherwise, or choose another model")
        if not written.length:
            raise ModelBroke(f"{self._model.name} wrote nothing: ask again, or choose another model")
        if reason == "length":
            told = "The model reached the limit of its answer's length: what it wrote last is missing."
            progress.notices.append(Notice("cut_short", told))


def failed(error: ModelError) -> Notice:
    """What a reader is told where the archive's own sentences stand in for a model that failed."""
    why = next((words for kind, words in _FAILED.items() if isinstance(error, kind)), "its service failed")
    return Notice("model_failed", f"The model failed ({why}); these are the archive's own sentences.")
