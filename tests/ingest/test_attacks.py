"""What went wrong once: articles lost or brought back, days of something else, files that stopped the rest."""

import io
import json
import os
from contextlib import closing
from datetime import date
from unittest import mock

import numpy as np
import pytest

from corpus.embedder import DEFAULT_EMBEDDER
from corpus.errors import ArchiveError, IngestError
from corpus.folder import DataFolder
from corpus.history import retract
from corpus.library import Library
from ingest.date_fields import read_field
from ingest.pipeline import Sources, ingest, preview
from ingest.sources import find_files

pytestmark = pytest.mark.usefixtures("verified_in_this_process")

S = "The council voted on Tuesday to close the old ferry terminal after the winter season, officials said. "
TODAY = date(2026, 11, 23)


class Drawn:
    """Stands for the model: these tests ask nothing of the vectors."""

    def embed(self, texts):
        drawn = np.random.default_rng(1).normal(size=(len(texts), 384)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture
def run(tmp_path):
    """``run(path…, sync=…)`` ingests into the archive of this test."""
    data = DataFolder(tmp_path / "data")

    def ingest_paths(*paths, ending=None, **options):
        with mock.patch("ingest.pipeline.open_embedder", return_value=Drawn()):
            return ingest(Sources(paths, ending), data, embedder=DEFAULT_EMBEDDER, **options)

    ingest_paths.data = data
    return ingest_paths


def articles(data: DataFolder) -> dict:
    with closing(Library(data.folder(data.current_id()) / "library.sqlite")) as library:
        return {identity: library.article(identity) for identity in library.versions()}


def lines(*records) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_a_retracted_line_stays_out_when_a_line_is_put_in_front_of_it_and_no_other_is_kept_out(run, write):
    first, bad, third, new = ({"text": S + words} for words in ("First.", "Retracted.", "Third.", "New."))
    file = write("a.jsonl", lines(first, bad, third))
    run(file)
    retract(run.data, [one.id for one in articles(run.data).values() if one.body.endswith("Retracted.")])
    write("a.jsonl", lines(new, first, bad, third))
    run(file)
    assert {one.body.removeprefix(S) for one in articles(run.data).values()} == {"New.", "First.", "Third."}


def test_what_comes_through_a_second_pipe_does_not_replace_what_came_through_the_first(run):
    for words in ("First pipe.", "Second pipe."):
        with mock.patch("sys.stdin", mock.Mock(buffer=io.BytesIO(lines({"text": S + words}).encode()))):
            run("-", ending="jsonl")
    assert len(articles(run.data)) == 2


def test_the_date_order_of_one_file_does_not_settle_the_dates_of_another_of_the_same_name(run, write):
    run(write("us/export.jsonl", lines({"id": "us", "text": S, "date": "7/23/2017"})))
    run(write("uk/export.jsonl", lines({"id": "uk", "text": S + "Two.", "date": "7/8/2017"})))
    assert articles(run.data)["uk"].published.value == "2017"


def test_a_day_that_is_read_so_only_because_the_other_is_to_come_tells_nothing_of_its_source():
    assert read_field("12/11/2026", TODAY).order is None


@pytest.mark.parametrize("written", ["12/31/27", "1/2/30", "03-Feb-31"])
def test_a_short_year_to_come_is_not_one_of_a_hundred_years_ago(written):
    assert read_field(written, TODAY).value is None


@pytest.mark.parametrize("written", ["1830 ET", "1830 local time"])
def test_a_time_of_day_is_no_year(written):
    assert read_field(written, TODAY).value is None


def test_an_empty_path_is_no_folder():
    with pytest.raises(IngestError):
        find_files([""])


@pytest.mark.skipif(os.geteuid() == 0, reason="SKIPPED: root may open every folder")
def test_a_pattern_tells_of_a_folder_that_it_could_not_look_into(write, tmp_path):
    write("open/a.txt", S)
    locked = write("locked/b.txt", S).parent
    locked.chmod(0)
    try:
        _, unread = find_files([tmp_path / "articles" / "**" / "*.txt"])
    finally:
        locked.chmod(0o755)
    assert [(one.origin, one.lost) for one in unread] == [("locked", True)]


@pytest.mark.skipif(os.geteuid() == 0, reason="SKIPPED: root may open every folder")
def test_a_folder_that_can_be_listed_but_not_entered_may_hold_articles(write, tmp_path):
    closed = write("closed/a.txt", S).parent
    closed.chmod(0o444)
    try:
        _, unread = find_files([tmp_path / "articles"])
        with pytest.raises(IngestError):
            find_files([closed / "a.txt"])
    finally:
        closed.chmod(0o755)
    assert [(one.origin, one.lost) for one in unread] == [("closed/a.txt", True)]


def test_the_archive_in_the_folder_is_not_read_and_does_not_hold_back_a_sync(write, tmp_path):
    gone, folder = write("gone.txt", S + "Gone."), tmp_path / "articles"
    write("stays.txt", S)
    with mock.patch("ingest.pipeline.open_embedder", return_value=Drawn()):
        ingest(Sources([folder]), DataFolder(folder / "data"), embedder=DEFAULT_EMBEDDER)
        gone.unlink()
        report = ingest(Sources([folder]), DataFolder(folder / "data"), embedder=DEFAULT_EMBEDDER, sync=True)
    assert len(report.gone) == 1


def test_a_standard_input_that_is_closed_is_said(tmp_path):
    with mock.patch("sys.stdin", None), pytest.raises(IngestError):
        preview(Sources(["-"], "jsonl"), DataFolder(tmp_path / "data"), embedder=DEFAULT_EMBEDDER)


def test_a_preview_that_finds_no_room_says_where(write, tmp_path):
    full = OSError(28, "No space left on device")
    with mock.patch("ingest.spool.to_line", side_effect=full), pytest.raises(ArchiveError):
        preview(Sources([write("a.txt", S)]), DataFolder(tmp_path / "data"), embedder=DEFAULT_EMBEDDER)


def test_what_is_put_again_by_another_splitter_is_not_counted_as_unchanged_and_is_seen_the_next_time(run, write):
    file = write("a.txt", S)
    run(file)
    with mock.patch("ingest.pipeline.SPLITTER", "another 1"):
        report = run(file)
    with closing(Library(run.data.folder(run.data.current_id()) / "library.sqlite")) as library:
        drafts = library.drafts()
    assert (len(report.replaced), report.unchanged, len(drafts)) == (1, 0, 1)


ARTICLE = {"@type": "NewsArticle", "headline": "The ferry", "datePublished": "2021-02-03"}


@pytest.mark.parametrize(
    "said",
    [
        [{"@type": "VideoObject", "datePublished": "2015-05-05"}, ARTICLE],
        {"@graph": [{"@type": "WebSite", "datePublished": "2009-01-01"}, ARTICLE]},
        {"comment": [{"@type": "Comment", "datePublished": "2022-02-02"}], **ARTICLE},
        {"isPartOf": {"@type": "Newspaper", "datePublished": "1888-05-01"}, **ARTICLE},
        {"liveBlogUpdate": [{"@type": "BlogPosting", "datePublished": "2021-02-05"}], **ARTICLE},
    ],
)
def test_the_day_of_a_page_is_that_of_its_article_not_of_the_first_thing_that_has_one(draft, write, said):
    page = f'<html><head><script type="application/ld+json">{json.dumps(said)}</script></head>'
    page += f"<body><article><h1>The ferry</h1><p>{S}</p><p>{S}Twice.</p></article></body></html>"
    assert draft(write("a.html", page)).published == "2021-02-03"


def test_days_of_several_things_in_the_tags_of_a_page_are_of_none():
    from ingest.page_dates import stated_dates

    tags = [f"<meta itemprop=datePublished content={day}>" for day in ("2010-01-01", "2021-02-03")]
    assert stated_dates("".join(tags)) == (None, None)
    assert stated_dates(tags[0] * 2) == ("2010-01-01", None)


def test_front_matter_in_toml_gives_the_fields(draft, write):
    found = draft(write("a.md", f'+++\ntitle = "The ferry"\ndate = 2021-02-03T18:20:00-05:00\n+++\n\n{S}'))
    assert (found.title, (found.published or "")[:10], found.text) == ("The ferry", "2021-02-03", S.strip())


def test_front_matter_may_have_blanks_behind_its_rules(draft, write):
    assert draft(write("a.md", f"---  \ntitle: The ferry\n---\t\n\n{S}")).title == "The ferry"


def test_a_feed_may_name_its_authors_beside_its_items(draft, write):
    feed = {
        "title": "Post",
        "authors": [{"name": "Post"}],
        "items": [{"title": "The ferry", "content_html": f"<p>{S}</p>"}],
    }
    assert draft(write("feed.json", json.dumps(feed))).title == "The ferry"


def test_articles_may_stand_two_objects_deep(draft, write):
    results = [{"webTitle": "The ferry", "fields": {"bodyText": S}, "text": S}]
    assert (
        draft(write("a.json", json.dumps({"response": {"status": "ok", "results": results}}))).text.strip() == S.strip()
    )


def test_an_article_without_a_text_in_a_graph_is_named(read, write):
    graph = [{"@type": "NewsArticle", "headline": "Lost"}, {**ARTICLE, "articleBody": S}]
    assert len(read(write("a.json", json.dumps({"@graph": graph})))) == 2


def test_the_number_of_an_author_is_no_name_and_a_title_has_no_markup(articles_of, write):
    post = {"id": 7, "title": {"rendered": "A &amp; <em>B</em>"}, "content": {"rendered": S}, "author": 12}
    (found,) = articles_of(write("a.json", json.dumps([post]))).values()
    assert (found.title, found.authors) == ("A & B", None)


@pytest.mark.parametrize("encoding", ["cp1251", "shift_jis", "gbk"])
def test_a_text_in_another_encoding_is_read_rightly_or_not_at_all(read, write, encoding):
    text = {
        "cp1251": "Городской совет во вторник проголосовал за закрытие старого паромного терминала. ",
        "shift_jis": "市議会は火曜日、冬の季節が終わった後に古いフェリーターミナルを閉鎖することを決めた。",
        "gbk": "市议会周二投票决定在冬季结束后关闭旧渡轮码头，引发当地居民的广泛关注和讨论。",
    }[encoding]
    (found,) = read(write("a.txt", (text * 3).encode(encoding)))
    assert not hasattr(found, "text") or found.text.startswith(text.strip())


def test_a_transcript_with_a_time_zone_without_standard_or_daylight_is_dated(articles_of, write):
    page = f"The Ferry Closes\n\nFebruary 3, 2021 5:00 PM ET\n\n{S}\n\n{S}Twice."
    (found,) = articles_of(write("a.txt", page)).values()
    assert found.published.value == "2021-02-03"
