from datetime import date

import pytest

from corpus.article import UNKNOWN_DATE, Date, article_id
from ingest.clean import clean
from ingest.describe import describe
from ingest.draft import Draft

TODAY = date(2025, 7, 1)


def described(text: str, **fields):
    draft = Draft("a.txt", text, **fields)
    return describe(draft, clean(text, draft.title), TODAY)


def test_what_the_file_says_is_taken_as_it_says_it(prose):
    article = described(
        prose, id="a-1", title="T", publisher="P", authors=("A",), published="2025-06", updated="2025", language="en"
    )
    assert (article.id, article.title, article.publisher, article.authors, article.language) == (
        "a-1",
        "T",
        "P",
        ("A",),
        "en",
    )
    assert article.published == Date("2025-06", "month", "given")
    assert article.updated == Date("2025", "year", "given")


def test_a_page_says_its_day_by_metadata(prose):
    assert described(prose, says="metadata", published="2025-06-22T17:40+09:00").published == Date(
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
    assert described(f"Headline\n{line}\n\n{prose}").published == Date(value, "day", "text")


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
        "Headline\n1/2/2025\n\n{prose}",
    ],
)
def test_other_dates_of_a_text_are_not_the_day_of_publication(text, prose):
    assert described(text.format(prose=prose)).published == UNKNOWN_DATE


def test_a_known_title_with_a_date_that_the_text_repeats_is_no_date_line(prose):
    title = "Japan will skip the summit of 24 June 2025"
    assert described(f"{title}\n\n{prose}", title=title).published == UNKNOWN_DATE


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://p.example/2025/06/25/japan", "2025-06-25"),
        ("https://p.example/news/2025-06-25-japan", "2025-06-25"),
        ("https://p.example/2025/06/japan", "2025-06"),
        ("https://p.example/2025/02/30/japan", None),
        ("https://p.example/2031/01/01/japan", None),
        ("https://p.example/a/20250625", None),
    ],
)
def test_an_address_tells_its_day_where_nothing_else_does(url, value, prose):
    assert described(prose, url=url).published == Date.of(value, "url")
    assert described(prose, url=url, published="2024").published == Date("2024", "year", "given")


@pytest.mark.parametrize("published", ["2031-01-01", "1066", "soon", "", "13/13/2020"])
def test_a_day_that_cannot_be_is_refused_and_none_is_made_up(published, prose):
    assert described(prose, published=published).published == UNKNOWN_DATE


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/a/b", "http://[::1", "mailto:a@b.example"]
)
def test_what_is_no_web_address_is_no_address(url, prose):
    article = described(prose, url=url)
    assert article.url is None
    assert article.id == article_id(None, None, "a.txt")


def test_the_title_is_the_given_one_or_the_headline_of_the_text(prose):
    assert described(f"Headline\n\n{prose}").title == "Headline"
    assert described(f"Headline\n\n{prose}", title="Given").title == "Given"
    assert described(prose).title is None


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
