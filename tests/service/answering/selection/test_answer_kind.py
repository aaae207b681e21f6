import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.question.asked import understand
from service.answering.selection.answer_kind import holds_value, share_of_names


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("When is the summit?", "The summit is on 24 June.", True),
        ("When is the summit?", "The summit is soon.", False),
        ("When is the summit?", "On 3 May he said that the summit is near.", False),
        ("How many countries signed?", "Four countries signed.", True),
        ("How many countries signed?", "Countries signed on 4 June.", False),
        ("What percentage is the target?", "The target is five percent.", True),
        ("What percentage is the target?", "The target is high.", False),
        ("Who is going?", "The minister, Ana Pires, is going.", True),
        ("Who is going?", "Somebody is going.", False),
        ("Where is it?", "It is in The Hague.", True),
        ("Why did he stay?", "He stayed because of the war.", True),
        ("Why did he stay?", "He stayed.", False),
        ("What did Lee say?", "Lee said no.", True),
        ("What did Lee say?", "Ishiba said no.", False),
        ("Tell me of Lee.", "Anything.", True),
        ("When does it open?", "It opens next month.", True),
        ("When does it open?", "The mayor said on Tuesday that it opens.", False),
    ],
)
def test_a_sentence_answers_if_it_states_the_kind_of_thing_asked_for(question, text, holds):
    assert holds_value(understand(question), text) == holds


def test_the_word_for_the_one_asked_for_may_stand_around_the_sentence():
    asked = understand("Who chairs the harbour board?")
    assert not holds_value(asked, "Ana Pires came late.")
    assert holds_value(asked, "Ana Pires came late.", "She chairs the board of the harbour.")


def test_a_question_without_names_misses_none():
    assert share_of_names(understand("why did the rent rise?"), "Anything.") == 1.0
    assert share_of_names(understand("Did Ana Pires meet Tom Reed?"), "Mr Reed was away.") == 0.5


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_sentence_is_read_without_an_error(question, text):
    assert holds_value(understand(question), text) in {True, False}
