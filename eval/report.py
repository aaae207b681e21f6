"""A report for a person (a table and what is wrong, question by question) and for a program (JSON)."""

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.gate import Verdict
from eval.run import Report, Scored

_LONGEST_LINE = 300


def print_report(report: Report, console: Console, verdict: Verdict | None = None) -> None:
    """Print the figures, then each question that something is wrong with, then the verdict if there is one."""
    console.print(_heading(report))
    console.print(_table(report))
    for scored in report.faulty:
        console.print(_line(f"{scored.gold.id} ({scored.gold.place}): {scored.gold.question.text}", "bold"))
        for complaint in scored.complaints:
            console.print(_line(f"  {complaint}"))
    for failure in report.failures:
        console.print(_line(f"{failure.gold.id} ({failure.gold.place}) got no answer: {failure.error}", "bold red"))
    for identity in report.missing_articles:
        console.print(_line(f"article {identity} is named in gold and is not in the archive", "red"))
    if verdict is not None:
        console.print(_line("gate: passed", "bold green") if verdict.passed else _line("gate: not passed", "bold red"))
        for reason in verdict.reasons:
            console.print(_line(f"  {reason}"))


def to_json(report: Report, verdict: Verdict | None = None) -> str:
    """The report as JSON in plain ASCII: what was measured, on what, and each question with what is wrong with it."""
    return json.dumps(
        {
            "gold": report.gold_version,
            "snapshots": report.snapshots,
            "answerers": [asdict(answerer) for answerer in report.answerers],
            "figures": {figure.metric: {"value": figure.value, "n": figure.n} for figure in report.figures},
            "questions": [_as_json(scored) for scored in report.scored],
            "failures": [{"id": f.gold.id, "place": f.gold.place, "error": f.error} for f in report.failures],
            "missing_articles": report.missing_articles,
            "gate": None if verdict is None else {"passed": verdict.passed, "reasons": verdict.reasons},
        },
        indent=2,
    )


def _as_json(scored: Scored) -> dict[str, object]:
    gold, answer = scored.gold, scored.answer
    return {
        "id": gold.id,
        "place": gold.place,
        "tags": gold.tags,
        "question": gold.question.text,
        "outcome": {"gold": gold.outcome, "answer": answer.outcome},
        "complaints": scored.complaints,
        "text": answer.text,
        "disagreements": [asdict(disagreement) for disagreement in answer.disagreements],
        "cited": sorted({citation.article_id for citation in answer.citations}),
        "quotes": {"exact": scored.quotes_exact.count(True), "n": len(scored.quotes_exact)},
        "total_ms": answer.timing_ms.total,
    }


def _heading(report: Report) -> Text:
    answered, faulty = len(report.scored), len(report.faulty)
    answerers = ", ".join(answerer.model or answerer.kind for answerer in report.answerers) or "nothing answered"
    snapshots = ", ".join(report.snapshots) or "none"
    return _line(
        f"{answered} answers by {answerers}: {answered - faulty} without fault, {faulty} with; "
        f"{len(report.failures)} failures (gold {report.gold_version}, snapshot {snapshots})"
    )


def _table(report: Report) -> Table:
    table = Table("metric", "value", "n")
    table.columns[1].justify = table.columns[2].justify = "right"
    for figure in report.figures:
        value = "not scored" if figure.value is None else f"{figure.value:.3f}"
        table.add_row(figure.metric, value, str(figure.n))
    return table


def _line(text: str, style: str = "") -> Text:
    """One line for a terminal: answers are not ours, so no markup and no control characters."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return Text(shown if len(shown) <= _LONGEST_LINE else shown[: _LONGEST_LINE - 1] + "…", style)
