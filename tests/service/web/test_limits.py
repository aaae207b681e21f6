"""Bodies, places and deadlines."""

import asyncio
import json

import pytest

from service.web.kinds import DEADLINE_PASSED, OVERLOADED, Refused
from service.web.limits import BodyLimit, Gate

pytestmark = pytest.mark.anyio

ASK = {"question": "When?"}


def of_length(length):
    body = json.dumps(ASK | {"history": []}).encode()
    return body[:-1] + b" " * (length - len(body)) + b"}"


async def in_chunks(body, size=512):
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def test_a_body_may_be_as_large_as_the_limit_and_no_larger(start):
    client = await start(max_body_bytes=2_048)
    for wrap in (bytes, in_chunks):
        headers = {"Content-Type": "application/json"}
        fits = await client.post("/ask", content=wrap(of_length(2_048)), headers=headers)
        assert fits.status_code == 200
        large = await client.post("/ask", content=wrap(of_length(2_049)), headers=headers)
        assert large.status_code == 413
        assert large.json()["type"] == "urn:dateline:problem:body-too-large"


async def raw(client, head, *pieces):
    """Send bytes over a socket of one's own, and read until the server closes."""
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    try:
        writer.write(head.replace("\n", "\r\n").encode())
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 5)
    finally:
        writer.close()


async def test_a_body_without_a_declared_length_is_cut_off_when_it_grows_too_large(listen, asker):
    client, _ = await listen(max_body_bytes=2_048)
    head = "POST /ask HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n"
    answer = await raw(client, head, *[b"400\r\n" + b" " * 1_024 + b"\r\n"] * 3)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"urn:dateline:problem:body-too-large" in answer
    assert asker.questions == []


async def test_a_declared_length_that_is_too_large_is_refused_unread(listen):
    client, _ = await listen(max_body_bytes=2_048)
    head = "POST /ask HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 99999999999\n\n"
    answer = await raw(client, head)
    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_body_that_never_ends_is_given_up():
    sent = []

    async def app(scope, receive, send):
        await receive()
        await receive()

    async def receive():
        if not sent:
            sent.append(1)
            return {"type": "http.request", "body": b"{", "more_body": True}
        return await asyncio.Event().wait()

    with pytest.raises(Exception, match="408"):
        await BodyLimit(app, 100, time_s=0.01)({"type": "http", "headers": []}, receive, None)


async def test_a_client_that_waits_for_its_answer_has_no_body_time_left_to_run_out():
    async def app(scope, receive, send):
        assert not (await receive()).get("more_body")
        await receive()

    messages = [{"type": "http.request", "body": b"{}"}]
    may_leave = asyncio.Event()

    async def receive():
        if messages:
            return messages.pop()
        await may_leave.wait()
        return {"type": "http.disconnect"}

    running = asyncio.create_task(BodyLimit(app, 100, time_s=0)({"type": "http", "headers": []}, receive, None))
    asyncio.get_running_loop().call_later(0.02, may_leave.set)
    await running


async def holding(gate, go):
    async with gate.admitted():
        await go.wait()


async def test_a_full_queue_turns_the_next_away_at_once():
    gate, go = Gate(2, 1, 10), asyncio.Event()
    tasks = [asyncio.create_task(holding(gate, go)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Refused) as refused:
        await holding(gate, go)
    assert refused.value.kind is OVERLOADED
    go.set()
    await asyncio.gather(*tasks)
    await holding(gate, go)


async def test_one_that_waits_in_the_queue_takes_the_next_free_place():
    gate, first, second = Gate(1, 1, 10), asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(holding(gate, first))
    waiting = asyncio.create_task(holding(gate, second))
    await asyncio.sleep(0)
    first.set()
    await running
    second.set()
    await waiting


async def test_time_that_runs_out_in_the_queue_is_overload_and_inside_is_the_deadline():
    gate, never = Gate(1, 1, 0.02), asyncio.Event()
    results = await asyncio.gather(holding(gate, never), holding(gate, never), return_exceptions=True)
    kinds = [result.kind for result in results]
    assert kinds[0] is DEADLINE_PASSED
    assert kinds[1] in (OVERLOADED, DEADLINE_PASSED)  # the place may have come free in the same moment


async def test_places_and_queue_are_given_back_by_those_who_leave():
    gate, never = Gate(1, 1, 10), asyncio.Event()
    tasks = [asyncio.create_task(holding(gate, never)) for _ in range(2)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    done = asyncio.Event()
    done.set()
    await asyncio.gather(holding(gate, done), holding(gate, done))


async def test_a_timeout_of_the_work_itself_is_not_taken_for_the_deadline():
    with pytest.raises(TimeoutError):
        async with Gate(1, 0, 10).admitted():
            raise TimeoutError


async def test_an_overloaded_service_says_when_to_come_again(start, asker, tools):
    asker.waits_before = True
    client = await start(max_in_flight=1, queue=0)
    asking = asyncio.create_task(client.post("/ask", json=ASK))
    await tools.until(lambda: asker.waiting == 1)
    for headers in ({}, {"Accept": "text/event-stream"}):
        response = await client.post("/ask", json=ASK, headers=headers)
        assert response.status_code == 503
        assert response.headers["retry-after"] == "2"
        assert response.json()["type"] == "urn:dateline:problem:overloaded"
    assert (await client.post("/search", json={"query": "vote"})).status_code == 200
    assert (await client.get("/healthz")).status_code == 200
    asker.go.set()
    assert (await asking).status_code == 200


async def test_a_question_past_its_deadline_is_stopped(start, asker):
    asker.waits_before = True
    client = await start(answer_deadline_s=0.02)
    response = await client.post("/ask", json=ASK)
    assert response.status_code == 504
    assert response.json()["type"] == "urn:dateline:problem:deadline-passed"
    assert (asker.waiting, asker.stopped) == (0, 1)
