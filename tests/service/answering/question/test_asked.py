import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.question.asked import understand
from tests.growth import assert_linear


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
        ("A ship was raised from the lake. How many sailors had it carried?", "how_many"),
        ("The harbour sent a pilot who never came back. Where was he found?", "where"),
        ("This week a minister, who had been warned, signed which treaty?", "other"),
        ("What did the mayor do when the bridge fell?", "other"),
        ("And by how much did the rent rise?", "how_much"),
        ("Since when has the bridge been closed?", "when"),
        ("How soon will the vaccine be there?", "when"),
        ("To whom did she give the keys?", "who"),
        ("When was it? Please answer shortly.", "when"),
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


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("Which airline bought the harbour?", {"airlin", "bought"}),
        ("A ferry sank off the coast. Which island nation sent help?", {"island", "nation", "sent"}),
        ("What is the ship called?", set()),
        ("Which of the ports is closed?", set()),
        ("When did it sink?", set()),
    ],
)
def test_the_sort_of_thing_asked_for_stands_behind_which(question, sort):
    assert understand(question).sort == sort


@pytest.mark.parametrize(
    "question", ["Who Won The Race?", "Why Did the Minister of Finance Resign?", "WHO WON THE RACE?"]
)
def test_a_question_written_like_a_title_has_no_names(question):
    assert understand(question).names == ()


@pytest.mark.parametrize("question", ["Who is Ana Pires?", "Who beat Japan?", "Where was Ana Pires of The Gull born?"])
def test_capital_letters_within_a_plain_question_are_names(question):
    assert understand(question).names


@given(st.text(max_size=300))
def test_any_question_is_read_without_an_error(question):
    assert understand(question).text == question


@pytest.mark.parametrize(
    "piece",
    [
        "what did ",
        "how many ",
        "how many x-",
        "who ",
        "A.",
        "1",
        " ",
        "“",
        "(a+)+$",
        "which of ",
        "and by ",
        "? ",
        "Which A",
    ],
)
def test_a_hundred_thousand_characters_take_linear_time(piece):
    assert_linear(lambda length: understand(piece * (length // len(piece))), 10_000, 100_000)
