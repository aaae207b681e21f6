"""A service that needs keys, over HTTP."""

import asyncio
from contextlib import closing

import pytest

from corpus.errors import ModelBroke, SettingError
from service.answering.answer import Answerer
from service.settings import Settings
from service.store import Store
from service.web.admission import open_admission
from service.web.app import serve

pytestmark = pytest.mark.anyio

ASK = {"question": "When?"}
CHAT = {"model": "dateline", "messages": [{"role": "user", "content": "When?"}]}
GULL = "https://gull.example"


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path)) as store:
        yield store


@pytest.fixture
def secret(store):
    return store.add_key("app", None)[1]


@pytest.fixture
async def guarded(start, tmp_path, store, secret):
    """Starts a service that needs keys; its client sends none by itself."""

    async def guarded(**settings):
        return await start(keys="always", data=tmp_path, **settings)

    return guarded


def bearer(secret, **more):
    return {"Authorization": f"Bearer {secret}", **more}


def told(response, status, slug):
    assert response.status_code == status
    assert response.json()["type"] == f"urn:dateline:problem:{slug}"
    return response


async def test_with_a_key_everything_is_as_without_keys(guarded, secret, asker):
    client = await guarded()
    assert (await client.post("/ask", json=ASK, headers=bearer(secret))).json()["outcome"] == "answered"
    stream = await client.post("/ask", json=ASK, headers=bearer(secret, Accept="text/event-stream"))
    assert "event: answer.completed" in stream.text
    for path in ("/articles", "/articles/vote-1", "/snapshots/current", "/v1/models", "/metrics"):
        assert (await client.get(path, headers=bearer(secret))).status_code == 200
    assert (await client.post("/v1/chat/completions", json=CHAT, headers=bearer(secret))).status_code == 200


async def test_without_a_key_only_the_page_and_the_probes_are_open(guarded):
    client = await guarded()
    for path in ("/", "/healthz", "/readyz", "/openapi.json", "/static/page.css", "/widget/v1/widget.js"):
        assert (await client.get(path)).status_code == 200
    for path in ("/articles", "/articles/vote-1", "/snapshots/current", "/metrics", "/nowhere", "/static"):
        told(await client.get(path), 401, "unauthorized")
    for path in ("/ask", "/search", "/answers/ans_1/feedback"):
        told(await client.post(path, json={}), 401, "unauthorized")


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer dl_wrong", "Basic eDp5", "Bearer \u00e9"])
async def test_a_key_that_does_not_work_is_unauthorized(guarded, asker, value):
    client = await guarded()
    response = await client.post("/ask", json=ASK, headers={b"Authorization": value.encode("latin-1")})
    told(response, 401, "unauthorized")
    assert response.headers["www-authenticate"] == 'Bearer realm="dateline", error="invalid_token"'
    assert response.headers["connection"] == "close"
    assert asker.questions == []


async def test_who_sends_none_is_told_how_and_who_sends_two_is_refused(guarded, secret):
    client = await guarded()
    none = told(await client.get("/articles"), 401, "unauthorized")
    assert none.headers["www-authenticate"] == 'Bearer realm="dateline"'
    assert "connection" not in none.headers
    line = ("Authorization", f"Bearer {secret}")
    told(await client.get("/articles", headers=[line, line]), 401, "unauthorized")


async def test_openais_clients_get_openais_shape(guarded):
    client = await guarded()
    response = await client.post("/v1/chat/completions", json=CHAT, headers=bearer("dl_wrong"))
    assert response.status_code == 401
    error = response.json()["error"]
    assert (error["type"], error["code"]) == ("authentication_error", "invalid_api_key")


