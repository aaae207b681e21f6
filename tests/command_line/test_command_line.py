"""The command line as a person meets it: what it prints, where, and what it ends with."""

import json
import re
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.command_line.running import ROOT, in_a_process, one_line

COMMANDS = {
    (): {"ingest", "serve", "ask", "search", "articles", "eval", "snapshots"},
    ("articles",): {"list", "show", "remove"},
    ("eval",): {"run"},
    ("snapshots",): {"list", "verify", "rollback", "prune", "rebuild", "backup", "restore"},
}
KEY = "sk-secret-0123456789"


@pytest.mark.parametrize("group", COMMANDS, ids=" ".join)
def test_help_names_every_command(run, group):
    code, said, _ = run(*group, "--help")
    assert code == 0
    assert COMMANDS[group] <= set(re.findall(r"^\W*([a-z]+)\b", said, re.MULTILINE))


def test_help_tells_the_exit_codes(run):
    _, said, _ = run("--help")
    assert {"2", "3", "5", "6", "7", "8", "75", "130"} <= set(re.findall(r"· (\d+) ", " ".join(said.split())))


def test_help_loads_nothing_heavy():
    code = (
        "import sys, dateline\n"
        "sys.argv = ['dateline', 'ask', '--help']\n"
        "try: dateline.main()\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'chromadb', 'torch', 'openai', 'langchain', 'langchain_core', 'sentence_transformers', 'tantivy',"
        " 'fastapi', 'trafilatura', 'numpy'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "loaded: []"


@pytest.mark.parametrize(
    "command",
    [("ask", "When?"), ("search", "summit"), ("serve",), ("articles", "list"), ("snapshots", "list"), ("eval", "run")],
)
def test_without_an_archive_every_command_says_how_to_make_one(run, tmp_path, command):
    code, _, complaint = run(*command, "--data", tmp_path)
    assert code == 3
    assert f"dateline ingest PATH --data {tmp_path}" in one_line(complaint)


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001, "half a pair \udcff"])
def test_what_is_no_question_is_told(run, sample_data, question):
    for command in ("ask", "search"):
        code, said, complaint = run(command, question, "--data", sample_data.path)
        assert (code, said) == (2, "")
        one_line(complaint)


@pytest.mark.parametrize("day", ["2025-13-01", "2025-02-30", "yesterday", "25.06.2025"])
def test_a_day_that_does_not_exist_is_told(run, sample_data, day):
    code, said, complaint = run("ask", "When?", "--as-of", day, "--data", sample_data.path)
    assert (code, said) == (2, "")
    assert "--as-of" in complaint
    assert day in complaint


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("nonsense", "PROVIDER:MODEL"),
        ("nobody:model", "nobody"),
        ("openai:some-model", "OPENAI_API_KEY"),
        ("gguf:/none.gguf", "none.gguf"),
    ],
)
def test_a_model_that_does_not_exist_is_told(run, sample_data, model, reason):
    code, said, complaint = run("ask", "When?", "--model", model, "--data", sample_data.path)
    assert (code, said) == (2, "")
    assert reason in one_line(complaint)


def test_a_setting_that_cannot_work_is_told(run, sample_data, monkeypatch):
    monkeypatch.setenv("DATELINE_POLICY", "sometimes")
    code, _, complaint = run("ask", "When?", "--data", sample_data.path)
    assert code == 2
    assert "DATELINE_POLICY" in one_line(complaint)


