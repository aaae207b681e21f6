import shutil
import sqlite3
from pathlib import Path

import pytest

import corpus.history
import corpus.publish
import corpus.snapshots
from corpus.backup import backup, restore
from corpus.errors import ArchiveError, DatelineError, NotFound, SnapshotDamaged
from corpus.folder import DataFolder

ROOT = Path(__file__).parents[2]
DEADLINE = 60  # seconds that a condition may take on a busy machine
TEXT = "A body of so many words that it fills a page or two, for a byte to be changed in. " * 30

pytestmark = pytest.mark.usefixtures("verified_in_this_process")


def refused(data: DataFolder, file: Path) -> bool:
    """Whether a restore is refused with a sentence, and leaves the archive as it was."""
    before = data.ids()
    try:
        restore(data, file)
    except DatelineError:
        assert data.ids() == before
        assert not data.staging.exists()
        return True
    return False


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6, 0.999])
def test_a_backup_that_was_cut_is_refused(data, target, share, bodies):
    backup(data, target)
    target.write_bytes(target.read_bytes()[: int(share * target.stat().st_size)])
    assert refused(data, target)
    assert len(bodies(data)) == 5


def test_a_backup_with_a_changed_byte_is_refused(data, target):
    backup(data, target)
    whole = target.read_bytes()
    places = [whole.index(b"so many words"), whole.index(b"key of p_"), *range(1_000, len(whole), len(whole) // 40)]
    taken = []
    for place in places:
        target.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        if not refused(data, target) and bodies_differ(target, whole):
            taken.append(place)
    assert taken == []


def bodies_differ(file: Path, whole: bytes) -> bool:
    """Whether anything that is stored differs: a byte that no page uses may change unseen."""
    stored = []
    for content in (file.read_bytes(), whole):
        with sqlite3.connect(":memory:") as database:
            database.deserialize(content)
            tables = ("articles", "passages", "tombstones")
            stored.append([database.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
        database.close()
    return stored[0] != stored[1]


@pytest.mark.parametrize("kind", ["text", "database", "library", "folder", "missing"])
def test_what_is_no_backup_is_refused(data, target, kind, bodies):
    if kind == "text":
        target.write_text("no database at all, but quite long enough to be read as one" * 9)
    elif kind == "database":
        with sqlite3.connect(target) as database:
            database.execute("CREATE TABLE other (thing)")
        database.close()
    elif kind == "library":
        shutil.copyfile(data.folder(data.current_id()) / "library.sqlite", target)
    elif kind == "folder":
        target.mkdir()
    with pytest.raises((ArchiveError, NotFound), match=r"is no whole backup|no backup"):
        restore(data, target)
    assert len(bodies(data)) == 5


def test_a_restore_that_does_not_pass_its_check_publishes_nothing(data, target, monkeypatch):
    before = data.current_id()
    backup(data, target)

    def fails(folder):
        raise SnapshotDamaged(f"{folder.name} does not pass its check")

    monkeypatch.setattr(corpus.publish, "verify", fails)
    assert refused(data, target)
    assert data.current_id() == before
