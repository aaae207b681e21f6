import asyncio

import pytest

from corpus.errors import ModelUnreachable
from eval.gold import Gold, load
from eval.metrics import METRICS
from eval.run import evaluate
from service.answering.answer import Answerer


@pytest.fixture
def run(body):
    """Evaluate questions against a callable that gives an answer, over an archive of the articles a1 and a2."""

    def evaluate_now(questions, ask, archive=("a1", "a2"), seconds_each=30.0):
        async def body_of(citation):
            return body if citation.article_id in archive else None

        return asyncio.run(evaluate(Gold(tuple(questions), "v1"), ask, body_of, set(archive), seconds_each))

    return evaluate_now


def always(answer):
    async def ask(question):
        return answer

    return ask


def test_a_right_answer_has_no_complaints(run, gold_question, answer):
    gold = gold_question(facts=(("The Hague",),), must_not=("Madrid",), cite=("a1",))
    report = run([gold], always(answer(quotes=[("a1", "The summit is held in The Hague.")])))
    assert report.scored[0].complaints == ()
    assert report.faulty == ()
    values = {figure.metric: figure.value for figure in report.figures}
    assert tuple(values) == METRICS
    assert values == {
        "outcome_accuracy": 1,
        "fact_recall": 1,
        "wrong_fact_rate": 0,
        "right_source": 1,
        "quote_exactness": 1,
        "abstention_precision": None,
        "abstention_recall": None,
        "dispute_precision": None,
        "dispute_recall": None,
    }


def test_a_wrong_answer_is_told_what_was_missed(run, gold_question, answer):
    gold = gold_question(
        "disputed",
        facts=(("The Hague", "Den Haag"),),
        must_not=("Madrid",),
        cite=("a1",),
        cite_all=("a2",),
        positions=(("two days",), ("three days",)),
    )
    report = run([gold], always(answer(text="In Madrid.", quotes=[("a3", "Kyodo"), ("a1", "Kyoto")])))
    assert report.faulty[0].complaints == (
        "outcome answered, not disputed",
        "misses the fact 'The Hague' or 'Den Haag'",
        "says 'Madrid'",
        "misses the position 'two days'",
        "misses the position 'three days'",
        "cites a1, a3, not one of a1 and all of a2",
        "2 of 2 quotes are not in their article",
    )


def test_a_question_that_crashes_is_listed_apart_and_the_others_are_still_asked(run, gold_question, answer):
    questions = [gold_question(identity=name, text=name, facts=(("The Hague",),)) for name in ("a", "b", "c")]

    async def ask(question):
        if question.text == "b":
            raise ModelUnreachable("no connection\nto the model")
        return answer()

    report = run(questions, ask)
    assert [scored.gold.id for scored in report.scored] == ["a", "c"]
    assert [(failure.gold.id, failure.error) for failure in report.failures] == [
        ("b", "ModelUnreachable: no connection to the model")
    ]
    assert report.figure("fact_recall").value == 1
    assert report.figure("fact_recall").n == 2


def test_a_question_that_takes_too_long_is_a_failure(run, gold_question):
    async def ask(question):
        await asyncio.Event().wait()

    report = run([gold_question()], ask, seconds_each=0.01)
    assert report.failures[0].error == "TimeoutError: no answer within 0.01 s"


def test_stopping_the_run_is_no_failure_of_a_question(gold_question):
    async def ask(question):
        raise asyncio.CancelledError

    async def body_of(citation):
        return None

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(evaluate(Gold((gold_question(),), "v1"), ask, body_of, set()))


def test_quotes_are_counted_one_by_one_over_all_questions(run, gold_question, answer):
    by_text = {
        "one": answer(quotes=[("a1", "Kyodo"), ("a1", "The Hague"), ("gone", "Kyodo")]),
        "two": answer(quotes=[("a2", "It lasts")]),
        "three": answer(),
    }

    async def ask(question):
        return by_text[question.text]

    figure = run([gold_question(identity=text, text=text) for text in by_text], ask).figure("quote_exactness")
    assert (figure.value, figure.n) == (0.75, 4)


def test_articles_that_gold_names_and_the_archive_lacks_are_reported(run, gold_question, answer):
    questions = [gold_question(identity="a", cite=("a1", "lost")), gold_question(identity="b", cite_all=("away",))]
    assert run(questions, always(answer())).missing_articles == ("away", "lost")


def test_the_report_tells_what_answered_from_which_snapshot(run, gold_question, answer):
    questions = [gold_question(identity="a"), gold_question(identity="b")]
    answers = iter([answer(), answer(snapshot="snap-2")])

    async def ask(question):
        return next(answers)

    report = run(questions, ask)
    assert report.snapshots == ("snap-1", "snap-2")
    assert report.answerers == (Answerer("quotes"),)
    assert report.gold_version == "v1"


def test_one_that_always_refuses_gets_only_the_refusals_right(run, answer):
    gold = load()
    refusal = answer(text="The archive does not tell.", outcome="insufficient_evidence")
    report = run(gold.questions, always(refusal), archive=gold.article_ids)
    unanswerable = sum(question.outcome == "insufficient_evidence" for question in gold.questions)
    assert report.figure("abstention_recall").value == 1
    assert report.figure("abstention_precision").value == pytest.approx(unanswerable / len(gold.questions))
    assert report.figure("fact_recall").value == 0
    assert report.figure("dispute_recall").value == 0
    assert len(report.faulty) == len(gold.questions) - unanswerable
