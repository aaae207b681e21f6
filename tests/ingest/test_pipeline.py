import dataclasses
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article, Date
from corpus.embedder import DEFAULT_EMBEDDER
from corpus.errors import EmbedderError, IngestError, WriterBusy
from corpus.folder import DataFolder
from corpus.history import retract
from corpus.library import Library
from corpus.manifest import read_manifest, write_manifest
from corpus.sentences import sentence_spans
from corpus.snapshots import open_snapshot
from ingest.pipeline import Sources
from ingest.pipeline import ingest as run
from ingest.report import IngestReport

pytestmark = pytest.mark.usefixtures("verified_in_this_process")

STORY = "The leaders of both countries abruptly cancelled their plans to attend the summit, officials said."
FILES = {
    "first.md": f"---\nid: first\npublished: 2025-06-24\n---\n\n{STORY}\n\nA second paragraph of the first story.",
    "same.md": f"---\nid: same\npublished: 2025-06-25\n---\n\n{STORY}\n\nA second paragraph of the first story.",
    "deep/undated.txt": "Nobody knows when this was written. It tells of June 24, 2025, all the same.",
    "many.jsonl": '{"id": "one", "text": "The first line holds a story."}\n{broken\n{"id": "two", "text": "As this."}',
    "twice.jsonl": '{"id": "two", "text": "This one comes later and has the same id."}',
    "invisible.txt": "\u200b\u200b\ufeff",
    "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "broken.md": "---\ntitle: 'unclosed\n---\n\nThe text of it.",
    "README.md": "About these articles.",
}


def write(folder: Path) -> Path:
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def ingest(folder: Path, data: DataFolder, **options) -> IngestReport:
    return run(Sources([folder]), data, embedder=DEFAULT_EMBEDDER, **options)


def articles(data: DataFolder) -> dict[str, Article]:
    with closing(Library(data.folder(data.current_id()) / "library.sqlite")) as library:
        found = {identity: library.article(identity) for identity in library.versions()}
    return {identity: article for identity, article in found.items() if article is not None}


@pytest.fixture(scope="module")
def ingested(tmp_path_factory) -> tuple[DataFolder, IngestReport]:
    """A data folder into which the files were ingested once, and the report; only for reading."""
    data = DataFolder(tmp_path_factory.mktemp("data"))
    return data, ingest(write(tmp_path_factory.mktemp("articles")), data)


