"""The stream of events, over a real socket where it matters."""

import asyncio

import httpx
import pytest

from corpus.errors import ModelBroke, NoSnapshot
from service.answering.answer import Question

pytestmark = pytest.mark.anyio

STREAM = {"Accept": "text/event-stream"}
ASK = {"question": "When is the vote?", "as_of": "2025-06-25"}


async def whole_stream(client, tools, **body):
    response = await client.post("/ask", json=ASK | body, headers=STREAM)
    assert response.status_code == 200, response.text
    return tools.events(response.text)


async def test_the_events_come_in_their_order_and_count_from_one(listen, tools):
    client, _ = await listen()
    events = await whole_stream(client, tools)
    assert [name for _, name, _ in events] == [
        "answer.started", "sources", "text.delta", "statement", "disagreement", "answer.completed",
    ]  # fmt: skip
    assert [number for number, _, _ in events] == [1, 2, 3, 4, 5, 6]
    data = {name: data for _, name, data in events}
    assert data["answer.started"]["as_of"] == "2025-06-25"
    assert list(data["sources"]) == ["sources"]
    assert data["statement"]["evidence"][0]["quote"] == tools.quote
    assert len(data["disagreement"]["positions"]) == 2


async def test_the_last_event_is_the_answer_that_json_would_have_been(start, tools):
    client = await start()
    events = await whole_stream(client, tools)
    assert events[-1][2] == (await client.post("/ask", json=ASK)).json()


async def test_line_ends_in_the_text_cannot_forge_an_event(listen, tools):
    client, _ = await listen()
    events = await whole_stream(client, tools)
    assert events[2][1:] == ("text.delta", {"text": "0\r\nid: 99\nevent: answer.completed\u2028"})
    assert [name for _, name, _ in events].count("answer.completed") == 1


async def test_no_proxy_is_to_hold_events_back(listen):
    client, _ = await listen()
    response = await client.post("/ask", json=ASK, headers=STREAM)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache, no-transform"
    assert response.headers["x-accel-buffering"] == "no"
    assert "content-length" not in response.headers


async def test_events_arrive_while_the_answer_is_being_made(listen, asker):
    asker.waits_after = True
    client, _ = await listen()
    async with client.stream("POST", "/ask", json=ASK, headers=STREAM) as response:
        lines = response.aiter_lines()
        async for line in lines:
            if line.startswith("event: sources"):
                break
        assert asker.waiting == 1
        asker.go.set()
        assert "event: answer.completed" in [line async for line in lines]


async def test_a_silent_line_is_kept_open_by_comments(listen, asker):
    asker.waits_after = True
    client, _ = await listen(heartbeat_s=0.01)
    async with client.stream("POST", "/ask", json=ASK, headers=STREAM) as response:
        comments = 0
        lines = response.aiter_lines()
        async for line in lines:
            comments += line.startswith(":")
            if comments == 3:
                break
        asker.go.set()
        assert "event: answer.completed" in [line async for line in lines]


async def test_an_error_before_the_first_event_is_a_status(listen, asker):
    asker.before = NoSnapshot("nothing yet")
    client, _ = await listen()
    response = await client.post("/ask", json=ASK, headers=STREAM)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert asker.stopped == 1


@pytest.mark.parametrize(
    ("error", "slug", "status"), [(ModelBroke("secret"), "model-broke", 502), (ValueError("secret"), "internal", 500)]
)
async def test_a_later_error_is_the_last_event(listen, asker, tools, caplog, error, slug, status):
    asker.after = error
    client, _ = await listen()
    response = await client.post("/ask", json=ASK, headers=STREAM)
    events = tools.events(response.text)
    assert [name for _, name, _ in events] == ["answer.started", "sources", "answer.failed"]
    told = events[-1][2]
    assert told["type"] == f"urn:dateline:problem:{slug}"
    assert told["status"] == status
    assert told["request_id"] == response.headers["x-request-id"]
    assert told["request_id"] in caplog.text
    assert "secret" not in response.text


