"""One question in, one checked answer out: the whole way, top to bottom."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, fields
from datetime import date

from corpus.article import Article
from corpus.embedder import Embedder
from corpus.errors import BadQuestion
from corpus.library import Filters
from corpus.manifest import Manifest
from corpus.snapshots import Snapshot
from service.answering.answer import (
    Answer,
    Answerer,
    ArticlePage,
    ArticleSummary,
    Completed,
    CorpusState,
    Disagreement,
    DisagreementFound,
    Event,
    Hit,
    Outcome,
    Question,
    SearchResult,
    SnapshotState,
    SourcesFound,
    Started,
)
from service.answering.archive import Archive
from service.answering.compose import prompt_version
from service.answering.composition import Composition
from service.answering.condense import condense
from service.answering.disagreement import Dispute, find_dispute
from service.answering.encoders.embedding_queue import EmbeddingQueue
from service.answering.encoders.rerank import Reranker
from service.answering.evidence import Evidence, enough, gather
from service.answering.model.breaker import GuardedModel, State
from service.answering.model.chat import ChatModel
from service.answering.model_writer import ModelWriter, Second
from service.answering.progress import Progress
from service.answering.quotes import choose, cite, insufficient
from service.answering.retrieve import Retrieved, Search, retrieve
from service.answering.shared import Asked, SharedAnswers
from service.answering.workers import Workers
from service.answering.written import Policy

_LONGEST_QUESTION = 2000
_NEAREST = 3


@dataclass(frozen=True)
class _Found:
    """What the archive holds on a question."""

    retrieved: Retrieved
    evidence: tuple[Evidence, ...]
    enough: bool
    dispute: Dispute | None


class Asker:
    """Answers questions from one archive. Made once by ``service.start``; safe for many questions at once."""

    def __init__(  # noqa: PLR0913 - what an answer is made with, named one by one in service.start
        self,
        archive: Archive,
        embedder: Embedder,
        model: ChatModel | None,
        policy: Policy,
        reranker: Reranker | None = None,
        second: Second = None,
        *,
        remembered: int = 0,
    ) -> None:
        """``remembered`` is how many answers are kept in memory, for those who ask the same again."""
        self._archive = archive
        self._embedding = EmbeddingQueue(embedder)
        self._reranker = reranker
        self._model = GuardedModel(model) if model else None
        self._workers = Workers(archive)
        self._writer = ModelWriter(self._model, policy, self._workers, second) if self._model else None
        self._shared = SharedAnswers(self._run, remembered)

    @property
    def answerer(self) -> Answerer:
        """What composes the text where the archive holds enough."""
        if self._model is None:
            return Answerer("quotes")
        return Answerer("model", self._model.name, prompt_version())

    async def events(self, question: Question) -> AsyncGenerator[Event, None]:
        """Answer a question step by step; the last event is ``Completed``.

        Closing the generator stops the model, unless another who asked the same is listening.

        Raises:
            BadQuestion: the question is empty, too long, or no text.
            NoSnapshot: nothing was ingested yet.
            SnapshotDamaged: the archive cannot be read.
            ModelError: the model failed, and the question allows no fallback or text was shown already.
        """
        _refuse_unaskable(question.text)
        async with self._workers.pinned() as pin:
            asked = Asked(question, self.answerer, pin.snapshot.id)
        async with aclosing(self._shared.events(asked)) as events:
            async for event in events:
                yield event

    async def answer(self, question: Question) -> Answer:
        """Answer a question whole; raises as ``events`` does."""
        async with aclosing(self.events(question)) as events:
            async for event in events:
                if isinstance(event, Completed):
                    return event.answer
        raise AssertionError("events end with Completed")

    async def search(self, query: str, as_of: date, filters: Filters, limit: int) -> SearchResult:
        """The passages nearest to a query, best first, of several articles, at most ``limit``; raises as ``events``."""
        _refuse_unaskable(query)
        async with self._workers.pinned() as pin:
            vector = await self._embedding.embed_question(query)
            search = Search(query, vector, as_of, filters, limit)
            found = await pin.run(retrieve, pin.snapshot, search, self._reranker)
            best = sorted(found.candidates, key=lambda candidate: -candidate.score)
            return SearchResult(pin.snapshot.id, tuple(candidate.hit() for candidate in best[:limit]))

    async def article(self, article_id: str, snapshot: str | None = None) -> Article:
        """An article as it stands in the published snapshot or in an earlier one that is kept; else ``NotFound``."""
        return await self._workers.run(self._archive.article, article_id, snapshot)

    async def articles(self, offset: int, limit: int) -> ArticlePage:
        """A page of the list of articles, ordered by id."""
        async with self._workers.pinned() as pin:
            page = await pin.run(pin.snapshot.library.summaries, offset, limit)
            names = [field.name for field in fields(ArticleSummary)]
            summaries = (ArticleSummary(**{name: getattr(article, name) for name in names}) for article in page)
            return ArticlePage(pin.snapshot.manifest.articles, tuple(summaries))

    async def state(self) -> SnapshotState:
        """What is being served."""
        async with self._workers.pinned() as pin:
            return await pin.run(_state, pin.snapshot)

    async def ready(self) -> str | None:
        """Find known vectors again, and give a warning where what is being served is not what was published last.

        Raises:
            ArchiveError: the archive cannot answer, with the reason.
        """
        async with self._workers.pinned() as pin:
            await pin.run(pin.snapshot.probe)
        return self._archive.warning

    @property
    def serving(self) -> Manifest | None:
        """What the snapshot is made of that is being served; nothing before the first is opened."""
        return self._archive.serving

    @property
    def model_state(self) -> State | None:
        """Whether the model's service is asked; nothing where there is no model."""
        return self._model.breaker.state if self._model else None

    async def close(self) -> None:
        """Close the model, the archive and the workers; no question may be open."""
        if self._model is not None:
            await self._model.aclose()
        await self._workers.close(self._embedding, self._reranker)

    async def _run(self, question: Question) -> AsyncGenerator[Event, None]:
        """See ``events``; for one asker alone."""
        progress = Progress(self.answerer)
        async with self._workers.pinned() as pin:
            yield Started(progress.id, progress.answerer, question.as_of.isoformat())
            standalone, usage = await condense(question.text, question.history, self._model)
            progress.used(usage)
            vector = await self._embedding.embed_question(standalone)
            search = Search(standalone, vector, question.as_of, question.filters, question.max_sources)
            found = await pin.run(self._find, pin.snapshot, search)
            progress.retrieved = progress.elapsed()
            composition = Composition(found.retrieved.candidates)
            yield SourcesFound(composition.sources)
            if found.enough:
                async with aclosing(self._compose(standalone, question, found, composition, progress)) as composing:
                    async for event in composing:
                        yield event
            disagreements: tuple[Disagreement, ...] = ()
            if composition.statements and found.dispute is not None:
                disagreements = (_disagreement(found.dispute, question, composition),)
                yield DisagreementFound(disagreements[0].about, disagreements[0].positions)
            nearest = () if composition.statements else _nearest(found)
            if not composition.statements:
                yield composition.write(insufficient(bool(nearest)))
            state = await pin.run(_state, pin.snapshot)
            yield Completed(
                Answer(
                    id=progress.id,
                    question=question.text,
                    outcome=_outcome(composition, disagreements),
                    text=composition.text,
                    statements=tuple(composition.statements),
                    citations=tuple(composition.citations),
                    sources=composition.sources,
                    disagreements=disagreements,
                    as_of=question.as_of.isoformat(),
                    nearest=nearest,
                    checked=composition.checked,
                    answerer=progress.answerer,
                    corpus=CorpusState(state.snapshot, state.articles, state.newest),
                    usage=progress.usage,
                    timing_ms=progress.timing(),
                    notices=tuple(progress.notices),
                )
            )

    async def _compose(
        self, standalone: str, question: Question, found: _Found, composition: Composition, progress: Progress
    ) -> AsyncGenerator[Event, None]:
        """The text: the model's, or the archive's own sentences where there is none or they stand in for it."""
        if self._writer is not None:
            candidates = found.retrieved.candidates
            writing = self._writer.write(standalone, question, candidates, composition, progress)
            async with aclosing(writing):
                async for written in writing:
                    yield written
        if progress.answerer.kind == "quotes":
            for event in _quote(found, composition):
                yield event

    def _find(self, snapshot: Snapshot, search: Search) -> _Found:
        retrieved = retrieve(snapshot, search, self._reranker)
        evidence = gather(retrieved, self._embedding.embed)
        suffices = enough(retrieved, evidence)
        return _Found(retrieved, evidence, suffices, find_dispute(retrieved.asked, evidence) if suffices else None)


