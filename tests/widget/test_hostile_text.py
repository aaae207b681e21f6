"""Whatever the service sends is text: no element, no link, no request comes of it; the fixture watches the policy."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COUNT_ELEMENTS = """
  const everything = root => [...root.querySelectorAll('*')].flatMap(
    element => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
  const inside = everything(document.querySelector('dateline-ask').shadowRoot);
  return {
    dangerous: inside.filter(one => one.matches('img, script, iframe, object, embed, base, style, link, meta')).length,
    links: inside.filter(one => one.matches('a')).map(one => one.href),
    handlers: inside.flatMap(one => one.getAttributeNames()).filter(name => /^on|^style$/.test(name)).length,
  };
"""


def elements(reader):
    return reader.page.evaluate(f"() => {{ {COUNT_ELEMENTS} }}")


@pytest.mark.parametrize("script", ["hostile", "hostile nearest", "hostile problem"])
def test_markup_in_every_field_stays_text(reader, script):
    reader.ask(script)
    expect(reader.answer).to_contain_text("<img src=x onerror=")
    expect(reader.page.get_by_role("button", name="Stop")).to_have_count(0)
    for summary in reader.answer.locator("summary").all():
        summary.click()
    assert elements(reader) == {"dangerous": 0, "links": [], "handlers": 0}
    assert reader.page.title() == "Dateline: ask the archive"


def test_markup_in_a_quote_card_stays_text(reader):
    reader.ask("hostile")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    reader.answer.get_by_role("button", name="Source 1").first.click()
    expect(reader.card.locator("[part=quote]")).to_contain_text("<script>document.title='owned'</script>")
    expect(reader.card).to_contain_text("date unknown")
    expect(reader.card).to_contain_text("The quoted words do not support the statement")
    reader.card.get_by_role("button", name="Show in article").click()
    expect(reader.page.get_by_role("dialog", name="The article could not be opened")).to_be_visible()
    assert elements(reader) == {"dangerous": 0, "links": [], "handlers": 0}


def test_an_answer_whose_fields_are_of_the_wrong_kind_looks_no_better_than_it_is(reader):
    reader.ask("hostile")
    colophon = reader.answer.locator(".colophon")
    expect(colophon).to_contain_text("As of date unknown · archive of 0 articles")
    expect(colophon).not_to_contain_text("statements checked")


def test_a_question_that_looks_like_markup_is_shown_as_it_was_typed(reader):
    reader.page.route("**/ask", lambda route: route.fulfill(status=500, body="<h1>oops</h1>"))
    reader.ask("<b>bold</b><img src=x onerror=alert(1)>")
    expect(reader.answer.get_by_role("heading")).to_contain_text("<b>bold</b><img src=x onerror=alert(1)>")
    expect(reader.answer.get_by_role("alert")).to_contain_text("The archive could not answer")
    assert elements(reader)["dangerous"] == 0
