import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.sentences import LONGEST_SENTENCE, sentence_spans
from tests.growth import assert_linear

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
            '"What?" Lee said. ',
            "“",
            "” ",
            '" ',
            "1. ",
            "; ",
            "no end " * 200,
            "x" * 1_500,
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


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "word ",
        "Mr. ",
        '"',
        "(",
        "1.",
        "\n",
        "“",
        "« ",
        "「",
        "‘a. ",
        "“A. ",
        "”.“",
        "“A.” ",
        "[",
        ".",
        "。",
        "a\n",
        "a ",
    ],
)
def test_a_long_text_is_cut_in_linear_time(piece):
    assert_linear(lambda length: sentence_spans((piece * length)[:length]), 20_000, 200_000)


def test_a_thin_space_between_an_initial_and_a_full_stop_is_no_panic():
    text = "A\u2009. B came later. \u00a0C\u2003. "
    assert "".join(text[span.start : span.end] for span in sentence_spans(text)).count("B came later") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Lee met Rep. Will Hurd at Ft. Worth.",
        "It opens at 9 a.m. Monday, at 5 p.m. Jan. 6 and at 11 p.m. ET.",
        "Chuck Schumer, D-N.Y., met the then-U.S. envoy.",
        "He named Maxine Waters, D-Calif.; and Bernie Sanders, I-Vt.; but not Lt. Gov. Dan Patrick.",
        "1. The summit",
        "A. It depends.",
        "“Why now?” Lee asked.",
        '"Does it hurt?" Mr. Ishiba said on Monday.',
        "“Is it true?” one official asked.",
        "“We left. Nobody saw us. We came back,” Lee said.",
        "The No. 10 song of Sen. J. K. Smith Jr. rose 2.5 percent vs. May.",
    ],
)
def test_a_sentence_is_not_cut_where_it_goes_on(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He spoke of NATO.June 25 was the day.", ["He spoke of NATO.", "June 25 was the day."]),
        ('Lee left, he said. "The summit is over.', ["Lee left, he said.", '"The summit is over.']),
        ("Lee left, he said. “ The summit is over.", ["Lee left, he said.", "“ The summit is over."]),
        ('"It is over. " He left.', ['"It is over. "', "He left."]),
        ("“Why?” Lee replied, “Because.”", ["“Why?”", "Lee replied, “Because.”"]),
        ("He came at 5 p.m. Lee left.", ["He came at 5 p.m.", "Lee left."]),
        ("He left. Lee stayed at home.", ["He left.", "Lee stayed at home."]),
    ],
)
def test_a_sentence_ends_with_its_own_quotation_marks_and_nothing_else(text, ends):
    assert sentences(text) == ends


def test_rules_for_english_words_leave_other_languages_alone():
    assert sentences("Ms. Lee left.", "en") == ["Ms. Lee left."]
    assert sentences("„Warum?“ fragte Lee.", "de") == ["„Warum?“ fragte Lee."]
    assert sentences("前に。「行く。」と言った。", "ja")[0] == "前に。"


def test_what_never_ends_is_cut_at_the_best_place():
    def first(text: str) -> str:
        return sentences(text)[0]

    words = "and so on " * 70
    assert first(f"{words}to this; {words}or this, {words}") == f"{words}to this;"
    assert first(f"{words}to this, {words}") == f"{words}to this,"
    assert first(words * 2) == ("and so on " * 100).strip()
    assert first("x" * 3_000) == "x" * LONGEST_SENTENCE
    assert first(f"“{words}to this. {words}or this, {words}”") == f"“{words}to this."


@given(MIXED)
def test_no_sentence_is_longer_than_the_longest(text):
    assert all(span.end - span.start <= LONGEST_SENTENCE for span in sentence_spans(text))


def test_a_line_longer_than_is_read_at_once_is_cut_as_its_parts_are():
    pieces = [
        "The leaders of both countries met at 5 p.m. Monday.",
        "“Why now?” Lee asked.",
        "Nobody from the U.S. came.",
    ]
    assert sentences(" ".join(pieces * 200)) == pieces * 200
