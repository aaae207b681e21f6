"""Writers of an archive, which may be stopped or killed at any step; and what the articles that they write hold."""

import errno
import hashlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import strategies as st

import corpus.history
import corpus.layers
import corpus.publish
import corpus.snapshots
from corpus.article import Article, Passage
from corpus.backup import restore
from corpus.folder import DataFolder
from corpus.history import prune, rebuild, retract, rollback
from corpus.library_writer import Piece
from corpus.publish import publish, stage
from corpus.snapshots import Snapshot

ROOT = Path(__file__).parents[2]
MODEL = "random@8"
IDS = tuple(f"a{number}" for number in range(12))
VERSIONS = (1, 2, 3, 4)  # of each article; the passages of 2 and 3 have the same ids, but other words and vectors
CHILD_S = 60  # after which a writer ends itself that was not killed where it should have been


@dataclass(frozen=True)
class Part:
    """What a passage of an article should be: its id, its only word and its vector."""

    id: str
    word: str
    vector: np.ndarray


def parts(identity: str, version: int) -> tuple[Part, ...]:
    """The passages of an article at a version: one, two or three, by its id."""
    made = []
    for number in range(1 + int(identity[1:]) % 3):
        seed = int(hashlib.sha256(f"{identity}/{version}/{number}".encode()).hexdigest()[:12], 16)
        vector = np.random.default_rng(seed).normal(size=8).astype(np.float32)
        passage_id = f"p_{identity}_{version // 2}_{number}"
        made.append(Part(passage_id, f"{identity}v{version}n{number}", vector / np.linalg.norm(vector)))
    return tuple(made)


PARTS = {(identity, version): parts(identity, version) for identity in IDS for version in VERSIONS}
WORDS = frozenset(part.word for some in PARTS.values() for part in some)
ASKED = PARTS["a2", 1][0].vector, PARTS["a5", 4][1].vector


def body(identity: str, version: int) -> str:
    return " ".join(part.word for part in PARTS[identity, version])


@dataclass(frozen=True)
class Content:
    """What a snapshot should hold: the version of each article, the retracted ones, and its parent's id."""

    articles: dict[str, int]
    buried: frozenset[str]
    parent: str | None

    def without(self, buried: frozenset[str], parent: str | None) -> "Content":
        """The same with more articles retracted, as a child of another snapshot."""
        left = {identity: version for identity, version in self.articles.items() if identity not in buried}
        return Content(left, self.buried | buried, parent)


def assert_holds(snapshot: Snapshot, content: Content) -> None:
    """A snapshot serves these articles and no others: by id, by their own words and vectors, and all at once."""
    library = snapshot.library
    assert {one: library.article(one).body for one in library.versions()} == {
        one: body(one, version) for one, version in content.articles.items()
    }
    assert library.tombstones() == content.buried
    living = {part.id: part for article in content.articles.items() for part in PARTS[article]}
    assert library.counts() == (len(content.articles), len(living))
    words = {part.word for part in living.values()}
    assert len(snapshot.words) == len(living)
    assert sorted(one for one, _ in snapshot.words.best(sorted(words), 500)) == sorted(living)
    assert snapshot.words.best(sorted(WORDS - words), 500) == []
    for part in living.values():
        assert [one for one, _ in snapshot.words.best([part.word], 5)] == [part.id]
        assert snapshot.vectors.nearest(part.vector, 1) == [(part.id, pytest.approx(1.0, abs=1e-5))]
    for vector in ASKED:  # all that there is: once each, and by its vector of now
        found = snapshot.vectors.nearest(vector, 500)
        assert len(found) == len(living)
        assert dict(found) == pytest.approx(
            {one: float(part.vector @ vector) for one, part in living.items()}, abs=1e-5
        )


class Stopped(BaseException):
    """Stands for whatever ends a writer in the middle without an error, as Ctrl-C does."""


