"""Feedback as draft gold questions, read back as the eval suite reads gold."""

import json
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.gold import load
from service.drafts import TO_DO, drafts
from service.store import Feedback

STATEMENTS = [
    {"text": "The vote is on 25 June.", "citations": [1]},
    {"text": "The ferry has stopped.", "citations": [2, 3]},
]
CITATIONS = [{"number": n, "article_id": f"art-{'aab'[n - 1]}"} for n in (1, 2, 3)]


def said(
    rating="up", answer_id="ans_1", reason=None, citation=None, text="When is the vote?", outcome="answered", **more
):
    question = {"text": text, "as_of": "2025-06-25", "history": [], "filters": {"publishers": None}} | more
    sides = [{"statement": "On 25 June.", "citations": [1]}, {"statement": "On 26 June.", "citations": [2]}]
    disagreements = [{"about": "the day", "positions": sides}] if outcome == "disputed" else []
    answer = {"outcome": outcome, "statements": STATEMENTS, "citations": CITATIONS, "disagreements": disagreements}
    if outcome == "insufficient_evidence":
        answer |= {"statements": [], "citations": []}
    given = "2025-06-26T08:00:00+00:00"
    return Feedback(answer_id, rating, reason, citation, json.dumps(question), json.dumps(answer), given)


@pytest.fixture
def gold(tmp_path):
    """The drafts as the eval suite reads them."""

    def gold(*feedback):
        file = tmp_path / "drafts.yaml"
        file.write_text(drafts(feedback), encoding="utf-8")
        return load(file).questions

    return gold


def test_without_feedback_there_is_nothing():
    assert drafts([]) == ""


def test_an_answer_that_was_rated_up_is_what_a_right_answer_says(gold):
    (one,) = gold(said())
    assert (one.id, one.question.text, one.outcome) == ("draft-ans_1", "When is the vote?", "answered")
    assert one.question.as_of.isoformat() == "2025-06-25"
    assert one.facts == (("The vote is on 25 June.",), ("The ferry has stopped.",))
    assert one.cite == ("art-a", "art-b")
    assert one.tags == ("draft", "rated-up")


def test_a_disputed_answer_keeps_its_positions_and_one_without_evidence_expects_none(gold):
    disputed, silent = gold(said(outcome="disputed"), said(answer_id="ans_2", outcome="insufficient_evidence"))
    assert disputed.positions == (("On 25 June.",), ("On 26 June.",))
    assert (silent.outcome, silent.facts, silent.cite) == ("insufficient_evidence", (), ())


def test_an_answer_that_was_rated_down_must_not_come_again_and_what_is_right_is_to_be_written(gold):
    (one,) = gold(said("up"), said("down"))
    assert one.facts == ((TO_DO,),)
    assert one.must_not == ("The vote is on 25 June.", "The ferry has stopped.")
    assert one.tags == ("draft", "rated-down")


def test_where_a_citation_was_meant_only_what_rests_on_it_is_objected_to(gold):
    (one,) = gold(said("down", citation=3))
    assert one.must_not == ("The ferry has stopped.",)


def test_no_answer_that_was_rated_down_objects_to_nothing(gold):
    (one,) = gold(said("down", outcome="insufficient_evidence"))
    assert (one.outcome, one.must_not) == ("answered", ())


def test_what_the_question_stood_in_comes_with_it(gold):
    history = [{"role": "user", "content": "Who votes?"}, {"role": "assistant", "content": "x" * 4_000}]
    filters = {"publishers": ["The Gull"], "published_after": "2025-06-01", "languages": None, "undated": False}
    (one,) = gold(said(history=history, filters=filters))
    assert [turn.role for turn in one.question.history] == ["user", "assistant"]
    assert one.question.filters.publishers == ("The Gull",)
    assert one.question.filters.published_after == "2025-06-01"


@pytest.mark.parametrize(
    "odd",
    [
        "a line\nquestions: []\n- id: forged",
        "\u2028questions: []",
        "\x85- id: forged",
        "\ufffe and \uffff",
        "# : - ' \" { [ & * ! | > % @ `",
        "投票はいつですか",
        "x" * 2_000,
        "\U0001f30b",
        "yes",
        "2025-06-25",
    ],
)
def test_whatever_a_reader_wrote_stays_one_draft(gold, odd):
    (one,) = gold(said("down", reason=odd, text=odd))
    assert one.id == "draft-ans_1"
    assert one.question.text[:400] == odd.strip()[:400]


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=60).filter(str.strip), st.text(max_size=30))
def test_any_text_at_all_is_read_back(question, reason):
    (read,) = yaml.safe_load(drafts([said("down", reason=reason, text=question)]))["questions"]
    assert read["id"] == "draft-ans_1"
    assert read["question"] == re.sub("[\x85\u2028\u2029]", " ", question)


def test_reasons_are_comments_with_nothing_of_yaml_in_them():
    text = drafts([said("down", reason="It was put off.\n\tTwice.", citation=1), said("up")])
    assert "# 2025-06-26T08:00:00+00:00 rated down, of citation 1: It was put off. Twice." in text
    assert "rated up: no reason given" in text
    assert len(yaml.safe_load(text)["questions"]) == 1
