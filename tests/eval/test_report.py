import io
import json

import pytest
from rich.console import Console

from eval.gate import Verdict
from eval.report import print_report, to_json
from eval.run import Failure, Report, Scored


@pytest.fixture
def report(gold_question, answer):
    """One faultless question, one with a fault, one failure, one missing article."""
    good = Scored(gold_question(identity="good", facts=(("The Hague",),)), answer(), ())
    bad = Scored(
        gold_question(identity="bad", facts=(("[red]Kyodo",),), place="facts.yaml:7"), answer(text="\x1b[31mno"), ()
    )
    failure = Failure(gold_question(identity="broken"), "ModelBroke: \x1b]0;title\x07 garbage")
    return Report((good, bad), (failure,), ("lost",), "v1")


def shown(report, verdict=None):
    console = Console(file=io.StringIO(), width=200, force_terminal=True, color_system=None)
    print_report(report, console, verdict)
    return console.file.getvalue()


def test_the_table_gives_every_value_with_its_n_and_says_what_was_not_scored(report):
    rows = [line.split() for line in shown(report).replace("│", " ").splitlines()]
    assert ["fact_recall", "0.500", "2"] in rows
    assert ["dispute_recall", "not", "scored", "0"] in rows


def test_a_question_with_a_fault_is_named_with_its_place_and_what_was_missed(report):
    text = shown(report)
    assert "bad (facts.yaml:7): Where is the summit?" in text
    assert "misses the fact '[red]Kyodo'" in text
    assert "broken" in text
    assert "article lost is named in gold" in text
    assert "good (" not in text


def test_nothing_that_an_answer_says_controls_the_terminal(report):
    text = shown(report)
    assert "\x1b" not in text
    assert "\x07" not in text


def test_the_verdict_is_printed_with_its_reasons(report):
    assert "gate: passed" in shown(report, Verdict(()))
    assert "gate: not passed\n  too low" in shown(report, Verdict(("too low",)))


def test_the_json_holds_figures_faults_failures_and_what_was_measured(report):
    data = json.loads(to_json(report, Verdict(("too low",))))
    assert data["figures"]["fact_recall"] == {"value": 0.5, "n": 2}
    assert data["figures"]["dispute_recall"] == {"value": None, "n": 0}
    assert [question["id"] for question in data["questions"] if question["complaints"]] == ["bad"]
    assert data["failures"][0]["id"] == "broken"
    assert data["missing_articles"] == ["lost"]
    assert data["gate"] == {"passed": False, "reasons": ["too low"]}
    assert (data["gold"], data["snapshots"], data["answerers"][0]["kind"]) == ("v1", ["snap-1"], "quotes")


def test_the_json_is_ascii_whatever_a_model_wrote(gold_question, answer):
    text = to_json(Report((Scored(gold_question(), answer(text="Den Haag \ud800 – é"), ()),), (), (), "v1"))
    assert text.isascii()
    assert json.loads(text)["questions"][0]["text"] == "Den Haag \ud800 – é"
