"""The page as a reader meets it: the real service, the sample archive, a real browser."""

import re
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from corpus.folder import DataFolder

pytestmark = pytest.mark.browser

WITHIN_MS = 60_000  # the first question may find the machine busy


@pytest.fixture(scope="module")
def address(sample_data: DataFolder) -> Iterator[str]:
    """The address of a service of its own, ready to answer."""
    command = [sys.executable, "-m", "dateline", "serve", "--port", "0", "--data", str(sample_data.path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = None
        for line in process.stderr:
            if found := re.search(r"listening on (http://[^\s\"]+)", line):
                break
        assert found, "the service did not start"
        try:
            _wait_until_ready(found[1], process)
            yield found[1]
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _wait_until_ready(address: str, process: "subprocess.Popen[str]") -> None:
    assert process.stderr is not None
    for line in process.stderr:  # the log says when the archive is open
        if "open: answers come from quotes" in line:
            break
    assert httpx.get(f"{address}/readyz").status_code == 200


@pytest.fixture
def at_the_page(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def test_the_first_suggestion_shows_both_dates_each_from_its_own_outlet(at_the_page: Page) -> None:
    at_the_page.get_by_role("button", name="When is the NATO summit in The Hague?").click()
    dispute = at_the_page.locator(".disagreement").first
    expect(dispute).to_contain_text("24 to 26 June", timeout=WITHIN_MS)
    expect(dispute).to_contain_text("24 and 25 June")


def test_a_number_opens_the_exact_words_of_the_stored_article(at_the_page: Page, address: str) -> None:
    at_the_page.get_by_role("button", name="When is the NATO summit in The Hague?").click()
    at_the_page.get_by_role("button", name=re.compile(r"^Source 1:")).first.click(timeout=WITHIN_MS)
    quoted = at_the_page.locator("[part=card]:popover-open [part=quote]")
    expect(quoted).to_be_visible()
    quote = quoted.inner_text().strip()
    bodies = [
        httpx.get(f"{address}/articles/{article['id']}").json()["body"]
        for article in httpx.get(f"{address}/articles").json()["articles"]
    ]
    assert any(quote in body for body in bodies)


def test_what_the_archive_does_not_hold_is_said_to_be_missing(at_the_page: Page) -> None:
    at_the_page.get_by_role("button", name="Who is the secretary general of NATO?").click()
    expect(at_the_page.get_by_text("Insufficient evidence")).to_be_visible(timeout=WITHIN_MS)


def test_the_page_says_that_no_model_answered(at_the_page: Page) -> None:
    at_the_page.get_by_role("button", name="When is the NATO summit in The Hague?").click()
    expect(at_the_page.get_by_text("no model")).to_be_visible(timeout=WITHIN_MS)