async def test_a_key_is_looked_up_before_the_body_is_read(guarded):
    client = await guarded()

    async def body():
        yield b"{"
        raise AssertionError("the body was read")

    async def send(message):
        sent.append(message)

    sent = []
    app = client._transport.app
    headers = [(b"content-type", b"application/json"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": "/ask", "query_string": b"", "headers": headers}
    await app(scope, body().__anext__, send)
    assert sent[0]["status"] == 401
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_a_key_that_another_process_revokes_stops_at_once(guarded, secret, tmp_path):
    client = await guarded()
    assert (await client.get("/articles", headers=bearer(secret))).status_code == 200
    with closing(Store(tmp_path)) as other:
        other.revoke("app")
    told(await client.get("/articles", headers=bearer(secret)), 401, "unauthorized")


async def test_a_key_that_asks_too_often_is_told_when_to_come_again(guarded, store):
    _, secret = store.add_key("busy", None, per_minute=2)
    client = await guarded()
    for _ in range(2):
        assert (await client.get("/articles", headers=bearer(secret))).status_code == 200
    response = told(await client.get("/articles", headers=bearer(secret)), 429, "rate-limited")
    assert 58 <= int(response.headers["retry-after"]) <= 60
    assert response.json()["retry_after"] == int(response.headers["retry-after"])
    chat = await client.post("/v1/chat/completions", json=CHAT, headers=bearer(secret))
    assert (chat.status_code, chat.json()["error"]["type"]) == (429, "rate_limit_error")


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_an_answer_that_was_broken_off_is_paid_for(guarded, store, asker, accept):
    _, secret = store.add_key("small", None, tokens_per_day=1)
    asker.answerer = Answerer("model", "small-model")
    client = await guarded()
    for _ in range(2):  # what was answered without the model costs nothing
        assert (await client.post("/ask", json=ASK, headers=bearer(secret, Accept=accept))).status_code == 200
    asker.before = ModelBroke("before the first event: nothing was begun")
    assert (await client.post("/ask", json=ASK, headers=bearer(secret, Accept=accept))).status_code == 502
    asker.before, asker.after = None, ModelBroke("after it")
    await client.post("/ask", json=ASK, headers=bearer(secret, Accept=accept))
    response = told(await client.post("/ask", json=ASK, headers=bearer(secret, Accept=accept)), 429, "budget-spent")
    assert 1 <= int(response.headers["retry-after"]) <= 86_400
    assert (await client.get("/articles", headers=bearer(secret))).status_code == 200


async def test_a_widgets_key_works_from_its_pages_alone(guarded, store):
    _, secret = store.add_key("gull", [GULL])
    client = await guarded()
    mine = await client.post("/ask", json=ASK, headers=bearer(secret, Origin=GULL))
    assert mine.status_code == 200
    assert mine.headers["access-control-allow-origin"] == GULL
    for other in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        response = told(await client.post("/ask", json=ASK, headers=bearer(secret, **other)), 403, "forbidden-origin")
        assert "access-control-allow-origin" not in response.headers
    told(await client.get("/metrics", headers=bearer(secret, Origin=GULL)), 401, "unauthorized")


async def test_pages_of_a_widgets_key_may_ask_and_read_problems(guarded, store):
    store.add_key("gull", [GULL])
    client = await guarded(cors_origins=("https://named.example",))
    preflight = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    for origin in (GULL, "https://named.example"):
        response = await client.options("/ask", headers={"Origin": origin, **preflight})
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == origin
        assert "access-control-allow-credentials" not in response.headers
        refused = told(await client.post("/ask", json=ASK, headers={"Origin": origin}), 401, "unauthorized")
        assert refused.headers["access-control-allow-origin"] == origin
        assert "Origin" in refused.headers["vary"]
    strange = await client.options("/ask", headers={"Origin": "https://evil.example", **preflight})
    assert strange.status_code == 400
    assert "Origin" in strange.headers["vary"]
    store.revoke("gull")
    assert (await client.options("/ask", headers={"Origin": GULL, **preflight})).status_code == 400


async def test_an_answer_that_depends_on_the_origin_says_so_to_caches(guarded):
    client = await guarded()
    assert "Origin" in (await client.get("/articles")).headers["vary"]


async def test_the_page_has_a_key_that_works_from_it_alone(guarded):
    client = await guarded()
    page = await client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    secret = page.text.partition('<dateline-ask api-key="')[2].partition('"')[0]
    assert secret.startswith("dlw_")
    asked = await client.post("/ask", json=ASK, headers=bearer(secret, Origin="http://service"))
    assert asked.status_code == 200
    assert (await client.get("/articles/vote-1", headers=bearer(secret))).status_code == 200
    told(await client.post("/ask", json=ASK, headers=bearer(secret, Origin=GULL)), 403, "forbidden-origin")
    told(await client.post("/ask", json=ASK, headers=bearer(secret)), 403, "forbidden-origin")


async def test_a_page_whose_key_was_revoked_has_none(guarded, store):
    client = await guarded()
    store.revoke("page")
    assert "api-key" not in (await client.get("/")).text


async def test_on_this_machine_keys_are_off_and_one_that_is_sent_is_ignored(start, tmp_path):
    client = await start(data=tmp_path)
    for headers in ({}, bearer("dl_wrong"), {"Authorization": "nonsense"}):
        assert (await client.post("/ask", json=ASK, headers=headers)).status_code == 200
    assert "api-key" not in (await client.get("/")).text
    assert list(tmp_path.iterdir()) == []  # nothing is written only to answer


async def test_a_store_that_breaks_is_told_and_lets_nobody_in(guarded, secret, store, monkeypatch):
    client = await guarded()
    client._transport.app.state.service.admission.close_store()
    response = told(await client.get("/articles", headers=bearer(secret)), 503, "store-unavailable")
    assert response.headers["retry-after"] == "5"
    told(await client.get("/"), 503, "store-unavailable")
    assert (await client.get("/healthz", headers={"Origin": GULL})).status_code == 200


async def test_without_redis_nobody_comes_in(guarded, secret):
    client = await guarded(limits_url="redis://127.0.0.1:1/0")
    told(await client.get("/articles", headers=bearer(secret)), 503, "limits-unavailable")
    assert (await client.get("/readyz")).status_code == 200


async def test_what_was_turned_away_is_counted(guarded, secret, store):
    _, gull = store.add_key("gull", [GULL], per_minute=1)
    client = await guarded()
    await client.post("/ask", json=ASK)
    for origin in ("https://evil.example", GULL, GULL):
        await client.post("/ask", json=ASK, headers=bearer(gull, Origin=origin))
    figures = (await client.get("/metrics", headers=bearer(secret))).text
    for reason in ("unauthorized", "forbidden-origin", "rate-limited"):
        assert f'dateline_rejects_total{{reason="{reason}"}} 1.0' in figures


async def test_an_overload_of_requests_without_a_key_costs_little(guarded, asker):
    client = await guarded()
    ends = await asyncio.gather(*(client.post("/ask", json=ASK, headers=bearer(f"dl_{n}")) for n in range(200)))
    assert {response.status_code for response in ends} == {401}
    assert asker.questions == []


@pytest.mark.parametrize("keys", ["auto", "always"])
def test_a_public_address_without_any_key_is_not_served(tmp_path, keys):
    with pytest.raises(SettingError, match=r"keys add NAME.*--open"):
        open_admission(Settings(data=tmp_path, keys=keys), "0.0.0.0")


def test_a_public_address_is_open_to_all_only_where_that_is_said(tmp_path):
    assert open_admission(Settings(data=tmp_path, keys="never"), "0.0.0.0") is None
    assert open_admission(Settings(data=tmp_path), "127.0.0.1") is None
    assert list(tmp_path.iterdir()) == []


def test_an_app_that_was_made_for_this_machine_is_not_served_to_others(build, tmp_path):
    with pytest.raises(SettingError, match="other machines"):
        serve(build(data=tmp_path), "0.0.0.0", 0)


@pytest.mark.parametrize("value", [b"Bearer \xff\xfe", b"\x00", b"Bearer " + b"x" * 60_000, b" ", b"bearer\tdl_x"])
async def test_a_header_of_any_shape_is_refused_and_breaks_nothing(guarded, value):
    client = await guarded()
    told(await client.get("/articles", headers={b"Authorization": value}), 401, "unauthorized")