SWITCH, RENAME = "corpus.folder.DataFolder._switch", "pathlib.Path.rename"
FUNCTIONS = (
    "corpus.library_writer.copy",
    "corpus.library_writer.LibraryWriter.put",
    "corpus.library_writer.LibraryWriter.merge_layers",
    "corpus.library_writer.LibraryWriter.close",
    "corpus.publish.share",
    "corpus.publish.build_vectors",
    "corpus.publish.build_codes",
    "corpus.publish.write_catalog",
    "corpus.words.share",
    "corpus.publish._build_words",
    "corpus.publish.write_manifest",
    "corpus.publish.verify",
    "corpus.publish._sync",
    RENAME,
    SWITCH,
)


@dataclass(frozen=True)
class Stop:
    """Where a writer ends, before or after a function is called; and how: stopped, by a full disk, or killed."""

    function: str
    after: bool
    how: str

    @property
    def publishes(self) -> bool:
        """Whether the next snapshot is published by then."""
        return self.function == SWITCH and self.after

    @contextmanager
    def in_the_way(self):
        """Within the block that function is where the writer ends."""
        original = pkgutil.resolve_name(self.function)

        def ending(*arguments, **options):
            if self.after:
                original(*arguments, **options)
            if self.how == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, "No space left on device") if self.how == "full disk" else Stopped

        with mock.patch(self.function, ending):
            yield


a_stop = st.builds(Stop, st.sampled_from(FUNCTIONS), st.booleans(), st.sampled_from(("stopped", "full disk", "killed")))
perhaps_a_stop = st.one_of(st.none(), st.none(), st.none(), a_stop)


def write(data: DataFolder, action: str, *told) -> None:
    """One of the things that are written: what it is, and what it is told."""
    if action == "ingest":
        _ingest(data, *told)
    else:
        {"retract": retract, "rollback": rollback, "rebuild": rebuild, "prune": prune, "restore": _restore}[action](
            data, *told
        )


def _restore(data: DataFolder, file: str) -> None:
    restore(data, Path(file))


def _ingest(data: DataFolder, changes: dict[str, int | None], parent: str | None) -> None:
    with stage(data, parent) as staging:
        for identity, version in changes.items():
            if version is None:
                staging.library.delete(identity)
                continue
            pieces, start = [], 0
            for part in PARTS[identity, version]:
                end = start + len(part.word)
                pieces.append(Piece(Passage(part.id, identity, start, end), part.vector, part.word))
                start = end + 1
            staging.library.put(Article(identity, body(identity, version)), pieces)
        publish(staging, parent=parent, by="test", model=MODEL, splitter="words")


class Killed:
    """Writers that may be killed: forked by a process of their own, since Chroma's threads do not survive a fork."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": tempfile.gettempdir()}
        self._server = subprocess.Popen(
            [sys.executable, __file__], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def write(self, data: DataFolder, action: tuple, stop: Stop) -> bool:
        """Tells whether the writer was killed."""
        order = {"data": str(data), "action": action, "stop": asdict(stop)}
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        status = int(self._server.stdout.readline())
        assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, f"the writer ended with status {status}"
        return status != 0

    def close(self) -> None:
        self._server.communicate()


def serve() -> None:
    """What that process does: a writer for each line that it is told, and how each ended."""
    make_small_and_quick(pytest.MonkeyPatch())
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            ending = 1
            try:
                signal.alarm(CHILD_S)
                with Stop(**order["stop"]).in_the_way():
                    write(DataFolder(Path(order["data"])), *order["action"])
                ending = 0
            finally:
                os._exit(ending)
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
        sys.stdout.flush()


def make_small_and_quick(patch: pytest.MonkeyPatch) -> None:
    """Layers of a few vectors each, and a check of what is published that takes no process of its own.

    The child process, which takes a second, is tested in `test_snapshots.py`; what it calls is called here.
    """
    patch.setattr(corpus.layers, "_SMALL", 4)
    for module in (corpus.publish, corpus.history):
        patch.setattr(module, "verify", lambda folder: corpus.snapshots.probe(str(folder)))


if __name__ == "__main__":
    serve()
