"""An archive through any sequence of events, against a plain dictionary of what it should hold.

``DATELINE_EXAMPLES=2000`` tries that many sequences instead of a few. A failure prints its steps and a line
``@reproduce_failure(...)``, which replays them when it is set above ``class ArchiveMachine``.
"""

import errno
import hashlib
import json
import os
import pkgutil
import shutil
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
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import corpus.history
import corpus.layers
import corpus.publish
import corpus.snapshots
from corpus.article import Article, Passage
from corpus.backup import backup, restore
from corpus.errors import ArchiveError, NotFound
from corpus.folder import DataFolder
from corpus.history import prune, rebuild, retain, retract, rollback
from corpus.library_writer import Piece
from corpus.manifest import check_files, read_manifest
from corpus.publish import publish, stage
from corpus.snapshots import Snapshot, open_snapshot
from service.answering.archive import Archive

ROOT = Path(__file__).parents[2]
MODEL = "random@8"
IDS = tuple(f"a{number}" for number in range(12))
VERSIONS = (1, 2, 3, 4)  # of each article; the passages of 2 and 3 have the same ids, but other words and vectors
CHILD_S = 60  # after which a writer ends itself that was not killed where it should have been

some_changes = st.dictionaries(st.sampled_from(IDS), st.sampled_from((*VERSIONS, None)), min_size=1, max_size=5)
some_articles = st.sets(st.sampled_from(IDS), min_size=1, max_size=2)
any_one = st.integers(0, 99)  # stands for one of those that there are then


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


class Stopped(BaseException):
    """Stands for whatever ends a writer in the middle without an error, as Ctrl-C does."""


POINT_TO, RENAME = "corpus.folder.DataFolder.point_to", "pathlib.Path.rename"
FUNCTIONS = (
    "corpus.library_writer.copy",
    "corpus.library_writer.LibraryWriter.put",
    "corpus.library_writer.LibraryWriter.merge_layers",
    "corpus.library_writer.LibraryWriter.close",
    "corpus.publish.share",
    "corpus.publish.build_vectors",
    "corpus.words.share",
    "corpus.publish._build_words",
    "corpus.publish.write_manifest",
    "corpus.publish.verify",
    "corpus.publish._sync",
    RENAME,
    POINT_TO,
)


@dataclass(frozen=True)
class Stop:
    """Where a writer ends, before or after a function is called; and how: stopped, by a full disk, or killed."""

    function: str
    after: bool
    how: str

    @property
    def leaves_a_snapshot(self) -> bool:
        """Whether the next snapshot is in its place by then, though perhaps not published."""
        return self.function == POINT_TO or (self.function == RENAME and self.after)

    @property
    def publishes(self) -> bool:
        """Whether the next snapshot is published by then."""
        return self.function == POINT_TO and self.after

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


