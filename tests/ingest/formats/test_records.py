import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft import Draft, SourceFile, Unread
from ingest.fields import read_fields
from ingest.formats.content import MAX_LINE
from ingest.formats.records import MAX_HOPELESS
from ingest.read import read_file


def drafts(found) -> dict[str, Draft]:
    return {one.origin: one for one in found if isinstance(one, Draft)}


def reasons(found) -> dict[str, str]:
    return {one.origin: one.reason for one in found if isinstance(one, Unread)}


def test_each_line_of_a_jsonl_file_is_an_article_and_a_bad_one_costs_no_other(write, read):
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
        '{"text": "Fourth.", "title": ' + "9" * 5000 + "}",
        '{"text": "Fi\x00fth."}',
        '{"text": NaN, "body": "Sixth."}',
    ]
    found = read(write("a.jsonl", "\r\n".join(lines)))
    assert list(drafts(found)) == ["a.jsonl#1", "a.jsonl#6", "a.jsonl#9", "a.jsonl#13"]
    assert drafts(found)["a.jsonl#6"] == Draft(
        "a.jsonl#6", "Second.", id="7", published="2025", authors=("Ines", "Tobias")
    )
    assert drafts(found)["a.jsonl#9"].title == "\ufffd"
    said = reasons(found)
    assert list(said) == [f"a.jsonl#{number}" for number in (2, 4, 5, 7, 8, 10, 11, 12)]
    assert "is not JSON" in said["a.jsonl#2"]
    assert said["a.jsonl#4"] == "is not a JSON object"
    assert "has no text" in said["a.jsonl#5"]
    assert said["a.jsonl#5"] == said["a.jsonl#7"] == said["a.jsonl#10"]


def test_a_line_longer_than_any_article_costs_no_other(write, read):
    found = read(write("a.jsonl", b'{"text": "' + b"x" * MAX_LINE + b'"}\n{"text": "Next."}'))
    assert reasons(found) == {"a.jsonl#1": "is longer than 10 MB"}
    assert list(drafts(found)) == ["a.jsonl#2"]


def test_ten_thousand_lines_are_ten_thousand_articles(write, read):
    lines = (json.dumps({"text": f"Story number {number}.", "title": f"T{number}"}) for number in range(10_000))
    assert len(drafts(read(write("a.jsonl", "\n".join(lines))))) == 10_000


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0<")
TEXTS = st.lists(st.text(LETTERS, min_size=1).filter(str.strip), min_size=1, max_size=5)


