"""Keyboard, screen reader, touch, and a page that has other ideas of style."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_everything_can_be_done_with_the_keyboard_alone(reader):
    keyboard = reader.page.keyboard
    keyboard.press("Tab")
    expect(reader.question).to_be_focused()
    keyboard.type("answered")
    keyboard.press("Enter")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    expect(reader.question).to_be_focused()

    chip = reader.text.get_by_role("button", name="Source 1: Harbour Post").first
    while not chip.evaluate("chip => chip.matches(':focus')"):
        keyboard.press("Shift+Tab")
    expect(reader.card.locator("[part=quote]")).to_contain_text("3 July")
    keyboard.press("Enter")
    expect(reader.card).to_be_focused()
    keyboard.press("Tab")
    expect(reader.card.get_by_role("button", name="Show in article")).to_be_focused()
    keyboard.press("Escape")
    expect(reader.card).to_have_count(0)
    expect(chip).to_be_focused()

    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Enter")
    article = reader.page.get_by_role("dialog", name="The bridge, report 1")
    expect(article.locator("mark")).to_be_visible()
    keyboard.press("Escape")
    expect(article).to_be_hidden()
    expect(chip).to_be_focused()


def test_leaving_a_card_with_the_keyboard_closes_it_and_opens_the_next(reader):
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    chips = reader.text.locator("button[part=citation]")
    while not chips.nth(3).evaluate("chip => chip.matches(':focus')"):
        reader.page.keyboard.press("Shift+Tab")
    expect(reader.card.locator("[part=quote]")).to_have_text("The mayor’s office closed the bridge on Monday.")
    while not chips.nth(2).evaluate("chip => chip.matches(':focus')"):
        reader.page.keyboard.press("Shift+Tab")
    expect(reader.card).to_have_count(1)
    expect(reader.card.locator("[part=quote]")).to_have_text("Ferries run every ten minutes until then.")


def test_shift_enter_breaks_the_line_and_a_word_being_composed_is_not_sent(reader):
    reader.question.fill("first line")
    reader.question.press("Shift+Enter")
    expect(reader.question).to_have_value("first line\n")
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    assert reader.question.evaluate(f"field => field.dispatchEvent({composing})")
    assert [url for url in reader.requests if url.endswith("/ask")] == []


def test_the_status_tells_where_the_question_stands_and_never_the_text_as_it_comes(reader):
    reader.page.evaluate("""() => {
      const status = document.querySelector('dateline-ask').shadowRoot.querySelector('[role=status]');
      window.spoken = [];
      new MutationObserver(() => window.spoken.push(status.textContent)).observe(
        status, {characterData: true, childList: true, subtree: true});
    }""")
    reader.ask("slow")
    expect(reader.status).to_have_text("Writing the answer")
    reader.release()
    expect(reader.status).to_have_text("Answer ready, 3 sources.")
    allowed = {
        "Searching the archive",
        "Reading 4 articles from Harbour Post, Meridian Review, The Lantern",
        "Writing the answer",
        "Answer ready, 3 sources.",
    }
    assert set(reader.page.evaluate("window.spoken")) <= allowed


def test_after_a_suggestion_the_focus_is_on_the_question_that_was_asked(reader):
    reader.page.get_by_role("button", name="Who is the secretary general of NATO?").press("Enter")
    expect(reader.answer.get_by_role("heading", level=2)).to_be_focused()


def test_on_a_phone_the_card_is_a_sheet_with_a_button_to_close_it(reader):
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    reader.text.get_by_role("button", name="Source 1: Harbour Post").first.click()
    sheet = reader.card.bounding_box()
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    reader.card.get_by_role("button", name="Close").click()
    expect(reader.card).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(reader, width):
    reader.page.set_viewport_size({"width": width, "height": 800})
    for script in ("disputed", "insufficient", "hostile"):
        reader.ask(script)
        expect(reader.answer.locator(".colophon")).to_be_visible()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_citation_is_large_enough_to_be_tapped(reader):
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    for chip in reader.text.locator("button[part=citation]").all():
        box = chip.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_can_be_read_in_both_colour_schemes(reader, scheme):
    reader.page.emulate_media(color_scheme=scheme)
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    for selector in (".text", ".colophon", "button[part=citation]", "[part=send]", ".question"):
        assert reader.page.locator(f"dateline-ask {selector}").first.evaluate(CONTRAST) >= 4.5, selector


CONTRAST = """element => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([red, green, blue]) => [red, green, blue].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  let behind = element;
  while (rgb(getComputedStyle(behind).backgroundColor)[3] < 255)
    behind = behind.parentElement ?? behind.getRootNode().host;
  const [one, other] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(rgb).map(light);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""
