"""An archive through any sequence of events, against a plain dictionary of what it should hold.

``DATELINE_EXAMPLES=2000`` tries that many instead of a few. A failure prints a line ``@reproduce_failure(...)``, which
replays it when it is set above ``class ArchiveMachine``.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from corpus.backup import backup
from corpus.errors import ArchiveError, NotFound
from corpus.folder import DataFolder
from corpus.history import retain, retract, rollback
from corpus.manifest import check_files, read_manifest
from corpus.snapshots import Snapshot, open_snapshot
from service.answering.archive import Archive
from tests.corpus.archive_writers import (
    ASKED,
    IDS,
    MODEL,
    RENAME,
    VERSIONS,
    Content,
    Killed,
    Stop,
    Stopped,
    assert_holds,
    body,
    make_small_and_quick,
    perhaps_a_stop,
    write,
)

some_changes = st.dictionaries(st.sampled_from(IDS), st.sampled_from((*VERSIONS, None)), min_size=1, max_size=5)
some_articles = st.sets(st.sampled_from(IDS), min_size=1, max_size=2)
any_one = st.integers(0, 99)  # stands for one of those that there are then


class ArchiveMachine(RuleBasedStateMachine):
    """One data folder, whoever writes into it, and a service that reads it all the while."""

    killed: Killed

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="state-"))
        self.data = DataFolder(self.folder / "data")
        self.kept: dict[str, Content] = {}  # the model: what each kept snapshot holds
        self.current = ""
        self.used: set[str] = set()  # ids of all snapshots that were ever published
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
            killed = self.killed.write(self.data, action, stop)
            with self.data.writer():  # the next one clears up
                pass
            return killed
        try:
            with stop.in_the_way():
                write(self.data, *action)
        except (Stopped, ArchiveError):
            if stop.function == RENAME:  # it stood in the way of clearing up as well
                with self.data.writer():  # the next one does it
                    pass
            return True
        return False

    def _write(self, action: tuple, content: Content | None, stop: Stop | None, *, target: str = "") -> None:
        """Do what publishes a snapshot of that content, or, where there is none, points to another one."""
        before = set(self.data.ids())
        stopped = self._stopped(action, stop)
        assert before <= set(self.data.ids())
        fresh = sorted(set(self.data.ids()) - before)
        assert len(fresh) == (content is not None and (not stopped or stop.publishes))
        for snapshot_id in fresh:
            assert snapshot_id not in self.used
            assert int(snapshot_id[1:7]) > max((int(one[1:7]) for one in before), default=0)
            assert read_manifest(self.data.folder(snapshot_id)).parent == content.parent
            self.used.add(snapshot_id)
            self.kept[snapshot_id] = content
        if not stopped or stop.publishes:
            self.current = target if content is None else fresh[0]
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
            phases=set(Phase) if examples else {Phase.explicit, Phase.reuse, Phase.generate},  # shrinking takes minutes
        ),
    )
