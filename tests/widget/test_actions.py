"""What a reader can do with an answer: take it along with its sources, and say whether it was good."""

from html.parser import HTMLParser

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CLIPBOARD = """async type => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}"""


class Tags(HTMLParser):
    """Every tag of a text of HTML with its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


@pytest.fixture
def clipboard(reader):
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=reader.service)
    return lambda kind: reader.page.evaluate(CLIPBOARD, kind)


def ratings(reader):
    return reader.page.request.get(f"{reader.service}/ratings").json()


def test_a_copied_answer_carries_its_numbers_and_the_words_behind_them(reader, clipboard):
    reader.ask("answered")
    reader.answer.get_by_role("button", name="Copy with sources").click()
    expect(reader.answer.get_by_role("button", name="Copied")).to_be_visible()
    expect(reader.status).to_have_text("Copied")
    text = clipboard("text/plain")
    answer = reader.heard("complete")[0]["answer"]
    for citation in answer["citations"]:
        assert f"[{citation['number']}] “{citation['quote']}”" in text
    assert text.startswith(f"{answer['question']}\n\n")
    assert answer["statements"][0]["text"] + " [1]" in text
    assert reader.heard("copy")[0]["copied"] is True


def test_copied_sources_are_links_only_where_they_have_a_web_address(reader, clipboard):
    reader.ask("hostile")
    reader.answer.get_by_role("button", name="Copy with sources").click()
    expect(reader.answer.get_by_role("button", name="Copied")).to_be_visible()
    tags = Tags()
    tags.feed(clipboard("text/html"))
    names, attributes = {name for name, _ in tags.found}, [one for _, found in tags.found for one in found]
    assert names <= {"div", "p", "br", "a"}
    assert all(name == "href" and value.startswith(("https://", "http://")) for name, value in attributes)


def test_a_copied_disagreement_names_both_sides(reader, clipboard):
    reader.ask("disputed")
    reader.answer.get_by_role("button", name="Copy with sources").click()
    expect(reader.answer.get_by_role("button", name="Copied")).to_be_visible()
    text = clipboard("text/plain")
    assert "Sources disagree: when the bridge reopens" in text
    assert "– The bridge reopens on 3 July. [1]" in text


def test_a_page_that_may_not_write_to_the_clipboard_copies_all_the_same(reader):
    reader.ask("answered")
    reader.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    reader.answer.get_by_role("button", name="Copy with sources").click()
    expect(reader.answer.get_by_role("button", name="Copied")).to_be_visible()


def test_a_rating_is_sent_once_and_thanked_for(reader):
    reader.ask("answered")
    helpful = reader.answer.get_by_role("button", name="Helpful", exact=True)
    expect(helpful).to_have_attribute("aria-pressed", "false")
    before = len(ratings(reader))
    helpful.click()
    expect(reader.status).to_have_text("Thank you, noted.")
    expect(helpful).to_have_attribute("aria-pressed", "true")
    helpful.click()
    expect(reader.answer.get_by_role("textbox")).to_have_count(0)
    answer = reader.heard("complete")[0]["answer"]["id"]
    assert ratings(reader)[before:] == [{"answer": answer, "rating": "up"}]
    assert reader.heard("feedback")[0]["rating"] == "up"


def test_who_was_not_helped_may_say_why(reader):
    reader.ask("answered")
    before = len(ratings(reader))
    reader.answer.get_by_role("button", name="Not helpful").click()
    reader.answer.get_by_role("textbox", name="What was wrong? (optional)").fill("It is out of date.")
    reader.answer.get_by_role("button", name="Send").click()
    expect(reader.status).to_have_text("Thank you, your reason was noted.")
    assert [one.get("reason") for one in ratings(reader)[before:]] == [None, "It is out of date."]


def test_a_rating_that_was_not_taken_says_so(reader):
    reader.ask("answered")
    reader.answer.get_by_role("button", name="Not helpful").click()
    reader.answer.get_by_role("textbox", name="What was wrong? (optional)").fill("refuse")
    reader.answer.get_by_role("button", name="Send").click()
    expect(reader.status).to_have_text("That could not be noted.")


def test_an_answer_that_is_still_coming_can_neither_be_copied_nor_rated(reader):
    reader.ask("slow")
    expect(reader.answer.locator(".working")).to_be_visible()
    expect(reader.answer.locator("[part=actions]")).to_have_count(0)
    reader.release()
    expect(reader.answer.locator("[part=actions]")).to_be_visible()
