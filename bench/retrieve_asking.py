"""One process that opens an archive and asks it, by our retrieval or by LangChain's stock recipe.

python bench/retrieve_asking.py ours|stock FOLDER SEED [PASSAGES]
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from library_reading import resident_mib
from library_world import EACH, World, world

from corpus.embedder import Vectors, open_embedder, packaged_default
from corpus.folder import DataFolder
from corpus.library import Filters
from corpus.snapshots import open_snapshot
from service.answering.retrieve import Search, retrieve

QUESTIONS = Path(__file__).parent / "questions" / "older_events.jsonl"
ASKED = 200
ASKED_FILTERED = 60
SHARES = (1.0, 0.5, 0.1, 0.01, 0.001)
_BATCH = 5_000
Figures = dict[str, Any]
Search_ = Callable[[str, Vectors], object]


def main() -> None:
    """Prints the figures as one line of JSON: seconds, MiB and milliseconds."""
    way, folder, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(ours(folder, world(seed)) if way == "ours" else stock(folder, world(seed), int(sys.argv[4]))))


def ours(folder: Path, drawn: World) -> Figures:
    """Open, then load the model, then ask: without filters, and with filters that leave less and less."""
    before, began = resident_mib(), time.perf_counter()
    snapshot = open_snapshot(DataFolder(folder))
    opened = time.perf_counter() - began
    archive = resident_mib() - before
    embedder = open_embedder()

    def search(filters: Filters) -> Search_:
        return lambda words, vector: retrieve(snapshot, Search(words, vector, date(2026, 1, 1), filters, 8))

    def embed(question: str) -> object:
        return embedder.embed_questions([question])

    milliseconds = asked(drawn, embed, search(Filters()), ASKED)
    filtered = {}
    ids = [snapshot.catalog.article_id(number) for number in range(len(snapshot.catalog.article_ids))]
    for filters in chosen(ids, np.random.default_rng(drawn.seed)):
        selection = snapshot.catalog.selected(filters)
        assert selection is not None
        filtered[selection.passages] = asked(drawn, embed, search(filters), ASKED_FILTERED)["whole"]
    figures = {
        "open_s": round(opened, 2),
        "resident_mib": resident_mib(),
        "archive_mib": archive,
        "layers": len(snapshot.manifest.layers),
        "ms": milliseconds,
        "filtered": filtered,
    }
    snapshot.close()
    return figures


def chosen(ids: list[str], chance: np.random.Generator) -> Iterator[Filters]:
    """Filters that leave shares of the archive and, at last, one article; by days where they leave much."""
    yield Filters(published_after="1900")
    yield Filters(published_after="2017-07")
    yield Filters(publishers=("Paper 3",))
    for share in SHARES[2:]:
        count = max(1, round(share * len(ids)))
        yield Filters(article_ids=tuple(ids[n] for n in chance.choice(len(ids), count, replace=False)))
    yield Filters(article_ids=(ids[len(ids) // 2],))


def asked(drawn: World, embed: Callable[[str], object], search: Search_, count: int) -> Figures:
    """Milliseconds of embedding a real question, of searching for a synthetic one, and of both."""
    real = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    chance, taken = np.random.default_rng(drawn.seed), []
    for number in range(count + 10):
        words, vector = drawn.question(chance)
        began = time.perf_counter()
        embed(f"{real[number % len(real)]} {'And then?' * (number // len(real))}")
        embedded = time.perf_counter()
        search(" ".join(words), vector)
        ended = time.perf_counter()
        if number >= 10:  # the first ones warm up
            taken.append((embedded - began, ended - embedded, ended - began))
    columns = zip(("embed", "search", "whole"), np.array(taken).T * 1000, strict=True)
    return {
        name: {"p50": round(float(np.median(ms)), 2), "p99": round(float(np.percentile(ms, 99)), 2)}
        for name, ms in columns
    }


def stock(folder: Path, drawn: World, passages: int) -> Figures:
    """LangChain's Chroma with the same vectors, texts and model; built where it is not there yet."""
    from langchain_chroma import Chroma  # type: ignore[import-not-found] # noqa: PLC0415 - not for ours
    from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found] # noqa: PLC0415

    before, began = resident_mib(), time.perf_counter()
    store = Chroma("stock", persist_directory=str(folder))
    if not store._collection.count():
        fill(store, drawn, passages)
    vector = drawn.vectors(np.random.default_rng(drawn.seed), 1)[0]
    began = time.perf_counter()
    store.similarity_search_by_vector(vector.tolist(), k=4)
    opened = time.perf_counter() - began
    archive = resident_mib() - before
    embedding = HuggingFaceEmbeddings(model_name=str(packaged_default()))

    def search(_words: str, vector: Vectors) -> object:
        return store.similarity_search_by_vector(vector.tolist(), k=4)

    milliseconds = asked(drawn, embedding.embed_query, search, ASKED)
    return {
        "open_s": round(opened, 2),
        "resident_mib": resident_mib(),
        "archive_mib": archive,
        "ms": milliseconds,
    }


def fill(store: Any, drawn: World, passages: int) -> None:  # noqa: ANN401 - LangChain's Chroma
    """The passages of the same articles, as ``add_documents`` would store them, batch by batch."""
    ids: list[str] = []
    texts, metadata, vectors = [], [], []
    for number in range(-(-passages // EACH)):
        article, pieces = drawn.article(number, 0)
        for piece in pieces[: passages - number * EACH]:
            ids.append(piece.passage.id)
            texts.append(article.body[piece.passage.start : piece.passage.end])
            metadata.append({"title": article.title, "source": article.id})
            vectors.append(piece.vector)
        if len(ids) >= _BATCH or number * EACH + EACH >= passages:
            store._collection.add(ids=ids, embeddings=np.stack(vectors), documents=texts, metadatas=metadata)
            ids, texts, metadata, vectors = [], [], [], []


if __name__ == "__main__":
    main()
