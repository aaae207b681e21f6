import pytest

from ingest.draft import Draft
from ingest.formats.content import MAX_PAGE
from ingest.read import MAX_TEXT


def test_front_matter_gives_the_fields_and_is_no_part_of_the_text(write, draft):
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


def test_an_indented_paragraph_of_markdown_is_not_lost(write, draft):
    text = draft(write("a.md", "First.\n\n    Indented by habit.\n")).text
    assert text.split() == ["First.", "Indented", "by", "habit."]


@pytest.mark.parametrize(
    "head",
    ["title: 'unclosed", "published: 2025-13-45", "a: !!python/object:os.system {}", "[" * 500, "x: " + "9" * 5000],
)
def test_broken_front_matter_is_named_with_its_reason(write, reason, head):
    assert "front matter cannot be read" in reason(write("a.md", f"---\n{head}\n---\nText."))


def test_front_matter_longer_than_any_is_not_even_read(write, reason):
    assert "front matter is longer than" in reason(write("a.md", "---\n" + "- x\n" * 100_000 + "---\nText."))


def test_front_matter_of_a_thousand_and_more_fields_is_refused(write, reason):
    head = "\n".join(f"f{number}: 1" for number in range(1001))
    assert "more than 1000 fields" in reason(write("a.md", f"---\n{head}\n---\nText."))


def test_a_text_between_two_rules_is_no_front_matter(write, draft):
    assert draft(write("a.md", "---\nFirst part.\n\n---\n\nSecond part.")).text == "First part.\n\nSecond part."


def test_front_matter_that_is_empty_leaves_the_text(write, draft):
    assert draft(write("a.md", "---\n\n---\nText.")) == Draft("a.md", "Text.")


def test_front_matter_that_stands_for_billions_of_words_is_no_field(write, draft):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    found = draft(write("a.md", f"---\n{bomb}title: *a39\nauthors: *a39\nlanguage: no\n---\nText."))
    assert (found.title, found.authors, found.language) == (None, None, None)


def test_a_text_longer_than_any_article_is_not_read(write, reason):
    assert reason(write("a.txt", "x" * (MAX_TEXT + 1))) == f"longer than {MAX_TEXT} characters"
    assert reason(write("a.md", "x" * (MAX_PAGE + 1))) == f"longer than {MAX_PAGE} characters"


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>\n<html>", "\ufeff\n <HTML lang='en'>", '<?xml version="1.0"?><html>']
)
def test_a_page_that_was_named_like_a_text_is_read_as_a_page(write, draft, prose, start):
    page = f"{start}<body><article>{'<p>' + prose + '</p>'}</article></body></html>"
    assert "<" not in draft(write("a.txt", page)).text


def test_a_text_that_speaks_of_markup_keeps_it(write, draft):
    assert draft(write("a.txt", "The tag <html> opens a page, and <p> a paragraph.")).text.count("<") == 2
