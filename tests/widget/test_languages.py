"""The widget in other languages: its own words, its dates, and words of the page's own."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def set_language(reader, language):
    reader.page.evaluate("language => { document.querySelector('dateline-ask').lang = language; }", language)


@pytest.mark.parametrize(
    ("language", "label", "send", "ready", "day"),
    [
        ("ja", "質問", "質問する", "回答ができました。出典2件、見解の相違1件。", "2025年6月25日"),
        ("ko-KR", "질문", "질문하기", "답변이 준비되었습니다. 출처 2건, 엇갈린 내용 1건.", "2025년 6월 25일"),
        ("en-GB", "Your question", "Ask", "Answer ready, 2 sources, 1 disagreement.", "25 June 2025"),
        ("tlh", "Your question", "Ask", "Answer ready, 2 sources, 1 disagreement.", "25 June 2025"),
    ],
)
def test_it_asks_answers_and_dates_in_the_language_that_it_is_told(reader, language, label, send, ready, day):
    set_language(reader, language)
    expect(reader.page.get_by_role("button", name=send, exact=True)).to_be_visible()
    question = reader.page.get_by_role("textbox", name=label, exact=True)
    question.fill("disputed")
    question.press("Enter")
    expect(reader.status).to_have_text(ready)
    expect(reader.answer).to_contain_text(day)


def test_the_language_of_the_page_around_it_counts_where_it_has_none(reader):
    reader.page.evaluate("() => { document.documentElement.lang = 'ko'; }")
    reader.page.evaluate("() => { document.querySelector('dateline-ask').strings = {}; }")
    expect(reader.page.get_by_role("textbox", name="질문", exact=True)).to_be_visible()


def test_a_page_may_put_words_of_its_own_in_the_place_of_some(reader):
    reader.page.evaluate("() => { document.querySelector('dateline-ask').strings = { send: 'Fragen' }; }")
    expect(reader.page.get_by_role("button", name="Fragen")).to_be_visible()
    expect(reader.question).to_be_visible()
