"""A folder and its archive over time: what would happen, what does, and what is not done twice."""

import dataclasses
import json
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Date
from corpus.embedder import DEFAULT_EMBEDDER, embedder_revision, packaged_default
from corpus.folder import DataFolder
from corpus.history import rollback
from corpus.library import Library, published_library
from ingest import prepare
from ingest.draft import Draft, SourceFile
from ingest.fields import COMMON_NAMES
from ingest.pipeline import Sources, ingest, preview
from ingest.prepare import Prepared, Seen
from ingest.read import read_file
from ingest.reading import read_all
from ingest.report import IngestReport

pytestmark = pytest.mark.usefixtures("verified_in_this_process")


@pytest.fixture
def data(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "news").mkdir()
    return tmp_path / "news"


def put(folder: Path, name: str, *articles: dict) -> None:
    lines = [
        json.dumps({"text": f"The story of {article.get('id')} is told here in one sentence."} | article)
        for article in articles
    ]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(folder: Path, data: DataFolder, **options) -> IngestReport:
    return ingest(Sources([folder]), data, embedder=DEFAULT_EMBEDDER, **options)


def look(folder: Path, data: DataFolder, **options) -> IngestReport:
    return preview(Sources([folder]), data, embedder=DEFAULT_EMBEDDER, **options)


def published(data: DataFolder, identity: str) -> str | None:
    with published_library(data) as library:
        article = library.article(identity)
    return article.published.value if article else None


def what(report: IngestReport) -> tuple:
    return report.added, report.replaced, report.unchanged, report.gone, report.retracted, report.held_back


def test_a_dry_run_says_what_the_ingest_then_does_and_leaves_nothing_behind(folder, data):
    put(folder, "one.jsonl", {"id": "a"}, {"id": "b"})
    would = look(folder, data)
    assert (would.snapshot, would.published, would.dry_run) == (None, False, True)
    assert not data.path.exists()
    did = run(folder, data)
    assert what(would) == what(did) == (("a", "b"), (), 0, (), (), False)
    put(folder, "one.jsonl", {"id": "b", "title": "Now with a title"}, {"id": "c"})
    would = look(folder, data, sync=True)
    before = data.current_id()
    assert would.snapshot == before == data.current_id()
    did = run(folder, data, sync=True)
    assert what(would) == what(did) == (("c",), ("b",), 0, ("a",), (), False)


def test_a_dry_run_may_be_made_while_another_process_writes(folder, data):
    put(folder, "one.jsonl", {"id": "a"})
    run(folder, data)
    with data.writer():
        assert look(folder, data).unchanged == 1


def test_an_article_whose_text_is_the_same_is_replaced_where_another_field_changed(folder, data):
    put(folder, "one.jsonl", {"id": "a", "published": "2025-06-24"}, {"id": "b"})
    run(folder, data)
    put(folder, "one.jsonl", {"id": "a", "published": "2025-06-25"}, {"id": "b"})
    report = run(folder, data)
    assert (report.replaced, report.unchanged, published(data, "a")) == (("a",), 1, "2025-06-25")


def test_what_was_seen_before_is_not_prepared_again_unless_there_is_something_to_tell(folder, data):
    put(folder, "one.jsonl", {"id": "a"}, {"id": "b", "published": "2050-01-01"})
    run(folder, data)
    file = SourceFile(folder / "one.jsonl", "one.jsonl")
    with published_library(data) as library:
        found = list(read_all([file], COMMON_NAMES, date.today(), library.drafts().values()))
    assert [type(one) for one in found] == [Seen, Prepared]
    again = run(folder, data)
    assert (again.published, again.unchanged, again.reading.refused_count) == (False, 2, 1)


def test_another_version_of_the_code_prepares_all_again(folder, data, monkeypatch):
    put(folder, "one.jsonl", {"id": "a"})
    run(folder, data)
    with published_library(data) as library:
        known = library.drafts().values()
    (draft,) = read_file(SourceFile(folder / "one.jsonl", "one.jsonl"), COMMON_NAMES)
    assert isinstance(draft, Draft)
    assert isinstance(prepare.prepare(draft, date.today(), known), Seen)
    monkeypatch.setattr(prepare, "_makers", lambda: "of another version")
    assert isinstance(prepare.prepare(draft, date.today(), known), Prepared)


