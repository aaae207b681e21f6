import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts import ABSTAIN
from service.answering.answer import StatementChecked, TextDelta
from service.answering.composition import Composition
from service.answering.written import WrittenAnswer
from tests.service.answering.written_answers import LIE, ONE, POLICIES, TWO, holds


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_a_borne_out_answer_comes_whole_in_any_pieces(write, policy, size):
    text = "Mr. Ishiba decided to withdraw from the summit [1]. Japan's leader stays at home [2]."
    composition, events, _ = write(*(text[i : i + size] for i in range(0, len(text), size)), policy=policy)

    holds(composition, events)
    assert composition.text == "Mr. Ishiba decided to withdraw from the summit. [1] Japan's leader stays at home. [2]"
    assert [statement.support for statement in composition.statements] == ["supported", "supported"]
    assert [citation.article_id for citation in composition.citations] == ["a1", "a2"]


@pytest.mark.parametrize("policy", POLICIES)
def test_abbreviations_end_no_sentence_character_by_character(write, policy):
    text = "The U.S. said that No. 10 Downing Street will attend the NATO summit in The Hague [1]."
    composition, events, _ = write(*text, policy=policy)

    holds(composition, events)
    assert [statement.text for statement in composition.statements] == [text.replace(" [1]", "")]


def test_cut_leaves_an_unsupported_sentence_out(write):
    composition, events, _ = write(LIE, "Mr. Ishiba decided to withdraw from the summit [1]. ", LIE)

    holds(composition, events)
    assert composition.text == "Mr. Ishiba decided to withdraw from the summit. [1]"
    assert (composition.checked.statements, composition.checked.cut) == (3, 2)


def test_cut_leaves_a_contradicted_sentence_out(write):
    composition, _, _ = write("Mr. Ishiba will attend the summit [1]. Japan's leader will come [2].")
    assert composition.text == ""
    assert composition.cut == 2


def test_a_short_sentence_between_two_others_is_checked_like_any_other(write):
    true = "Japan's leader stays at home [2]."
    for text in (f"{true} Lies. {true}", f"Lies. {true}", f"{true} Oh. Yes. Wow. {true}", f"{true} 1. {LIE}"):
        for pieces in ([text], list(text)):
            composition, events, _ = write(*pieces)
            holds(composition, events)
            assert {statement.text for statement in composition.statements} == {"Japan's leader stays at home."}
            assert not any(word in composition.text for word in ("Lies", "Yes", "Wow", "moon"))


def test_mark_shows_words_as_they_come_and_the_verdict_after_the_sentence(write):
    composition, events, _ = write(
        "The moon ", "is made of green ", "cheese. ", "Japan's leader stays at home [2].", policy="mark"
    )

    holds(composition, events)
    assert [event.text for event in events if isinstance(event, TextDelta)][:2] == ["The moon", " is made of green"]
    assert [statement.support for statement in composition.statements] == ["unsupported", "supported"]
    assert composition.statements[0].citations == ()


def test_strict_says_nothing_before_the_last_check(write):
    composition, events, written = write("Japan's leader stays at home [2]. " * 3, policy="strict")
    holds(composition, events)
    assert len(composition.statements) == 3
    assert not written.failed_strict


@pytest.mark.parametrize(
    "text", [f"Japan's leader stays at home [2]. {LIE}", f"{LIE}Japan's leader stays at home [2]."]
)
def test_strict_says_nothing_where_one_sentence_does_not_hold(write, text):
    composition, events, written = write(*text, policy="strict")
    assert (composition.text, composition.statements, events) == ("", [], [])
    assert written.failed_strict


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("said", [ABSTAIN, ABSTAIN.upper(), ABSTAIN.rstrip("."), f"{ABSTAIN}\n"])
def test_the_phrase_that_says_nothing_is_known_shows_nothing(write, policy, said):
    composition, events, written = write(*said, policy=policy)
    assert (composition.text, composition.statements, events) == ("", [], [])
    assert written.abstained


def test_a_beginning_of_that_phrase_is_no_more_than_words(write):
    composition, events, _ = write(*"The archive does", policy="mark")
    holds(composition, events)
    assert composition.text == "The archive does"


def test_a_marker_goes_where_support_was_found_and_not_where_the_model_put_it(write):
    composition, _, _ = write("Mr. Ishiba decided to withdraw from the summit [2].")
    assert [citation.article_id for citation in composition.citations] == ["a1"]


