from contextlib import closing
from datetime import date

from ingest.draft import Draft
from ingest.prepare import Prepared, prepare
from ingest.spool import Spool


def prepared(identity: str, published: str | None = None, text: str = "A story of one sentence.", **fields) -> Prepared:
    found = prepare(Draft("file.jsonl#1", text, id=identity, published=published, **fields), date(2026, 1, 1))
    assert isinstance(found, Prepared)
    return found


def test_of_several_articles_of_one_id_the_last_counts(tmp_path):
    with closing(Spool(tmp_path)) as spool:
        assert not spool.add(prepared("a", text="First."))
        assert not spool.add(prepared("b"))
        assert spool.add(prepared("a", text="Second."))
        assert [(article.id, article.body) for article, _ in spool] == [
            ("b", "A story of one sentence."),
            ("a", "Second."),
        ]
        assert len(spool) == 2


def test_an_article_that_is_stored_counts_and_is_not_given(tmp_path):
    with closing(Spool(tmp_path)) as spool:
        spool.add(prepared("a"))
        assert spool.add_stored("a", "digest of a")
        assert not spool.add_stored("b", "digest of b")
        assert spool.ids == spool.stored == {"a", "b"}
        assert list(spool) == []
        assert spool.digests == {"a": "digest of a", "b": "digest of b"}


def test_an_open_date_is_read_as_the_source_writes_its_others(tmp_path):
    with closing(Spool(tmp_path)) as spool:
        spool.add(prepared("open", "7/8/2017", publisher="The Lantern"))
        spool.add(prepared("elsewhere", "7/8/2017", publisher="The Courier"))
        spool.add(prepared("tells", "7/23/2017", publisher="The Lantern"))
        days = {article.id: article.published.value for article, _ in spool}
    assert days == {"open": "2017-07-08", "elsewhere": "2017", "tells": "2017-07-23"}


def test_a_source_that_writes_both_ways_settles_nothing_also_over_time(tmp_path):
    with closing(Spool(tmp_path, {"The Lantern": frozenset({"day-first"})})) as spool:
        spool.add(prepared("open", "7/8/2017", publisher="The Lantern"))
        assert [article.published.value for article, _ in spool] == ["2017-08-07"]
        spool.add(prepared("tells", "7/23/2017", publisher="The Lantern"))
        assert [article.published.value for article, _ in spool] == ["2017", "2017-07-23"]


def test_nothing_of_it_can_be_seen_on_the_disk(tmp_path):
    with closing(Spool(tmp_path)) as spool:
        spool.add(prepared("a"))
        assert list(tmp_path.iterdir()) == []
