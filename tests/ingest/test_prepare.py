import dataclasses
from datetime import date

import pytest

from ingest.draft import Draft, Unread
from ingest.prepare import Prepared, Seen, from_line, prepare, to_line

TODAY = date(2026, 1, 1)
STORY = "The leaders of both countries abruptly cancelled their plans to attend the summit, officials said."
DRAFT = Draft(
    "news.jsonl#1", STORY, id="summit", title="Leaders stay away", published="2025-06-24", authors=("Jane Roe",)
)


def digest_of(draft: Draft) -> str | None:
    found = prepare(draft, TODAY)
    assert isinstance(found, Prepared)
    return found.digest


@pytest.mark.parametrize("known", [(), "known"], ids=["prepared", "seen"])
def test_what_was_found_is_the_same_at_the_other_end_of_the_wire(known):
    found = prepare(DRAFT, TODAY, [digest_of(DRAFT)] if known else ())
    line = to_line(found)
    assert "\n" not in line
    assert from_line(line) == found
    assert from_line(to_line(Unread("a.txt", "holds no text", lost=False))) == Unread(
        "a.txt", "holds no text", lost=False
    )


def test_a_line_that_tells_of_no_article_is_refused():
    with pytest.raises(ValueError, match="validation error"):
        from_line('{"article": {"id": 1}}')


def test_the_same_draft_is_known_again_and_one_that_differs_in_any_field_is_not():
    known = {digest_of(DRAFT)}
    assert prepare(DRAFT, TODAY, known) == Seen("news.jsonl#1", digest_of(DRAFT))
    changes = {
        "origin": "news.jsonl#2",
        "text": STORY + " Nobody said why.",
        "says": "metadata",
        "id": "other",
        "title": "Leaders stay at home",
        "publisher": "The Lantern",
        "authors": None,
        "published": "2025-06-25",
        "updated": "2025-06-26",
        "url": "https://example.com/summit",
        "language": "en",
    }
    assert changes.keys() == {field.name for field in dataclasses.fields(Draft)}
    for name, value in changes.items():
        assert isinstance(prepare(dataclasses.replace(DRAFT, **{name: value}), TODAY, known), Prepared), name


@pytest.mark.parametrize("written", ["2050-09-30", "7/8/2017", "no date at all"])
def test_a_date_that_is_refused_or_open_is_looked_at_each_time(written):
    assert digest_of(dataclasses.replace(DRAFT, published=written)) is None
