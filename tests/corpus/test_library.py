import hashlib
import sqlite3
import threading

import numpy as np
import pytest

from corpus.article import Article, Date
from corpus.errors import SnapshotDamaged
from corpus.library import Library


def test_an_article_comes_back_as_it_was_put(opened):
    article = Article(
        id="a",
        body="Leaders 🎌 stayed. Home.\n\nשלום \x00 end.",
        title='"Quotes"',
        publisher="The Paper",
        authors=("Ines Okafor", "Tobias Renn"),
        published=Date("2025-06", "month", "metadata"),
        updated=Date("2025-06-25", "day", "text"),
        url="https://paper.example/a",
        language="en",
    )
    assert opened(article).article("a") == article


def test_unknown_fields_stay_unknown(opened, an_article):
    library = opened(an_article("a"))
    assert library.article("a") == Article("a", "One thing. Another thing.")
    assert library.article("b") is None
    assert library.newest() is None


def texts(library):
    return [a.body[p.start : p.end] for a in library.articles_to_index() for p in a.passages]


def test_a_replaced_article_leaves_none_of_its_passages_behind(opened, an_article):
    library = opened(an_article("a", "One. Two. Three"), an_article("b"), an_article("a", "New"))
    assert library.counts() == (2, 3)
    assert sorted(texts(library)) == ["Another thing.", "New", "One thing"]


def test_a_passage_is_cut_from_its_body_by_code_points(opened, an_article):
    library = opened(an_article("a", "👨‍👩‍👧 one. 𝔘 two", title="Family"))
    (article,) = library.articles_to_index()
    assert (article.title, texts(library)) == ("Family", ["👨‍👩‍👧 one", "𝔘 two"])
    ids = [passage.id for passage in article.passages]
    assert [library.passages(ids)[i].end for i in ids] == [9, 16]
    assert library.passages(["no such passage"]) == {}


def test_reading_writes_nothing_even_where_nothing_can_be_written(library_of, an_article, tmp_path):
    path = library_of(an_article("a"))
    path.chmod(0o444)
    library = Library(path)
    assert library.counts() == (1, 2)
    library.close()
    assert [p.name for p in tmp_path.iterdir()] == ["library.sqlite"]


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_a_file_that_is_no_library_is_said(tmp_path, content):
    path = tmp_path / "library.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SnapshotDamaged):
        Library(path).counts()


def test_summaries_page_through_all_articles_without_their_bodies(opened, an_article):
    library = opened(*(an_article(f"a{n}", title=f"T{n}") for n in range(5)))
    pages = [library.summaries(offset, 2) for offset in range(0, 6, 2)]
    assert [a.title for page in pages for a in page] == ["T0", "T1", "T2", "T3", "T4"]
    assert {a.body for page in pages for a in page} == {""}


def test_an_empty_library_has_no_sample(opened):
    ids, vectors = opened().sample_vectors("layer", 16)
    assert (ids, vectors.size) == ([], 0)


def test_vectors_are_given_for_all_and_for_some_articles(opened, an_article):
    library = opened(an_article("a"), an_article("b"))
    ids, vectors = library.sample_vectors("layer", 10_000)
    assert vectors.shape == (4, 8)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    of_a, some = library.vectors(["a", "unknown"])
    assert {library.passages([i])[i].article_id for i in of_a} == {"a"}
    assert np.array_equal(some, vectors[[ids.index(i) for i in of_a]])
    assert library.vectors([])[0] == []


def test_vectors_are_given_by_the_keys_of_their_passages_in_the_order_asked(opened, an_article):
    library = opened(an_article("a"), an_article("b"))
    facts = [row for rows in library.passage_facts(3) for row in rows]
    ids, vectors = library.vectors(["a", "b"])
    for order in ([0, 1, 2, 3], [3, 1], [2, 2], []):
        given = library.vectors_at([int(str(facts[place][0])) for place in order])
        assert given.tolist() == [vectors[ids.index(facts[place][1])].tolist() for place in order]
    with pytest.raises(SnapshotDamaged, match="lacks a vector"):
        library.vectors_at([99])


def test_text_that_was_altered_in_the_file_is_never_given(library_of, an_article):
    path = library_of(an_article("a", "The summit is on June 24."), an_article("b"))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"June 24", b"June 25"))
    library = Library(path)
    with pytest.raises(SnapshotDamaged, match="'a' was altered"):
        library.article("a")
    assert library.article("b") is not None


def test_whoever_writes_into_an_open_library_is_noticed_and_whoever_deletes_it_takes_nothing(library_of, an_article):
    path = library_of(an_article("a"))
    whole = path.read_bytes()
    digest = hashlib.sha256(whole).hexdigest()
    library = Library(path)
    assert library.is_unaltered(digest)
    with path.open("r+b") as stream:
        stream.seek(len(whole) // 2)
        stream.write(b"?")
    assert not library.is_unaltered(digest)
    path.write_bytes(whole)
    path.unlink()
    assert library.is_unaltered(digest)
    assert library.article("a") is not None


@pytest.mark.parametrize(
    ("dates", "newest"),
    [(("2025-06-25", "2025-06", None), "2025-06"), (("2025", "2024-12-31"), "2025"), ((None,), None)],
)
def test_the_newest_date_is_told_in_its_own_precision(opened, an_article, dates, newest):
    library = opened(*(an_article(f"a{n}", published=value) for n, value in enumerate(dates)))
    assert library.newest() == newest


def test_many_threads_read_one_library(opened, an_article):
    library = opened(*(an_article(f"a{n}", f"Body {n}. Two") for n in range(20)))
    wrong: list[object] = []

    def read(number: int) -> None:
        for turn in range(50):
            identity = f"a{(number + turn) % 20}"
            article = library.article(identity)
            if article is None or article.id != identity or library.counts() != (20, 40):
                wrong.append(article)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_file_of_a_library_is_whole_by_sqlites_own_check(library_of, an_article):
    database = sqlite3.connect(library_of(*(an_article(f"a{n}") for n in range(30))))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
