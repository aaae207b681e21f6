import json

import pytest

from corpus.errors import SnapshotDamaged
from corpus.manifest import Manifest, check_files, hashes, read_manifest, write_manifest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "library.sqlite").write_bytes(b"truth")
    (tmp_path / "words" / "index").write_bytes(b"")
    manifest = Manifest("s000001-abcdef", None, "2025-06-25", "test", 1, 2, "m@1", "s", "1", "2", hashes(tmp_path))
    write_manifest(tmp_path, manifest)
    return tmp_path


def test_a_manifest_is_read_as_it_was_written_and_its_files_are_whole(folder):
    assert set(read_manifest(folder).files) == {"library.sqlite", "words/index"}
    assert read_manifest(folder).passages == 2
    check_files(folder)


def test_any_flipped_byte_of_a_manifest_is_found(folder):
    file = folder / "manifest.json"
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(SnapshotDamaged):
            read_manifest(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"id": 1}'])
def test_a_manifest_that_is_none_is_said_with_what_to_do(folder, content):
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(SnapshotDamaged, match="dateline snapshots rebuild"):
        read_manifest(folder)


def test_a_file_that_the_manifest_names_must_be_there_as_it_was(folder):
    (folder / "words" / "index").write_bytes(b"more")
    check_files(folder, only=lambda path: path == "library.sqlite")
    with pytest.raises(SnapshotDamaged, match="words/index is missing or altered"):
        check_files(folder)


def test_a_manifest_is_plain_json_for_whoever_looks(folder):
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["by"] == "test"
