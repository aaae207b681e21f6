"""The answer as a chat model writes it: prompt, stream, check, and what is said where the model has trouble."""

from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractContextManager, aclosing, nullcontext
from datetime import date
from typing import Literal

from corpus.errors import ModelBroke, ModelError, ModelRefused, ModelRefusedKey, ModelResting, ModelUnreachable
from service.answering.answer import Answerer, Notice, Question, StatementChecked, TextDelta
from service.answering.compose import Composed, SourcePassage, compose, fresh_mark
from service.answering.composition import Composition
from service.answering.model.chat import ChatModel, Finish
from service.answering.model.judge import judging
from service.answering.progress import Progress
from service.answering.retrieve import Candidate
from service.answering.support import SecondOpinion
from service.answering.workers import Workers
from service.answering.written import Policy, WrittenAnswer

Second = SecondOpinion | Literal["judge"] | None
"""Who is asked about a statement after the rules: a model that was loaded for it, or the one that writes."""

_PASSAGES = 5  # that a model reads for one answer, and how many of one article: decision 0029
_OF_ONE_ARTICLE = 2
_NOT_BORNE_OUT = Notice("not_borne_out", "What the model wrote is not borne out by its sources, and is not shown.")
_LONGEST = 20_000  # characters of a model's answer; one that goes on has lost its way
_FAILED = {
    ModelRefusedKey: "its service did not accept the key",
    ModelUnreachable: "its service did not respond in time",
    ModelResting: "its service failed again and again",
    ModelRefused: "it declined to answer",
    ModelBroke: "it did not give a whole answer",
}


class ModelWriter:
    """Has a model write answers under one policy."""

    def __init__(self, model: ChatModel, policy: Policy, workers: Workers, second: Second = None) -> None:
        self._model = model
        self._policy = policy
        self._workers = workers
        self._second = second

    async def write(
        self,
        standalone: str,
        question: Question,
        candidates: Sequence[Candidate],
        composition: Composition,
        progress: Progress,
    ) -> AsyncGenerator[TextDelta | StatementChecked, None]:
        """The model's answer, each sentence checked; what a reader should know besides goes to ``progress.notices``.

        Where the question allows quotes to stand in, ``progress.answerer`` becomes ``quotes`` if the model fails before
        any text is shown. Where nothing holds of what it wrote they do not: most often the archive has no answer then
        (decision 0029).

        Raises:
            ModelRefused: the model or its provider declined.
            ModelError: the service failed, the model said nothing, or does not stop.
        """
        writing = self._write(standalone, question.as_of, candidates, composition, progress)
        try:
            async with aclosing(writing):
                async for event in writing:
                    yield event
        except ModelError as error:
            if not question.fallback or composition.text:
                raise
            composition.cut = composition.unknown_markers = 0
            progress.answerer = Answerer("quotes")
            progress.notices[:] = [_failed(error)]
        if composition.cut and not composition.statements:
            progress.notices.append(_NOT_BORNE_OUT)

    async def _write(
        self,
        question: str,
        as_of: date,
        candidates: Sequence[Candidate],
        composition: Composition,
        progress: Progress,
    ) -> AsyncGenerator[TextDelta | StatementChecked, None]:
        read = _to_read(candidates)
        composed = await self._composed(question, as_of, read, progress)
        given = {source.number: read[source.number - 1] for source in composed.used}
        given_ids = {candidate.passage.id for candidate in given.values()}
        others = [candidate for candidate in candidates if candidate.passage.id not in given_ids]
        reason: str | None = None
        run = self._workers.run_waiting if self._second == "judge" else self._workers.run_checking
        with self._opinion(progress) as second:
            written = WrittenAnswer(composition, given, self._policy, composed.mark, second, others)
            async with aclosing(self._model.stream(composed.messages)) as stream:
                async for piece in stream:
                    if isinstance(piece, Finish):
                        progress.used(piece.usage)
                        reason = piece.reason
                        break
                    progress.first_token = progress.first_token or progress.elapsed()
                    if written.length + len(piece) > _LONGEST:
                        raise ModelBroke(f"{self._model.name} wrote more than {_LONGEST} characters and was stopped")
                    sentences = written.read(piece)
                    for event in await run(written.conclude, sentences) if sentences else written.conclude():
                        yield event
            self._judge_end(reason, written, progress)
            for event in await run(written.end, whole=reason != "length"):
                yield event

    def _opinion(self, progress: Progress) -> AbstractContextManager[SecondOpinion | None]:
        return judging(self._model, progress.used) if self._second == "judge" else nullcontext(self._second)

    async def _composed(
        self, question: str, as_of: date, candidates: Sequence[Candidate], progress: Progress
    ) -> Composed:
        passages = [
            SourcePassage(number, c.article.title, c.article.publisher, c.article.published, c.text)
            for number, c in enumerate(candidates, start=1)
        ]
        composed = await compose(question, as_of, passages, fresh_mark(), self._model)
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


def _to_read(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The passages that the model gets, best article first; the check of what it writes knows all others as well."""
    taken: Counter[str] = Counter()
    read: list[Candidate] = []
    for candidate in candidates:
        if taken[candidate.article.id] < _OF_ONE_ARTICLE and len(read) < _PASSAGES:
            taken[candidate.article.id] += 1
            read.append(candidate)
    return tuple(read)


def _failed(error: ModelError) -> Notice:
    """What a reader is told where the archive's own sentences stand in for a model that failed."""
    why = next((words for kind, words in _FAILED.items() if isinstance(error, kind)), "its service failed")
    return Notice("model_failed", f"The model failed ({why}); these are the archive's own sentences.")
