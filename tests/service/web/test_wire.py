"""What may be sent, and what is said of what may not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.web.wire import AskBody, FiltersBody, SearchBody

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "question", "Field required"),
        ({"question": " \n\t "}, "question", "must not be empty"),
        ({"question": "x" * 2001}, "question", "must have 2,000 characters at most"),
        ({"question": "x" * 20_000}, "question", "must have 2,000 characters at most"),
        ({"question": "a\x00b"}, "question", "must not hold the control character U+0000"),
        ({"question": "a\x1b[31mb"}, "question", "must not hold the control character U+001B"),
        ({"question": "\ud800"}, "question", "must not hold the control character U+D800"),
        ({"question": 7}, "question", "Input should be a valid string"),
        ({"question": "q", "as_of": "yesterday"}, "as_of", "must be a day as YYYY-MM-DD"),
        ({"question": "q", "as_of": 1750809600}, "as_of", "must be a day as YYYY-MM-DD"),
        ({"question": "q", "as_of": "2025-06-25T10:00:00Z"}, "as_of", "must be a day as YYYY-MM-DD"),
        ({"question": "q", "as_of": "2025-02-30"}, "as_of", "there is no such date"),
        ({"question": "q", "as_of": "0001-01-01"}, "as_of", "must lie between the years 1000 and 9000"),
        ({"question": "q", "as_off": "2025-06-25"}, "as_off", "There is no such field."),
        ({"question": "q", "filters": {"outlet": ["x"]}}, "filters.outlet", "There is no such field."),
        ({"question": "q", "max_sources": 0}, "max_sources", "Input should be greater than or equal to 1"),
        ({"question": "q", "max_sources": 21}, "max_sources", "Input should be less than or equal to 20"),
        ({"question": "q", "max_sources": True}, "max_sources", "Input should be a valid integer"),
        ({"question": "q", "max_sources": "8"}, "max_sources", "Input should be a valid integer"),
        ({"question": "q", "fallback": "yes"}, "fallback", "Input should be a valid boolean"),
        ({"question": "q", "history": [{"role": "system", "content": "x"}]}, "history[0].role", None),
        ({"question": "q", "history": [{"role": "user", "content": "x" * 4001}]}, "history[0].content", None),
        ({"question": "q", "history": [{"role": "user", "content": "x"}] * 21}, "history", None),
        (
            {"question": "q", "filters": {"published_after": "2025-07", "published_before": "2025-06"}},
            "filters",
            "published_after (2025-07-01) must not be later than published_before (2025-06-30)",
        ),
        ({"question": "q", "filters": {"published_after": "June"}}, "filters.published_after", None),
        ({"question": "q", "filters": {"published_before": "2025-13"}}, "filters.published_before", None),
        ({"question": "q", "filters": {"published_before": "２０２５"}}, "filters.published_before", None),
        ({"question": "q", "filters": {"publishers": ["x"] * 101}}, "filters.publishers", None),
        ({"question": "q", "filters": {"publishers": []}}, "filters.publishers", None),
        ({"question": "q", "filters": {"article_ids": ["x" * 201]}}, "filters.article_ids[0]", None),
        ({"question": "q", "filters": {"languages": ["e\x07n"]}}, "filters.languages[0]", None),
        ([], "body", None),
        ("When?", "body", None),
    ],
)
async def test_a_wrong_field_is_named_and_what_is_wrong_with_it(start, body, field, message):
    client = await start()
    response = await client.post("/ask", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    told = response.json()
    assert told["type"] == "urn:dateline:problem:invalid-request"
    assert list(told["errors"]) == [field]
    if message:
        assert told["errors"][field] == message


async def test_what_was_sent_is_never_sent_back(start):
    client = await start()
    response = await client.post("/ask", json={"question": "canary\x00", "as_of": "canary", "max_sources": "canary"})
    assert response.status_code == 422
    assert "canary" not in response.text


async def test_a_field_name_of_broken_letters_is_still_told_of(start):
    client = await start()
    response = await client.post(
        "/ask", content=b'{"question": "q", "\\ud800": 1}', headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("bound", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-06-25", "2025-06-25", "2025-06-25"),
    ],
)
def test_a_bound_covers_the_whole_of_what_it_names(bound, first, last):
    filters = FiltersBody(published_after=bound, published_before=bound).to_filters()
    assert (filters.published_after, filters.published_before) == (first, last)


def test_two_thousand_characters_count_after_composing():
    assert len(AskBody(question="e\u0301" * 2000).question) == 2000
    with pytest.raises(ValidationError):
        AskBody(question="e\u0301" * 2001)


def test_a_search_is_held_to_its_limit():
    assert SearchBody(query="q").limit == 10
    with pytest.raises(ValidationError):
        SearchBody(query="q", limit=101)


@given(st.text(max_size=50))
def test_any_text_is_a_question_or_is_refused(text):
    try:
        question = AskBody(question=text).question
    except ValidationError:
        return
    assert question == question.strip()
    assert AskBody(question=question).question == question
    question.encode()
