import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Passage
from corpus.errors import ArchiveError, NoSnapshot, NotFound, SnapshotDamaged, WriterBusy
from corpus.folder import DataFolder
from corpus.library import published_library
from corpus.library_writer import Piece
from corpus.manifest import check_files
from corpus.publish import publish as publish_staged
from corpus.publish import stage
from corpus.snapshots import open_snapshot, verify
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


def files_of(data: DataFolder) -> dict[str, Path]:
    folder = data.folder(data.current_id())
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def hashes(data: DataFolder) -> dict[str, str]:
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in files_of(data).items()
        if path.name != "chroma.sqlite3"
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory, publish, an_article) -> DataFolder:
    """A data folder with one snapshot of 17 passages; only for reading."""
    data = DataFolder(tmp_path_factory.mktemp("data"))
    publish(data, [an_article(f"a{n}", f"Body {n}", published="2025-06-25") for n in range(17)])
    return data


@pytest.fixture
def data(published, tmp_path) -> DataFolder:
    """A copy of that folder, to do with as one likes."""
    shutil.copytree(published.path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


def test_a_published_snapshot_can_be_opened_and_asked(published):
    snapshot = open_snapshot(published)
    assert snapshot.id == published.current_id()
    assert (snapshot.manifest.articles, snapshot.manifest.passages, snapshot.manifest.parent) == (17, 17, None)
    ids, vectors = snapshot.library.sample_vectors(snapshot.id, 10_000)
    assert snapshot.vectors.nearest(vectors[3], 1)[0][0] == ids[3]
    assert len(snapshot.words.best(["bodi"], 100)) == len(snapshot.words) == 17
    snapshot.close()


def test_opening_a_snapshot_twice_leaves_its_files_as_they_were_published(data):
    before = hashes(data)
    for _ in range(2):
        snapshot = open_snapshot(data)
        snapshot.vectors.nearest(snapshot.library.sample_vectors(snapshot.id, 10_000)[1][0], 3)
        snapshot.close()
        assert hashes(data) == before
    verify(data.folder(data.current_id()))
    assert hashes(data) == before


@pytest.mark.parametrize("damage", ["deleted", "emptied", "cut", "flipped"])
def test_damage_to_any_file_is_found_when_it_is_opened(data, damage):
    damaged = 0
    for path in files_of(data).values():
        whole = path.read_bytes()
        if not whole and damage != "deleted":
            continue
        path.unlink()
        middle = len(whole) // 2
        if damage == "emptied":
            path.write_bytes(b"")
        elif damage == "cut":
            path.write_bytes(whole[:-1])
        elif damage == "flipped":
            path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(SnapshotDamaged):
            open_snapshot(data)
        path.write_bytes(whole)
        damaged += 1
    assert damaged >= 8
    open_snapshot(data).close()


def test_verify_says_why_a_snapshot_does_not_pass(data):
    files_of(data)["library.sqlite"].write_bytes(b"")
    with pytest.raises(SnapshotDamaged, match=r"library\.sqlite is missing or altered"):
        verify(data.folder(data.current_id()))


def test_no_archive_yet_is_said_with_what_to_do(tmp_path):
    with pytest.raises(NoSnapshot, match="dateline ingest"):
        open_snapshot(DataFolder(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["s999999-000000", "", ".", "..", "../snapshots", "s1/words", "\x00"[:0]])
def test_only_a_snapshot_of_this_folder_can_be_named(published, name):
    with pytest.raises(NotFound):
        published.folder(name)


def test_the_published_library_can_be_read_alone(published):
    with published_library(published) as library:
        assert library.counts() == (17, 17)


def test_a_stray_file_among_the_snapshots_is_none(data):
    (data.snapshots / ".DS_Store").write_bytes(b"x")
    (data.snapshots / "s000009-aaaaaa.part").mkdir()
    assert data.ids() == (data.current_id(),)
    assert [manifest.id for manifest in data.manifests()] == [data.current_id()]


def test_a_new_snapshot_leaves_the_old_one_as_it_was_and_counts_up(data, publish, an_article):
    first, before = data.current_id(), hashes(data)
    second = publish(data, [an_article("new", "Another body")], parent=first)
    assert (data.current_id(), second.parent, second.articles) == (second.id, first, 18)
    assert second.id[:7] == "s000002"
    assert [manifest.id for manifest in data.manifests()] == [second.id, first]
    data.point_to(first)
    assert hashes(data) == before
    assert not (data.path / "staging").exists()


def test_a_damaged_manifest_takes_neither_the_others_nor_their_numbers(data, publish, an_article):
    first = data.current_id()
    second = publish(data, [an_article("new", "Another body")], parent=first)
    (data.folder(second.id) / "manifest.json").write_bytes(b"")
    data.point_to(first)
    assert [manifest.id for manifest in data.manifests()] == [first]
    assert publish(data, [], parent=first).id[:7] == "s000003"


def test_whoever_reads_while_another_publishes_finds_a_whole_snapshot(data, publish, an_article):
    seen: list[str] = []
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                current = data.current_id()
                check_files(data.folder(current))
                seen.append(current)
            except (ArchiveError, NotFound) as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    first = data.current_id()
    second = publish(data, [an_article("new", "Another body")], parent=first).id
    wait_until(lambda: second in seen or failures)
    done.set()
    reader.join()
    assert failures == []
    assert list(dict.fromkeys(seen)) == [first, second]


PUBLISH = """
import sys
from pathlib import Path
import numpy as np
from corpus.article import Article, Passage
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.publish import publish, stage

data = DataFolder(Path(sys.argv[1]))
with stage(data, data.current_id()) as staging:
    piece = Piece(Passage("p_late", "late", 0, 4), np.eye(1, 8, dtype=np.float32)[0], "key")
    staging.library.put(Article("late", "Late"), [piece])
    publish(staging, parent=data.current_id(), by="test", model="random@8", splitter="sentences")
"""


@pytest.mark.parametrize("moment", ["staging/*/library.sqlite", "staging/*/manifest.json", "snapshots/s000002*"])
def test_a_kill_while_publishing_leaves_a_whole_snapshot_published(data, moment):
    child = subprocess.Popen([sys.executable, "-c", PUBLISH, str(data.path)], cwd=ROOT)
    wait_until(lambda: list(data.path.glob(moment)) or child.poll() is not None)
    child.kill()
    child.wait()
    snapshot = open_snapshot(data)
    assert snapshot.id[:7] in {"s000001", "s000002"}
    assert snapshot.library.counts()[0] == {"s000001": 17, "s000002": 18}[snapshot.id[:7]]
    snapshot.close()
    with stage(data, None) as staging:
        assert [folder.name for folder in data.staging.iterdir()] == [staging.id]
    assert not data.staging.exists()


def test_indexes_that_do_not_find_their_vectors_are_never_published(data, an_article):
    first = data.current_id()
    with stage(data, None) as staging:
        nothing = np.zeros(8, dtype=np.float32)
        pieces = [Piece(Passage(f"p{n}", "a", n, n + 1), nothing, "key") for n in range(40)]
        staging.library.put(an_article("a", "x" * 40), pieces)
        with pytest.raises(SnapshotDamaged, match="not found by its own vector"):
            publish_staged(staging, parent=None, by="test", model="random@8", splitter="sentences")
    assert data.current_id() == first
    open_snapshot(data).close()


def test_what_is_damaged_is_not_copied_into_a_new_snapshot(data):
    library = files_of(data)["library.sqlite"]
    whole = library.read_bytes()
    place = whole.rindex(b"Body 7")
    library.write_bytes(whole[:place] + b"Bady 7" + whole[place + 6 :])
    with pytest.raises(SnapshotDamaged, match=r"library\.sqlite"), stage(data, data.current_id()):
        pass


def test_the_check_of_a_snapshot_runs_our_code_wherever_it_is_started(data, tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "__init__.py").write_text("raise SystemExit('foreign code was run')")
    monkeypatch.chdir(tmp_path)
    verify(data.folder(data.current_id()))


HOLD = """
import sys
from pathlib import Path
from corpus.folder import DataFolder

with DataFolder(Path(sys.argv[1])).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_at_once_who_holds_the_lock_and_a_kill_frees_it(tmp_path):
    data = DataFolder(tmp_path / "data")
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data.path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "held\n"
    with pytest.raises(WriterBusy, match=f"process {child.pid} since"), data.writer():
        pass
    assert child.poll() is None  # nobody waited for its end
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with data.writer():
        assert f"process {os.getpid()}" in (data.path / "writer.json").read_text(encoding="utf-8")
    assert not (data.path / "writer.json").exists()


def test_a_writer_that_fails_gives_the_lock_back(tmp_path):
    data = DataFolder(tmp_path)
    with pytest.raises(RuntimeError), data.writer():
        raise RuntimeError("stopped")
    with data.writer():
        pass


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path):
    (tmp_path / "data").write_text("a file in its place")
    with pytest.raises(ArchiveError, match="cannot be written"), DataFolder(tmp_path / "data").writer():
        pass


def test_a_full_disk_is_said_in_one_line(tmp_path):
    with pytest.raises(ArchiveError, match=r"cannot be written .*No space left"), DataFolder(tmp_path).writer():
        raise OSError(28, "No space left on device")
