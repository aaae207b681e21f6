from datetime import date

import pytest

from corpus.article import UNKNOWN_DATE, Date, article_id
from ingest.clean import clean
from ingest.describe import Refused, describe, settle
from ingest.draft import Draft
from tests.growth import assert_linear

TODAY = date(2025, 7, 1)


def described(text: str, origin: str = "a.txt", **fields):
    draft = Draft(origin, text, **fields)
    return describe(draft, clean(text, draft.title), TODAY)


def test_what_the_file_says_is_taken_as_it_says_it(prose):
    found = described(
        prose, id="a-1", title="T", publisher="P", authors=("A",), published="2025-06", updated="2025", language="en"
    )
    article = found.article
    assert (article.id, article.title, article.publisher, article.authors, article.language) == (
        "a-1",
        "T",
        "P",
        ("A",),
        "en",
    )
    assert article.published == Date("2025-06", "month", "given")
    assert article.updated == Date("2025", "year", "given")
    assert set(found.provenance.values()) == {"given", "none"}
    assert found.provenance["url"] == "none"
    assert found.refused == ()


def test_a_page_says_its_day_by_metadata(prose):
    assert described(prose, says="metadata", published="2025-06-22T17:40+09:00").article.published == Date(
        "2025-06-22", "day", "metadata"
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("June 25, 2025 | Policy Brief", "2025-06-25"),
        ("Policy Brief | June 25, 2025", "2025-06-25"),
        ("THE HAGUE, 24 June 2025", "2025-06-24"),
        ("By Jane Doe, June 24, 2025", "2025-06-24"),
    ],
)
def test_a_date_line_at_the_head_of_the_text_is_the_day_of_publication(line, value, prose):
    assert described(f"Headline\n{line}\n\n{prose}").article.published == Date(value, "day", "text")


@pytest.mark.parametrize(
    "text",
    [
        "Japan will skip the summit of 24 June 2025\n\n{prose}",
        "What we know about June 24, 2025 | Tern Institute\n\n{prose}",
        "{prose} It began on June 24, 2025.",
        "{prose}\n\nJane Doe is a fellow of the Institute. She joined on 5 May 2019.",
        "{prose}\n\n© 5 May 2019 The Outlet",
        "Headline\nUpdated June 24, 2025\n\n{prose}",
        "Headline\nJune 2025\n\n{prose}",
        "Headline\nJuly 8, 2031\n\n{prose}",
    ],
)
def test_other_dates_of_a_text_are_not_the_day_of_publication(text, prose):
    assert described(text.format(prose=prose)).article.published == UNKNOWN_DATE


def test_a_known_title_with_a_date_that_the_text_repeats_is_no_date_line(prose):
    title = "Japan will skip the summit of 24 June 2025"
    assert described(f"{title}\n\n{prose}", title=title).article.published == UNKNOWN_DATE


@pytest.mark.parametrize("published", ["2031-01-01", "1066", "soon", "", "13/13/2020"])
def test_a_day_that_cannot_be_is_refused_and_none_is_made_up(published, prose):
    assert described(prose, published=published).article.published == UNKNOWN_DATE


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/a/b", "http://[::1", "mailto:a@b.example"]
)
def test_what_is_no_web_address_is_no_address(url, prose):
    found = described(prose, url=url)
    article = found.article
    assert article.url is None
    assert found.refused == (Refused("url", url, "no web address"),)
    assert article.id == article_id(None, None, "a.txt")


def test_the_title_is_the_given_one_or_the_headline_of_the_text(prose):
    told = [
        described(f"Headline\n\n{prose}"),
        described(f"Headline\n\n{prose}", title="Given"),
        described(prose, title="Stated", says="metadata"),
        described(prose),
    ]
    assert [(found.article.title, found.provenance["title"]) for found in told] == [
        ("Headline", "text"),
        ("Given", "given"),
        ("Stated", "metadata"),
        (None, "none"),
    ]


def test_an_article_whose_publisher_nobody_states_is_its_hosts(prose):
    found = described(prose, url="https://www.outlet.example/a")
    assert (found.article.publisher, found.provenance["publisher"]) == ("outlet.example", "url")
    found = described(prose, url="https://www.outlet.example/a", publisher="The Outlet")
    assert (found.article.publisher, found.provenance["publisher"]) == ("The Outlet", "given")
    found = described(prose, url="https://medium.com/@jane/a")
    assert (found.article.publisher, found.provenance["publisher"]) == (None, "none")


def test_the_authors_are_the_stated_ones_or_those_of_the_byline(prose):
    text = f"Headline\nBy Jane Doe and John Roe\n\n{prose}"
    found = described(text)
    assert (found.article.authors, found.provenance["authors"]) == (("Jane Doe", "John Roe"), "text")
    found = described(text, authors=("By Ann Other, Staff Writer",))
    assert (found.article.authors, found.provenance["authors"]) == (("Ann Other",), "given")
    found = described(f"{prose}\n\nBy Popular Demand is a song.")
    assert (found.article.authors, found.provenance["authors"]) == (None, "none")


