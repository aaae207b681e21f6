"""The stock recipe: LangChain's splitter, its Chroma, four chunks, a prompt that asks for marks first."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import retrieval_sets as sets
from gold_words import holds
from retrieval_sets import Asked

from corpus.embedder import packaged_default

PACKAGES = ("langchain-huggingface", "langchain-chroma")
PROMPT = """You are an assistant for question-answering tasks. Use the following pieces of retrieved context to answer \
the question. If you don't know the answer, just say that you don't know. Use three sentences maximum and keep the \
answer concise. Cite the sources inline like [1].

Context:
{context}

Question: {question}
Answer:"""
_MARK = re.compile(r"\[(\d+)\]")
_REFUSES = re.compile(
    r"\b(?:don['’]t know|do not know|(?:does|do|did|is|are) not (?:mention|provide|contain|specif|state|explicitly"
    r"|available|enough)\w*|doesn['’]t (?:mention|provide|contain|specify|say)|cannot be determined"
    r"|no (?:information|mention)|insufficient)",
    re.IGNORECASE,
)
_BATCH = 2_000


class Stock:
    """The index, built once into a folder, and a chat model at an address."""

    def __init__(self, folder: Path, url: str) -> None:
        with tempfile.TemporaryDirectory() as packages:
            pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", packages]
            subprocess.run([*pip, *PACKAGES], check=True)
            sys.path.append(packages)
            from langchain_chroma import Chroma  # type: ignore[import-not-found] # noqa: PLC0415 - not for the product
            from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found] # noqa: PLC0415
            from langchain_openai import ChatOpenAI  # noqa: PLC0415

            embedding = HuggingFaceEmbeddings(model_name=str(packaged_default()))
            self._store = Chroma("stock", embedding, persist_directory=str(folder / "stock-rtqa"))
            sys.path.remove(packages)
        self._chat = ChatOpenAI(model="small", base_url=url, api_key=lambda: "none", temperature=0, max_retries=0)
        if not self._store._collection.count():
            self._fill()

    async def answers(self, asked: Sequence[Asked]) -> AsyncGenerator[dict[str, Any], None]:
        """Ask in turn; a mark counts as right where its chunk holds the words of the answer."""
        for one in asked:
            began = time.perf_counter()
            chunks = [found.page_content for found in self._store.similarity_search(one.question, k=4)]
            context = "\n\n".join(f"[{number}] {chunk}" for number, chunk in enumerate(chunks, start=1))
            reply = await self._chat.ainvoke(PROMPT.format(context=context, question=one.question))
            text, seconds = str(reply.content), time.perf_counter() - began
            gold = one.answer if one.gold else None
            right = bool(gold) and holds(text, str(gold))
            marks = [int(mark) for mark in _MARK.findall(text)]
            cited = [chunks[mark - 1] for mark in marks if 1 <= mark <= len(chunks)]
            yield {
                "id": one.id,
                "seconds": round(seconds, 1),
                "text": text,
                "right": right,
                "cites": bool(marks),
                "rightly_cited": right and any(holds(chunk, str(gold)) for chunk in cited),
                "quote_holds": False,
                "refused": bool(_REFUSES.search(text)),
                "asked_the_model": True,
                "invalid": len(marks) - len(cited),
                "statements": 0,
                "unquoted": 0,
                "cut": 0,
            }

    def _fill(self) -> None:
        from langchain_core.documents import Document  # noqa: PLC0415
        from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        articles = sets.lines(sets.DATA / "rtqa2022_corpus.jsonl")
        chunks = splitter.split_documents([Document(row["text"], metadata={"id": row["doc_id"]}) for row in articles])
        for start in range(0, len(chunks), _BATCH):
            self._store.add_documents(chunks[start : start + _BATCH])
