import string
import zipfile
from contextlib import closing, suppress
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Date
from corpus.catalog import NONE, UNDATED, Catalog, read_catalog, write_catalog
from corpus.catalog_writer import make_catalog
from corpus.errors import SnapshotDamaged
from corpus.library import Filters, Library
from corpus.library_writer import LibraryWriter

DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))
DATES = DAYS.map(str) | DAYS.map(lambda day: str(day)[:7]) | DAYS.map(lambda day: str(day)[:4])
PUBLISHERS = st.sampled_from(["FDD", "fdd", "Kyodo", "École", "école", "", "x' OR 1=1 --", "ß", "İ"])
LANGUAGES = st.sampled_from(["en", "EN-us", "en-GB", "enm", "de", "zh-Hant-TW", "", "-", "e"])
IDS = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=64)
ARTICLES = st.lists(
    st.builds(
        Article,
        id=IDS,
        body=st.sampled_from(["One", "One. Two", "One. Two. Three"]),
        publisher=st.none() | PUBLISHERS,
        published=st.none().map(lambda _: Date()) | DATES.map(lambda value: Date.of(value, "given")),
        language=st.none() | LANGUAGES,
    ),
    max_size=8,
    unique_by=lambda article: article.id,
)


def some(values, **sizes):
    return st.none() | st.lists(values, **sizes).map(tuple)


@st.composite
def articles_and_filters(draw):
    articles = draw(ARTICLES)
    strange = st.sampled_from(["", "\x00", "a\x00", "z" * 70, "\ud800", "é", "’"])
    ids = IDS | strange | st.sampled_from([article.id for article in articles] or ["none"])
    filters = Filters(
        draw(st.none() | DATES),
        draw(st.none() | DATES),
        draw(some(PUBLISHERS | strange.filter(lambda name: "\x00" not in name and name != "\ud800"), max_size=3)),
        draw(some(ids, max_size=4)),
        draw(some(LANGUAGES, max_size=2)),
    )
    return articles, filters


@pytest.fixture
def catalog_of(tmp_path, put):
    """The catalog of a library that holds some articles, and that library."""
    held = []

    def make(*articles: Article, originals: dict[str, str] | None = None) -> tuple[Catalog, Library]:
        path = tmp_path / "catalogued.sqlite"
        path.unlink(missing_ok=True)
        writer = LibraryWriter(path, None, "layer")
        for article in articles:
            put(writer, article)
        writer.set_originals(originals or {})
        writer.close()
        library = Library(path)
        held.append(library)
        ids = library.sample_vectors("layer", 10_000)[0]
        return make_catalog(library, {"layer": np.array([one.encode() for one in ids], dtype=np.bytes_)}), library

    yield make
    for library in held:
        with suppress(Exception), closing(library):
            pass


@pytest.fixture
def left(catalog_of):
    """Ids of what filters leave: ``left([article, ...], published_after=…)``; nothing asked for leaves ``None``."""

    def select(articles, **filters):
        catalog, library = catalog_of(*articles)
        selection = catalog.selected(Filters(**filters))
        library.close()
        return selection and {catalog.article_id(place) for place in np.flatnonzero(selection.articles)}

    return select


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles_and_filters())
def test_a_catalog_selects_the_articles_that_pass_and_counts_their_passages(catalog_of, matching, drawn):
    articles, filters = drawn
    catalog, library = catalog_of(*articles)
    selection, expected = catalog.selected(filters), matching(articles, filters)
    if filters == Filters():
        assert selection is None
    else:
        assert {catalog.article_id(place) for place in np.flatnonzero(selection.articles)} == expected
        assert selection.passages == sum(len(a.body.split(". ")) for a in articles if a.id in expected)
    library.close()


@pytest.mark.parametrize(
    ("after", "before", "found"),
    [
        ("2025-06-25", "2025-06-25", {"day", "month", "year"}),
        ("2025-06-26", None, {"month", "year"}),
        ("2025-07-01", None, {"year"}),
        (None, "2025-06-01", {"month", "year"}),
        (None, "2025-01-01", {"year"}),
        ("2025", "2025", {"day", "month", "year"}),
        ("1500-01-01", "2999-12-31", {"day", "month", "year"}),
        ("2025-06-30", "2025-06-01", {"month", "year"}),
    ],
)
def test_bounds_are_inclusive_and_undated_articles_match_none(left, an_article, after, before, found):
    dates = {"day": "2025-06-25", "month": "2025-06", "year": "2025", "undated": None}
    articles = [an_article(identity, published=value) for identity, value in dates.items()]
    assert left(articles, published_after=after, published_before=before) == found
    assert left(articles, published_after=after, published_before=before, undated=True) == found | {"undated"}