@given(texts=TEXTS, kind=st.sampled_from(["csv", "jsonl", "json"]), encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_every_text_that_was_written_is_read_as_it_was(texts, kind, encoding):
    written = io.StringIO(newline="")
    if kind == "csv":
        csv.writer(written).writerows([["title", "text"], *(["T", text] for text in texts)])
    else:
        records = [json.dumps({"text": text}) for text in texts]
        written.write("\n".join(records) if kind == "jsonl" else f"[{','.join(records)}]")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        path.write_bytes(written.getvalue().encode(encoding))
        found = [one.text for one in read_file(SourceFile(path, path.name))]
    if kind == "csv":  # a file has one kind of line break
        texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        found = [text.replace("\r", "\n") for text in found]
    assert found == texts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_records_are_read_in_the_encodings_that_they_come_in(write, read, encoding, name):
    text = (
        "title;text\nZürich;“Grüezi” sagt man\n"
        if name == "a.csv"
        else (json.dumps({"title": "Zürich", "text": "“Grüezi” sagt man"}, ensure_ascii=False))
    )
    (only,) = read(write(name, text.encode(encoding)))
    assert (only.title, only.text) == ("Zürich", "“Grüezi” sagt man")


@pytest.mark.parametrize(
    ("loaded", "origins"),
    [
        ({"text": "One."}, ["a.json"]),
        ({"text": "One.", "tags": [{"text": "no"}]}, ["a.json"]),
        ([{"text": "One."}, {"text": "Two."}], ["a.json#1", "a.json#2"]),
        ({"status": "ok", "tags": ["x"], "articles": [{"text": "One."}, {"text": "Two."}]}, ["a.json#1", "a.json#2"]),
        ({"@graph": [{"@type": "WebSite"}, {"@type": "Article", "articleBody": "One."}]}, ["a.json#1"]),
    ],
)
def test_json_is_one_article_or_a_list_of_them(write, read, loaded, origins):
    found = read(write("a.json", json.dumps(loaded, indent=2)))
    assert list(drafts(found)) == origins
    assert reasons(found) == {}


def test_json_lines_by_the_name_of_json_are_read_as_such(write, read):
    found = read(write("a.json", '{"text": "One."}\n{"text": "Two."}\n{cut'))
    assert list(drafts(found)) == ["a.json#1", "a.json#2"]
    assert list(reasons(found)) == ["a.json#3"]


@pytest.mark.parametrize("content", ["{cut", "", "words", "[" * 1_000_000, '{"a": ' * 500_000])
def test_what_is_no_json_says_so(write, reason, content):
    assert "is not JSON" in reason(write("a.json", content))


@pytest.mark.parametrize(
    ("loaded", "why"),
    [
        ("5", "is not a JSON object"),
        ('{"a": 1}', "has no text"),
        ("[]", "holds no article"),
        ('{"a": [{}], "b": [{}]}', "has no text"),
        ('{"@graph": []}', "holds no article"),
    ],
)
def test_json_without_an_article_says_so(write, reason, loaded, why):
    assert why in reason(write("a.json", loaded))


def test_an_entry_of_a_list_that_is_no_article_is_named(write, read):
    found = read(write("a.json", '[{"text": "One."}, 5, {"title": "x"}]'))
    assert list(reasons(found)) == ["a.json#2", "a.json#3"]


def test_fields_are_mapped(write, read):
    record = {"_source": {"lead": "L.", "main": "M."}, "headline": "no", "h": "H"}
    said = read_fields(["title=h", "text=_source.main"])
    (only,) = read(write("a.jsonl", json.dumps(record)), fields=said)
    assert (only.title, only.text) == ("H", "M.")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_row_is_an_article_whatever_the_delimiter(write, read, delimiter):
    rows = [
        ["Title", "Text", "Date"],
        ["One", '"First, with; a|\tbreak\nand a ""quote"""', "2025"],
        ["Two", "Second", ""],
    ]
    found = read(write("a.csv", "\r\n".join(delimiter.join(row) for row in rows)))
    assert drafts(found) == {
        "a.csv#2": Draft("a.csv#2", 'First, with; a|\tbreak\nand a "quote"', title="One", published="2025"),
        "a.csv#4": Draft("a.csv#4", "Second", title="Two"),
    }


def test_broken_rows_are_named_and_cost_no_other(write, read):
    rows = [
        "title,text",
        "A,First.",
        "too,many,cells",
        "few",
        "",
        '"B" broken,x',
        "C,Third.",
        'D,"unclosed',
        "E,Fifth.",
    ]
    found = read(write("a.csv", "\n".join(rows)))
    assert list(drafts(found)) == ["a.csv#2", "a.csv#7"]
    said = reasons(found)
    assert said["a.csv#3"] == "has 3 cells where the header has 2"
    assert said["a.csv#4"] == "has 1 cells where the header has 2"
    assert "is no row of CSV, up to line 6" in said["a.csv#6"]
    assert "is no row of CSV, up to line 9" in said["a.csv#8"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "holds no article"),
        ("title,text\n", "holds no article"),
        ("title,text\n" + "x" * (MAX_LINE + 1), "has a line longer than 10 MB"),
        (",".join(map(str, range(1001))), "has more than 1000 columns"),
        ("\x89PNG\r\n\x1a\n\x00", "it is binary, not text"),
    ],
)
def test_a_csv_file_without_an_article_says_so(write, reason, content, why):
    assert why in reason(write("a.csv", content))


def test_a_quoted_cell_larger_than_any_article_is_named(write, read):
    found = read(write("a.csv", 'title,text\nA,"' + ("x" * 99 + "\n") * 110_000 + '"\nB,Second.\n'))
    assert "field larger than field limit" in reasons(found)["a.csv#2"]


@pytest.mark.parametrize(
    "text", ["<p>One &amp; two</p><p>Three</p>", "One &amp; two<br/>Three", "<div>One &amp; two</div>Three"]
)
def test_markup_in_a_field_is_no_text(write, read, text):
    (only,) = read(write("a.jsonl", json.dumps({"text": text, "title": "A &#8217;B"})))
    assert (only.text, only.title) == ("One & two\n\nThree", "A ’B")


def test_a_text_that_speaks_of_markup_or_of_less_stays_as_it_is(write, read):
    text = "Write <p> for a paragraph; 3 < 4 and 5 > 4 &amp; so on."
    (only,) = read(write("a.jsonl", json.dumps({"text": text})))
    assert only.text == text


def test_a_file_in_which_nothing_is_an_article_is_given_up(write, read):
    found = read(write("a.jsonl", "no JSON\n" * 100_000))
    assert len(found) == MAX_HOPELESS + 1
    assert f"holds no article in its first {MAX_HOPELESS} records" in found[-1].reason
    assert found[-1].origin == "a.jsonl"
