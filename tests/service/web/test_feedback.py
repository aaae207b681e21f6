"""What readers say of answers, over HTTP and in the file."""

import json
from contextlib import closing

import pytest

from service.store import Store
from service.web import feedback as taken

pytestmark = pytest.mark.anyio

ASK = {"question": "When is the vote?", "as_of": "2025-06-25", "history": [{"role": "user", "content": "Who votes?"}]}
RATE = "/answers/ans_1/feedback"


def stored(folder):
    with closing(Store(folder)) as store:
        return store.feedback()


async def test_a_rating_is_stored_with_question_and_answer(start, tmp_path):
    client = await start(data=tmp_path)
    answer = (await client.post("/ask", json=ASK)).json()
    response = await client.post(RATE, json={"rating": "down", "reason": "It was put off.\nTwice.", "citation": 1})
    assert (response.status_code, response.content) == (204, b"")
    (one,) = stored(tmp_path)
    assert (one.answer_id, one.rating, one.reason, one.citation) == ("ans_1", "down", "It was put off.\nTwice.", 1)
    assert json.loads(one.answer) == answer
    question = json.loads(one.question)
    assert (question["text"], question["as_of"]) == ("When is the vote?", "2025-06-25")
    assert question["history"] == ASK["history"]


@pytest.mark.parametrize("path", ["/ask", "/v1/chat/completions"])
async def test_a_streamed_answer_can_be_rated_too(start, tmp_path, path):
    client = await start(data=tmp_path)
    body = ASK if path == "/ask" else {"stream": True, "messages": [{"role": "user", "content": "When?"}]}
    await client.post(path, json=body, headers={"Accept": "text/event-stream"})
    assert (await client.post(RATE, json={"rating": "up"})).status_code == 204


async def test_an_answer_that_was_not_given_cannot_be_rated(start, tmp_path):
    client = await start(data=tmp_path)
    for path in (RATE, "/answers/ans_2/feedback"):
        response = await client.post(path, json={"rating": "up"})
        assert response.status_code == 404
        assert response.json()["type"] == "urn:dateline:problem:not-found"
    assert list(tmp_path.iterdir()) == []


async def test_a_citation_that_the_answer_does_not_have_cannot_be_meant(start, tmp_path):
    client = await start(data=tmp_path)
    await client.post("/ask", json=ASK)
    response = await client.post(RATE, json={"rating": "up", "citation": 7})
    assert (response.status_code, response.json()["detail"]) == (404, "the answer has no citation 7")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rating": "good"},
        {"rating": "up", "stars": 5},
        {"rating": "up", "citation": 0},
        {"rating": "up", "citation": "1"},
        {"rating": "up", "reason": "x" * 2_001},
        {"rating": "up", "reason": "\x00"},
    ],
)
async def test_what_is_no_rating_is_told(start, tmp_path, body):
    client = await start(data=tmp_path)
    await client.post("/ask", json=ASK)
    assert (await client.post(RATE, json=body)).status_code == 422


async def test_only_the_latest_answers_are_remembered(start, tmp_path, monkeypatch):
    monkeypatch.setattr(taken, "_MOST_ANSWERS", 0)
    client = await start(data=tmp_path)
    await client.post("/ask", json=ASK)
    assert (await client.post(RATE, json={"rating": "up"})).status_code == 404


async def test_a_file_that_cannot_be_written_is_told(start, tmp_path):
    (tmp_path / "data").write_text("a file where a folder should be")
    client = await start(data=tmp_path / "data")
    await client.post("/ask", json=ASK)
    response = await client.post(RATE, json={"rating": "up"})
    assert response.status_code == 503
    assert response.json()["type"] == "urn:dateline:problem:store-unavailable"
    assert str(tmp_path) not in response.text


async def test_old_feedback_is_forgotten_by_a_service_that_gets_none(start, tmp_path, tools):
    with closing(Store(tmp_path)) as store:
        old = taken.Feedback("ans_old", "up", None, None, "{}", "{}", "2020-01-01T00:00:00+00:00")
        store.add_feedback(old, 36_500)
        assert len(store.feedback()) == 1
    await start(data=tmp_path, feedback_days=30)
    await tools.until(lambda: stored(tmp_path) == ())
