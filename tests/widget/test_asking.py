"""From a question to the words behind the answer."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LABEL = "Source 1: Harbour Post, 25 June 2025, supported"


def test_an_answer_appears_while_it_is_written_and_ends_as_the_service_says(reader):
    reader.ask("slow")
    expect(reader.text).to_contain_text("The harbour master said that the bridge will reopen on 3 July.")
    expect(reader.text.get_by_role("button", name=LABEL)).to_be_visible()
    expect(reader.text).not_to_contain_text("[1")
    expect(reader.text).not_to_contain_text("The closing was planned")
    expect(reader.answer.locator(".colophon")).to_have_count(0)
    reader.release()
    expect(reader.text).to_contain_text("The closing was planned long before.")
    expect(reader.answer.locator(".colophon")).to_contain_text("2 of 3 statements checked and supported")


def test_the_words_on_the_page_do_not_move_when_the_answer_is_complete(reader):
    reader.ask("slow")
    chip = reader.text.get_by_role("button", name=LABEL).first
    expect(chip).to_be_visible()
    before = chip.bounding_box()
    reader.release()
    expect(reader.answer.locator(".colophon")).to_be_visible()
    assert chip.bounding_box() == before


def test_a_number_opens_the_exact_words_with_outlet_date_and_verdict(reader):
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    reader.text.get_by_role("button", name=LABEL).first.click()
    quote = reader.card.locator("[part=quote]")
    expect(quote).to_have_text("“The bridge will reopen on 3 July,” the harbour master said.")
    expect(reader.card).to_contain_text("The bridge, report 1")
    expect(reader.card).to_contain_text("Harbour Post · 25 June 2025, dated in its text")
    expect(reader.card).to_contain_text("The quoted words support the statement")
    original = reader.card.get_by_role("link", name="Open original")
    expect(original).to_have_attribute("href", "https://paper-1.example/bridge")
    assert [detail["citation"]["number"] for detail in reader.heard("citation-open")] == [1]


def test_a_date_is_said_as_precisely_as_it_is_known(reader):
    reader.ask("answered")
    expect(reader.text.get_by_role("button", name="Source 2: Meridian Review, June 2025, supported")).to_be_visible()
    unknown = "Source 3: unnamed outlet, date unknown, supported in part"
    expect(reader.text.get_by_role("button", name=unknown)).to_be_visible()


def test_brackets_that_belong_to_a_sentence_stay_text(reader):
    reader.ask("answered")
    expect(reader.text).to_contain_text("every ten minutes [2025 timetable].")


def test_a_sentence_that_is_borne_out_in_part_says_so_in_words(reader):
    reader.ask("answered")
    expect(reader.text).to_contain_text(re.compile(r"planned long before\.\s+supported in part"))


def test_below_the_answer_stands_who_answered_from_what_and_on_which_day(reader):
    reader.ask("answered")
    colophon = reader.answer.locator(".colophon")
    expect(colophon).to_contain_text("Answered by model openai:small-one")
    expect(colophon).to_contain_text("As of 25 June 2025 · archive of 16 articles, newest 25 June 2025")
    reader.answer.get_by_text("Sources: 3 cited, 1 also searched").click()
    expect(reader.answer.locator("[part=source]").last).to_contain_text("The Lantern · 2024 · searched, not cited")


def test_the_quoted_span_is_highlighted_in_the_stored_article(reader):
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    chip = reader.text.get_by_role("button", name="Source 2: Meridian Review, June 2025, supported")
    chip.click()
    reader.card.get_by_role("button", name="Show in article").click()
    article = reader.page.get_by_role("dialog", name="The bridge, report 2")
    # the quote comes after an emoji in the body: offsets are code points
    expect(article.locator("mark")).to_have_text("Ferries run every ten minutes until then.")
    expect(article).to_contain_text("🚧")
    reader.page.keyboard.press("Escape")
    expect(article).to_be_hidden()
    expect(chip).to_be_focused()


def test_emoji_before_a_marker_shift_nothing(reader):
    reader.ask("emoji")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    expect(reader.text).to_have_text(re.compile(r"^Work 🚧👷🏽‍♀️ goes on, said 𝒜da\.\s1.*Ferries 🛥️ run\.\s2", re.DOTALL))
    expect(reader.text.get_by_role("button")).to_have_count(2)


def test_a_stream_that_comes_byte_by_byte_gives_the_same_answer(reader):
    reader.ask("bytes")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    expect(reader.text).to_contain_text("Work 🚧👷🏽‍♀️ goes on, said 𝒜da.")
    expect(reader.text).not_to_contain_text("\ufffd")


def test_a_service_that_does_not_stream_is_understood_too(reader):
    reader.ask("whole")
    expect(reader.answer.locator(".colophon")).to_contain_text("2 of 3 statements checked and supported")


def test_a_number_without_a_citation_is_plain_text_and_a_warning(reader):
    with reader.page.expect_console_message(lambda message: message.type == "warning") as warning:
        reader.ask("unresolved")
    assert "no citation for 7" in warning.value.text
    expect(reader.text).to_contain_text("[7]")
    expect(reader.text.get_by_role("button")).to_have_count(0)
    expect(reader.text).to_contain_text("not supported by the sources")


def test_a_follow_up_carries_what_was_said_before_without_markers(reader):
    for _ in range(4):
        reader.ask("disputed")
        expect(reader.answer.locator(".colophon")).to_be_visible()
    with reader.page.expect_request("**/ask") as request:
        reader.ask("answered")
    body = request.value.post_data_json
    assert body["question"] == "answered"
    assert [message["role"] for message in body["history"]] == ["user", "assistant"] * 3
    assert body["history"][1]["content"] == (
        "Harbour Post (25 June 2025): the bridge reopens on 3 July. "
        "Meridian Review (June 2025): it stays closed until 9 July."
    )


def test_a_long_conversation_is_sent_short_enough_for_the_service(reader):
    for _ in range(4):
        with reader.page.expect_request("**/ask") as request:
            reader.ask("大" * 2000)
        expect(reader.answer.locator(".colophon")).to_be_visible()
    history = request.value.post_data_json["history"]
    assert [len(message["content"]) for message in history] == [1500] * 6
    assert len(request.value.post_data_buffer) < 65_536


def test_the_first_question_carries_itself_and_that_quotes_may_stand_in(reader):
    with reader.page.expect_request("**/ask") as request:
        reader.ask("answered")
    assert request.value.post_data_json == {"question": "answered", "fallback": True}
    assert request.value.headers["accept"] == "text/event-stream"


def test_the_page_offers_three_questions_and_asks_the_one_that_is_clicked(reader):
    offered = reader.page.get_by_role("list", name="Questions to try").get_by_role("button")
    expect(offered).to_have_text(
        [
            "When is the NATO summit in The Hague?",
            "Why did Japan's prime minister cancel his trip?",
            "Who is the secretary general of NATO?",
        ]
    )
    with reader.page.expect_request("**/ask") as request:
        offered.first.click()
    assert request.value.post_data_json["question"] == "When is the NATO summit in The Hague?"


def test_the_host_page_hears_the_course_of_a_question(reader):
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    assert reader.heard("submit") == [{"question": "answered"}]
    assert reader.heard("start") == [{"id": "ans_1"}]
    assert reader.heard("complete")[0]["answer"]["outcome"] == "answered"


def test_the_host_page_may_refuse_a_question(reader):
    reader.page.evaluate("addEventListener('dateline-submit', event => event.preventDefault())")
    reader.ask("answered")
    expect(reader.question).to_have_value("answered")
    assert [url for url in reader.requests if url.endswith("/ask")] == []


def test_starting_over_forgets_the_conversation(reader):
    reader.ask("answered")
    expect(reader.answer.locator(".colophon")).to_be_visible()
    reader.page.get_by_role("button", name="Start over").click()
    expect(reader.answer).to_have_count(0)
    with reader.page.expect_request("**/ask") as request:
        reader.ask("answered")
    assert "history" not in request.value.post_data_json