class ArchiveMachine(RuleBasedStateMachine):
    """One data folder, whoever writes into it, and a service that reads it all the while."""

    killed: Killed

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="state-"))
        self.data = DataFolder(self.folder / "data")
        self.kept: dict[str, Content] = {}  # the model: what each kept snapshot holds
        self.current = ""
        self.newest = 0  # number of the last snapshot that was ever made
        self.archive = Archive(self.data, MODEL)
        self.held: list[tuple[Archive, Snapshot, Content]] = []
        self.backups: list[tuple[Path, Content]] = []

    @initialize(articles=st.dictionaries(st.sampled_from(IDS), st.sampled_from(VERSIONS)))
    def first_ingest(self, articles):
        self._write(("ingest", articles, None), Content(articles, frozenset(), None), None)

    @rule(changes=some_changes, stop=perhaps_a_stop)
    def ingest(self, changes, stop):
        """Adds, changes and deletes, as ``ingest --sync`` does; what was retracted stays out."""
        content, before = self.kept[self.current], self.current
        allowed = {identity: version for identity, version in changes.items() if identity not in content.buried}
        merged = {**content.articles, **allowed}
        articles = {identity: version for identity, version in merged.items() if version is not None}
        self._write(("ingest", allowed, before), Content(articles, content.buried, before), stop)

    @rule(keep=st.integers(2, 4))
    def retain(self, keep):
        """What ``ingest`` ends with."""
        retain(self.data, keep)
        self._forget(self._retained(keep))

    @rule(articles=some_articles, stop=perhaps_a_stop)
    def retract(self, articles, stop):
        content = self.kept[self.current]
        if articles <= content.articles.keys():
            after = content.without(frozenset(articles), self.current)
            self._write(("retract", sorted(articles)), after, stop)
        else:
            with pytest.raises(NotFound):
                retract(self.data, sorted(articles))

    @rule(which=st.none() | any_one, stop=perhaps_a_stop)
    def rollback(self, which, stop):
        named = None if which is None else self._one_kept(which)
        target = named or self.kept[self.current].parent
        if target not in self.kept:
            with pytest.raises(NotFound):
                rollback(self.data, named)
            return
        content, buried = self.kept[target], self._buried()
        after = None if buried <= content.buried else content.without(buried, content.parent)
        self._write(("rollback", named), after, stop, target=target)

    @rule(which=st.none() | any_one, stop=perhaps_a_stop)
    def rebuild(self, which, stop):
        named = None if which is None else self._one_kept(which)
        content = self.kept[named or self.current]
        self._write(("rebuild", named), content.without(self._buried(), content.parent), stop)

    @rule(keep=st.integers(1, 4), stop=perhaps_a_stop)
    def prune(self, keep, stop):
        left = self._retained(keep)
        buried = self._buried(left)
        left = {one for one in left if one == self.current or buried.isdisjoint(self.kept[one].articles)}
        if self._stopped(("prune", keep), stop):
            assert left <= set(self.data.ids())
            left = set(self.data.ids())
        else:
            assert not self.data.staging.exists()
        self._forget(left)

    @rule()
    def backup(self):
        file = self.folder / f"backup{len(self.backups)}"
        assert backup(self.data, file).id == self.current
        self.backups.append((file, self.kept[self.current]))

    @rule(which=any_one, stop=perhaps_a_stop)
    def restore(self, which, stop):
        if self.backups:
            file, content = self.backups[which % len(self.backups)]
            self._write(("restore", str(file)), content.without(self._buried(), self.current), stop)

    @rule()
    def restart_the_reader(self):
        """Requests that are being answered end with what they hold."""
        self.archive.close()
        self.archive = Archive(self.data, MODEL)

    @rule()
    def begin_a_request(self):
        if len(self.held) < 3:
            self.held.append((self.archive, self.archive.acquire(), self.kept[self.current]))

    @rule(which=any_one)
    def end_a_request(self, which):
        if self.held:
            archive, snapshot, content = self.held.pop(which % len(self.held))
            assert_holds(snapshot, content)
            archive.release(snapshot)

    @rule(which=any_one)
    def look_at_a_kept_snapshot(self, which):
        snapshot = open_snapshot(self.data, self._one_kept(which))
        try:
            assert_holds(snapshot, self.kept[snapshot.id])
        finally:
            snapshot.close()

    @rule(identity=st.sampled_from(IDS), which=any_one)
    def ask_for_an_article_of_then(self, identity, which):
        then = self._one_kept(which)
        retracted = then != self.current and identity in self.kept[self.current].buried
        if identity in self.kept[then].articles and not retracted:
            assert self.archive.article(identity, then).body == body(identity, self.kept[then].articles[identity])
        else:
            with pytest.raises(NotFound):
                self.archive.article(identity, then)

    @invariant()
    def the_reader_serves_what_is_published(self):
        if self.current:
            with self.archive.pin() as snapshot:
                assert snapshot.id == self.current
                assert self.archive.warning is None
                assert_holds(snapshot, self.kept[self.current])

    @invariant()
    def what_is_held_stays_as_it_was(self):
        for _, snapshot, content in self.held:
            assert snapshot.library.versions().keys() == content.articles.keys()
            assert len(snapshot.vectors.nearest(ASKED[0], 500)) == len(snapshot.words)

    def teardown(self):
        for archive, snapshot, content in self.held:
            assert_holds(snapshot, content)
            archive.release(snapshot)
        self.archive.close()
        for snapshot_id in self.data.ids():
            check_files(self.data.folder(snapshot_id))
        shutil.rmtree(self.folder)
        assert list(Path(tempfile.gettempdir()).glob("dateline-opened-*")) == []

    def _stopped(self, action: tuple, stop: Stop | None) -> bool:
        """Do one of the things that are written; tells whether it was stopped before its end."""
        if stop is None:
            write(self.data, *action)
            return False
        if stop.how == "killed":
            return self.killed.write(self.data, action, stop)
        try:
            with stop.in_the_way():
                write(self.data, *action)
        except (Stopped, ArchiveError):
            return True
        return False

    def _write(self, action: tuple, content: Content | None, stop: Stop | None, *, target: str = "") -> None:
        """Do what publishes a snapshot of that content, or, where there is none, points to another one."""
        before = set(self.data.ids())
        stopped = self._stopped(action, stop)
        assert before <= set(self.data.ids())
        fresh = sorted(set(self.data.ids()) - before)
        assert len(fresh) == (content is not None and (not stopped or stop.leaves_a_snapshot))
        for snapshot_id in fresh:
            assert int(snapshot_id[1:7]) > self.newest
            assert read_manifest(self.data.folder(snapshot_id)).parent == content.parent
            self.newest = int(snapshot_id[1:7])
            self.kept[snapshot_id] = content
        if not stopped or stop.publishes:
            self.current = target if content is None else fresh[0]
        if content is not None and not (stopped and stop.how == "killed"):  # a kill leaves it to the next writer
            assert not self.data.staging.exists()

    def _one_kept(self, which: int) -> str:
        return sorted(self.kept)[which % len(self.kept)]

    def _buried(self, among: set[str] | None = None) -> frozenset[str]:
        return frozenset[str]().union(*(self.kept[one].buried for one in among or self.kept))

    def _retained(self, keep: int) -> set[str]:
        """The published snapshot, the one before it, and the newest others, so many in all."""
        first = [self.current, self.kept[self.current].parent]
        wanted = [one for one in first if one in self.kept] + sorted(self.kept.keys() - set(first), reverse=True)
        return set(wanted[:keep])

    def _forget(self, left: set[str]) -> None:
        assert set(self.data.ids()) == left
        self.kept = {one: content for one, content in self.kept.items() if one in left}


@pytest.fixture
def machine(tmp_path, monkeypatch):
    make_small_and_quick(monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ArchiveMachine.killed = Killed()
    yield ArchiveMachine
    ArchiveMachine.killed.close()


def test_an_archive_holds_what_it_should_through_any_sequence_of_events(machine):
    examples = os.environ.get("DATELINE_EXAMPLES")
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(examples or 6),
            stateful_step_count=50 if examples else 25,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


if __name__ == "__main__":
    serve()
