import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.backup import backup, restore
from corpus.errors import ArchiveError, NoSnapshot, SnapshotDamaged
from corpus.folder import DataFolder
from corpus.history import retract, rollback
from corpus.publish import publish as publish_staged
from corpus.publish import stage
from corpus.snapshots import open_snapshot

ROOT = Path(__file__).parents[2]
DEADLINE = 60  # seconds that a condition may take on a busy machine
TEXT = "A body of so many words that it fills a page or two, for a byte to be changed in. " * 30

pytestmark = pytest.mark.usefixtures("verified_in_this_process")


def test_a_backup_makes_the_same_archive_in_an_empty_folder(data, target, tmp_path, bodies):
    manifest = backup(data, target)
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    shutil.copytree(data.path, tmp_path / "kept")
    shutil.rmtree(data.path)
    other = DataFolder(tmp_path / "other")
    restored = restore(other, target)
    assert bodies(other) == bodies(DataFolder(tmp_path / "kept"))
    assert (restored.parent, restored.by) == (None, "restore of backup.sqlite")
    assert (restored.model, restored.splitter) == (manifest.model, manifest.splitter)
    assert (restored.articles, restored.passages) == (manifest.articles, manifest.passages)


def test_a_backup_of_a_restored_archive_is_one_again(data, target, tmp_path, bodies):
    backup(data, target)
    restore(data, target)
    backup(data, tmp_path / "second")
    other = DataFolder(tmp_path / "other")
    assert restore(other, tmp_path / "second").model == "random@8"
    assert bodies(other) == bodies(data)


def test_a_backup_in_a_living_archive_replaces_what_is_published_and_can_be_undone(
    data, target, publish, an_article, bodies
):
    before = bodies(data)
    backup(data, target)
    second = publish(data, [an_article("new", "Another body"), an_article("a0", "Corrected")], data.current_id())
    restored = restore(data, target)
    assert (restored.parent, restored.id[:7]) == (second.id, "s000003")
    assert bodies(data) == before
    assert rollback(data).id == second.id
    assert bodies(data) == before | {"new": "Another body", "a0": "Corrected"}


def test_an_article_that_was_retracted_since_does_not_come_back_by_a_backup(data, target, bodies):
    backup(data, target)
    retract(data, ["a1"])
    restore(data, target)
    assert sorted(bodies(data)) == ["a0", "a2", "a3", "a4"]


def test_a_retraction_travels_with_a_backup(data, target, tmp_path):
    retract(data, ["a1"])
    backup(data, target)
    assert b"Body 1" not in target.read_bytes()
    other = DataFolder(tmp_path / "other")
    restore(other, target)
    snapshot = open_snapshot(other)
    assert snapshot.library.tombstones() == {"a1"}
    snapshot.close()


# A process that holds the writer's lock with a half-made snapshot until its input ends, and then publishes that.
INGEST = """
import sys
from pathlib import Path
import numpy as np
from corpus.article import Article, Passage
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.publish import publish, stage

data = DataFolder(Path(sys.argv[1]))
with stage(data, data.current_id()) as staging:
    staging.library.delete("a0")
    piece = Piece(Passage("p_late", "late", 0, 4), np.eye(1, 8, dtype=np.float32)[0], "key")
    staging.library.put(Article("late", "Late"), [piece])
    print("staged", flush=True)
    sys.stdin.readline()
    publish(staging, parent=data.current_id(), by="test", model="random@8", splitter="sentences")
"""


@pytest.mark.slow
def test_a_backup_may_be_made_while_another_process_writes(data, target, tmp_path, bodies):
    before = bodies(data)
    child = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(data.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "staged\n"
    backup(data, target)
    child.stdin.write("\n")
    child.stdin.flush()
    made = 0
    end = time.monotonic() + DEADLINE
    while child.poll() is None:  # and again and again, until it has published
        backup(data, tmp_path / f"backup{made}")
        made += 1
        assert time.monotonic() < end, "waited in vain"
    child.communicate()
    assert child.returncode == 0
    restore(DataFolder(tmp_path / "other"), target)
    assert bodies(DataFolder(tmp_path / "other")) == before
    assert made > 0
    restore(DataFolder(tmp_path / "last"), tmp_path / f"backup{made - 1}")
    assert bodies(DataFolder(tmp_path / "last")) in (before, bodies(data))


def test_a_backup_overwrites_nothing(data, target):
    target.write_bytes(b"something dear")
    with pytest.raises(ArchiveError, match="overwrites nothing"):
        backup(data, target)
    assert target.read_bytes() == b"something dear"
    assert [file.name for file in target.parent.iterdir()] == [target.name]


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The disk's refusal to write more, as the system tells it to this process."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("room", [0, 4_096, 20_000])
def test_a_backup_that_the_disk_refuses_leaves_no_part_of_a_file(data, target, room):
    with no_file_larger_than(room), pytest.raises(ArchiveError, match="choose another place, or make room"):
        backup(data, target)
    assert list(target.parent.iterdir()) == []
    backup(data, target)
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_what_a_killed_backup_left_is_no_hindrance(data, target):
    target.with_name(target.name + ".partial").write_bytes(b"half")
    backup(data, target)
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_a_place_that_is_not_there_is_said(data, tmp_path):
    with pytest.raises(ArchiveError, match="choose another place"):
        backup(data, tmp_path / "missing" / "backup.sqlite")
    assert not (tmp_path / "missing").exists()


def test_of_a_damaged_library_no_backup_is_made(data, target):
    library = data.folder(data.current_id()) / "library.sqlite"
    whole = library.read_bytes()
    library.write_bytes(whole.replace(b"Body 3", b"Bady 3"))
    with pytest.raises(SnapshotDamaged, match=r"library\.sqlite"):
        backup(data, target)
    assert list(target.parent.iterdir()) == []


def test_without_an_archive_there_is_nothing_to_back_up(tmp_path, target):
    with pytest.raises(NoSnapshot):
        backup(DataFolder(tmp_path / "none"), target)
    assert list(target.parent.iterdir()) == []


def test_a_restore_into_an_archive_whose_pointer_was_lost_is_made(data, target, bodies):
    before = bodies(data)
    backup(data, target)
    (data.path / "CURRENT").unlink()
    restore(data, target)
    assert bodies(data) == before


def test_a_restore_leaves_the_backup_as_it_is(data, target):
    backup(data, target)
    content = target.read_bytes()
    restore(data, target)
    assert target.read_bytes() == content
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_a_later_ingest_goes_on_from_what_was_restored(data, target, tmp_path, put, an_article, bodies):
    backup(data, target)
    other = DataFolder(tmp_path / "other")
    first = restore(other, target)
    with stage(other, first.id) as staging:
        put(staging.library, an_article("new", "Another body"))
        publish_staged(staging, parent=first.id, by="test", model="random@8", splitter="sentences")
    assert bodies(other) == bodies(data) | {"new": "Another body"}
