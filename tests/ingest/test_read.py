import json
import os
from pathlib import Path

import pytest

from corpus.errors import IngestError
from ingest.draft import Draft, SourceFile, Unread
from ingest.read import MAX_FIELD, MAX_PAGE, MAX_TEXT, find_files, read_file


def read(path: Path) -> list[Draft | Unread]:
    return list(read_file(SourceFile(path, path.name)))


def draft(path: Path) -> Draft:
    (only,) = read(path)
    assert isinstance(only, Draft), only
    return only


def reason(path: Path) -> str:
    (only,) = read(path)
    assert isinstance(only, Unread), only
    assert only.origin == path.name
    return only.reason


def test_files_are_found_in_order_and_named_by_their_place_in_the_folder(write):
    for name in ("b.txt", "a.md", "sub/c.jsonl", "sub/deeper/D.HTML"):
        folder = write(name, "text").parents[name.count("/")]
    files, unread = find_files([folder])
    assert [file.name for file in files] == ["a.md", "b.txt", "sub/c.jsonl", "sub/deeper/D.HTML"]
    assert unread == []


def test_what_is_passed_over_is_said_with_its_reason(write, tmp_path):
    for name in ("README.md", "Readme.txt", ".hidden.txt", ".git/a.txt", ".git/b/c.txt", "photo.jpg", "a.txt"):
        write(name, "text")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("secret")
    folder = tmp_path / "articles"
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    files, unread = find_files([folder])
    assert [file.name for file in files] == ["a.txt"]
    assert {passed.origin: passed.reason for passed in unread} == {
        ".git": "hidden",
        ".hidden.txt": "hidden",
        "README.md": "a README",
        "Readme.txt": "a README",
        "link.txt": "a link",
        "linked": "a link",
        "photo.jpg": "not one of .txt, .md, .html, .jsonl",
    }


def test_a_lone_file_is_named_by_its_own_name(write):
    assert find_files([write("sub/a.txt", "text")])[0][0].name == "a.txt"


