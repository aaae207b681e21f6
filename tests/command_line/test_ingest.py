"""`dateline ingest` as a person meets it."""

import json
import os
import shutil

import pytest

from tests.command_line.running import in_a_process, one_line


@pytest.mark.slow
def test_a_feed_of_other_names_comes_through_a_pipe_is_tried_first_and_reported(tmp_path):
    feed = json.dumps({"key": "a1", "kop": "Leaders stay away", "inhoud": "The leaders stayed away from the summit."})
    (tmp_path / "names.toml").write_text('[fields]\ntext = "inhoud"\npublisher = {value = "De Lantaarn"}\n')
    options = ("--format", "jsonl", "--fields", tmp_path / "names.toml", "--field", "title=kop", "--field", "id=key")
    at = ("--data", tmp_path / "data", "--report", tmp_path / "report.json")
    tried = in_a_process("ingest", "-", "--dry-run", *options, *at, stdin=feed + "\n{broken\n")
    assert tried.returncode == 0
    assert "would be: 1 new, 0 unchanged" in tried.stdout
    assert "skipped stdin#2: is not JSON" in tried.stderr
    assert not (tmp_path / "data").exists()
    assert json.loads((tmp_path / "report.json").read_text())["dry_run"]
    assert in_a_process("ingest", "-", *options, *at, stdin=feed).returncode == 0
    assert json.loads((tmp_path / "report.json").read_text())["added"] == ["a1"]
    shown = in_a_process("articles", "show", "a1", "--json", "--data", tmp_path / "data")
    article = json.loads(shown.stdout)
    assert (article["title"], article["publisher"]) == ("Leaders stay away", "De Lantaarn")
    assert article["provenance"]["publisher"] == "given"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--field", "titel=kop"), "is no field of an article"),
        (("--fields", "nowhere.toml"), "nowhere.toml"),
        (("--format", "docs"), "is no format"),
    ],
)
def test_a_mapping_or_a_format_that_cannot_be_is_told(run, tmp_path, options, told):
    (tmp_path / "a.txt").write_text("A story of one sentence.")
    code, _, complaint = run("ingest", tmp_path / "a.txt", *options, "--data", tmp_path / "data")
    assert code in {2, 6}
    assert told in one_line(complaint)


def test_a_report_that_cannot_be_written_is_told_and_the_ingest_is_done(run, tmp_path):
    (tmp_path / "a.txt").write_text("A story of one sentence.")
    at = ("--data", tmp_path / "data", "--report", tmp_path / "no" / "folder.json")
    code, _, complaint = run("ingest", tmp_path / "a.txt", *at)
    assert code == 2
    assert "all else is done" in one_line(complaint)
    assert (tmp_path / "data" / "CURRENT").exists()


def test_a_missing_path_an_empty_folder_and_a_binary_file_are_told(run, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "image.txt").write_bytes(b"\x00\x01\xff" * 10)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    for name, reason in {
        "nowhere": "not there",
        "empty": "no article",
        "image.txt": "binary",
        "paper.pdf": "is broken",
    }.items():
        code, _, complaint = run("ingest", tmp_path / name, "--data", tmp_path / "data")
        assert code == 6
        assert reason in one_line(complaint)
        assert name in complaint
    assert not (tmp_path / "data" / "CURRENT").exists()


def test_a_file_that_may_not_be_read_is_told(tmp_path):
    (tmp_path / "articles").mkdir()
    locked = tmp_path / "articles" / "locked.txt"
    locked.write_text("The summit is in June, the minister said on Monday in Lusaka.")
    locked.chmod(0)
    prefix = ()
    if os.geteuid() == 0:  # root reads everything, unless it gives up that right
        if not shutil.which("setpriv"):
            pytest.skip("NOT TRIED: root can read every file, and there is no setpriv to give that up")
        prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    for path in (locked.parent, locked):
        done = in_a_process("ingest", path, "--data", tmp_path / "data", prefix=prefix)
        assert done.returncode == 6
        assert "locked.txt: cannot be read: Permission denied" in one_line(done.stderr)
