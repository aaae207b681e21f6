"""Answers that are not a plain answer: disputed, not in the archive, failed, stopped, cut short."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_where_sources_disagree_each_position_has_its_column_outlet_and_date(reader):
    reader.ask("disputed")
    block = reader.answer.get_by_role("region", name="Sources disagree: when the bridge reopens")
    positions = block.get_by_role("listitem")
    expect(positions).to_have_count(2)
    expect(positions.nth(0)).to_contain_text("Harbour Post")
    expect(positions.nth(0)).to_contain_text("25 June 2025")
    expect(positions.nth(0)).to_contain_text("The bridge reopens on 3 July.")
    expect(positions.nth(1)).to_contain_text("June 2025")
    left, right = (positions.nth(index).bounding_box() for index in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]
    expect(reader.status).to_have_text("Answer ready, 2 sources, 1 disagreement.")


def test_the_position_of_each_side_opens_its_own_quote(reader):
    reader.ask("disputed")
    block = reader.answer.get_by_role("region", name="Sources disagree: when the bridge reopens")
    block.get_by_role("button", name="Source 2: Meridian Review, June 2025, supported").click()
    expect(reader.card.locator("[part=quote]")).to_have_text("until 9 July")


def test_what_the_positions_say_word_for_word_is_not_said_twice(reader):
    reader.ask("quoted dispute")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    expect(reader.answer.get_by_role("region", name="Sources disagree", exact=True)).to_be_visible()
    expect(reader.answer.get_by_text("the bridge reopens on 3 July")).to_have_count(1)
    expect(reader.answer.get_by_text("it stays closed until 9 July")).to_have_count(1)


def test_on_a_narrow_screen_the_positions_stand_below_each_other(reader):
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.ask("disputed")
    positions = reader.answer.locator(".positions > li")
    expect(positions).to_have_count(2)
    left, right = (positions.nth(index).bounding_box() for index in (0, 1))
    assert left["y"] + left["height"] <= right["y"]


def test_what_the_archive_does_not_answer_is_said_with_the_nearest_passages(reader):
    reader.ask("insufficient")
    expect(reader.answer.get_by_role("heading", name="The archive does not answer this")).to_be_visible()
    expect(reader.text).to_have_text(
        "Insufficient evidence: nothing in the stored articles supports an answer, so none is given."
    )
    hits = reader.answer.locator("[part=hit]")
    expect(hits).to_have_count(2)
    expect(hits.nth(0)).to_contain_text("Harbour Post · 25 June 2025")
    expect(hits.nth(0)).to_contain_text("Ferries run every ten minutes until then.")
    expect(hits.nth(1)).to_contain_text("unnamed outlet · date unknown")
    expect(reader.answer).to_contain_text("Searched without a model")
    expect(reader.status).to_contain_text("does not answer this question. 2 nearby passages are listed.")
    hits.nth(0).get_by_role("button", name="Show in article").click()
    expect(reader.page.locator("dialog mark")).to_have_text("Ferries run every ten minutes until then.")


def test_what_a_reader_should_know_of_how_the_answer_came_about_stands_below_it(reader):
    reader.ask("stood in")
    notices = reader.answer.locator("[part=notice]")
    expect(notices).to_have_count(2)
    expect(notices.nth(0)).to_have_text("The model failed, so these are the archive’s own sentences")
    expect(notices.nth(1)).to_have_text("Something that this widget has no words for.")
    expect(reader.answer).to_contain_text("2 citations corrected")


def test_a_reader_gets_the_archives_own_sentences_where_the_model_fails(reader):
    with reader.page.expect_request("**/ask") as request:
        reader.ask("answered")
    assert request.value.post_data_json["fallback"] is True


def test_a_failure_while_writing_keeps_the_text_and_says_why(reader):
    reader.ask("failed")
    expect(reader.answer.get_by_role("alert")).to_contain_text("The model did not respond within 30 seconds.")
    expect(reader.text).to_contain_text("the bridge will reopen on 3 July.")
    assert reader.heard("error")[0]["status"] == 503


def test_a_refusal_gives_the_question_back_to_be_asked_again(reader):
    reader.ask("refused")
    expect(reader.answer.get_by_role("alert")).to_contain_text("The archive could not answer")
    expect(reader.question).to_have_value("refused")
    with reader.page.expect_request("**/ask"):
        reader.answer.get_by_role("button", name="Ask again").click()
    expect(reader.page.locator("dateline-ask .turn")).to_have_count(1)


def test_what_the_reader_is_writing_meanwhile_is_left_alone(reader):
    reader.ask("slow")
    expect(reader.text).to_contain_text("3 July")
    reader.question.fill("my next question")
    reader.page.get_by_role("button", name="Stop").click()
    expect(reader.answer).to_contain_text("Stopped.")
    expect(reader.question).to_have_value("my next question")


def test_too_many_questions_are_counted_down_and_never_sent_again_by_themselves(reader):
    reader.page.clock.install()
    reader.ask("too many")
    expect(reader.answer.get_by_role("alert")).to_contain_text("Too many questions just now")
    again = reader.answer.get_by_role("button", name="Ask again in 30 s")
    expect(again).to_be_disabled()
    reader.question.press("Enter")
    reader.page.clock.run_for(31_000)
    expect(reader.answer.get_by_role("button", name="Ask again", exact=True)).to_be_enabled()
    assert len([url for url in reader.requests if url.endswith("/ask")]) == 1
    assert reader.heard("error")[0]["retryAfter"] == 30


def test_stop_closes_the_connection_and_keeps_what_has_come(reader):
    reader.ask("slow")
    expect(reader.text).to_contain_text("Until then ferries run")
    with reader.page.expect_event("requestfailed", lambda request: request.url.endswith("/ask")):
        reader.page.get_by_role("button", name="Stop").click()
    expect(reader.answer).to_contain_text("Stopped. The answer above is not complete.")
    expect(reader.text).to_contain_text("Until then ferries run")
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert reader.heard("stop") == [{}]


def test_an_answer_can_be_stopped_before_its_first_word(reader):
    reader.ask("silent")
    expect(reader.status).to_have_text("Searching the archive")
    reader.page.get_by_role("button", name="Stop").click()
    expect(reader.answer).to_contain_text("Stopped before an answer came.")


def test_taking_the_element_off_the_page_ends_the_request(reader):
    reader.ask("silent")
    expect(reader.status).to_have_text("Searching the archive")
    with reader.page.expect_event("requestfailed", lambda request: request.url.endswith("/ask")):
        reader.page.evaluate("document.querySelector('dateline-ask').remove()")


@pytest.mark.parametrize("script", ["ended", "broken", "garbage"])
def test_a_stream_that_is_cut_keeps_its_text_says_so_and_asks_nothing_twice(reader, script):
    reader.ask(script)
    expect(reader.text).to_contain_text("the bridge will reopen on 3 July.")
    reader.release()
    alert = reader.answer.get_by_role("alert")
    expect(alert).to_contain_text("The connection was lost before the answer was complete")
    expect(reader.text).to_contain_text("the bridge will reopen on 3 July.")
    expect(reader.answer.locator(".colophon")).to_have_count(0)
    assert reader.text.inner_text().count("3 July") == 1
    assert len([url for url in reader.requests if url.endswith("/ask")]) == 1


def test_without_a_network_the_reader_is_told_and_keeps_the_question(reader):
    reader.page.context.set_offline(True)
    reader.ask("answered")
    expect(reader.answer.get_by_role("alert")).to_contain_text("The archive cannot be reached")
    expect(reader.question).to_have_value("answered")


def test_an_unfinished_answer_is_no_part_of_the_history(reader):
    reader.ask("ended")
    expect(reader.answer.get_by_role("alert")).to_be_visible()
    with reader.page.expect_request("**/ask") as request:
        reader.ask("answered")
    assert "history" not in request.value.post_data_json
