"""The commands for keys and feedback."""

import json
from contextlib import closing

import pytest
import typer
from typer.testing import CliRunner

from corpus.errors import NotFound, SettingError
from service.commands import feedback_app, keys_app
from service.store import Feedback, Store, hash_of, path_in


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command on a data folder of its own: what it printed, what it said besides."""
    monkeypatch.delenv("DATELINE_FEEDBACK_DAYS", raising=False)

    app = typer.Typer()
    app.add_typer(keys_app, name="keys")
    app.add_typer(feedback_app, name="feedback")

    def run(*arguments):
        result = CliRunner().invoke(app, [*arguments, "--data", str(tmp_path)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout, result.stderr

    return run


def test_a_new_key_is_printed_alone_once(run, tmp_path):
    printed, said = run("keys", "add", "app", "--per-minute", "7", "--tokens-per-day", "9000")
    secret = printed.strip()
    with closing(Store(tmp_path)) as store:
        key = store.working_keys()[hash_of(secret)]
    assert (key.name, key.origins, key.per_minute, key.tokens_per_day) == ("app", None, 7, 9_000)
    assert secret not in said
    assert secret not in run("keys", "list")[0]
    assert secret not in run("keys", "list", "--json")[0]


def test_a_widgets_key_is_for_the_origins_that_are_named(run):
    run("keys", "add", "gull", "--origin", "https://gull.example", "--origin", "http://localhost:3000")
    (key,) = json.loads(run("keys", "list", "--json")[0])
    assert key["origins"] == ["https://gull.example", "http://localhost:3000"]


@pytest.mark.parametrize(
    "origin", ["gull.example", "https://gull.example/", "*", "null", "self", "HTTPS://gull.example"]
)
def test_what_is_no_origin_is_told(run, origin):
    with pytest.raises(SettingError, match="--origin"):
        run("keys", "add", "gull", "--origin", origin)


@pytest.mark.parametrize("name", ["", "x" * 81, "a\nb", "a\x1b[31m"])
def test_what_is_no_name_is_told(run, name):
    with pytest.raises(SettingError, match="name"):
        run("keys", "add", name)


def test_a_key_is_limited_and_revoked_by_its_name(run):
    run("keys", "add", "app")
    assert "5 a minute" in run("keys", "limit", "app", "--per-minute", "5")[0]
    assert "revoked" in run("keys", "revoke", "app")[0]
    assert "revoked" in run("keys", "list")[0]
    with pytest.raises(NotFound):
        run("keys", "revoke", "app")


@pytest.mark.parametrize("command", ["keys list", "keys revoke app", "keys limit app", "feedback export"])
def test_a_folder_without_keys_or_feedback_stays_as_it_is(run, tmp_path, command):
    with pytest.raises(NotFound, match="keys add"):
        run(*command.split())
    assert not path_in(tmp_path).exists()


def test_feedback_is_exported_as_drafts_or_as_it_was_given(run, tmp_path):
    question = {"text": "When is the vote?", "as_of": "2025-06-25", "history": [], "filters": {}}
    answer = {"outcome": "insufficient_evidence", "statements": [], "citations": [], "disagreements": []}
    with closing(Store(tmp_path)) as store:
        old, new = "2020-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"
        for given in (old, new):
            rating = Feedback(f"ans_{given[:4]}", "up", None, None, json.dumps(question), json.dumps(answer), given)
            store.add_feedback(rating, 36_500)
    drafts, _ = run("feedback", "export")
    assert "draft-ans_2999" in drafts
    assert "ans_2020" not in drafts
    (raw,) = json.loads(run("feedback", "export", "--json")[0])
    assert raw["question"] == question


def test_no_feedback_is_said(run, tmp_path):
    Store(tmp_path).close()
    assert run("feedback", "export") == ("", "no feedback yet\n")