def test_the_language_is_the_stated_one_or_that_of_the_text(prose):
    found = described(prose, language="en_gb", says="metadata")
    assert (found.article.language, found.provenance["language"]) == ("en-GB", "metadata")
    found = described(prose * 2, language="English")
    assert (found.article.language, found.provenance["language"]) == ("en", "text")
    assert found.refused == (Refused("language", "English", "no language tag"),)
    found = described("Yes.")
    assert (found.article.language, found.provenance["language"]) == (None, "none")


def test_what_a_date_says_in_vain_is_told_and_the_next_place_is_asked(prose):
    found = described(prose, published="2050-09-30", updated="31/31/2017", url="https://p.example/2019/09/30/a/")
    assert found.article.published == Date("2019-09-30", "day", "url")
    assert found.refused == (
        Refused("published", "2050-09-30", "in the future"),
        Refused("updated", "31/31/2017", "there is no such day"),
    )


def test_the_source_is_the_publisher_else_the_host_else_the_file(prose):
    assert described(prose, publisher="The Outlet", url="https://p.example/a").source == "The Outlet"
    assert described(prose, url="https://p.example/a").source == "p.example"
    assert described(prose, origin="wire/day.jsonl#17").source == "#wire/day.jsonl"
    assert described(prose, origin="issue #4.txt").source == "#issue #4.txt"


def test_an_ambiguous_day_is_settled_by_what_the_source_showed_and_by_nothing_else(prose):
    found = described(prose, published="7/8/2017")
    assert found.article.published == Date("2017", "year", "given")
    assert found.ambiguous == ("2017-07-08", "2017-08-07")
    assert found.order is None
    days = {
        orders: settle(found.article, found.ambiguous, orders).published.value
        for orders in ((), ("month-first",), ("day-first",), ("month-first", "day-first"), ("day-first", "day-first"))
    }
    assert list(days.values()) == ["2017", "2017-07-08", "2017-08-07", "2017", "2017-08-07"]
    settled = settle(found.article, found.ambiguous, {"day-first"})
    assert settled.published == Date("2017-08-07", "day", "given")
    assert (settled.id, settled.body) == (found.article.id, found.article.body)


@pytest.mark.parametrize(
    ("fields", "order"),
    [
        ({"published": "7/23/2017"}, "month-first"),
        ({"published": "23/7/2017"}, "day-first"),
        ({"updated": "23/7/2017"}, "day-first"),
        ({"published": "7/8/2017", "url": "https://p.example/2017/07/08/a"}, "month-first"),
        ({"published": "7/7/2017"}, None),
        ({"published": "2017-07-08"}, None),
        ({"published": "7/23/2017", "updated": "24/7/2017"}, None),
    ],
)
def test_an_article_shows_in_which_order_its_source_writes(fields, order, prose):
    assert described(prose, **fields).order == order


@pytest.mark.parametrize("piece", ["a", "A. ", "1/", "June 24 ", "/2019", "By A ", "x@", "- "])
def test_long_fields_are_described_in_linear_time(piece, prose):
    def describe(length: int) -> None:
        text = (piece * length)[:length]
        said = dict.fromkeys(("title", "publisher", "published", "updated", "language"), text)
        described(prose, url=f"https://p.example/{text}", authors=(text,) * 20, **said)

    assert_linear(describe, 2_000, 20_000)


def test_the_policy_brief_gets_its_day_and_title_from_its_text_and_loses_its_furniture(policy_brief, articles_of):
    article = articles_of(policy_brief)["policy_brief.txt"]
    assert article.published == Date("2025-06-25", "day", "text")
    assert article.title == "Japan, South Korea Abruptly Pull Out of NATO Summit"
    assert article.title not in article.body
    assert "June 25, 2025" not in article.body
    assert article.body.startswith(
        "A subtle rift is emerging between NATO and some of its most trusted Asian partners."
    )
    assert article.body.endswith("including building trusted supply chains.")
    assert "Tokyo and Seoul Face Calls to Increase Defense Spending, Seek Meeting With Trump" in article.body
    for furniture in ("Jack Burnham", "research analyst", "subscribe", "Issues", "Topics", "Iran Israel"):
        assert furniture not in article.body


def test_the_news_report_stays_undated_and_untitled_and_whole(news_report, articles_of):
    article = articles_of(news_report)["news_report.txt"]
    assert (article.published, article.title, article.publisher, article.authors) == (UNKNOWN_DATE, None, None, None)
    assert article.body.split("\n\n") == news_report.read_text(encoding="utf-8").strip().split("\n")
