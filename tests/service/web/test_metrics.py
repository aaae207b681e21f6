"""The figures that Prometheus reads, from requests that were made."""

import asyncio
import contextlib
import json
import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from corpus.errors import ModelUnreachable, NoSnapshot
from service.answering.answer import Checked, Notice, Usage
from service.web.metrics import Metrics

pytestmark = pytest.mark.anyio

ASK = {"question": "When is the vote?", "as_of": "2025-06-25"}
STREAM = {"Accept": "text/event-stream"}
PAGE = Path(__file__).parents[3] / "docs" / "operating.md"


async def figures(client):
    """Every sample by its name and labels: route before outcome."""
    response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=1.0.0")
    return {
        (sample.name, *(sample.labels[label] for label in sorted(sample.labels, reverse=True))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


async def test_requests_are_counted_by_route_and_by_how_they_ended(start):
    client = await start()
    await client.post("/ask", json=ASK)
    await client.post("/ask", json=ASK, headers=STREAM)
    await client.post("/ask", json={})
    await client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": "When?"}]})
    await client.get("/articles/vote-1")
    await client.get("/articles/no-such-one")
    await client.get("/nowhere/at/all")
    told = await figures(client)
    requests = "dateline_requests_total"
    assert told[requests, "/ask", "answered"] == 2
    assert told[requests, "/ask", "invalid-request"] == 1
    assert told[requests, "/v1/chat/completions", "answered"] == 1
    assert told[requests, "/articles/{article_id}", "ok"] == 1
    assert told[requests, "/articles/{article_id}", "not-found"] == 1
    assert told[requests, "other", "not-found"] == 1
    assert told["dateline_request_seconds_count", "/ask"] == 3
    assert told["dateline_first_token_seconds_count",] == 1
    assert told["dateline_statements_total",] == 3


async def test_failures_of_the_model_are_counted_by_kind_before_and_within_a_stream(start, asker):
    asker.before = ModelUnreachable("no")
    client = await start()
    await client.post("/ask", json=ASK)
    await client.post("/ask", json=ASK, headers=STREAM)
    asker.before, asker.after = None, ModelUnreachable("no")
    await client.post("/ask", json=ASK, headers=STREAM)
    told = await figures(client)
    assert told["dateline_model_errors_total", "model-unreachable"] == 3
    assert told["dateline_requests_total", "/ask", "model-unreachable"] == 3


async def test_what_was_turned_away_is_counted_by_reason(start, asker, tools):
    asker.waits_before = True
    client = await start(max_in_flight=1, queue=0)
    first = asyncio.create_task(client.post("/ask", json=ASK))
    await tools.until(lambda: asker.waiting)
    inside = await figures(client)
    assert (await client.post("/ask", json=ASK)).status_code == 503
    asker.go.set()
    await first
    told = await figures(client)
    assert told["dateline_rejects_total", "overloaded"] == 1
    assert inside["dateline_in_flight", "questions"] == 1
    assert told["dateline_in_flight", "questions"] == 0
    assert told["dateline_queue", "questions"] == 0


async def test_who_waits_before_the_gate_is_seen(start, asker, tools):
    asker.waits_before = True
    client = await start(max_in_flight=1, queue=5)
    asking = [asyncio.create_task(client.post("/ask", json=ASK)) for _ in range(3)]
    await tools.until(lambda: asker.waiting)

    async def two_wait():
        return (await figures(client))["dateline_queue", "questions"] == 2

    await tools.until(two_wait)
    asker.go.set()
    await asyncio.gather(*asking)


async def test_a_client_that_leaves_is_counted_as_such(listen, asker, tools):
    asker.waits_after = True
    client, _ = await listen()
    async with client.stream("POST", "/ask", json=ASK, headers=STREAM) as response:
        async for line in response.aiter_lines():
            if line.startswith("event: sources"):
                break

    async def left():
        return (await figures(client)).get(("dateline_requests_total", "/ask", "client-left")) == 1

    await tools.until(left)


@pytest.fixture
def metrics():
    return Metrics({}, lambda: None)


def sample(metrics, name):
    found = re.search(rf"^{name} (\S+)$", metrics.page().decode(), re.M)
    return float(found[1])


def ended(answer):
    return SimpleNamespace(seconds=lambda: 1.0, first_text_s=None, problem=None, answer=answer)


async def test_what_an_answer_took_is_counted_once_however_many_heard_it(metrics, asker):
    whole = replace(
        await asker.answer(SimpleNamespace(text="q", as_of=datetime(2025, 6, 25, tzinfo=UTC))),
        usage=Usage(40, 5),
        checked=Checked(3, 2, 1, 0, 2),
        notices=(Notice("model_failed", "The model failed."),),
    )
    metrics.count("/ask", "answered", ended(whole))
    metrics.count("/ask", "answered", ended(replace(whole, cached=True)))
    assert sample(metrics, "dateline_cached_answers_total") == 1
    assert sample(metrics, "dateline_statements_total") == 3
    assert sample(metrics, "dateline_statements_cut_total") == 1
    assert sample(metrics, "dateline_invalid_markers_total") == 2
    assert sample(metrics, 'dateline_model_tokens_total{direction="in"}') == 40
    assert sample(metrics, 'dateline_model_errors_total{kind="quotes-stood-in"}') == 1


def test_the_age_of_what_is_served_is_told_once_something_is():
    made = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert sample(Metrics({}, lambda: SimpleNamespace(created=made)), "dateline_snapshot_age_seconds") >= 3600
    nothing = sample(Metrics({}, lambda: None), "dateline_snapshot_age_seconds")
    assert math.isnan(nothing)


async def test_an_event_loop_that_is_held_up_shows(metrics, monkeypatch, tools):
    monkeypatch.setattr("service.web.metrics._BEAT_S", 0.001)
    watching = asyncio.create_task(metrics.watch_event_loop())
    await tools.until(lambda: sample(metrics, "dateline_event_loop_lag_seconds_count") >= 3)
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def test_a_service_that_is_not_open_has_figures_too(start):
    async def opens():
        raise NoSnapshot("nothing")

    client = await start(opens)
    assert ("dateline_snapshot_age_seconds",) in await figures(client)


async def test_every_figure_is_on_the_operators_page(start):
    client = await start()
    page = PAGE.read_text(encoding="utf-8")
    families = set(re.findall(r"^# TYPE (dateline_\w+)", (await client.get("/metrics")).text, re.M))
    assert families
    assert json.dumps(sorted(name for name in families if f"`{name}" not in page)) == "[]"
