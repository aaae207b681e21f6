import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from corpus.errors import ArchiveError
from corpus.private import PrivateFolder

ROOT = Path(__file__).parents[2]
LONG_AGO = time.time() - 3_600

# A process that holds a private folder until it is killed or its input ends.
HOLD = """
import sys
from pathlib import Path
from corpus.private import PrivateFolder

held = PrivateFolder()
(held.path / "copy").write_bytes(b"x" * 1_000)
print(held.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The system's temporary folder, as this process and its children see it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.fixture
def holder(temporary):
    """Another process with a private folder, which is an hour old."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    folder = Path(child.stdout.readline().strip())
    os.utime(folder, (LONG_AGO, LONG_AGO))
    yield child, folder
    child.kill()
    child.communicate()


def test_a_folder_of_a_killed_process_is_swept_by_the_next(holder):
    child, folder = holder
    child.kill()
    child.wait()
    assert (folder / "copy").exists()
    PrivateFolder().close()
    assert not folder.exists()


def test_a_folder_of_a_living_process_stays(holder):
    _, folder = holder
    PrivateFolder().close()
    assert (folder / "copy").read_bytes() == b"x" * 1_000


def test_an_old_folder_of_this_very_process_stays_while_it_is_in_use(temporary):
    first = PrivateFolder()
    os.utime(first.path, (LONG_AGO, LONG_AGO))
    second = PrivateFolder()
    assert first.path.exists()
    assert first.path != second.path
    first.close()
    second.close()
    assert list(temporary.iterdir()) == []


def test_a_folder_that_was_just_made_stays_even_if_nobody_has_locked_it_yet(temporary):
    fresh = temporary / "dateline-opened-fresh"
    fresh.mkdir()
    PrivateFolder().close()
    assert fresh.exists()
    os.utime(fresh, (LONG_AGO, LONG_AGO))
    PrivateFolder().close()
    assert not fresh.exists()


def test_what_others_keep_beside_it_is_left_alone(temporary):
    (temporary / "dateline-opened").mkdir()
    (temporary / "other").mkdir()
    (temporary / "dateline-opened-file").write_bytes(b"no folder")
    for path in temporary.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    PrivateFolder().close()
    assert {"dateline-opened", "other"} <= {path.name for path in temporary.iterdir()}


def test_only_the_owner_can_look_into_it(temporary):
    private = PrivateFolder()
    assert private.path.stat().st_mode & 0o077 == 0
    private.close()


def test_a_copy_does_not_follow_the_file_that_it_was_made_of(temporary):
    (temporary / "file").write_bytes(b"as published")
    private = PrivateFolder()
    private.copy(temporary / "file")
    (temporary / "file").write_bytes(b"")
    assert (private.path / "file").read_bytes() == b"as published"
    private.close()


def test_closing_removes_copies_and_links_but_not_what_was_linked(temporary):
    (temporary / "linked").mkdir()
    (temporary / "linked" / "file").write_bytes(b"as published")
    private = PrivateFolder()
    private.link(temporary / "linked")
    assert (private.path / "linked" / "file").read_bytes() == b"as published"
    private.close()
    assert not private.path.exists()
    assert (temporary / "linked" / "file").read_bytes() == b"as published"


def test_a_sweep_of_links_leaves_what_was_linked(temporary):
    (temporary / "linked").mkdir()
    (temporary / "linked" / "file").write_bytes(b"as published")
    left = temporary / "dateline-opened-left"
    left.mkdir()
    (left / "linked").symlink_to(temporary / "linked", target_is_directory=True)
    os.utime(left, (LONG_AGO, LONG_AGO))
    PrivateFolder().close()
    assert not left.exists()
    assert (temporary / "linked" / "file").read_bytes() == b"as published"


def test_no_room_is_said_with_what_to_do(temporary, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    private = PrivateFolder()
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ArchiveError, match=r"No space left.*make room there, or set TMPDIR"):
        private.copy(temporary / "file")
    private.close()
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(ArchiveError, match="TMPDIR"):
        PrivateFolder()


def test_nothing_is_left_open(temporary):
    def descriptors() -> int:
        return len(os.listdir("/dev/fd"))

    before = descriptors()
    for _ in range(20):
        PrivateFolder().close()
    assert descriptors() == before
