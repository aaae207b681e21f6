"""What models write around their sentences: headings, lists of sources, lead-ins, fences, halves."""

import pytest

from service.answering.composition import Composition
from service.answering.written import WrittenAnswer
from tests.service.answering.written_answers import LIE, POLICIES, TWO, holds

TRUE = "Japan's leader stays at home."


@pytest.mark.parametrize(
    "text",
    [
        f"Here is a summary:\n\n{TRUE}",
        f"# Summary\n{TRUE}",
        f"**Key points**\n- {TRUE}\n-\n- \n",
        f"1. {TRUE}\n2.\n",
        f"{TRUE} [2]\n\nSources:\n[1] The Gull, 24 June\n[2] Japan's leader stays at home.",
        f"{TRUE}\n\n**Quellen:**\n- [1]({'https://evil.example/x'})",
        f"Sources: [1], [2]\n\n{TRUE}",
        f"```\n{TRUE}\n```",
        f"---\n{TRUE}\n---",
        "**Japan's leader** stays at *home*. [2]",
        f"{TRUE} 😀",
    ],
)
@pytest.mark.parametrize("policy", ["cut", "strict"])
def test_what_states_nothing_is_neither_shown_nor_counted(write, policy, text):
    for pieces in ([text], text):
        composition, events, _ = write(*pieces, policy=policy)
        holds(composition, events)
        assert composition.text == f"{TRUE} [1]"
        assert composition.checked.statements == 1


def test_a_heading_that_names_something_is_a_statement(write):
    composition, _, _ = write(f"## Aliens in Lisbon\n{TRUE}")
    assert composition.checked.cut == 1


def test_under_mark_all_that_shows_has_a_verdict(write):
    text = f"Here is a summary:\n{TRUE} [2]\n- \nAliens landed\n\nSources:\n[1] The Gull"
    for pieces in ([text], text):
        composition, events, _ = write(*pieces, policy="mark")
        holds(composition, events)
        shown = [(s.text, s.support) for s in composition.statements]
        assert shown == [("Here is a summary:", "unsupported"), (TRUE, "supported"), ("Aliens landed", "unsupported")]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_code_in_the_prompts_fences_never_shows(candidate, policy):
    source = candidate(TWO, "a2")
    composition = Composition([source])
    written = WrittenAnswer(composition, {1: source}, policy, fence="0123456789abcdef")
    for character in f"--- source [1] 0123456789abcdef\n{TRUE}\n--- end 0123456789abcdef\n0123456789ABCDEF":
        written.conclude(written.read(character))
    written.end()
    assert composition.text == f"{TRUE} [1]"


@pytest.mark.parametrize(("policy", "shown"), [("cut", f"{TRUE} [1]"), ("strict", f"{TRUE} [1]")])
def test_half_a_sentence_at_the_end_of_an_answer_that_was_cut_short_is_left_out(candidate, policy, shown):
    source = candidate(TWO, "a2")
    composition = Composition([source])
    written = WrittenAnswer(composition, {1: source}, policy)
    written.conclude(written.read(f"{TRUE} Japan's leader stays at"))
    written.end(whole=False)
    assert composition.text == shown
    assert composition.checked.cut == 0


def test_under_strict_what_was_held_back_counts_as_cut(write):
    composition, _, _ = write(f"{TRUE} {TRUE} {LIE}", policy="strict")
    assert (composition.checked.statements, composition.checked.cut) == (3, 3)


def test_a_paragraph_stays_one_where_its_first_sentence_is_cut(write):
    composition, _, _ = write(f"{TRUE}\n\n{LIE}{TRUE}")
    assert composition.text == f"{TRUE} [1]\n\n{TRUE} [1]"


def test_another_language_is_checked_by_what_it_shares_and_never_an_error(candidate):
    source = candidate("首相は出席しない。港は開く。", "jp")
    for policy in POLICIES:
        composition = Composition([source])
        written = WrittenAnswer(composition, {1: source}, policy)
        for character in "首相は出席しない【1】。空港は閉まる [1]。الميناء مغلق [1].":
            written.conclude(written.read(character))
        written.end()
        for statement in composition.statements:
            assert composition.text[statement.start : statement.end] == statement.text
            assert "【" not in statement.text
