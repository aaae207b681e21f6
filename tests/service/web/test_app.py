"""The app as a whole: headers, files, other origins, the log, the port."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from corpus.errors import SettingError
from service.web.app import serve

pytestmark = pytest.mark.anyio


async def test_every_response_carries_the_security_headers(start):
    client = await start()
    for path in ("/", "/healthz", "/nowhere", "/articles", "/static/none", "/widget/v1/widget.js"):
        headers = (await client.get(path)).headers
        policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["base-uri"] == policy["form-action"] == "'none'"
        assert policy["require-trusted-types-for"] == "'script'"
        assert policy["trusted-types"] == "lit-html"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-request-id"].startswith("req_")
        assert "server" not in headers


async def test_the_page_and_the_widget_come_from_the_installed_package(start):
    client = await start()
    page = await client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    script = await client.get("/widget/v1/widget.js")
    assert script.status_code == 200
    assert "javascript" in script.headers["content-type"]
    assert script.content == (await client.get("/static/widget.js")).content
    assert (await client.head("/")).headers["content-length"] == str(len(page.content))


async def test_any_site_may_load_the_widget_and_keeps_it_until_it_changes(start):
    client = await start(cors_origins=("https://news.example",))
    for origin in ("https://news.example", "https://other.example"):
        response = await client.get("/widget/v1/widget.js", headers={"Origin": origin})
        assert response.headers["access-control-allow-origin"] in ("*", origin)
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert response.headers["cache-control"] == "no-cache"
    again = await client.get("/widget/v1/widget.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


async def test_answers_and_problems_are_never_cached(start):
    client = await start()
    for response in (await client.post("/ask", json={"question": "q"}), await client.get("/nowhere")):
        assert response.headers["cache-control"] == "no-store"


async def test_without_a_setting_no_other_origin_may_ask(start):
    client = await start()
    headers = {"Origin": "https://news.example"}
    response = await client.post("/ask", json={"question": "q"}, headers=headers)
    assert "access-control-allow-origin" not in response.headers
    preflight = headers | {"Access-Control-Request-Method": "POST"}
    assert (await client.options("/ask", headers=preflight)).status_code == 400


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://news.example", True),
        ("https://news.example:8443", False),
        ("http://news.example", False),
        ("https://evil-news.example", False),
        ("https://news.example.evil.example", False),
        ("null", False),
    ],
)
async def test_only_the_origins_that_were_named_may_ask_and_read_problems(start, origin, allowed):
    client = await start(cors_origins=("https://news.example",))
    for body in ({"question": "q"}, {}):
        response = await client.post("/ask", json=body, headers={"Origin": origin})
        assert response.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "access-control-allow-credentials" not in response.headers
        assert "Origin" in response.headers.get("vary", "") or not allowed
    preflight = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    assert (await client.options("/ask", headers=preflight)).is_success is allowed


async def test_the_log_has_one_line_a_request_and_no_question(start, caplog):
    caplog.set_level(logging.DEBUG)
    client = await start()
    response = await client.post("/ask", json={"question": "A private question"})
    (line,) = [r for r in caplog.records if getattr(r, "request_id", None) == response.headers["x-request-id"]]
    assert line.getMessage() == "POST /ask 200"
    assert (line.method, line.path, line.status, line.outcome) == ("POST", "/ask", 200, "answered")
    assert (line.answer, line.cached) == ("ans_1", False)
    assert "rivate" not in caplog.text
    assert "rivate" not in str([vars(record) for record in caplog.records])


async def test_the_log_holds_questions_only_where_that_is_set(start, caplog):
    caplog.set_level(logging.INFO)
    client = await start(log_questions=True)
    message = {"role": "user", "content": "Where was it?"}
    await client.post("/ask", json={"question": "When was it?"})
    await client.post("/v1/chat/completions", json={"messages": [message]})
    told = [record.question for record in caplog.records if hasattr(record, "question")]
    assert told == ["When was it?", "Where was it?"]


async def test_an_address_cannot_forge_a_line_of_the_log(start, caplog):
    caplog.set_level(logging.INFO)
    client = await start()
    await client.get("/x%0d%0arequest req_0 GET /forged 200 1 ms")
    assert all("\n" not in record.getMessage() and "\r" not in record.getMessage() for record in caplog.records)


async def test_the_log_says_which_answerer_answers(start, caplog):
    caplog.set_level(logging.INFO)
    await start()
    lines = [r.getMessage() for r in caplog.records if r.name == "service.web.opening"]
    assert lines == ["open: answers come from quotes, model none, prompt none"]


def test_a_port_that_is_taken_is_said_in_one_line(build):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=rf"^cannot listen on 127\.0\.0\.1, port {port}: .*--port$"):
            serve(build(), "127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("no-such-host.invalid", 8000), ("127.0.0.1", 70_000), ("::g", 8000)])
def test_an_address_that_cannot_be_is_said_in_one_line(build, host, port):
    with pytest.raises(SettingError, match=r"^cannot listen on ") as error:
        serve(build(), host, port)
    assert "\n" not in str(error.value)


SERVICE = """
import asyncio
from service.settings import Settings
from service.web.app import create_app, serve

async def opens():
    await asyncio.Event().wait()

serve(create_app(opens, Settings()), "127.0.0.1", 0)
"""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_served_app_answers_and_stops_at_a_signal(stop):
    service = subprocess.Popen([sys.executable, "-c", SERVICE], stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        listening = next(line for line in service.stderr if "listening on" in line)
        address = json.loads(listening)["event"].split()[-1]
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        assert httpx.get(f"{address}/readyz").status_code == 503
        service.send_signal(stop)
        assert service.wait(timeout=10) in (0, -stop)
        assert "Traceback" not in service.stderr.read()
    finally:
        service.kill()
        service.wait()
        service.stderr.close()
