import gzip
import json
import os

import pytest

from ingest.draft import Draft, SourceFile, Unread
from ingest.read import read_file


@pytest.mark.parametrize("name", ["a.txt.gz", "a.md.gz", "a.TXT.GZ"])
def test_a_packed_file_is_read_like_what_it_packs(write, draft, name):
    assert draft(write(name, gzip.compress(b"A story."))).text == "A story."


def test_packed_records_are_read_one_after_the_other(write, read):
    lines = "\n".join(json.dumps({"text": f"Story {number}."}) for number in range(100))
    assert len(read(write("a.jsonl.gz", gzip.compress(lines.encode())))) == 100


def test_it_is_the_content_that_tells_whether_a_file_is_packed(write, draft):
    assert draft(write("a.txt", gzip.compress(b"A story."))).text == "A story."
    assert draft(write("a.txt.gz", b"A story.")).text == "A story."


def test_a_packed_file_that_breaks_off_gives_what_it_has_and_says_so(write, read, reason):
    lines = "\n".join(json.dumps({"text": os.urandom(500).hex()}) for number in range(1000)).encode()
    found = read(write("a.jsonl.gz", gzip.compress(lines)[:-200_000]))
    assert isinstance(found[0], Draft)
    assert isinstance(found[-1], Unread)
    assert found[-1].reason == "breaks off: its packed content has no end; what stands before it was read"
    assert "breaks off" in reason(write("b.txt.gz", gzip.compress(lines)[:-200_000]))


def test_a_packed_file_that_was_altered_says_so(write, reason):
    packed = bytearray(gzip.compress(b"A story. " * 1000))
    packed[30] ^= 0xFF
    assert "cannot be read" in reason(write("a.txt.gz", bytes(packed)))


def test_a_page_that_unpacks_to_two_gigabytes_is_not_unpacked(write, reason):
    two_gigabytes = gzip.compress(bytes(1_000_000)) * 2000
    assert reason(write("a.html.gz", two_gigabytes)) == "larger than 100 MB: only JSON Lines and CSV may be"


def test_records_that_unpack_to_a_thousand_times_their_size_are_given_up(write, read):
    blank = gzip.compress(b" " * 1_000_000 + b"\n") * 300
    found = read(write("a.jsonl.gz", gzip.compress(b'{"text": "A story."}\n') + blank))
    assert isinstance(found[0], Draft)
    assert "unpacks to more than 200 times its size" in found[-1].reason


def test_a_file_larger_than_the_limit_is_not_read(write, reason):
    path = write("a.txt", "")
    with path.open("wb") as file:
        file.truncate(100_000_001)
    assert reason(path) == "larger than 100 MB: only JSON Lines and CSV may be"


def test_links_pipes_and_devices_are_not_opened(write, reason, tmp_path):
    target = write("a.txt", "text")
    (tmp_path / "link.txt").symlink_to(target)
    os.mkfifo(tmp_path / "pipe.txt")
    assert "cannot be read" in reason(tmp_path / "link.txt")
    assert reason(tmp_path / "pipe.txt") == "is not a regular file"
    (only,) = read_file(SourceFile(tmp_path.__class__("/dev/zero"), "zero", ".txt"))
    assert only == Unread("zero", "is not a regular file")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", ".pdf"), ("a.html", ".pdf"), ("a.pdf", ".docx"), ("a.jsonl", ".docx")]
)
def test_a_file_of_another_kind_than_its_name_says_is_named(write, reason, name, kind):
    content = {".pdf": b"%PDF-1.4\n", ".docx": b"PK\x03\x04"}[kind]
    assert reason(write(name, content)) == f"is no .{name[2:]}: it begins like a {kind}"