def test_a_name_that_is_no_text_can_be_said(write, tmp_path):
    write("a.txt", "text")
    (tmp_path / "articles" / os.fsdecode(b"\xff.txt")).write_text("text")
    names = [file.name for file in find_files([tmp_path / "articles"])[0]]
    assert names == ["a.txt", "\\xff.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "missing"])
def test_a_path_that_is_not_there_is_an_error(tmp_path, name):
    with pytest.raises(IngestError, match="is not there"):
        find_files([tmp_path / name])


def test_a_lone_file_of_another_kind_is_an_error(write):
    with pytest.raises(IngestError, match=r"cannot be read: give \.txt"):
        find_files([write("photo.jpg", b"\xff\xd8")])


@pytest.mark.parametrize(
    "content",
    [
        "Zürich – “quoted”".encode(),
        b"\xef\xbb\xbf" + "Zürich – “quoted”".encode(),
        "Zürich – “quoted”".encode("cp1252"),
        "Zürich – “quoted”".encode("utf-16"),
    ],
)
def test_text_is_read_in_the_encodings_that_articles_come_in(write, content):
    assert draft(write("a.txt", content)).text == "Zürich – “quoted”"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "it is binary, not text"),
        (b"\xff\xfea", "not text in UTF-8"),
        (b"caf\x81\x8d", "not text in UTF-8"),
        (b"", "holds no text"),
        (b" \r\n\t", "holds no text"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_its_reason(write, content, why):
    assert why in reason(write("a.txt", content))


def test_a_text_longer_than_any_article_is_not_read(write):
    assert reason(write("a.txt", "x" * (MAX_TEXT + 1))) == f"longer than {MAX_TEXT} characters"
    assert reason(write("a.md", "x" * (MAX_PAGE + 1))) == f"longer than {MAX_PAGE} characters"


def test_a_file_that_went_away_meanwhile_is_named(tmp_path):
    assert "No such file" in reason(tmp_path / "gone.txt")


def test_front_matter_gives_the_fields_and_is_no_part_of_the_text(write):
    path = write(
        "a.md",
        "---\nid: a-1\ntitle: Zwei\npublisher: FDD\nauthors: [Ines, Tobias]\npublished: 2025-06-25\nupdated: 2025\n"
        "url: https://p.example/a\nlanguage: de\nother: [1]\n---\n\n# A *heading*\n\nOne\nparagraph, ![image](x.png)"
        "[link](https://x.example).\n\n- item\n\n    indented\n",
    )
    assert draft(path) == Draft(
        "a.md",
        "A heading\n\nOne paragraph, link.\n\nitem\n\nindented",
        id="a-1",
        title="Zwei",
        publisher="FDD",
        authors=("Ines", "Tobias"),
        published="2025-06-25",
        updated="2025",
        url="https://p.example/a",
        language="de",
    )


def test_an_indented_paragraph_of_markdown_is_not_lost(write):
    assert draft(write("a.md", "First.\n\n    Indented by habit.\n")).text.split() == [
        "First.",
        "Indented",
        "by",
        "habit.",
    ]


@pytest.mark.parametrize(
    "head",
    ["title: 'unclosed", "published: 2025-13-45", "a: !!python/object:os.system {}", "[" * 500, "x: " + "9" * 5000],
)
def test_broken_front_matter_is_named_with_its_reason(write, head):
    assert "front matter is not YAML" in reason(write("a.md", f"---\n{head}\n---\nText."))


def test_front_matter_longer_than_any_is_not_even_read(write):
    assert "front matter is longer than" in reason(write("a.md", "---\n" + "- x\n" * 100_000 + "---\nText."))


def test_a_text_between_two_rules_is_no_front_matter(write):
    assert draft(write("a.md", "---\nFirst part.\n\n---\n\nSecond part.")).text == "First part.\n\nSecond part."


def test_front_matter_that_is_empty_leaves_the_text(write):
    assert draft(write("a.md", "---\n\n---\nText.")) == Draft("a.md", "Text.")


def test_front_matter_that_stands_for_billions_of_words_is_no_field(write):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    found = draft(write("a.md", f"---\n{bomb}title: *a39\nauthors: *a39\nlanguage: no\n---\nText."))
    assert (found.title, found.authors, found.language) == (None, None, None)


def test_fields_are_one_visible_line_of_bounded_length(write):
    fields = {
        "text": "Text.",
        "title": " A\n\x1b[31mred\u202e title\u200b ",
        "publisher": "x" * 10_000,
        "author": "A; ;B",
    }
    found = draft(write("a.jsonl", json.dumps(fields)))
    assert found.title == "A [31mred title"
    assert found.publisher == "x" * MAX_FIELD
    assert found.authors == ("A", "B")


def test_a_page_gives_its_story_and_what_its_metadata_say(write, prose):
    html = f"""<html lang="en"><head><title>Head - Outlet</title>
    <link rel="canonical" href="https://p.example/a"><meta property="og:site_name" content="Outlet">
    <meta name="author" content="Ines Okafor">
    <meta property="article:published_time" content="2025-06-22T17:40:00+09:00">
    </head><body><nav>Menu</nav><article><h1>Head</h1>{"".join(f"<p>{n}. {prose}</p>" for n in range(5))}</article>
    <script>alert(1)</script></body></html>"""
    found = draft(write("a.html", html))
    assert (found.says, found.publisher, found.url) == ("metadata", "Outlet", "https://p.example/a")
    assert found.authors == ("Ines Okafor",)
    assert found.published == "2025-06-22T17:40:00+09:00"
    assert found.text.count(prose) == 5
    assert "Menu" not in found.text
    assert "alert" not in found.text


@pytest.mark.parametrize("html", ["", "no markup", "<html></html>", "<div>" * 5000 + "x", "\ufffd<x", "<!--"])
def test_a_page_without_a_story_is_named_and_breaks_nothing(write, html):
    (only,) = read(write("a.html", html))
    assert isinstance(only, Unread) or only.text


def test_each_line_of_a_jsonl_file_is_an_article_and_a_bad_one_costs_no_other(write):
    lines = [
        '{"id": "a", "text": "First."}',
        "{broken",
        "",
        "[1, 2]",
        '{"title": "no text"}',
        '{"text": null, "body": "Second.", "date": "2025", "author": "Ines; Tobias", "id": 7}',
        '{"text": "   "}',
        "[" * 100_000,
        '{"text": "Third \\ud83d\\ude00 \\ud800.", "title": "\\ud800"}',
        '{"text": 5}',
    ]
    found = read(write("a.jsonl", "\r\n".join(lines)))
    drafts = {one.origin: one for one in found if isinstance(one, Draft)}
    reasons = {one.origin: one.reason for one in found if isinstance(one, Unread)}
    assert set(drafts) == {"a.jsonl#1", "a.jsonl#6", "a.jsonl#9"}
    assert drafts["a.jsonl#6"] == Draft("a.jsonl#6", "Second.", id="7", published="2025", authors=("Ines", "Tobias"))
    assert drafts["a.jsonl#9"].title == "\ufffd"
    assert list(reasons) == ["a.jsonl#2", "a.jsonl#4", "a.jsonl#5", "a.jsonl#7", "a.jsonl#8", "a.jsonl#10"]
    assert "is not JSON" in reasons["a.jsonl#2"]
    assert reasons["a.jsonl#4"] == "is not a JSON object"
    assert reasons["a.jsonl#5"] == reasons["a.jsonl#10"] == "has neither `text` nor `body`"
    assert reasons["a.jsonl#7"] == "holds no text"


def test_ten_thousand_lines_are_ten_thousand_articles(write):
    lines = (json.dumps({"text": f"Story number {number}.", "title": f"T{number}"}) for number in range(10_000))
    found = read(write("a.jsonl", "\n".join(lines)))
    assert len({one.origin for one in found if isinstance(one, Draft)}) == 10_000
