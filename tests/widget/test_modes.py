"""The widget behind a button in the corner, and over the whole window."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def in_mode(reader):
    def put(mode):
        reader.page.evaluate("mode => document.querySelector('dateline-ask').setAttribute('mode', mode)", mode)

    return put


def launcher(reader):
    return reader.page.get_by_role("button", name="Ask the archive", exact=True)


def panel(reader):
    return reader.page.get_by_role("dialog", name="Ask the archive")


def test_the_launcher_opens_a_panel_in_which_a_question_is_answered(reader, in_mode):
    in_mode("launcher")
    expect(panel(reader)).to_be_hidden()
    expect(launcher(reader)).to_have_attribute("aria-expanded", "false")
    launcher(reader).click()
    expect(panel(reader)).to_be_visible()
    expect(launcher(reader)).to_have_attribute("aria-expanded", "true")
    expect(reader.question).to_be_focused()
    reader.ask("answered")
    expect(panel(reader).locator("[part=actions]")).to_be_visible()
    assert [name for name, _ in reader.page.evaluate("window.heard")][:2] == ["open", "submit"]


def test_escape_closes_the_card_first_and_then_the_panel_and_gives_the_focus_back(reader, in_mode):
    in_mode("launcher")
    launcher(reader).click()
    reader.ask("answered")
    panel(reader).locator(".chip").first.click()
    expect(reader.card).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.card).to_have_count(0)
    expect(panel(reader)).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(panel(reader)).to_be_hidden()
    expect(launcher(reader)).to_be_focused()


def test_what_was_answered_is_there_when_the_panel_is_opened_again(reader, in_mode):
    in_mode("launcher")
    launcher(reader).press("Enter")
    reader.ask("answered")
    expect(reader.answer.locator("[part=actions]")).to_be_visible()
    panel(reader).get_by_role("button", name="Close").click()
    expect(panel(reader)).to_be_hidden()
    launcher(reader).press("Enter")
    expect(reader.answer.locator("[part=actions]")).to_be_visible()


def test_on_a_phone_the_panel_fills_the_screen(reader, in_mode):
    reader.page.set_viewport_size({"width": 390, "height": 844})
    in_mode("launcher")
    launcher(reader).click()
    assert panel(reader).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_a_closed_launcher_takes_no_room_on_the_page(reader, in_mode):
    in_mode("launcher")
    expect(launcher(reader)).to_be_visible()
    root = reader.page.locator("dateline-ask .root").bounding_box()
    assert root is None or root["height"] == 0


def test_fullscreen_covers_the_window(reader, in_mode):
    in_mode("fullscreen")
    size = reader.page.viewport_size
    box = reader.page.locator("dateline-ask").bounding_box()
    assert box == {"x": 0, "y": 0, "width": size["width"], "height": size["height"]}
    reader.ask("disputed")
    expect(reader.answer.locator(".colophon")).to_be_visible()


def test_a_page_opens_and_closes_it_by_its_methods(reader, in_mode):
    in_mode("launcher")
    reader.page.evaluate("document.querySelector('dateline-ask').show()")
    expect(panel(reader)).to_be_visible()
    reader.page.evaluate("document.querySelector('dateline-ask').close()")
    expect(panel(reader)).to_be_hidden()
    assert [name for name, _ in reader.page.evaluate("window.heard")] == ["open", "close"]
