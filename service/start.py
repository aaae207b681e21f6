"""The composition root: settings in, a working Asker out.

Imports of what answers are late, and done in a thread: they take seconds, in which the service already says how it is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from corpus.folder import DataFolder
from service.settings import Settings

if TYPE_CHECKING:
    from corpus.embedder import Embedder
    from service.answering.archive import Archive
    from service.answering.ask import Asker
    from service.answering.encoders.rerank import Reranker
    from service.answering.model.chat import ChatModel
    from service.answering.model_writer import Second

T = TypeVar("T")

_log = logging.getLogger("dateline")


async def open_asker(settings: Settings) -> "Asker":
    """Open the archive, the embedder and, where they are set, reranker and model; the log says which answers.

    Raises:
        NoSnapshot: nothing was ingested yet.
        ArchiveError: the archive cannot be used.
        EmbedderError: the embedding model cannot be loaded, or the archive was built by another.
        ModelError: the model cannot be started.
        SettingError: the model's or the reranker's name cannot work.
    """
    DataFolder(settings.data).current_id()  # an empty data folder is told before seconds go into loading models
    asker = await asyncio.to_thread(_import_asker)
    archive_opening = asyncio.create_task(asyncio.to_thread(_open_archive, settings))  # while the models are loaded
    try:
        embedder, reranker, second = await asyncio.to_thread(_open_models, settings)
    except BaseException:
        archive_opening.add_done_callback(_close_unused)
        raise
    archive = await archive_opening
    model = await _open_chat_model(settings)
    _log.info("answers come from %s", f"the model {model.name}" if model else "the archive's own sentences, no model")
    return asker(archive, embedder, model, settings.policy, reranker, second, remembered=settings.cache_answers)


def with_asker(settings: Settings, use: "Callable[[Asker], Awaitable[T]]") -> T:
    """Open an asker, use it, close it: one command of the command line."""

    async def run() -> T:
        asker = await open_asker(settings)
        try:
            return await use(asker)
        finally:
            await asker.close()

    return asyncio.run(run())


def _import_asker() -> "type[Asker]":
    from service.answering.ask import Asker  # noqa: PLC0415 - 1 to 2 s

    return Asker


def _open_archive(settings: Settings) -> "Archive":
    from corpus.embedder import embedder_revision  # noqa: PLC0415 - by now loaded
    from service.answering.archive import Archive  # noqa: PLC0415

    archive = Archive(DataFolder(settings.data), embedder_revision(settings.embedder))
    with archive.pin() as snapshot:
        _log.info("serving snapshot %s: %d articles", snapshot.id, snapshot.manifest.articles)
    return archive


def _close_unused(opening: "asyncio.Task[Archive]") -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _open_models(settings: Settings) -> "tuple[Embedder, Reranker | None, Second]":
    """In one thread: two that import at once may wait for each other."""
    from corpus.embedder import open_embedder  # noqa: PLC0415 - by now loaded
    from service.answering.encoders.rerank import open_reranker  # noqa: PLC0415

    embedder = open_embedder(settings.embedder)
    embedder.embed(["The first question does not wait for the model to warm up."])
    reranker = open_reranker(settings.reranker) if settings.reranker else None
    if reranker:
        _log.info("passages are reranked by %s", reranker.name)
    return embedder, reranker, _open_second(settings.support_check)


def _open_second(support_check: str) -> "Second":
    from service.answering.encoders.nli import open_entailment  # noqa: PLC0415

    kind, _, name = support_check.partition(":")
    if kind != "nli":
        return "judge" if kind == "judge" else None
    entailment = open_entailment(name)
    _log.info("statements are checked by rules and then by %s", entailment.name)
    return entailment


async def _open_chat_model(settings: Settings) -> "ChatModel | None":
    if settings.llm is None:
        return None
    from service.answering.llm import open_model  # noqa: PLC0415
    from service.answering.model.chat import Timeouts, read_price  # noqa: PLC0415 - by now loaded

    key = settings.openai_api_key
    waits = (settings.llm_connect_s, settings.llm_first_token_s, settings.llm_between_tokens_s, settings.llm_total_s)
    return await open_model(
        settings.llm,
        api_key=key.get_secret_value() if key else None,
        base_url=settings.openai_base_url,
        timeouts=Timeouts(*waits),
        price=read_price(settings.llm_price) if settings.llm_price else None,
        context_tokens=settings.llm_context,
    )
