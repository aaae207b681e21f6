from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.answering.stream.markers import Marker
from service.answering.stream.sentence_reader import Sentence, SentenceReader
from tests.growth import assert_linear

ONE, TWO = Marker((1,)), Marker((2,))


def read(*parts):
    reader = SentenceReader()
    return reader.feed(list(parts)) + reader.end()


def texts(*parts):
    return [sentence.text for sentence in read(*parts)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. said that No. 10 will attend.", "Mr. Ishiba will not."],
        ["“We will not come.”", "He stayed at home."],
        ["He said: “We will not come.”’", "Nobody came."],
        ["“Why?” Prime Minister Heather Humphreys asked.", "Nobody knew."],
        ["The vote began at 5 p.m. Eastern Standard Time.", "It ended at 6."],
        ["It ended!", "So what?", "Nothing…"],
        ["It rose by 5.5 percent to $3.2 billion.", "Then it fell."],
        ["港は開く。", "首相は来ない。"],
    ],
)
def test_sentences_end_where_they_end_character_by_character(sentences):
    text = " ".join(sentences) if sentences[0][-1] != "。" else "".join(sentences)
    assert texts(*text) == texts(text) == sentences


def test_a_sentence_comes_out_when_what_follows_shows_that_it_has_ended():
    reader = SentenceReader()
    assert reader.feed(["It ended at 5 p.m. Then it"]) == []
    assert [sentence.text for sentence in reader.feed([" rained for two days"])] == ["It ended at 5 p.m."]


@pytest.mark.parametrize("end", ["It ended.", "It ended in 2025.", "They left The Hague.", "Did it end?"])
@pytest.mark.parametrize("opening", ["T", "“T"])
def test_after_a_plain_word_or_a_number_a_space_and_a_capital_show_it(end, opening):
    reader = SentenceReader()
    assert reader.feed([f"{end} "]) == []
    assert [sentence.text for sentence in reader.feed([opening])] == [end]


@pytest.mark.parametrize(
    "text", ["It ended, said Gov. T", "They met Prof. A", "It rose by 3. 5", "“It ended.” H", "It ended.com T"]
)
def test_after_what_may_be_an_abbreviation_more_is_awaited(text):
    assert SentenceReader().feed([text]) == []


def test_a_full_stop_shows_at_once_and_what_follows_when_it_is_told_whose_it_is():
    reader = SentenceReader()
    reader.feed(["They met Gov."])
    assert reader.growing() == ("", "They met Gov.")
    reader.feed([" Lee"])
    assert reader.growing() == ("", "They met Gov.")


def test_a_line_that_ends_ends_its_sentence_at_once():
    assert [sentence.text for sentence in SentenceReader().feed(["It ended\n"])] == ["It ended"]


@pytest.mark.parametrize(
    ("parts", "sources"),
    [
        (["One ended ", ONE, ". Two ended ", TWO, "."], [(1,), (2,)]),
        (["One ended. ", ONE, " Two ended. ", TWO], [(1,), (2,)]),
        (["One ended.", ONE, "Two ended.", TWO], [(1,), (2,)]),
        ([ONE, " One ended.\n", TWO, " Two ended."], [(1,), (2,)]),
        (["One ", ONE, "ended", TWO, ". Two ended."], [(1, 2), ()]),
        (["One ended. ", ONE, TWO, ONE, "\nTwo ended."], [(1, 2), ()]),
    ],
)
def test_a_marker_belongs_to_its_sentence_before_or_behind_the_full_stop_or_opening_a_line(parts, sources):
    sentences = read(*parts)
    assert [sentence.sources for sentence in sentences] == sources
    assert [sentence.text.replace(" ", "") for sentence in sentences] == ["Oneended.", "Twoended."]


def test_a_marker_of_no_given_source_is_remembered():
    assert read("One. ", Marker(())) == [Sentence("", "One.", (), marked=True)]


def test_a_sentence_without_its_full_stop_at_the_end_is_not_whole():
    assert [sentence.whole for sentence in read("One ended. Two was not")] == [True, False]
    assert [sentence.whole for sentence in read("One ended\nTwo ended.")] == [True, True]


def test_what_markers_part_is_not_closed_to_a_marker_that_nobody_resolved():
    assert texts("It [", ONE, "2] ended.") == ["It […] 2] ended."]


def test_a_sentence_without_an_end_is_cut_between_two_words():
    for parts in (["and so on " * 300], list("and so on " * 300)):
        sentences = read(*parts)
        assert all(len(sentence.text) <= 1000 for sentence in sentences)
        assert " ".join(sentence.text for sentence in sentences) == ("and so on " * 300).strip()


WORDS = st.sampled_from(
    [
        *"“”’\"'.?!…。)(\n ",
        "U.S. ",
        "Mr. ",
        "p.m. ",
        "No. 3 ",
        "ended",
        "It ",
        " said ",
        "Lee asked",
        "首相",
        ". ",
        "? ",
        ONE,
        TWO,
    ]
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=25))
def test_what_grows_is_the_beginning_of_the_sentence_that_comes_out(parts):
    reader, shown = SentenceReader(), ""
    for part in parts:
        for sentence in reader.feed([part]):
            assert sentence.text.startswith(shown)
            shown = ""
        _, growing = reader.growing()
        assert growing.startswith(shown)
        shown = growing
    for sentence in reader.end():
        assert sentence.text.startswith(shown)
        shown = ""


@settings(max_examples=150)
@given(
    st.lists(WORDS.filter(lambda word: isinstance(word, str)), max_size=25), st.lists(st.integers(0, 60), max_size=6)
)
@example([". ", " said ", "U.S. ", "U.S. ", "U.S. "], [])
def test_a_text_gives_the_same_sentences_in_any_split(words, places):
    text = "".join(words)
    edges = sorted({0, len(text), *(min(place, len(text)) for place in places)})
    assert read(*(text[start:end] for start, end in pairwise(edges))) == read(text) == read(*text)


@pytest.mark.parametrize("piece", ["Mr. ", ". ", "...", "“", "\n", " ", "a.a", "?” ", "word "])
def test_twelve_thousand_characters_take_linear_time(piece):
    text = piece * (12_000 // len(piece))
    assert_linear(lambda length: read(*(text[at : at + 4] for at in range(0, length, 4))), 1_200, 12_000)
