import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import UNKNOWN_DATE, Article, Date, article_id, canonical_url, short_hash

HOSTS = st.from_regex(r"[a-z]{1,8}\.[a-z]{2,4}", fullmatch=True)
PATHS = st.text(string.ascii_letters + string.digits + "/-._", max_size=20)


@pytest.mark.parametrize(("value", "precision"), [("2025", "year"), ("2025-06", "month"), ("2025-06-25", "day")])
def test_the_length_of_a_date_is_its_precision(value, precision):
    assert Date.of(value, "given") == Date(value, precision, "given")


def test_no_date_is_the_unknown_date_wherever_it_was_looked_for():
    assert Date.of(None, "metadata") == UNKNOWN_DATE == Date(None, "unknown", "none")


@pytest.mark.parametrize("value", ["", "25", "2025-6", "2025-06-25T10:00", "June 2025"])
def test_a_date_of_any_other_length_is_refused(value):
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        Date.of(value, "given")


@given(st.from_regex(r"[A-Za-z0-9._-]{1,64}", fullmatch=True))
def test_a_well_formed_id_is_kept_as_it_was_given(given_id):
    assert article_id(given_id, "https://paper.example/a", "a.txt") == given_id


@pytest.mark.parametrize("given_id", [None, "", "two words", "a/b", "x" * 65, "ärger", "a\n", "../../etc"])
def test_an_id_of_another_form_gives_way_to_the_address_and_that_to_the_path(given_id):
    by_address = article_id(given_id, "https://paper.example/a", "a.txt")
    assert (
        by_address == "art_" + short_hash("https://paper.example/a") == article_id(None, "https://paper.example/a", "b")
    )
    assert article_id(given_id, None, "a.txt") == "art_" + short_hash("a.txt")


@pytest.mark.parametrize(
    "spelling",
    [
        "https://Paper.EXAMPLE/a/b?id=3",
        "HTTPS://paper.example/a/b/?id=3#top",
        " https://paper.example/a/b?id=3&utm_source=x&UTM_medium=y&fbclid=z ",
    ],
)
def test_the_spellings_of_one_address_are_one(spelling):
    assert canonical_url(spelling) == "https://paper.example/a/b?id=3"


def test_what_tells_pages_apart_stays_in_the_address():
    spellings = ["https://p.example/A", "https://p.example/a", "https://p.example/a?page=2", "http://p.example/a"]
    assert len({canonical_url(url) for url in spellings}) == 4


@given(HOSTS, PATHS, st.lists(st.from_regex(r"[a-z_]{1,10}=[a-z0-9]{0,5}", fullmatch=True), max_size=3))
def test_a_canonical_address_is_its_own(host, path, query):
    once = canonical_url(f"https://{host}/{path}?{'&'.join(query)}")
    assert canonical_url(once) == once


def test_a_corrected_text_changes_the_version_and_not_the_id():
    before, after = Article("a", "Text with a slip."), Article("a", "Text without one.", title="New")
    assert before.id == after.id
    assert before.version != after.version == Article("b", "Text without one.").version


@given(st.text(st.characters(exclude_categories=[])))
def test_a_hash_is_16_hex_digits_of_any_text(text):
    assert len(short_hash(text)) == 16
    assert set(short_hash(text)) <= set("0123456789abcdef")
