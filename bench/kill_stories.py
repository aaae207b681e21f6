"""What the archives of the SIGKILL campaign hold: generated stories, and the model of what each snapshot must hold.

Every sentence of every story has a token that no other sentence has, so that each passage can be found by its words,
and a lost or doubled one is seen. Every vector follows from the key of its text, so no model is needed.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from corpus.article import Article, Date, short_hash
from corpus.embedder import Vectors

DIMENSIONS = 16
LEDGER = "ledger"  # an article that lists all others with their versions, so that a mixture of two snapshots shows
_TOKEN = re.compile(r"\bu\d{12}\b")
_ENTRY = re.compile(r"article (\S+) stands at ([0-9a-f]{16})")
_MATTERS = "grain rivers bridges harbours tariffs schools budgets forests hospitals railways elections treaties".split()


@dataclass(frozen=True)
class Story:
    """A generated article; ``revision`` changes every word that can be searched."""

    id: str
    revision: int
    sentences: int

    @property
    def body(self) -> str:
        """Its text: paragraphs of three sentences, as cleaning leaves them."""
        matters = (_MATTERS[_number(self.id, n) % len(_MATTERS)] for n in range(self.sentences))
        lines = [
            f"The council of {_token(self.id, self.revision, n)} met the minister and spoke about {matter} for an hour."
            for n, matter in enumerate(matters)
        ]
        return "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, len(lines), 3))


@dataclass(frozen=True)
class Held:
    """What one snapshot must hold: bodies by article id, and the ids of retracted articles."""

    bodies: dict[str, str]
    buried: frozenset[str] = frozenset()
    parent: str | None = None

    @property
    def versions(self) -> dict[str, str]:
        """Each article's version, as the library must tell it."""
        return {identity: short_hash(body) for identity, body in self.bodies.items()}

    def changed(self, put: dict[str, str], gone: Iterable[str], parent: str | None) -> "Held":
        """The same with some articles put and some gone, retracted ones kept out, and a ledger of the outcome."""
        bodies = {a: body for a, body in (self.bodies | put).items() if a not in {*gone, *self.buried, LEDGER}}
        return Held({**bodies, LEDGER: ledger(bodies)}, self.buried, parent)

    def without(self, buried: Iterable[str], parent: str | None) -> "Held":
        """The same with some articles retracted; the ledger stays, as a retraction writes no article."""
        gone = self.buried | frozenset(buried)
        return Held({a: body for a, body in self.bodies.items() if a not in gone}, gone, parent)


@dataclass
class Model:
    """A plain dictionary in place of the data folder: what each snapshot in sight must hold, and which is published.

    ``published`` are those that were the current one at some time: a killed writer may leave a finished snapshot that
    never was, and what that one says of retractions has not happened.
    """

    current: str = ""
    snapshots: dict[str, Held] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)

    @property
    def now(self) -> Held:
        """What the published snapshot must hold."""
        return self.snapshots[self.current]

    @property
    def buried(self) -> frozenset[str]:
        """Every article that a published snapshot in sight says to be retracted."""
        return frozenset().union(*(self.snapshots[one].buried for one in self.published))

    def to_remove(self, keep: int, *, prune: bool) -> set[str]:
        """Which snapshots ``retain`` or ``prune`` must delete now."""
        before = self.now.parent
        others = sorted(set(self.snapshots) - {self.current}, reverse=True)
        ranked = sorted(others, key=lambda one: one != before)  # the parent first, then the newest
        gone = set(ranked[max(0, keep - 1) :])
        if prune:
            buried = frozenset().union(*(self.snapshots[one].buried for one in self.published - gone))
            gone |= {one for one in others if not buried.isdisjoint(self.snapshots[one].bodies)}
        return gone

    def forget(self, gone: Iterable[str]) -> None:
        """Snapshots that are deleted."""
        for one in gone:
            del self.snapshots[one]
            self.published.discard(one)


def article_of(identity: str, body: str) -> Article:
    """The article as a writer stores it."""
    return Article(id=identity, body=body, title=f"Report {identity}", published=Date.of("2025-06-25", "given"))


def ledger(bodies: dict[str, str]) -> str:
    """The body of the ledger of some articles."""
    state = short_hash(repr(sorted(bodies.items())))
    lines = [
        f"Entry {_token(state, 0, n)} says that article {identity} stands at {short_hash(body)} today."
        for n, (identity, body) in enumerate(sorted(bodies.items()))
    ]
    return "\n\n".join(lines or [f"Entry {_token(state, 0, 0)} says that nothing was written."])


def entries(body: str) -> dict[str, str]:
    """What a ledger says: versions by article id."""
    return dict(_ENTRY.findall(body))


def tokens(text: str) -> list[str]:
    """The tokens of a text in order, one for each of its sentences."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=20_000)
def vector_of(key: str) -> Vectors:
    """The unit vector of the text of that key."""
    plain = np.random.default_rng(int(key, 16)).normal(size=DIMENSIONS).astype(np.float32)
    return np.asarray(plain / np.linalg.norm(plain), dtype=np.float32)


class NoModel:
    """Stands in for the embedding model."""

    revision = "none"
    dimensions = DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text, from nothing but its key."""
        return np.stack([vector_of(short_hash(text)) for text in texts])


def _token(identity: str, revision: int, sentence: int) -> str:
    return f"u{_number(f'{identity}/{revision}', sentence) % 10**12:012d}"


def _number(text: str, index: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{text}/{index}".encode()).digest()[:8])
