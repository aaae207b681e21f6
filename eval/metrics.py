"""What is measured, as pure functions: of one question and its answer, then of many.

Unscored is not wrong: where a measure does not apply to a question it is ``None``, and is left out of the mean. Every
figure therefore carries ``n``, the number of things it was taken over. All values lie in [0, 1].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal, get_args

from eval.forms import Forms, says, says_any
from eval.gold import GoldQuestion
from service.answering.answer import Answer, Outcome

Metric = Literal[
    "outcome_accuracy",
    "fact_recall",
    "wrong_fact_rate",
    "right_source",
    "quote_exactness",
    "abstention_precision",
    "abstention_recall",
    "dispute_precision",
    "dispute_recall",
]
METRICS: tuple[Metric, ...] = get_args(Metric)


@dataclass(frozen=True)
class Figure:
    """One measured value over ``n`` things; ``None`` where there was nothing to measure."""

    metric: Metric
    value: float | None
    n: int


def told(answer: Answer) -> str:
    """What the answer says to its reader in its own voice: its text and the positions of its disagreements.

    Quotes and nearest passages are left out: a word found only there was shown, not said.
    """
    positions = (position.statement for dispute in answer.disagreements for position in dispute.positions)
    return "\n".join((answer.text, *positions))


def missed_facts(gold: GoldQuestion, answer: Answer) -> tuple[Forms, ...]:
    """The facts that the answer says in none of their accepted forms."""
    text = told(answer)
    return tuple(forms for forms in gold.facts if not says_any(text, forms))


def fact_recall(gold: GoldQuestion, answer: Answer) -> float | None:
    """Share of the gold facts that the answer says; ``None`` without gold facts.

    Higher is better. Recall over "nuggets" as in the TREC 2003 question answering track (Voorhees), every nugget vital
    and found by its listed forms instead of by an assessor.
    """
    if not gold.facts:
        return None
    return 1 - len(missed_facts(gold, answer)) / len(gold.facts)


def wrong_facts(gold: GoldQuestion, answer: Answer) -> Forms:
    """The forbidden forms that the answer says."""
    text = told(answer)
    return tuple(form for form in gold.must_not if says(text, form))


def wrong_fact(gold: GoldQuestion, answer: Answer) -> float | None:
    """1 where the answer says something that gold forbids, else 0; ``None`` where gold forbids nothing.

    Lower is better; its mean is the wrong-fact rate. Our own definition.
    """
    return float(bool(wrong_facts(gold, answer))) if gold.must_not else None


def right_source(gold: GoldQuestion, answer: Answer) -> float | None:
    """1 where the answer cites an article of ``cite`` and all of ``cite_all``, else 0; ``None`` where gold names none.

    Higher is better. Our own definition: whether the quoted words support the sentence is not asked here.
    """
    if not gold.cite and not gold.cite_all:
        return None
    cited = {citation.article_id for citation in answer.citations}
    return float((not gold.cite or bool(cited & set(gold.cite))) and cited >= set(gold.cite_all))


def outcome_right(gold: GoldQuestion, answer: Answer) -> float:
    """1 where the answer's outcome is the gold one, else 0.

    Higher is better; its mean is the outcome accuracy (accuracy over three classes).
    """
    return float(answer.outcome == gold.outcome)


def missed_positions(gold: GoldQuestion, answer: Answer) -> tuple[Forms, ...]:
    """The gold positions that stand in no Position of the answer's disagreements, nor in the quotes it cites."""
    quotes = {citation.number: citation.quote for citation in answer.citations}
    shown = [
        "\n".join((position.statement, *(quotes.get(number, "") for number in position.citations)))
        for dispute in answer.disagreements
        for position in dispute.positions
    ]
    return tuple(forms for forms in gold.positions if not any(says_any(text, forms) for text in shown))


def dispute_recall(gold: GoldQuestion, answer: Answer) -> float | None:
    """Share of the gold positions that the answer's disagreements show; ``None`` where nothing is in dispute.

    Higher is better. After the coverage of diverse information in DiverseSumm (Huang et al., NAACL 2024), with listed
    forms instead of a judge.
    """
    if not gold.positions:
        return None
    return 1 - len(missed_positions(gold, answer)) / len(gold.positions)


def quote_exact(quote: str, start: int, end: int, body: str | None) -> bool:
    """Whether a quote is, code point for code point, ``body[start:end]`` of its article (``None``: there is none)."""
    return body is not None and 0 <= start < end <= len(body) and body[start:end] == quote


def share(metric: Metric, held: Sequence[bool]) -> Figure:
    """The share that is true; ``None`` of nothing."""
    return mean(metric, map(float, held))


def mean(metric: Metric, values: Iterable[float | None]) -> Figure:
    """The arithmetic mean of what was scored, and how many that were."""
    scored = [value for value in values if value is not None]
    return Figure(metric, fsum(scored) / len(scored) if scored else None, len(scored))


def outcome_precision(metric: Metric, outcome: Outcome, pairs: Iterable[tuple[Outcome, Outcome]]) -> Figure:
    """Of the answers with this outcome, the share for which it is the gold one. Pairs are (gold, answer).

    Higher is better; precision of one class. For ``insufficient_evidence``: how many refusals were right.
    """
    return share(metric, [wanted == outcome for wanted, got in pairs if got == outcome])


def outcome_recall(metric: Metric, outcome: Outcome, pairs: Iterable[tuple[Outcome, Outcome]]) -> Figure:
    """Of the questions with this gold outcome, the share that were answered with it. Pairs are (gold, answer).

    Higher is better; recall of one class. For ``insufficient_evidence``: how many unanswerable questions were refused.
    """
    return share(metric, [got == outcome for wanted, got in pairs if wanted == outcome])