@pytest.fixture
def refusing():
    """A model's service on loopback that accepts no key; knows which it was shown."""

    class Refusing(BaseHTTPRequestHandler):
        shown: list[str] = []

        def do_POST(self):
            self.shown.append(self.headers["Authorization"])
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"error": {"message": f"Incorrect API key: {KEY}", "code": "invalid_api_key"}}).encode()
            self.send_response(401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", Refusing.shown
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_wrong_key_is_told_and_not_repeated(run, sample_data, monkeypatch, refusing):
    address, shown = refusing
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    question = "When is the NATO summit in The Hague?"
    code, said, complaint = run("ask", question, "--model", "openai:some-model", "--data", sample_data.path)
    assert (code, said) == (8, "")
    assert KEY not in one_line(complaint)
    assert shown == [f"Bearer {KEY}"]


def test_a_key_alone_sends_nothing_anywhere(run, sample_data, monkeypatch, refusing):
    address, shown = refusing
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    code, said, _ = run("ask", "When is the NATO summit in The Hague?", "--data", sample_data.path)
    assert code == 0
    assert "no model" in said
    assert shown == []


def test_a_port_in_use_is_told(sample_data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = in_a_process("serve", "--port", port, "--data", sample_data.path)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(port) in one_line(done.stderr)


@pytest.mark.parametrize("group", ["articles", "snapshots"])
@pytest.mark.parametrize("name", ["nobody", "s999999-000000", "../.."])
def test_what_is_not_there_is_told(run, data, group, name):
    for command in {"articles": ("show", "remove"), "snapshots": ("verify", "rollback")}[group]:
        code, said, complaint = run(group, command, name, "--data", data)
        assert (code, said) == (5, "")
        assert name in one_line(complaint)


def test_an_answer_is_printed_with_its_quotes_and_both_sides(run, sample_data):
    question = "When is the NATO summit in The Hague?"
    code, said, complaint = run("ask", question, "--as-of", "2025-06-26", "--data", sample_data.path)
    assert (code, complaint) == (0, "")
    assert "disputed as of 2025-06-26" in said
    assert f"Sources disagree: {question} [1]" in said
    assert "supported (verbatim)" in said


def test_a_refusal_is_an_answer(run, sample_data):
    code, said, _ = run("ask", "Who is the secretary general of NATO?", "--data", sample_data.path)
    assert code == 0
    assert "insufficient_evidence" in said


def test_every_json_parses_and_holds_what_the_page_holds(run, sample_data, archive):
    at = ("--json", "--data", sample_data.path)
    answer = json.loads(run("ask", "When is the NATO summit in The Hague?", *at)[1])
    assert answer["outcome"] == "disputed"
    for citation in answer["citations"]:
        body = json.loads(run("articles", "show", citation["article_id"], *at)[1])["body"]
        assert body[citation["start"] : citation["end"]] == citation["quote"]
    assert len(json.loads(run("search", "summit", "--limit", "3", *at)[1])["hits"]) == 3
    assert len(json.loads(run("articles", "list", *at)[1])) == archive.manifest.articles
    assert [s["current"] for s in json.loads(run("snapshots", "list", *at)[1])] == [True]


@pytest.mark.slow
def test_an_archive_is_made_changed_rolled_back_and_cleared(run, tmp_path):
    at = ("--data", tmp_path / "data")
    article = tmp_path / "pact.txt"
    article.write_text("The Meridian pact was signed in Lusaka on 3 March 2025, the ministers said after three days.")
    added = json.loads(run("ingest", article, "--json", *at)[1])
    assert (len(added["added"]), added["articles"]) == (1, 1)
    assert "1 unchanged" in run("ingest", article, *at)[1]
    article.write_text(article.read_text() + " A second paragraph tells of the weather in the city on that day.")
    assert "1 replaced" in run("ingest", article, *at)[1]

    assert run("snapshots", "verify", *at)[1].endswith("is whole\n")
    assert added["snapshot"] in run("snapshots", "rollback", *at)[1]
    assert "weather" not in run("articles", "show", added["added"][0], *at)[1]
    assert run("snapshots", "prune", "--keep", "1", *at)[1].startswith("deleted 1")
    assert [line[0] for line in run("snapshots", "list", *at)[1].splitlines()] == ["*"]


def test_exit_codes_reach_the_shell(tmp_path):
    done = in_a_process("ask", "When?", "--data", tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    one_line(done.stderr)
    assert in_a_process("no-such-command").returncode == 2
    assert in_a_process("--help").returncode == 0
