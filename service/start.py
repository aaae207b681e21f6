"""The composition root: settings in, a working Asker out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from corpus.embedder import open_embedder
from corpus.folder import DataFolder
from service.answering.archive import Archive
from service.answering.ask import Asker
from service.answering.chat import ChatModel, Timeouts, read_price
from service.answering.llm import open_model
from service.answering.rerank import Reranker, open_reranker
from service.settings import Settings

T = TypeVar("T")

_log = logging.getLogger("dateline")


async def open_asker(settings: Settings) -> Asker:
    """Open the archive, the embedder and, where they are set, reranker and model; the log says which answers.

    Raises:
        NoSnapshot: nothing was ingested yet.
        ArchiveError: the archive cannot be used.
        EmbedderError: the embedding model cannot be loaded, or the archive was built by another.
        ModelError: the model cannot be started.
        SettingError: the model's or the reranker's name cannot work.
    """
    data = DataFolder(settings.data)
    data.current_id()  # an empty data folder is told before seconds go into loading models
    embedder = await asyncio.to_thread(open_embedder, settings.embedder)
    await asyncio.to_thread(embedder.embed, ["The first question does not wait for the model to warm up."])
    reranker = await _open_reranker(settings)
    archive = Archive(data, embedder.revision)
    with await asyncio.to_thread(archive.pin) as snapshot:
        _log.info("serving snapshot %s: %d articles", snapshot.id, snapshot.manifest.articles)
    model = await _open_model(settings)
    _log.info("answers come from %s", f"the model {model.name}" if model else "the archive's own sentences, no model")
    return Asker(archive, embedder, model, settings.policy, reranker)


def with_asker(settings: Settings, use: Callable[[Asker], Awaitable[T]]) -> T:
    """Open an asker, use it, close it: one command of the command line."""

    async def run() -> T:
        asker = await open_asker(settings)
        try:
            return await use(asker)
        finally:
            await asker.close()

    return asyncio.run(run())


async def _open_reranker(settings: Settings) -> Reranker | None:
    if settings.reranker is None:
        return None
    reranker = await asyncio.to_thread(open_reranker, settings.reranker)
    _log.info("passages are reranked by %s", reranker.name)
    return reranker


async def _open_model(settings: Settings) -> ChatModel | None:
    if settings.llm is None:
        return None
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