def test_a_language_holds_its_regional_forms_and_no_other_language(left, an_article):
    articles = [an_article(tag, language=tag) for tag in ("en", "en-GB", "enm", "de")]
    for asked, found in {"en": {"en", "en-GB"}, "EN-gb": {"en-GB"}, "e": set(), "%": set(), "en_": set()}.items():
        assert left(articles, languages=(asked,)) == found, asked


def test_filters_by_outlet_and_language_ignore_case_and_those_by_id_do_not(left, an_article):
    articles = [an_article("a", publisher="FDD", language="en"), an_article("A", publisher="Kyodo")]
    assert left(articles) is None
    assert left(articles, publishers=("fdd", "NHK")) == {"a"}
    assert left(articles, languages=("EN",)) == {"a"}
    assert left(articles, article_ids=("A",)) == {"A"}
    assert left(articles, article_ids=("a", "A"), publishers=("kyodo",)) == {"A"}
    assert left(articles, article_ids=()) == set()


def test_hostile_filters_leave_nothing(left, an_article):
    articles = [an_article("a", publisher="FDD")]
    assert left(articles, publishers=("x' OR 1=1 --",), article_ids=('"', "\x00", "a")) == set()


def test_a_catalog_tells_what_the_truth_tells(catalog_of, an_article):
    catalog, library = catalog_of(
        an_article("b", "One. Two. Three", "2025-06", publisher="FDD", language="en-US"),
        an_article("a", "Four. Five", publisher="fdd"),
        an_article("C", "Six", "2025-06-25"),
        originals={"C": "b"},
    )
    assert [catalog.article_id(place) for place in range(3)] == ["C", "a", "b"]
    assert [catalog.article(one) for one in ("a", "b", "C", "c", "")] == [1, 2, 0, None, None]
    assert catalog.first_day.tolist() == [date(2025, 6, 25).toordinal(), UNDATED, date(2025, 6, 1).toordinal()]
    assert catalog.last_day.tolist() == [date(2025, 6, 25).toordinal(), UNDATED, date(2025, 6, 30).toordinal()]
    assert catalog.publisher[0] == NONE
    assert catalog.publisher[1] == catalog.publisher[2]
    assert catalog.publishers == ("fdd",)
    assert [catalog.languages[code] if code != NONE else None for code in catalog.language] == [None, None, "en-us"]
    assert catalog.original.tolist() == [2, 1, 2]
    assert catalog.first_passage.tolist() == [0, 1, 3, 6]
    bodies = {one: library.article(one).body for one in "abC"}
    passages = [catalog.passage(place) for place in range(6)]
    assert [bodies[p.article_id][p.start : p.end] for p in passages] == ["Six", "Four", "Five", "One", "Two", "Three"]
    assert library.passages([p.id for p in passages]) == {p.id: p for p in passages}


def test_passages_are_found_by_their_ids_in_the_order_asked(catalog_of, an_article):
    catalog, _ = catalog_of(an_article("a", "One. Two. Three"), an_article("b"))
    ids = [catalog.passage_id(place) for place in range(5)]
    asked = [ids[3], "unknown", ids[0], ids[3] + "0", ids[3][:-1], "", "\x00", ids[4]]
    assert catalog.passages(asked).tolist() == [3, NONE, 0, NONE, NONE, NONE, NONE, 4]
    assert catalog.passages([]).tolist() == []


def test_a_catalog_of_nothing_holds_nothing(catalog_of):
    catalog, _ = catalog_of()
    assert catalog.passages(["a"]).tolist() == [NONE]
    assert catalog.article("a") is None
    assert catalog.selected(Filters(published_after="2025")).passages == 0


def test_a_catalog_is_read_as_it_was_written_and_written_as_the_same_bytes(tmp_path, catalog_of, an_article):
    catalog, _ = catalog_of(an_article("a", published="2025", publisher="École\x00", language="en"), an_article("b"))
    for name in ("one.npz", "two.npz"):
        write_catalog(tmp_path / name, catalog)
    read = read_catalog(tmp_path / "one.npz")
    for name, column in vars(catalog).items():
        assert np.array_equal(getattr(read, name), column), name
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "no catalog", "a column gone"])
def test_a_catalog_that_cannot_be_read_is_said(tmp_path, catalog_of, an_article, damage):
    file = tmp_path / "catalog.npz"
    write_catalog(file, catalog_of(an_article("a"))[0])
    whole = file.read_bytes()
    file.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2]}.get(damage, whole))
    if damage == "gone":
        file.unlink()
    if damage == "no catalog":
        np.savez(file, names=np.frombuffer(b"[1]", dtype=np.uint8))
    if damage == "a column gone":
        with zipfile.ZipFile(file) as stored, zipfile.ZipFile(tmp_path / "less.npz", "w") as less:
            for name in stored.namelist():
                if name != "row.npy":
                    less.writestr(name, stored.read(name))
        (tmp_path / "less.npz").rename(file)
    with pytest.raises(SnapshotDamaged, match="dateline snapshots rebuild"):
        read_catalog(file)
