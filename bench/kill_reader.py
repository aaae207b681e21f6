"""The reader of the SIGKILL campaign: a process that asks all the time, as the service would, and counts."""

import ctypes
import os
import random
import time
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

from kill_stories import LEDGER, entries, tokens
from kill_writers import fork

from corpus.embedder import embedder_revision
from corpus.errors import DatelineError
from corpus.folder import DataFolder
from corpus.snapshots import Snapshot
from service.answering.archive import Archive

_PAUSE_S = 0.02  # between two asks: the reader shall not take a core from the writers
_WAIT_S = 20.0


class Figures(ctypes.Structure):
    """What the reader tells through shared memory, also after its death."""

    _fields_ = [
        ("asks", ctypes.c_ulong),
        ("failures", ctypes.c_ulong),
        ("switches", ctypes.c_ulong),
        ("slowest_s", ctypes.c_double),
        ("serving", ctypes.c_char * 32),
    ]


class Inconsistent(Exception):
    """What was read does not fit together."""


@dataclass
class Reader:
    """A running reader. ``problems`` gives what went wrong since the last call, and ``follows`` waits for a switch."""

    pid: int
    figures: Figures
    log: Path
    told: int = 0

    def problems(self) -> list[str]:
        """Failed asks since the last call, and whether the reader died."""
        found = []
        gone, status = os.waitpid(self.pid, os.WNOHANG)
        if gone:
            self.pid = 0
            found.append(f"the reader died: {os.waitstatus_to_exitcode(status)}, see {self.log.name}")
        if self.figures.failures > self.told:
            found.append(f"{self.figures.failures - self.told} asks failed, see {self.log.name}")
            self.told = self.figures.failures
        return found

    def follows(self, snapshot_id: str) -> list[str]:
        """Waits until a whole ask was answered from that snapshot; says so where that does not come to pass."""
        asked, end = self.figures.asks, time.monotonic() + _WAIT_S
        while self.pid and (self.figures.serving.decode() != snapshot_id or self.figures.asks <= asked):
            found = self.problems()
            if found:
                return found
            if time.monotonic() > end:
                return [f"the reader serves {self.figures.serving.decode()}, not {snapshot_id}"]
            time.sleep(0.002)
        return self.problems()

    def stop(self) -> None:
        """Ends it."""
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
            self.pid = 0


def start(data: DataFolder, log: Path, seed: int) -> Reader:
    """Starts a reader of an archive, forked warm."""
    figures = RawValue(Figures)
    lane = os.getpid()
    return Reader(fork(lambda: _ask_all_the_time(data, figures, random.Random(seed), lane), log), figures, log)


def _ask_all_the_time(data: DataFolder, figures: Figures, random_: random.Random, lane: int) -> None:
    archive = Archive(data, embedder_revision())
    versions: dict[str, dict[str, str]] = {}
    while os.getppid() == lane:
        began = time.monotonic()
        try:
            with archive.pin() as snapshot:
                if snapshot.id not in versions:
                    versions = {snapshot.id: _whole(snapshot)}
                    figures.switches += 1
                _ask(snapshot, versions[snapshot.id], random_)
                figures.serving = snapshot.id.encode()
            if archive.warning is not None:
                raise Inconsistent(archive.warning)
        except (DatelineError, Inconsistent) as error:
            print(f"{type(error).__name__}: {error}", flush=True)
            figures.failures += 1
        figures.slowest_s = max(figures.slowest_s, time.monotonic() - began)
        figures.asks += 1
        time.sleep(_PAUSE_S)


def _whole(snapshot: Snapshot) -> dict[str, str]:
    """The versions of all articles of a snapshot, which its ledger must tell but for those retracted since."""
    found = snapshot.library.versions()
    book = snapshot.library.article(LEDGER)
    buried = snapshot.library.tombstones()
    told = {} if book is None else {a: version for a, version in entries(book.body).items() if a not in buried}
    if told != {a: version for a, version in found.items() if a != LEDGER}:
        raise Inconsistent(f"snapshot {snapshot.id} mixes articles of several")
    return found


def _ask(snapshot: Snapshot, versions: dict[str, str], random_: random.Random) -> None:
    """One article, one of its vectors and one of its words: each must lead back to it within the same snapshot."""
    identity = random_.choice(sorted(versions))
    article = snapshot.library.article(identity)
    if article is None or article.version != versions[identity]:
        raise Inconsistent(f"article {identity} is not the one of snapshot {snapshot.id}")
    passage_ids, vectors = snapshot.library.vectors([identity])
    chosen = random_.randrange(len(passage_ids))
    passage_id = passage_ids[chosen]
    nearest = snapshot.vectors.nearest(vectors[chosen], 3)
    if passage_id not in [found for found, similarity in nearest if similarity > 0.999]:
        raise Inconsistent(f"passage {passage_id} of {identity} is not found by its vector: {nearest}")
    passages = snapshot.library.passages([found for found, _ in nearest])
    if len(passages) != len(nearest):
        raise Inconsistent(f"the vectors of snapshot {snapshot.id} know a passage that the library does not: {nearest}")
    word = tokens(article.body[passages[passage_id].start : passages[passage_id].end])[0]
    if [found for found, _ in snapshot.words.best([word], 3)] != [passage_id]:
        raise Inconsistent(f"passage {passage_id} of {identity} is not found by the word {word}")
