"""The same bad states met by the real commands: one sentence, and an exit code of its own."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import ArchiveError
from corpus.folder import DataFolder
from corpus.history import rollback
from corpus.recovery import open_best
from corpus.snapshots import open_snapshot, verify

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "articles"
SOMEBODY = 65_534  # a user who is not the one that runs the tests

HOLD = """
import sys
from pathlib import Path
from corpus.folder import DataFolder

with DataFolder(Path(sys.argv[1])).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


def dateline(*arguments, prefix=()):
    """Run a command; what it ended with, and all that it complained of."""
    command = [*prefix, sys.executable, "-m", "dateline", *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return ended.returncode, ended.stderr


def one_sentence(complaint):
    return complaint.startswith("dateline: ") and complaint.count("\n") == 1 and complaint.endswith("\n")


def test_a_second_ingest_ends_at_once_and_names_the_process_that_writes(data, record_property):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data.path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        code, complaint = dateline("ingest", ARTICLES, "--data", data)
        record_property("seconds until the second ingest ended", time.monotonic() - began)
        assert code == 75
        assert one_sentence(complaint)
        assert f"is being written by process {holder.pid} since" in complaint
    finally:
        holder.communicate()
    with data.writer():
        pass


@pytest.fixture
def read_only(data, small_disk):
    """The archive on a disk that cannot be written."""
    place = small_disk(8)
    shutil.copytree(data.path, place / "data", ignore=shutil.ignore_patterns("*.lock"))
    return lambda: subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True) and DataFolder(place / "data")


def test_a_read_only_disk_is_served_from_and_not_written_to(read_only):
    data = read_only()
    with closing(open_snapshot(data)) as snapshot:
        snapshot.probe()
        assert set(snapshot.library.versions()) == {"a", "b"}
    verify(data.folder(data.current_id()))
    code, complaint = dateline("ingest", ARTICLES, "--data", data)
    assert (code, one_sentence(complaint)) == (3, True), complaint
    assert "cannot be written (Read-only file system): what was published is untouched" in complaint
    with pytest.raises(ArchiveError, match="Read-only file system"):
        rollback(data)


def test_damage_on_a_read_only_disk_is_served_around_although_nothing_can_be_built_anew(data, read_only, tmp_path):
    current, before = data.ids()
    (tmp_path / "disk" / "data" / "snapshots" / current / "words" / "passages" / "meta.json").unlink()
    best = open_best(read_only())
    with closing(best.snapshot) as snapshot:
        assert (snapshot.id, best.published) == (before, current)
        assert set(snapshot.library.versions()) == {"a"}
    assert best.warning.endswith(f"snapshot {before} is served instead")


@pytest.fixture
def closed(data):
    """Close a part of the archive to the processes of this test: the words that start one which may not enter."""
    shut = []

    def close(part):
        place = data.folder(data.current_id()) / part[1:] if part.startswith("/") else data.path / part
        shut.append((place, place.stat().st_mode))
        if os.geteuid() != 0:
            place.chmod(0)
            return []
        if shutil.which("setpriv") is None:
            pytest.skip("NOT TRIED: root may enter every folder, and there is no setpriv to forbid it")
        place.chmod(0o700 if place.is_dir() else 0o600)
        os.chown(place, SOMEBODY, SOMEBODY)
        return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]

    yield close
    for place, mode in shut:
        place.chmod(mode)


@pytest.mark.parametrize("command", ["ask", "ingest"])
def test_a_folder_that_may_not_be_entered_is_said_in_one_sentence(data, closed, command):
    prefix = closed("")
    code, complaint = dateline(command, ARTICLES, "--data", data, prefix=prefix)
    assert (code, one_sentence(complaint)) == (3, True), complaint
    assert "Permission denied" in complaint


OPEN = """
import sys
from pathlib import Path
from corpus.folder import DataFolder
from corpus.errors import DatelineError
from corpus.recovery import open_best

try:
    best = open_best(DataFolder(Path(sys.argv[1])))
    print(sorted(best.snapshot.library.versions()), best.warning)
except DatelineError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize(
    ("part", "told"), [("snapshots", "ArchiveError "), ("/library.sqlite", "['a'] "), ("/words", "['a', 'b'] ")]
)
def test_a_part_that_may_not_be_read_is_served_around_or_told_in_one_sentence(data, closed, part, told):
    prefix = closed(part)
    child = subprocess.run(
        [*prefix, sys.executable, "-c", OPEN, str(data.path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    assert child.stdout.startswith(told), child.stdout
    assert child.stdout.count("\n") == 1
