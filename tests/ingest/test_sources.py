import os
from pathlib import Path

import pytest

from corpus.errors import IngestError, SettingError
from ingest.draft import SourceFile
from ingest.sources import STDIN, find_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


def names(found) -> list[str]:
    return [file.name for file in found[0]]


def test_files_are_found_in_order_and_named_by_their_place_in_the_folder(write, folder):
    for name in ("b.txt", "a.md", "sub/c.jsonl.gz", "sub/deeper/D.HTML", "sub.txt", "e.csv", "f.pdf", "g.DOCX"):
        write(name, "text")
    files, unread = find_files([folder])
    assert [file.name for file in files] == sorted(
        ["a.md", "b.txt", "e.csv", "f.pdf", "g.DOCX", "sub/c.jsonl.gz", "sub/deeper/D.HTML", "sub.txt"],
        key=lambda name: name.split("/"),
    )
    assert [file.kind for file in files if file.name.startswith("sub/")] == [".jsonl", ".html"]
    assert unread == []


def test_what_is_passed_over_is_said_with_its_reason(write, tmp_path, folder):
    for name in ("README.md", "Readme.txt", ".hidden.txt", ".git/a.txt", ".git/b/c.txt", "photo.jpg", "a.txt", "b.gz"):
        write(name, "text")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.txt")
    files, unread = find_files([folder])
    assert [file.name for file in files] == ["a.txt"]
    kinds = "not one of .txt, .md, .html, .json, .jsonl, .ndjson, .csv, .tsv, .pdf, .docx"
    assert {passed.origin: passed.reason for passed in unread} == {
        ".git": "hidden",
        ".hidden.txt": "hidden",
        "README.md": "a README",
        "Readme.txt": "a README",
        "link.txt": "a link",
        "linked": "a link",
        "pipe.txt": "no regular file",
        "photo.jpg": kinds,
        "b.gz": kinds,
    }
    assert not any(passed.lost for passed in unread)


@pytest.mark.skipif(os.geteuid() == 0, reason="SKIPPED: root may open every folder")
def test_a_folder_that_cannot_be_opened_may_hold_articles(write, folder):
    write("closed/a.txt", "text").parent.chmod(0)
    ((one,)) = find_files([folder])[1]
    (folder / "closed").chmod(0o700)
    assert (one.origin, one.lost) == ("closed", True)


def test_a_folder_that_went_away_while_it_was_walked_may_have_held_articles(write, folder, monkeypatch):
    write("gone/a.txt", "text")
    listing = Path.iterdir

    def iterdir(path: Path):
        if path.name == "gone":
            raise FileNotFoundError(2, "No such file or directory")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    ((one,)) = find_files([folder])[1]
    assert (one.origin, one.reason, one.lost) == ("gone", "cannot be opened: No such file or directory", True)


def test_three_hundred_folders_inside_each_other_are_walked(folder):
    inner = folder
    for _ in range(300):  # a test runner cannot delete many more
        inner /= "d"
        inner.mkdir()
    (inner / "a.txt").write_text("text")
    assert names(find_files([folder])) == ["d/" * 300 + "a.txt"]


def test_a_lone_file_is_named_by_its_own_name(write):
    assert names(find_files([write("sub/a.txt", "text")])) == ["a.txt"]


def test_a_lone_link_is_followed_because_a_person_named_it(write, folder):
    target = write("a.txt", "text")
    (folder / "link.txt").symlink_to(target)
    ((file,), _) = find_files([folder / "link.txt"])
    assert (file.path, file.name) == (target.resolve(), "link.txt")


def test_a_file_that_several_paths_give_comes_once(write, folder):
    path = write("sub/a.txt", "text")
    assert names(find_files([folder, path, folder / "sub", f"{folder}/**/*.txt"])) == ["sub/a.txt"]


def test_a_name_that_is_no_text_can_be_said(write, folder):
    write("a.txt", "text")
    (folder / os.fsdecode(b"\xff.txt")).write_text("text")
    assert names(find_files([folder])) == ["a.txt", "\\xff.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "missing", "missing*.txt", "**.txt", "missing/**/*.txt"])
def test_a_path_that_gives_nothing_is_an_error(tmp_path, name):
    with pytest.raises(IngestError, match=r"is not there|no file fits|is no pattern"):
        find_files([tmp_path / name])


def test_a_lone_file_of_another_kind_is_an_error_unless_its_format_is_told(write):
    path = write("export.dat", '{"text": "a"}')
    with pytest.raises(IngestError, match=r"cannot be read: give \.txt"):
        find_files([path])
    assert find_files([path], "jsonl")[0][0].kind == ".jsonl"
    assert find_files([write("a.txt", "text")], ".jsonl")[0][0].kind == ".txt"


def test_a_pattern_is_expanded_and_its_files_are_named_from_its_fixed_part(write, folder):
    for name in ("n/a.html", "n/x/b.html", "n/x/c.txt", "n/.h/d.html", "n/README.html", "n/x/e.gif"):
        write(name, "text")
    (folder / "n" / "l.html").symlink_to(folder / "n" / "a.html")
    files, unread = find_files([f"{folder}/n/**/*.html"])
    assert [file.name for file in files] == ["a.html", "x/b.html"]
    assert {one.origin: one.reason for one in unread} == {".h": "hidden", "README.html": "a README", "l.html": "a link"}


def test_a_name_with_brackets_is_a_file_where_there_is_one(write):
    assert names(find_files([write("a[1].txt", "text")])) == ["a[1].txt"]


def test_what_comes_in_through_a_pipe_needs_a_format():
    with pytest.raises(IngestError, match="tell its format"):
        find_files(["-"])
    with pytest.raises(SettingError, match="'exe' is no format"):
        find_files(["-"], "exe")
    assert find_files(["-"], "jsonl") == ([SourceFile(STDIN, "stdin", ".jsonl")], [])
