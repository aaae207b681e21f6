"""The addresses, over ASGI inside the process."""

import asyncio
from datetime import date

import pytest

from corpus.errors import NoSnapshot, SnapshotDamaged
from service.answering.answer import Filters, Turn

pytestmark = pytest.mark.anyio


async def test_ask_gives_the_whole_answer_as_json(start, asker, tools):
    client = await start()
    response = await client.post("/ask", json={"question": "When is the vote?", "as_of": "2025-06-20"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert answer["outcome"] == "answered"
    assert answer["as_of"] == "2025-06-20"
    assert answer["citations"][0]["quote"] == tools.quote
    assert answer["citations"][0]["check"] == {"name": "overlap", "score": 0.93, "words": []}
    assert answer["sources"][0]["published"] == {"value": "2025-06-25", "precision": "day", "provenance": "given"}
    assert answer["answerer"] == {"kind": "quotes", "model": None, "prompt": None}
    assert set(answer) == {
        "id", "question", "outcome", "text", "statements", "citations", "sources", "disagreements", "as_of", "nearest",
        "checked", "answerer", "corpus", "usage", "timing_ms", "notices", "cached",
    }  # fmt: skip


async def test_a_quote_is_the_articles_words_at_its_place(start):
    client = await start()
    citation = (await client.post("/ask", json={"question": "When?"})).json()["citations"][0]
    article = (await client.get(f"/articles/{citation['article_id']}", params={"snapshot": "snap-1"})).json()
    assert article["body"][citation["start"] : citation["end"]] == citation["quote"]


async def test_the_question_arrives_as_the_answering_wants_it(start, asker):
    client = await start()
    body = {
        "question": "  Who\u0301 won?\n",
        "as_of": "2025-06-25",
        "history": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Two\nlines"}],
        "filters": {"published_after": "2024-02", "published_before": "2024-02", "publishers": ["The Gull"]},
        "max_sources": 3,
        "fallback": True,
    }
    assert (await client.post("/ask", json=body)).status_code == 200
    (question,) = asker.questions
    assert question.text == "Wh\u00f3 won?"
    assert question.as_of == date(2025, 6, 25)
    assert question.history == (Turn("user", "Hello"), Turn("assistant", "Two\nlines"))
    assert question.filters == Filters("2024-02-01", "2024-02-29", ("The Gull",))
    assert (question.max_sources, question.fallback) == (3, True)


async def test_a_question_without_a_day_is_asked_today(start, asker):
    client = await start()
    days = {date.today()}
    await client.post("/ask", json={"question": "When?", "as_of": None})
    days.add(date.today())
    assert asker.questions[0].as_of in days


async def test_search_gives_hits_best_first(start, asker):
    client = await start()
    response = await client.post("/search", json={"query": "vote", "as_of": "2025-06-25", "limit": 2})
    assert response.status_code == 200
    assert response.json()["snapshot"] == "snap-1"
    hit = response.json()["hits"][1]
    assert set(hit) == {
        "passage_id", "article_id", "start", "end", "text", "score", "title", "publisher", "published", "url",
    }  # fmt: skip
    assert asker.searches == [("vote", date(2025, 6, 25), Filters(), 2)]


async def test_articles_come_in_pages_without_bodies(start):
    client = await start()
    page = (await client.get("/articles", params={"offset": 240, "limit": 100})).json()
    assert page["total"] == 250
    assert [article["id"] for article in page["articles"]] == [f"a{n}" for n in range(240, 250)]
    assert all("body" not in article for article in page["articles"])
    assert len((await client.get("/articles")).json()["articles"]) == 20


@pytest.mark.parametrize("query", ["limit=101", "limit=0", "offset=-1", "limit=many", "offset=1e9"])
async def test_a_page_outside_the_bounds_is_refused(start, query):
    client = await start()
    response = await client.get(f"/articles?{query}")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [query.split("=")[0]]


async def test_an_unknown_article_is_not_found_and_said_so(start):
    client = await start()
    response = await client.get("/articles/nobody")
    assert response.status_code == 404
    assert response.json()["type"] == "urn:dateline:problem:not-found"
    assert response.json()["detail"] == "there is no article nobody"


@pytest.mark.parametrize("snapshot", ["../../etc", "..", ".hidden", "", "a/b", "a" * 101])
async def test_a_snapshot_id_is_never_a_path(start, snapshot):
    client = await start()
    response = await client.get("/articles/vote-1", params={"snapshot": snapshot})
    assert response.status_code == 422


async def test_the_current_snapshot_is_told(start):
    client = await start()
    state = (await client.get("/snapshots/current")).json()
    assert state == {"snapshot": "snap-1", "articles": 1, "newest": "2025-06-25", "passages": 3}


async def test_openapi_shows_the_answers_own_fields(start):
    client = await start()
    document = (await client.get("/openapi.json")).json()
    schemas = document["components"]["schemas"]
    assert "quote" in schemas["Citation"]["properties"]
    assert schemas["AskBody"]["properties"]["question"]["maxLength"] == 2000
    ok = document["paths"]["/ask"]["post"]["responses"]["200"]["content"]
    assert ok["application/json"]["schema"] == {"$ref": "#/components/schemas/Answer"}
    assert "text/event-stream" in ok
    assert "HTTPValidationError" not in schemas
    for path, operations in document["paths"].items():
        expected = "application/json" if path.startswith("/v1/") else "application/problem+json"
        for operation in operations.values():
            assert expected in operation["responses"]["default"]["content"]


async def test_a_service_that_is_opening_is_alive_but_not_ready(start, asker, tools):
    may_open = asyncio.Event()

    async def opens():
        await may_open.wait()
        return asker

    client = await start(opens)
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    for response in (await client.get("/readyz"), await client.post("/ask", json={"question": "When?"})):
        assert response.status_code == 503
        assert response.headers["retry-after"] == "2"
        assert response.json()["type"] == "urn:dateline:problem:starting"
    may_open.set()
    assert (await tools.opened(client)).status_code == 200
    assert (await client.post("/ask", json={"question": "When?"})).status_code == 200


async def test_an_archive_that_is_published_later_is_opened_without_a_restart(start, asker, tools):
    published = asyncio.Event()

    async def opens():
        if not published.is_set():
            raise NoSnapshot("nothing is published in secret/data; run dateline ingest")
        return asker

    client = await start(opens)
    ready = await tools.opened(client)
    assert ready.status_code == 503
    assert ready.json()["detail"] == "nothing is published in secret/data; run dateline ingest"
    told = await client.post("/ask", json={"question": "When?"})
    assert told.status_code == 503
    assert told.headers["retry-after"] == "30"
    assert told.json()["type"] == "urn:dateline:problem:no-snapshot"
    assert "secret" not in told.text
    published.set()

    async def ready_now():
        return (await client.get("/readyz")).status_code == 200

    await tools.until(ready_now)


async def test_a_service_that_cannot_open_says_so_without_its_insides(start, tools):
    async def opens():
        raise RuntimeError("password hunter2")

    client = await start(opens)
    ready = await tools.opened(client)
    assert ready.status_code == 503
    assert ready.json()["type"] == "urn:dateline:problem:unavailable"
    assert "hunter2" not in ready.text
    assert (await client.get("/healthz")).status_code == 200


async def test_readiness_asks_for_known_vectors_each_time(start, asker):
    client = await start()
    assert (await client.get("/readyz")).json() == {"status": "ready"}
    asker.unready = SnapshotDamaged("vectors/ of snap-1 lost its index; run dateline snapshots rollback")
    response = await client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["detail"].startswith("vectors/ of snap-1 lost its index")
    assert (await client.get("/healthz")).status_code == 200


async def test_the_asker_is_closed_when_the_service_stops(build, asker):
    opening = asyncio.Event()

    async def opens():
        opening.set()
        return asker

    app = build(opens)
    async with app.router.lifespan_context(app):
        await opening.wait()
        assert not asker.closed
    assert asker.closed


async def test_a_service_that_stops_while_opening_stops(build):
    app = build(asyncio.Event().wait)
    async with asyncio.timeout(5), app.router.lifespan_context(app):
        await asyncio.sleep(0)