@pytest.fixture
def data(ingested, tmp_path) -> DataFolder:
    """A copy of that folder, to do with as one likes."""
    shutil.copytree(ingested[0].path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def folder(tmp_path) -> Path:
    """The files once more, to change."""
    return write(tmp_path / "articles")


@pytest.fixture
def undated_id(ingested) -> str:
    return next(identity for identity in ingested[1].added if identity.startswith("art_"))


def test_what_can_be_read_goes_in_and_what_cannot_is_named_with_its_reason(ingested):
    data, report = ingested
    assert report.published
    assert report.snapshot == data.current_id()
    assert (report.articles, len(report.added), report.unchanged, report.replaced, report.gone) == (5, 5, 0, (), ())
    reasons = {unread.origin: unread.reason for unread in report.unread}
    assert set(reasons) == {"README.md", "binary.txt", "broken.md", "invisible.txt", "many.jsonl#2", "twice.jsonl#1"}
    assert reasons["README.md"] == "a README"
    assert "binary" in reasons["binary.txt"]
    assert "front matter" in reasons["broken.md"]
    assert "is not JSON" in reasons["many.jsonl#2"]
    assert reasons["invisible.txt"] == "holds no text"
    assert "same id two" in reasons["twice.jsonl#1"]
    assert articles(data)["two"].body == "This one comes later and has the same id."


def test_every_sentence_of_every_article_is_in_one_passage_that_is_found_by_its_vector(ingested, embedder):
    snapshot = open_snapshot(ingested[0])
    assert snapshot.manifest.model == embedder.revision
    cut = sorted(
        (p.article_id, p.start, p.end)
        for p in snapshot.library.passages(snapshot.library.sample_vectors(snapshot.id, 10_000)[0]).values()
    )
    for identity, article in articles(ingested[0]).items():
        spans = [(start, end) for owner, start, end in cut if owner == identity]
        sentences = sentence_spans(article.body)
        assert [sum(start <= s.start and s.end <= end for start, end in spans) for s in sentences] == [1] * len(
            sentences
        )
    nearest, similarity = snapshot.vectors.nearest(embedder.embed(["This one comes later and has the same id."])[0], 1)[
        0
    ]
    assert snapshot.library.passages([nearest])[nearest].article_id == "two"
    assert similarity == pytest.approx(1, abs=1e-4)
    snapshot.close()


def test_articles_with_one_body_have_passages_of_their_own_and_one_is_the_copy(ingested):
    with closing(Library(ingested[0].folder(ingested[0].current_id()) / "library.sqlite")) as library:
        texts = [a.body[p.start : p.end] for a in library.articles_to_index() for p in a.passages]
        texts = [text for text in texts if text.startswith(STORY)]
        assert len(texts) == 2
        assert library.originals() == {"same": "first"}


def test_an_undated_article_stays_undated(ingested, undated_id):
    undated = articles(ingested[0])[undated_id]
    assert undated.published == undated.updated == Date()


def test_the_same_folder_again_publishes_nothing(data, folder):
    before = data.ids()
    report = ingest(folder, data)
    assert (report.published, report.unchanged, report.added, report.replaced) == (False, 5, (), ())
    assert report.snapshot == data.current_id()
    assert data.ids() == before
    assert not (data.path / "staging").exists()


def test_a_corrected_article_keeps_its_id_changes_its_version_and_what_is_gone_stays(data, folder, undated_id):
    before = articles(data)
    (folder / "deep" / "undated.txt").write_text("Somebody knows when this was written. It tells of June 24, 2025.")
    (folder / "first.md").unlink()
    report = ingest(folder, data)
    after = articles(data)
    assert (report.replaced, report.added, report.gone, report.unchanged) == ((undated_id,), (), (), 3)
    assert after.keys() == before.keys()
    assert after[undated_id].version != before[undated_id].version
    assert after["first"] == before["first"]


def test_sync_removes_what_is_gone_from_the_folder_and_the_copy_is_then_no_copy(data, folder):
    for unreadable in ("binary.txt", "broken.md", "invisible.txt", "many.jsonl"):
        (folder / unreadable).unlink()
    (folder / "first.md").unlink()
    report = ingest(folder, data, sync=True)
    assert "first" in report.gone
    assert not report.held_back
    assert "first" not in articles(data)
    with closing(Library(data.folder(data.current_id()) / "library.sqlite")) as library:
        assert library.originals() == {}


def test_sync_removes_nothing_while_a_file_cannot_be_read(data, folder):
    (folder / "first.md").write_bytes(b"\x00\x01 no text any more")
    report = ingest(folder, data, sync=True)
    assert (report.gone, report.held_back, report.published) == ((), True, False)
    assert "none removed" in report.summary
    assert "first" in articles(data)


def test_a_retracted_article_does_not_come_back_by_ingest(data, folder):
    retract(data, ["first"])
    report = ingest(folder, data)
    assert (report.published, report.retracted, report.unchanged) == (False, ("first",), 4)
    assert "first" not in articles(data)


def test_a_damaged_index_is_built_anew_by_the_next_ingest(data, folder):
    before = data.current_id()
    (data.folder(before) / "words" / "passages" / "meta.json").write_bytes(b"")
    report = ingest(folder, data)
    assert (report.published, report.unchanged) == (True, 5)
    snapshot = open_snapshot(data)
    assert snapshot.id != before
    snapshot.close()


def test_an_archive_of_another_splitter_is_cut_anew_whole_also_what_the_folder_no_longer_holds(data, folder):
    current = data.folder(data.current_id())
    write_manifest(current, dataclasses.replace(read_manifest(current), splitter="an-older-one"))
    before = articles(data)
    (folder / "first.md").unlink()
    report = ingest(folder, data)
    assert len(report.replaced) == 5
    assert articles(data) == before


@pytest.mark.parametrize("name", ["README.md", "binary.txt", "invisible.txt"])
def test_nothing_to_ingest_is_said_and_nothing_is_published(folder, tmp_path, name):
    lone = tmp_path / "lone"
    lone.mkdir()
    shutil.copy(folder / name, lone)
    with pytest.raises(IngestError, match=f"no article found in .*{name}"):
        ingest(lone, DataFolder(tmp_path / "none"))
    assert DataFolder(tmp_path / "none").ids() == ()


def test_an_ingest_beside_another_writer_ends_at_once(data, folder):
    with data.writer(), ThreadPoolExecutor(1) as elsewhere:
        second = elsewhere.submit(ingest, folder, DataFolder(data.path))
        with pytest.raises(WriterBusy, match="is being written by process"):
            second.result()


def test_a_model_that_is_not_there_leaves_the_archive_as_it_was(data, folder):
    before = data.current_id()
    with pytest.raises(EmbedderError):
        run(Sources([folder]), data, embedder="./no-such-model")
    assert data.current_id() == before


def test_a_lone_file_has_the_id_that_it_has_at_the_top_of_a_folder(articles_of, tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text(STORY)
    in_folder = articles_of(tmp_path)
    assert in_folder["a.txt"].id != in_folder["sub/a.txt"].id
    assert articles_of(tmp_path / "sub" / "a.txt")["a.txt"].id == in_folder["a.txt"].id


def test_no_article_of_the_sample_archive_is_dated_by_the_day_of_ingest(archive):
    published = {a.id: a.published for a in archive.library.summaries(0, 100)}
    assert len(published) == 16
    assert {day.value for day in published.values() if day.precision != "day"} == {None, "2025-06"}
    assert max(day.value or "" for day in published.values()) == "2025-06-26" < date.today().isoformat()


def test_the_two_reports_of_june_2025_are_ingested_as_they_are(policy_brief, news_report, tmp_path):
    data = DataFolder(tmp_path)
    report = run(Sources([policy_brief.parent]), data, embedder=DEFAULT_EMBEDDER)
    assert (report.articles, len(report.added)) == (2, 2)
    published = sorted((str(a.published.value), a.published.provenance) for a in articles(data).values())
    assert published == [("2025-06-25", "text"), ("None", "none")]
    with closing(Library(data.folder(data.current_id()) / "library.sqlite")) as library:
        assert library.originals() == {}
        brief = next(identity for identity, a in articles(data).items() if a.title)
        assert any("Jack Burnham" in part.text for part in library.details(brief).removed)
