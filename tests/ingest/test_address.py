from datetime import date

import pytest

from ingest.address import date_in_address, outlet_host, web_address
from tests.growth import assert_linear

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.outlet.example/a", "outlet.example"),
        ("http://m.outlet.example:8080/a", "outlet.example"),
        ("https://WWW.Outlet.Example./a", "outlet.example"),
        ("https://chicago.outlet.example/a", "chicago.outlet.example"),
        ("https://writer.substack.com/p/a", "writer.substack.com"),
    ],
)
def test_the_host_names_the_outlet(url, host):
    assert outlet_host(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "https://medium.com/@jane/a",
        "https://news.yahoo.com/a",
        "https://web.archive.org/web/1/x",
        "https://localhost/a",
    ],
)
def test_where_many_publish_the_host_is_no_outlet(url):
    assert outlet_host(url) is None


@pytest.mark.parametrize(
    "text", [None, "", "/a/b", "http://[::1", "javascript:alert(1)", "mailto:a@b.example", "https://", "https:///a"]
)
def test_what_names_no_page_of_the_web_is_no_address(text):
    assert web_address(text) is None


def test_a_day_after_the_latest_is_passed_over_for_one_that_can_be():
    assert date_in_address("https://p.example/2031/01/01/x/2019-10-03-a", TODAY) == "2019-10-03"
    assert date_in_address("https://p.example/2026/01/02/a", TODAY) == "2026-01"


@pytest.mark.parametrize("piece", ["/2019", "/2019/1", "-2019-10-03", "/20191003", "/2019/10", "-191003101500123", "/"])
def test_a_long_address_is_read_in_linear_time(piece):
    def read(length: int) -> None:
        date_in_address("https://p.example" + (piece * length)[:length], date(1800, 1, 1))

    assert_linear(read, 20_000, 200_000)
