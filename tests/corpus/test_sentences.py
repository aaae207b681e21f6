import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)
MIXED = st.lists(
    st.sampled_from(
        [
            "He said so. ",
            "Mr. Smith of the U.S. left! ",
            "日本は欠席した。",
            "שלום עולם. ",
            "مرحبا؟ ",
            "👨‍👩‍👧 🎌. ",
            "e\u0301. ",
            "𝔘. ",
            "\r\n",
            "\n\n",
            "\u2028",
            "\u3000",
            "\x85",
            "“Quoted. Twice.” ",
            "3.5 ",
            "...",
            "\x00",
            "\ud800",
        ]
    ),
    max_size=20,
).map("".join)


def sentences(text: str, language: str | None = None) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text, language)]


def test_abbreviations_and_initials_end_no_sentence():
    text = "Mr. Ishiba met J. Smith of the U.S. forces. He left at 5 p.m. on Monday."
    assert sentences(text) == ["Mr. Ishiba met J. Smith of the U.S. forces.", "He left at 5 p.m. on Monday."]


def test_a_heading_is_a_sentence_of_its_own():
    assert sentences("A growing rift\n\nLee left. Ishiba too.") == ["A growing rift", "Lee left.", "Ishiba too."]


def test_scripts_beyond_latin_have_sentences_too():
    assert sentences("日本の首相は欠席した。韓国も欠席した。", "ja") == ["日本の首相は欠席した。", "韓国も欠席した。"]
    assert sentences("🎌 One. 👨‍👩‍👧 Two. שלום עולם. Four.") == ["🎌 One.", "👨‍👩‍👧 Two.", "שלום עולם.", "Four."]


def test_the_indent_of_a_japanese_paragraph_belongs_to_no_sentence():
    assert sentences("\u3000首相は欠席した。", "ja") == ["首相は欠席した。"]


@given(st.one_of(ANY_TEXT, MIXED), st.sampled_from([None, "en", "ja", "ar", "zz", "English", "日本", "1!"]))
@example("a\x1cb. \x1f c", None)
@example("half a pair \ud800. Next.", None)
def test_any_text_is_covered_once_but_for_white_space(text, language):
    position = 0
    for span in sentence_spans(text, language):
        assert not text[position : span.start].strip()
        assert position <= span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end
    assert not text[position:].strip()


@pytest.mark.parametrize("piece", ["x", "word ", "Mr. ", '"', "(", "1.", "\n"])
def test_a_long_text_is_cut_in_linear_time(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        sentence_spans(text)
        return time.process_time() - start

    assert seconds(50_000) < 40 * max(seconds(5_000), 0.01)


def test_a_thin_space_between_an_initial_and_a_full_stop_is_no_panic():
    text = "A\u2009. B came later. \u00a0C\u2003. "
    assert "".join(text[span.start : span.end] for span in sentence_spans(text)).count("B came later") == 1
