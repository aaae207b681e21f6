import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.asked import understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When is the summit?", "when"),
        ("On which dates does it take place?", "when"),
        ("What day is it?", "when"),
        ("How many countries signed?", "how_many"),
        ("How much does it cost?", "how_much"),
        ("What percentage is the target?", "how_much"),
        ("Why did he withdraw?", "why"),
        ("What prompted the withdrawal?", "why"),
        ("Where is the summit?", "where"),
        ("In which city do they meet?", "where"),
        ("Who is the secretary general?", "who"),
        ("What did the minister say about tariffs?", "said"),
        ("Tell me about the tariffs.", "other"),
        ("¿Cuándo es la cumbre?", "other"),
        ("海牙北约峰会是什么时候？", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(question, kind):
    assert understand(question).kind == kind


def test_words_that_name_the_kind_are_no_subject():
    assert understand("When does the NATO summit in The Hague take place?").stems == ("nato", "summit", "hagu")


def test_a_question_of_such_words_alone_keeps_them():
    assert understand("What date?").stems == ("date",)


def test_what_is_counted_is_known():
    assert "countri" in understand("How many of the partner countries came?").units
    assert understand("When was it?").units == frozenset()


def test_names_are_taken_whole():
    assert frozenset({"shigeru", "ishiba"}) in understand("Why did Shigeru Ishiba stay?").names


@given(st.text(max_size=300))
def test_any_question_is_read_without_an_error(question):
    assert understand(question).text == question


@pytest.mark.parametrize("piece", ["what did ", "how many ", "how many x-", "who ", "A.", "1", " ", "“", "(a+)+$"])
def test_a_hundred_thousand_characters_take_linear_time(piece):
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    understand(text)
    assert time.process_time() - start < 8
