"""What a child may not do, though a reader were made to try."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def try_in_a_child(what: str, *arguments: str) -> str:
    code = f"import sys; from ingest.child import _give_up_rights; _give_up_rights(1_000_000_000, sys.argv[1])\n{what}"
    child = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return child.stderr.strip().splitlines()[-1] if child.returncode else "done"


@pytest.mark.parametrize(
    "what",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://localhost:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.remove(sys.argv[2])",
        "import os; os.rename(sys.argv[2], sys.argv[2] + 'x')",
        "open(sys.argv[2], 'a')",
        "open(sys.argv[2] + 'x', 'w')",
        "open(sys.argv[1] + '/../x', 'w')",
        "import os; os.open(sys.argv[2], os.O_RDWR)",
        "import os; os.symlink(sys.argv[2], sys.argv[1] + '/link')",
    ],
)
def test_a_child_reaches_no_network_starts_no_program_and_writes_no_file(tmp_path, what):
    (tmp_path / "scratch").mkdir()
    (tmp_path / "a").write_text("a")
    assert "a reader may not do this" in try_in_a_child(what, str(tmp_path / "scratch"), str(tmp_path / "a"))
    assert sorted(os.listdir(tmp_path)) == ["a", "scratch"]


def test_a_child_may_read(tmp_path):
    (tmp_path / "a").write_text("a")
    assert try_in_a_child("open(sys.argv[1] + '/a').read()", str(tmp_path)) == "done"


def test_a_child_has_a_scratch_folder_for_files_of_bounded_size(tmp_path):
    write = "import tempfile; tempfile.TemporaryFile().write(bytes({}))"
    assert try_in_a_child(write.format(1_000_000), str(tmp_path)) == "done"
    assert "File too large" in try_in_a_child(write.format(101_000_000), str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_a_child_has_so_much_memory_and_no_more(tmp_path):
    assert "MemoryError" in try_in_a_child("bytes(2_000_000_000)", str(tmp_path))


def test_a_child_without_input_ends_in_peace():
    child = subprocess.run(
        [sys.executable, "-m", "ingest.child"], cwd=ROOT, input="", capture_output=True, text=True, check=False
    )
    assert (child.returncode, child.stderr) == (0, "")


def test_a_child_is_started_without_the_keys_of_its_parent(monkeypatch, write):
    from ingest.reading import _Child

    monkeypatch.setenv("SOME_API_KEY", "secret")
    child = _Child("{}")
    try:
        environment = Path(f"/proc/{child._process.pid}/environ")
        if not environment.is_file():
            pytest.skip("SKIPPED: this system does not show the environment of a process")
        assert b"secret" not in environment.read_bytes()
    finally:
        child.close()
