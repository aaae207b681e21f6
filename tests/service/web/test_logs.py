"""What a line of the log holds, and what it never does."""

import io
import json
import logging
import sys

import pytest
from pydantic import SecretStr

from service.settings import Settings, secrets_of
from service.web.logs import set_up, with_request_id

SECRET = 'sk-"canary\\0123456789'


@pytest.fixture
def written():
    """Sets up the log to go into a text; the one of pytest comes back at the end."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = []
    stream = io.StringIO()
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_its_fields(written):
    set_up([], written)
    logging.getLogger("service.web").info("asked %s", "twice", extra={"status": 200})
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "asked twice", "status": 200, "level": "info", "logger": "service.web"}


def test_lines_of_a_request_carry_its_id_and_others_do_not(written):
    set_up([], written)
    with with_request_id("req_1"):
        logging.getLogger("elsewhere").warning("inside")
    logging.getLogger("elsewhere").warning("outside")
    assert [line.get("request_id") for line in lines(written)] == ["req_1", None]


def test_a_text_of_several_lines_stays_one_line(written):
    set_up([], written)
    logging.getLogger("x").error("first\nsecond\u2028third\x1b[31m")
    assert written.getvalue().count("\n") == 1
    assert lines(written)[0]["event"] == "first\nsecond\u2028third\x1b[31m"


def test_a_secret_is_blotted_out_wherever_it_gets_into_a_line(written):
    set_up([SECRET], written)
    log = logging.getLogger("x")
    log.info("the key is %s", SECRET)
    log.info("the key is %r", SECRET)
    log.info("told", extra={"header": f"Bearer {SECRET}"})
    log.info("GET https://api.example/?key=sk-%22canary%5C0123456789")
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("it broke")
    assert len(lines(written)) == 5
    assert "canary" not in written.getvalue()
    assert written.getvalue().count("[secret]") >= 5
    assert "test_logs.py" in lines(written)[-1]["exception"]


def test_a_person_who_looks_on_gets_a_line_to_read(written, monkeypatch):
    monkeypatch.setattr(written, "isatty", lambda: True, raising=False)
    set_up([SECRET], written)
    logging.getLogger("x").info("listening on http://127.0.0.1:8000", extra={"key": SECRET})
    assert "listening on http://127.0.0.1:8000" in written.getvalue()
    assert not written.getvalue().startswith("{")
    assert "canary" not in written.getvalue()


def test_keys_passwords_in_addresses_and_what_other_programs_keep_in_the_environment_are_secrets(monkeypatch):
    monkeypatch.setenv("SOMEONES_API_KEY", "other-canary")
    settings = Settings(
        openai_api_key=SecretStr("sk-canary"),
        openai_base_url="https://user:word-canary@api.example/v1",
        limits_url=SecretStr("redis://:limits-canary@127.0.0.1/0"),
    )
    found = secrets_of(settings)
    assert {"sk-canary", "word-canary", "limits-canary", "other-canary"} <= found
    assert not {"data", "cut", "https://api.example/v1"} & found


def test_the_log_goes_to_stderr_if_nothing_else_is_said(written, monkeypatch):
    monkeypatch.setattr(sys, "stderr", written)
    set_up([])
    logging.getLogger("x").info("here")
    assert lines(written)[0]["event"] == "here"
