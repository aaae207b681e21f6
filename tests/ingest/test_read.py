import json

import pytest

from ingest.read import MAX_FIELD


@pytest.mark.parametrize(
    "content",
    [
        "Zürich – “quoted”".encode(),
        b"\xef\xbb\xbf" + "Zürich – “quoted”".encode(),
        "Zürich – “quoted”".encode("cp1252"),
        "Zürich – “quoted”".encode("utf-16"),
    ],
)
def test_text_is_read_in_the_encodings_that_articles_come_in(write, draft, content):
    assert draft(write("a.txt", content)).text == "Zürich – “quoted”"


def test_text_in_latin_1_is_read(write, draft):
    assert draft(write("a.txt", "Zürich déjà vu".encode("latin-1"))).text == "Zürich déjà vu"


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
def test_a_file_that_is_no_text_is_named_with_its_reason(write, reason, content, why):
    assert why in reason(write("a.txt", content))


def test_a_file_that_went_away_meanwhile_is_named(tmp_path, reason):
    assert "No such file" in reason(tmp_path / "gone.txt")


def test_fields_are_one_visible_line_of_bounded_length(write, draft):
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