def _refuse_unaskable(text: str) -> None:
    if not text.strip() or len(text) > _LONGEST_QUESTION:
        raise BadQuestion(f"a question has 1 to {_LONGEST_QUESTION} characters, not {len(text.strip())}")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadQuestion("the question holds bytes that are no text: write it in UTF-8")


def _quote(found: _Found, composition: Composition) -> Iterator[Event]:
    """The archive's own sentences, one a line."""
    for quote in choose(found.retrieved.asked, found.evidence, found.dispute):
        if composition.text:
            yield composition.write("\n")
        yield from composition.state(quote.text, [cite(quote.evidence)], "supported")


def _nearest(found: _Found) -> tuple[Hit, ...]:
    """The best passage of each of the nearest articles."""
    best: dict[str, Hit] = {}
    for candidate in found.retrieved.candidates:
        best.setdefault(candidate.article.id, candidate.hit())
    return tuple(best.values())[:_NEAREST]


def _outcome(composition: Composition, disagreements: tuple[Disagreement, ...]) -> Outcome:
    if not composition.statements:
        return "insufficient_evidence"
    return "disputed" if disagreements else "answered"


def _disagreement(dispute: Dispute, question: Question, composition: Composition) -> Disagreement:
    positions = tuple(
        composition.position(position[0].text, [cite(evidence) for evidence in position])
        for position in dispute.positions
    )
    return Disagreement(question.text, positions)


def _state(snapshot: Snapshot) -> SnapshotState:
    manifest = snapshot.manifest
    return SnapshotState(manifest.id, manifest.articles, snapshot.library.newest(), manifest.passages)