@pytest.mark.parametrize(
    ("markers", "corrected"), [("", False), ("[2]", False), ("[1][2]", False), ("[1]", True), ("[9]", True)]
)
def test_a_citation_that_was_put_right_says_so(write, markers, corrected):
    composition, events, _ = write(f"Japan's leader stays at home {markers}.")
    assert [citation.article_id for citation in composition.citations] == ["a2"]
    assert [statement.corrected for statement in composition.statements] == [corrected]
    assert [event.corrected for event in events if isinstance(event, StatementChecked)] == [corrected]
    assert composition.checked.corrected == corrected


def test_a_sentence_without_a_marker_gets_one(write):
    composition, _, _ = write("Japan's leader stays at home.")
    assert composition.text == "Japan's leader stays at home. [1]"


def test_invented_markers_vanish_and_are_counted(write):
    composition, _, _ = write("Japan's leader [7] stays at home [0][99].")
    assert composition.checked.unknown_markers == 3
    assert "[7]" not in composition.text
    assert "[99]" not in composition.text


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "text",
    ["[", "[1", "[1]", "[[1]]", "【1】", "]", "[1][2][1]", "[1] [2]", "", " ", "\n\n", "[1, 99]", "😀", "[2025]."],
)
def test_odd_texts_break_nothing(write, policy, text):
    composition, events, _ = write(*text, policy=policy)
    holds(composition, events)


def test_a_sentence_without_an_end_is_cut_before_it_grows_too_long(write):
    composition, events, _ = write(*(["and so on and on "] * 1_000), policy="mark")
    holds(composition, events)
    assert max(len(statement.text) for statement in composition.statements) < 2_100


PIECES = st.sampled_from(
    [
        *(
            "The U.S. said ",
            "No. 10 ",
            "will attend",
            " the NATO summit",
            "U.S.",
            "Dr",
            "It ended. ",
            "He",
            "A ",
            "Mr. ",
            "e.g. ",
        ),
        *(
            "[1]",
            " [2]",
            "[1, 2]",
            "【1】",
            "[99]",
            "[2025]",
            "[",
            "]",
            "? ",
            "! ",
            "“",
            "”",
            ".)",
            "(",
            ".",
            "...",
            "…",
            "- ",
        ),
        *(" ", "\n", "\n\n", "\t", "\r\n", "ok.\n", "1.5", " 5.5%", "3.", "1. ", "😀"),
        *(ABSTAIN, ABSTAIN[:-1], "The archive does", "Japan's leader stays at home. ", "“Why? Because.”"),
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=12), st.sampled_from(POLICIES), st.integers(1, 9))
def test_whatever_the_model_writes_nothing_shown_is_withdrawn_and_every_statement_stands_where_it_says(
    pieces, policy, size
):
    from corpus.article import Article, Passage
    from service.answering.retrieve import Candidate

    sources = [
        Candidate(Passage(f"p{n}", f"a{n}", 0, len(b)), Article(f"a{n}", b), 0.5, 0.5) for n, b in ((1, ONE), (2, TWO))
    ]
    text = "".join(pieces)
    for cut in ([text], list(text), [text[i : i + size] for i in range(0, len(text), size)], pieces):
        composition = Composition(sources)
        written = WrittenAnswer(composition, {1: sources[0], 2: sources[1]}, policy)
        shown = ""
        events = []
        for piece in cut:
            events += written.conclude(written.read(piece))
            assert composition.text.startswith(shown)
            shown = composition.text
        events += written.end()
        assert composition.text.startswith(shown)
        holds(composition, events)
        if policy == "cut":  # whatever shows is a checked sentence, a marker or white space
            said = [s.text for s in composition.statements]
            assert all(s.support in {"supported", "partial"} for s in composition.statements)
            rest = composition.text
            for sentence in said:
                rest = rest.replace(sentence, "", 1)
            assert not set(rest) - set(" []0123456789\n\r\t")


def test_what_the_model_did_not_read_can_bear_its_words_out(candidate):
    read, found = candidate(ONE, "a1"), candidate(TWO, "a2")
    composition = Composition([read, found])
    written = WrittenAnswer(composition, {1: read}, "cut", others=[found])
    written.conclude(written.read("Japan's leader stays at home [1]."))
    written.end()
    assert [citation.article_id for citation in composition.citations] == ["a2"]
    assert composition.checked.corrected == 1
