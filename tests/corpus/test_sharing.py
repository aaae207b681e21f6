import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sharing import copy, share


def refuse(code: int):
    def refused(*_arguments, **_options):
        raise OSError(code, os.strerror(code))

    return refused


@pytest.fixture
def source(tmp_path) -> Path:
    """A folder with files in it and below."""
    for name, content in {"a.json": b"a", "b.bin": b"b" * 5_000, "deep/er/c.bin": b"", "deep/d.json": b"d"}.items():
        file = tmp_path / "source" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "source"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_shared_files_are_the_same_files_under_other_names(source, tmp_path):
    share(source, tmp_path / "deep" / "target")
    assert contents(tmp_path / "deep" / "target") == contents(source)
    for name in contents(source):
        assert (tmp_path / "deep" / "target" / name).samefile(source / name)


def test_files_that_will_be_written_are_copied_instead(source, tmp_path):
    share(source, tmp_path / "target", copied=lambda file: file.suffix == ".json")
    assert contents(tmp_path / "target") == contents(source)
    same = {name for name in contents(source) if (tmp_path / "target" / name).samefile(source / name)}
    assert same == {"b.bin", "deep/er/c.bin"}
    (tmp_path / "target" / "a.json").write_bytes(b"changed")
    assert (source / "a.json").read_bytes() == b"a"


@pytest.mark.parametrize("code", [errno.EPERM, errno.EXDEV, errno.EMLINK, errno.EOPNOTSUPP])
def test_where_no_file_can_be_linked_all_are_copied(source, tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "link", refuse(code))
    share(source, tmp_path / "target")
    assert contents(tmp_path / "target") == contents(source)
    assert not any((tmp_path / "target" / name).samefile(source / name) for name in contents(source))


def test_removing_what_was_shared_leaves_the_source(source, tmp_path):
    share(source, tmp_path / "target")
    before = contents(source)
    for name in before:
        (tmp_path / "target" / name).unlink()
    assert contents(source) == before


@settings(deadline=None)
@given(content=st.binary(max_size=50_000))
def test_a_copy_has_every_byte(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("copy")
    (folder / "source").write_bytes(content)
    (folder / "target").write_bytes(b"what stood there before" * 9)
    copy(folder / "source", folder / "target")
    assert (folder / "target").read_bytes() == content
    assert (folder / "source").read_bytes() == content


@pytest.mark.parametrize("before_it_fails", [0, 1, 2])
def test_a_copy_goes_on_where_the_file_system_stopped_to_help(tmp_path, monkeypatch, before_it_fails):
    content = os.urandom(300_000)
    (tmp_path / "source").write_bytes(content)
    calls = []

    def some(reading: int, writing: int, _count: int) -> int:
        calls.append(0)
        if len(calls) > before_it_fails:
            raise OSError(errno.EXDEV, "not between these")
        return os.write(writing, os.read(reading, 100_001))

    monkeypatch.setattr(os, "copy_file_range", some)
    copy(tmp_path / "source", tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == content
    assert len(calls) == before_it_fails + 1


def test_a_copy_for_which_there_is_no_room_says_so(tmp_path, monkeypatch):
    (tmp_path / "source").write_bytes(b"x" * 100)
    monkeypatch.setattr(os, "copy_file_range", refuse(errno.ENOSPC))
    monkeypatch.setattr("shutil.copyfileobj", refuse(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        copy(tmp_path / "source", tmp_path / "target")


def test_nothing_to_share_makes_nothing(tmp_path):
    (tmp_path / "source").mkdir()
    share(tmp_path / "source", tmp_path / "target")
    assert not (tmp_path / "target").exists()