def test_a_record_that_lost_its_text_keeps_its_article_and_holds_nothing_back(folder, data):
    put(folder, "one.jsonl", {"id": "a"}, {"id": "b"}, {"id": "c"})
    run(folder, data)
    put(folder, "one.jsonl", {"id": "a", "text": ""}, {"id": "b"}, {"id": "new", "text": " "})
    report = run(folder, data, sync=True)
    assert what(report) == ((), (), 2, ("c",), (), False)
    assert [one.article_id for one in report.unread] == ["a", "new"]
    put(folder, "one.jsonl", {"text": ""}, {"id": "b"})
    assert run(folder, data, sync=True).held_back


def test_after_a_rollback_the_corrected_article_is_taken_in_again(folder, data):
    put(folder, "one.jsonl", {"id": "a"})
    run(folder, data)
    put(folder, "one.jsonl", {"id": "a", "text": "The corrected story of a is another one."})
    run(folder, data)
    rollback(data)
    report = run(folder, data)
    assert (report.published, report.replaced) == (True, ("a",))


def test_the_archive_remembers_how_a_source_writes_its_dates(folder, data):
    put(folder, "one.jsonl", {"id": "a", "publisher": "The Lantern", "published": "7/23/17"})
    run(folder, data)
    put(folder, "one.jsonl", {"id": "b", "publisher": "The Lantern", "published": "7/8/17"})
    run(folder, data)
    assert published(data, "b") == "2017-07-08"
    assert not run(folder, data).published


def test_another_model_embeds_also_what_was_seen_before(folder, data, tmp_path, embedder):
    put(folder, "one.jsonl", {"id": "a"})
    put(folder, "two.jsonl", {"id": "b"})
    run(folder, data)
    (folder / "two.jsonl").unlink()
    other = tmp_path / "another-name"
    shutil.copytree(packaged_default(), other)
    report = ingest(Sources([folder]), data, embedder=str(other))
    assert (report.added, report.replaced, report.unchanged) == ((), ("a", "b"), 0)
    with closing(Library(data.folder(data.current_id()) / "library.sqlite")) as library:
        assert library.counts() == (2, 2)
        assert library.drafts().keys() == {"a"}
    assert embedder_revision(str(other)).startswith("another-name@")
    assert not ingest(Sources([folder]), data, embedder=str(other)).published


def test_where_each_field_was_read_is_kept(folder, data):
    (folder / "a.txt").write_text(
        "Leaders stay away\n\nJune 24, 2025\n\n" + "The leaders stayed away from the summit. " * 5
    )
    (name,) = run(folder, data).added
    with published_library(data) as library:
        article, details = library.article(name), library.details(name)
    assert article is not None
    assert (article.title, article.published) == ("Leaders stay away", Date("2025-06-24", "day", "text"))
    assert details.provenance["title"] == details.provenance["published"] == "text"
    assert details.provenance["publisher"] == "none"
    assert [part.kind for part in details.removed] == ["headline", "date"]


def test_the_report_is_plain_data_and_its_summary_tells_each_number(folder, data):
    put(folder, "one.jsonl", {"id": "a", "published": "2025-06"}, {"id": "b", "published": "0001-11-30"})
    (folder / "broken.json").write_text("{")
    report = run(folder, data)
    told = json.loads(json.dumps(dataclasses.asdict(report)))
    assert told["reading"]["unread"][0]["origin"] == "broken.json"
    assert told["reading"]["refused"][0]["refused"] == {
        "field": "published",
        "written": "0001-11-30",
        "reason": "before 1500",
    }
    lines = report.summary.splitlines()
    assert lines[0].startswith("2 articles in ")
    assert lines[1:4] == [
        "2 new, 0 unchanged",
        "dated: 1 to the month, 1 unknown; 1 refused",
        "not taken in: 1, each named with its reason",
    ]
    assert lines[4] == f"published {report.snapshot}: 2 articles, 2 passages"
