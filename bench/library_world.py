"""Synthetic articles of any number, all drawn from one seed: words of Zipf's law, vectors in clusters."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.article import Article, Date, Passage
from corpus.embedder import Vectors
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.manifest import Manifest
from corpus.publish import publish, stage
from ingest.copies import sketch
from ingest.store import mark_copies

MODEL = "synthetic@384"
DIMENSIONS = 384
EACH = 9  # passages of an article
_WORDS_EACH = 100  # of a passage
_VOCABULARY = 50_000
_SYLLABLES = [c + v for c in "bcdfghjklmnpqrstvwxz" for v in "aeiou"]
_SPREAD = 0.9  # length of what is added to a cluster's centre: two passages of one have a cosine of about 0.55

Drawn = tuple[Article, list[Piece]]  # an article, and its passages with their vectors


@dataclass(frozen=True)
class World:
    """Everything that all articles are drawn from."""

    seed: int
    centres: Vectors
    words: tuple[str, ...]
    heights: npt.NDArray[np.float64]  # cumulative probabilities of the words

    def article(self, number: int, version: int, passages: int = EACH) -> Drawn:
        """An article at a version, and its passages with their vectors: always the same ones."""
        chance = np.random.default_rng([self.seed, number, version])
        drawn = np.searchsorted(self.heights, chance.random(passages * _WORDS_EACH))
        texts = [" ".join(self.words[w] for w in drawn[i : i + _WORDS_EACH]) + "." for i in range(0, len(drawn), 100)]
        vectors = self.vectors(chance, passages)
        identity, start, pieces = f"article-{number}", 0, []
        for place, text in enumerate(texts):
            passage = Passage(f"p_{number}_{version}_{place}", identity, start, start + len(text))
            pieces.append(Piece(passage, vectors[place], f"{number}/{version}/{place}"))
            start += len(text) + 1
        day = f"{2010 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
        title = " ".join(self.words[w] for w in drawn[:6])
        return Article(identity, " ".join(texts), title, f"Paper {number % 7}", published=Date.of(day, "given")), pieces

    def vectors(self, chance: np.random.Generator, count: int) -> Vectors:
        """Unit vectors around random centres."""
        noise = chance.normal(size=(count, DIMENSIONS)) * (_SPREAD / DIMENSIONS**0.5)
        drawn = self.centres[chance.integers(0, len(self.centres), count)] + noise
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)

    def question(self, chance: np.random.Generator) -> tuple[list[str], Vectors]:
        """Six words, neither the commonest nor the rarest, and a vector."""
        return [self.words[w] for w in chance.integers(20, 5_000, 6)], self.vectors(chance, 1)[0]


def world(seed: int) -> World:
    """The world of a seed."""
    centres = np.random.default_rng(seed).normal(size=(300, DIMENSIONS))
    weights = 1.0 / np.arange(1, _VOCABULARY + 1)
    return World(
        seed,
        np.asarray(centres / np.linalg.norm(centres, axis=1, keepdims=True), dtype=np.float32),
        tuple(_word(number) for number in range(_VOCABULARY)),
        np.cumsum(weights / weights.sum()),
    )


def _word(number: int) -> str:
    first, rest = _SYLLABLES[number % 100], number // 100
    return first + _SYLLABLES[rest % 100] + (_SYLLABLES[rest // 100] if rest >= 100 else "")


def put_articles(data: DataFolder, parent: str | None, articles: Iterable[Drawn]) -> Manifest:
    """Publish articles as ``ingest`` does once they are read and embedded: sketched, stored, searched for copies."""
    with stage(data, parent) as staging:
        changed = set()
        for article, pieces in articles:
            staging.library.put(article, pieces, sketch=sketch(article.body))
            changed.add(article.id)
        mark_copies(staging.library, changed)
        return publish(staging, parent=parent, by="bench", model=MODEL, splitter="synthetic")


def write_files(drawn: World, folder: Path, count: int) -> None:
    """So many articles as files that ``ingest`` reads."""
    folder.mkdir(parents=True)
    for number in range(count):
        article, _ = drawn.article(number, 0)
        head = f"title: {json.dumps(article.title)}\npublished: {article.published.value}"
        body = article.body.replace(". ", ".\n\n")
        (folder / f"{number}.md").write_text(f"---\n{head}\n---\n\n{body}\n", encoding="utf-8")
