"""Archives to damage, and what each of their snapshots must answer. Vectors are random; no model is needed."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.article import Article, Passage, short_hash
from corpus.embedder import Embedder, Vectors
from corpus.embeddings import EmbeddingStore, text_key
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.publish import publish, stage
from corpus.snapshots import Snapshot

REVISION = "random@8"
_ASKED = 24  # articles that each check asks for: those that changed last, and others from the whole range
_TEXTS = tuple(f"text {number}" for number in range(300))  # what the store of embeddings holds vectors of


@dataclass(frozen=True)
class State:
    """What one snapshot must answer: the body of some articles; a body's first word stands nowhere else."""

    articles: int
    bodies: dict[str, str]
    absent: tuple[str, ...]  # words that only an earlier snapshot holds


@dataclass(frozen=True)
class Made:
    """A data folder with a published snapshot and the one before it."""

    name: str
    data: DataFolder
    before: State
    now: State


class RandomEmbedder(Embedder):
    """Stands in for a model: a unit vector that follows from the text."""

    def __init__(self) -> None:
        self.revision = REVISION
        self.dimensions = 8

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector a text."""
        return np.stack([vector_of(text) for text in texts])


def vector_of(text: str) -> Vectors:
    """The random unit vector of a text."""
    vector = np.random.default_rng(int(short_hash(text), 16)).normal(size=8).astype(np.float32)
    return vector / np.linalg.norm(vector)


def make(name: str, folder: Path, articles: int) -> Made:
    """Three snapshots, each with some articles changed; the first is then deleted.

    From about 2,500 articles on, the last two share the files of the first one's layer of vectors.
    """
    data = DataFolder(folder)
    every = {f"a{number}": body(number, 1) for number in range(articles)}
    put(data, every)
    changed = [f"a{number}" for number in range(0, articles, max(2, articles // 8))]
    states = []
    for version, some in ((2, changed[0::2]), (3, changed[1::2])):
        fresh = {identity: body(int(identity[1:]), version) for identity in [*some, f"a{articles}"]}
        before = dict(every)
        every |= fresh
        put(data, fresh)
        asked = {identity: every[identity] for identity in [*fresh, *_spread(every)]}
        gone = tuple(before[identity].split()[0] for identity in fresh if identity in before)
        states.append(State(len(every), asked, gone))
    data.remove(data.ids()[-1])
    store = EmbeddingStore(data.embeddings, REVISION, RandomEmbedder)
    store.embed(_TEXTS)
    store.close()
    return Made(name, data, *states)


def body(number: int, version: int) -> str:
    """The text of one article."""
    return f"w{number}v{version} is what article {number} tells of, in {5 + number % 9} words."


def put(data: DataFolder, bodies: dict[str, str]) -> str:
    """Publish these articles on top of what is published, as an ingest does; gives the snapshot's id."""
    parent = data.current_id() if data.ids() else None
    with stage(data, parent) as staging:
        for identity, text in bodies.items():
            passage = Passage(f"p_{identity}", identity, 0, len(text))
            staging.library.put(Article(identity, text), [Piece(passage, vector_of(text), text_key(text))])
        return publish(staging, parent=parent, by="bench", model=REVISION, splitter="whole").id


def copy(data: DataFolder, target: Path) -> DataFolder:
    """The same folder elsewhere; files that are one there, under two names, are one here as well."""
    copied: dict[int, Path] = {}
    for file in sorted(data.path.rglob("*")):
        place = target / file.relative_to(data.path)
        if file.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        inode = file.stat().st_ino
        if inode in copied:
            os.link(copied[inode], place)
        else:
            shutil.copyfile(file, place)
            copied[inode] = place
    return DataFolder(target)


def first_wrong(snapshot: Snapshot, state: State) -> str | None:
    """The first answer that is not what it must be; ``None`` where all are right."""
    counts = snapshot.library.counts()
    if counts != (state.articles, state.articles) or len(snapshot.words) != state.articles:
        return f"{counts} articles and passages, {len(snapshot.words)} by words, not {state.articles}"
    for identity, text in state.bodies.items():
        article = snapshot.library.article(identity)
        if article is None or article.body != text:
            return f"article {identity} reads {article.body if article else None!r}"
        nearest = snapshot.vectors.nearest(vector_of(text), 3)
        if not nearest or nearest[0][0] != f"p_{identity}" or nearest[0][1] < 0.999 or len(nearest) < 3:
            return f"the vector of {identity} finds {nearest}"
        word = text.split()[0]
        if [found for found, _ in snapshot.words.best([word], 3)] != [f"p_{identity}"]:
            return f"the word {word} finds {snapshot.words.best([word], 3)}"
    risen = [word for word in state.absent if snapshot.words.best([word], 1)]
    return f"words of an earlier text are found: {risen}" if risen else None


def embeddings_are_right(data: DataFolder) -> bool:
    """Whether the store gives the right vector of every text, computing those that it lost."""
    store = EmbeddingStore(data.embeddings, REVISION, RandomEmbedder)
    try:
        return bool(np.array_equal(store.embed(_TEXTS), RandomEmbedder().embed(_TEXTS)))
    finally:
        store.close()


def _spread(every: dict[str, str]) -> list[str]:
    return list(every)[:: max(1, len(every) // _ASKED)]
