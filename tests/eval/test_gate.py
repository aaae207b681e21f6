import re

import pytest

from corpus.errors import SettingError
from eval.gate import Threshold, judge, load_thresholds
from eval.metrics import METRICS
from eval.run import Failure, Report, Scored


@pytest.fixture
def report(gold_question, answer):
    """One question with half of its facts, and no quotes."""
    gold = gold_question(facts=(("The Hague",), ("Kyodo",)))
    return Report((Scored(gold, answer(), ()),), (), (), "v1")


def test_the_thresholds_that_come_with_dateline_name_every_metric_and_demand_exact_quotes():
    thresholds = {threshold.metric: threshold for threshold in load_thresholds()}
    assert set(thresholds) == set(METRICS)
    assert thresholds["quote_exactness"] == Threshold("quote_exactness", at_least=1.0)


def test_a_figure_on_its_threshold_passes(report):
    verdict = judge(report, (Threshold("fact_recall", at_least=0.5), Threshold("outcome_accuracy", at_least=1.0)))
    assert (verdict.passed, verdict.exit_code, verdict.reasons) == (True, 0, ())


def test_a_figure_below_its_threshold_ends_with_1_and_is_named(report):
    verdict = judge(report, (Threshold("fact_recall", at_least=0.6),))
    assert verdict.exit_code == 1
    assert verdict.reasons == ("fact_recall is 0.500 (n=1), not >= 0.600",)


def test_a_figure_above_what_is_allowed_ends_with_1(gold_question, answer):
    scored = Scored(gold_question(must_not=("The Hague",)), answer(), ())
    verdict = judge(Report((scored,), (), (), "v1"), (Threshold("wrong_fact_rate", at_most=0.5),))
    assert verdict.reasons == ("wrong_fact_rate is 1.000 (n=1), not <= 0.500",)


def test_what_no_question_scored_does_not_pass(report):
    verdict = judge(report, (Threshold("quote_exactness", at_least=1.0),))
    assert verdict.exit_code == 1
    assert "quote_exactness was scored by no question" in verdict.reasons[0]


@pytest.mark.parametrize("threshold", [Threshold("dispute_recall", 0.0), Threshold("wrong_fact_rate", at_most=1.0)])
def test_a_threshold_that_demands_nothing_passes_what_no_question_scored(report, threshold):
    assert judge(report, (threshold,)).passed


def test_a_missing_article_ends_with_1(report):
    verdict = judge(Report(report.scored, (), ("lost",), "v1"), ())
    assert verdict.exit_code == 1
    assert "article lost" in verdict.reasons[0]


def test_a_failure_ends_with_1(report, gold_question):
    verdict = judge(Report(report.scored, (Failure(gold_question(), "ModelBroke: garbage"),), (), "v1"), ())
    assert verdict.exit_code == 1
    assert "q1 got no answer (ModelBroke: garbage)" in verdict.reasons[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fact_recal: {at_least: 1}", "gate.yaml:1: fact_recal: Input should be"),
        ("right_source: {at_least: 1}\nfact_recall: {at_least: 1.2}", "gate.yaml:2: fact_recall.at_least: Input"),
        ("fact_recall: {at_least: nan}", "gate.yaml:1: fact_recall.at_least: Input"),
        ("fact_recall: {at_least: 0.5, at_most: 0.7}", "gate.yaml:1: fact_recall: Value error, give either"),
        ("fact_recall: {}", "give either at_least or at_most"),
        ("fact_recall: 0.5", "gate.yaml:1: fact_recall: Input should be"),
        ("", "gate.yaml:1: thresholds: Input should be"),
    ],
)
def test_thresholds_that_cannot_work_end_with_2(write, text, message):
    with pytest.raises(SettingError, match=re.escape(message)) as caught:
        load_thresholds(write("gate.yaml", text))
    assert caught.value.exit_code == 2


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    with pytest.raises(SettingError, match="cannot be read") as caught:
        load_thresholds(tmp_path / "gate.yaml")
    assert caught.value.exit_code == 2