async def test_an_answer_that_ends_early_has_failed(listen, asker, tools):
    asker.ends_early = True
    client, _ = await listen()
    events = await whole_stream(client, tools)
    assert events[-1][1] == "answer.failed"
    assert events[-1][2]["type"] == "urn:dateline:problem:model-broke"


async def test_an_answer_that_is_complete_does_not_fail_afterwards(listen, asker, tools, caplog):
    asker.at_close = RuntimeError("the model's connection was already gone")
    client, _ = await listen()
    events = await whole_stream(client, tools)
    assert [name for _, name, _ in events][-2:] == ["disagreement", "answer.completed"]
    assert "RuntimeError" in caplog.text


async def test_a_deadline_ends_the_stream_with_a_failure(listen, asker, tools):
    asker.waits_after = True
    client, _ = await listen(answer_deadline_s=0.05)
    events = await whole_stream(client, tools)
    assert events[-1][1] == "answer.failed"
    assert events[-1][2]["type"] == "urn:dateline:problem:deadline-passed"
    assert (asker.waiting, asker.stopped) == (0, 1)


async def test_a_deadline_before_the_first_event_is_a_status(listen, asker):
    asker.waits_before = True
    client, _ = await listen(answer_deadline_s=0.05)
    response = await client.post("/ask", json=ASK, headers=STREAM)
    assert response.status_code == 504
    assert (asker.waiting, asker.stopped) == (0, 1)


@pytest.mark.parametrize("headers", [STREAM, {}], ids=["stream", "json"])
@pytest.mark.parametrize("moment", ["waits_before", "waits_after"])
async def test_a_client_that_leaves_stops_the_model_at_once(listen, asker, tools, headers, moment):
    setattr(asker, moment, True)
    if moment == "waits_after" and not headers:
        asker.waits_before = True  # JSON has one wait only
    client, _ = await listen(max_in_flight=1, queue=0)
    asking = asyncio.create_task(client.post("/ask", json=ASK, headers=headers))
    await tools.until(lambda: asker.waiting == 1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await tools.until(lambda: asker.stopped == 1, within_s=1)
    assert asker.waiting == 0
    asker.go.set()
    assert (await client.post("/ask", json=ASK)).status_code == 200  # the place is free again


async def test_a_slow_reader_slows_the_answer_down_instead_of_filling_memory(listen, asker, tools):
    asker.deltas = 2_000_000  # some 200 MB as events
    client, _ = await listen(answer_deadline_s=0.5)
    async with client.stream("POST", "/ask", json=ASK, headers=STREAM) as response:
        assert response.status_code == 200
        await tools.until(lambda: asker.stopped == 1)  # the deadline comes even to a client that does not read
    asker.deltas = 1
    assert (await client.post("/ask", json=ASK)).status_code == 200


@pytest.mark.parametrize("headers", [STREAM, {}], ids=["stream", "json"])
async def test_a_service_that_is_stopped_tells_those_who_wait(listen, asker, tools, caplog, headers):
    asker.waits_after, asker.waits_before = bool(headers), not headers
    client, server = await listen(grace_s=0)
    asking = asyncio.create_task(client.post("/ask", json=ASK, headers=headers))
    await tools.until(lambda: asker.waiting == 1)
    server.should_exit = True
    response = await asking
    told = tools.events(response.text)[-1][2] if headers else response.json()
    assert told["type"] == "urn:dateline:problem:stopping"
    assert asker.stopped == 1
    assert "Exception in ASGI application" not in caplog.text


async def test_many_streams_at_once_each_get_their_own_answer(listen, asker, tools):
    client, _ = await listen()

    async def one(number):
        events = await whole_stream(client, tools, question=f"Question {number}?")
        return events[-1][2]["question"]

    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(base_url=client.base_url, limits=limits, timeout=20) as client:
        answers = await asyncio.gather(*(one(number) for number in range(50)))
    assert answers == [f"Question {number}?" for number in range(50)]
    assert isinstance(asker.questions[0], Question)
