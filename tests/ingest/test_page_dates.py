import pytest

from ingest.page_dates import stated_dates
from tests.growth import assert_linear


@pytest.mark.parametrize(
    "html",
    [
        '<meta property="article:published_time" content="2025-06">',
        "<META content='2025-06' name='Date'>",
        "<meta itemprop=datePublished content=2025-06 />",
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-06"}</script>',
        '<time pubdate datetime="2025-06">June</time>',
        '<time itemprop="datePublished" datetime=" 2025-06 ">June</time>',
    ],
)
def test_the_day_of_publication_is_given_as_the_page_writes_it(html):
    assert stated_dates(f"<html><head>{html}</head></html>") == ("2025-06", None)


def test_a_number_of_seconds_is_given_as_it_stands():
    html = '<script type="application/ld+json">{"datePublished": 1570060800, "dateModified" :1570147200000}</script>'
    assert stated_dates(html) == ("1570060800", "1570147200000")


def test_the_day_of_a_change_is_another():
    html = '<meta property="article:modified_time" content="2025-07-01"><meta name="pubdate" content="2025-06-25">'
    assert stated_dates(html) == ("2025-06-25", "2025-07-01")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Published June 25, 2025</p>",
        '<meta http-equiv="date" content="Wed, 25 Jun 2025 10:00:00 GMT">',
        '<time datetime="2025-06-25">the day of the summit</time>',
        '<meta name="date" content="">',
        "<meta name=date>",
    ],
)
def test_what_a_page_does_not_state_as_its_day_is_not_taken_for_it(html):
    assert stated_dates(html) == (None, None)


@pytest.mark.parametrize("piece", ["<meta ", '<meta a="', '"datePublished":"', "<time pubdate ", "<meta a=b ", "a = "])
def test_a_hostile_page_is_read_in_linear_time(piece):
    assert_linear(lambda length: stated_dates((piece * length)[:length]), 50_000, 500_000)
