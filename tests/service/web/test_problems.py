"""Errors over HTTP: a stable type, the right status, nothing of the inside."""

import logging

import pytest

from corpus.errors import (
    ArchiveError,
    BadQuestion,
    EmbedderError,
    ModelBroke,
    ModelRefusedKey,
    ModelResting,
    ModelUnreachable,
    NoSnapshot,
    NotFound,
    SettingError,
    SnapshotDamaged,
    WriterBusy,
)

pytestmark = pytest.mark.anyio

SECRET = "sk-canary at /srv/data http://10.0.0.1"


def check(response, status, slug):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["type"] == f"urn:dateline:problem:{slug}"
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert told["request_id"] == response.headers["x-request-id"]
    assert str(told.get("retry_after", "")) == response.headers.get("retry-after", "")
    return told


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (NoSnapshot, 503, "no-snapshot"),
        (SnapshotDamaged, 503, "archive-unavailable"),
        (ArchiveError, 503, "archive-unavailable"),
        (WriterBusy, 503, "writer-busy"),
        (ModelRefusedKey, 502, "model-refused-key"),
        (ModelBroke, 502, "model-broke"),
        (ModelUnreachable, 504, "model-unreachable"),
        (lambda told: ModelResting(told, 7), 503, "model-unavailable"),
        (EmbedderError, 503, "archive-unavailable"),
        (SettingError, 500, "internal"),
        (RuntimeError, 500, "internal"),
    ],
)
async def test_each_error_has_its_status_and_keeps_its_insides(start, asker, caplog, error, status, slug, accept):
    asker.before = error(SECRET)
    client = await start()
    response = await client.post("/ask", json={"question": "A private question"}, headers={"Accept": accept})
    told = check(response, status, slug)
    assert "canary" not in response.text
    assert "/srv" not in response.text
    assert told["request_id"] in caplog.text
    assert "private question" not in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "slug"), [(BadQuestion, 422, "bad-question"), (NotFound, 404, "not-found")]
)
async def test_an_error_about_the_clients_own_words_says_why(start, asker, error, status, slug):
    asker.before = error("published_after is not a date")
    client = await start()
    told = check(await client.post("/ask", json={"question": "When?"}), status, slug)
    assert told["detail"] == "published_after is not a date"


async def test_an_unforeseen_error_is_logged_by_place_but_not_by_message(start, asker, caplog):
    asker.before = RuntimeError("the question was: A private question")
    client = await start()
    response = await client.post("/ask", json={"question": "A private question"})
    told = check(response, 500, "internal")
    (line,) = [
        r.getMessage() for r in caplog.records if r.levelno == logging.ERROR and told["request_id"] in r.msg % r.args
    ]
    assert "RuntimeError" in line
    assert "conftest.py" in line
    assert "private" not in caplog.text


async def test_wrong_addresses_and_methods_are_problems(start):
    client = await start()
    check(await client.get("/nowhere"), 404, "not-found")
    check(await client.get("/static/nowhere.js"), 404, "not-found")
    check(await client.get("/static/../../settings.py"), 404, "not-found")
    check(await client.get("/articles/"), 404, "not-found")
    response = await client.get("/ask")
    check(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"question": "\xff"}', b"[" * 60_000, b'{"max_sources": ' + b"9" * 6_000 + b"}", b"\x00", b'"\\ud8"'],
    ids=["cut", "not UTF-8", "deep", "a long number", "zero", "half an escape"],
)
async def test_a_body_that_is_no_json_is_malformed(start, body):
    client = await start()
    response = await client.post("/ask", content=body, headers={"Content-Type": "application/json"})
    check(response, 400, "malformed-json")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
async def test_a_body_of_another_type_is_not_read_as_json(start, content_type):
    client = await start()
    headers = {"Content-Type": content_type} if content_type else {}
    response = await client.post("/ask", content=b'{"question": "When?"}', headers=headers)
    check(response, 415, "unsupported-media-type")


async def test_no_body_at_all_is_invalid(start):
    client = await start()
    told = check(await client.post("/ask"), 422, "invalid-request")
    assert list(told["errors"]) == ["body"]


async def test_a_body_with_thousands_of_flaws_gets_a_short_answer(start):
    client = await start()
    body = {"question": "When?"} | {f"{'x' * 200}{n}": n for n in range(200)}
    response = await client.post("/ask", json=body)
    told = check(response, 422, "invalid-request")
    assert len(told["errors"]) <= 10
    assert len(response.content) < 2_500


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*, text/plain"])
async def test_an_answer_in_no_acceptable_form_is_refused(start, accept):
    client = await start()
    response = await client.post("/ask", json={"question": "When?"}, headers={"Accept": accept})
    check(response, 406, "not-acceptable")
