"""Ask every gold question, and score what comes back. What is asked is any callable: the service, a model, a fake."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from eval import metrics
from eval.forms import Forms
from eval.gold import Gold, GoldQuestion
from eval.metrics import Figure, Metric
from service.answering.answer import Answer, Answerer, Citation, Question
from service.answering.ask import Asker

Ask = Callable[[Question], Awaitable[Answer]]
BodyOf = Callable[[Citation], Awaitable[str | None]]


@dataclass(frozen=True)
class Scored:
    """One question with its answer, and of each citation whether the stored article holds its quote."""

    gold: GoldQuestion
    answer: Answer
    quotes_exact: tuple[bool, ...]

    @property
    def complaints(self) -> tuple[str, ...]:
        """What is wrong with the answer, each in one line; empty where nothing is."""
        gold, answer = self.gold, self.answer
        found = [] if answer.outcome == gold.outcome else [f"outcome {answer.outcome}, not {gold.outcome}"]
        found += [f"misses the fact {_either(forms)}" for forms in metrics.missed_facts(gold, answer)]
        found += [f"says {form!r}" for form in metrics.wrong_facts(gold, answer)]
        found += [f"misses the position {_either(forms)}" for forms in metrics.missed_positions(gold, answer)]
        if metrics.right_source(gold, answer) == 0:
            found.append(_sources_wanted(gold, answer))
        if not all(self.quotes_exact):
            found.append(
                f"{self.quotes_exact.count(False)} of {len(self.quotes_exact)} quotes are not in their article"
            )
        return tuple(found)


@dataclass(frozen=True)
class Failure:
    """A question that got no answer: neither right nor wrong, and never a zero in a mean."""

    gold: GoldQuestion
    error: str


@dataclass(frozen=True)
class Report:
    """All that was measured, and on what."""

    scored: tuple[Scored, ...]
    failures: tuple[Failure, ...]
    missing_articles: tuple[str, ...]
    gold_version: str

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every metric over the questions that got an answer, in the order of `eval.metrics.METRICS`."""
        return _figures(self.scored)

    def figure(self, metric: Metric) -> Figure:
        """One metric."""
        return next(figure for figure in self.figures if figure.metric == metric)

    @property
    def faulty(self) -> tuple[Scored, ...]:
        """The answers that something is wrong with."""
        return tuple(scored for scored in self.scored if scored.complaints)

    @property
    def answerers(self) -> tuple[Answerer, ...]:
        """What composed the answers, with model and prompt: one, unless the set-up changed on the way."""
        return tuple(dict.fromkeys(scored.answer.answerer for scored in self.scored))

    @property
    def snapshots(self) -> tuple[str, ...]:
        """The snapshots that were asked: one, unless another was published on the way."""
        return tuple(dict.fromkeys(scored.answer.corpus.snapshot for scored in self.scored))


async def evaluate(
    gold: Gold, ask: Ask, body_of: BodyOf, article_ids: AbstractSet[str], seconds_each: float = 120.0
) -> Report:
    """Ask the questions one after another, and score the answers.

    Args:
        gold: the questions.
        ask: answers one question. What it raises is noted as a failure of that question, and the next one is asked.
        body_of: the stored body of the article that a citation names, ``None`` where there is none.
        article_ids: the articles of the archive; those that gold names and that are not there are reported.
        seconds_each: the longest that one question may take.
    """
    scored: list[Scored] = []
    failures: list[Failure] = []
    for question in gold.questions:
        result = await _one(question, ask, body_of, seconds_each)
        if isinstance(result, Scored):
            scored.append(result)
        else:
            failures.append(result)
    missing = tuple(sorted(gold.article_ids - article_ids))
    return Report(tuple(scored), tuple(failures), missing, gold.version)


async def evaluate_asker(asker: Asker, gold: Gold, article_ids: AbstractSet[str]) -> Report:
    """Evaluate the service's own answering, quotes checked in the snapshot that it serves; raises as ``ready``."""
    snapshot = (await asker.state()).snapshot

    async def body_of(citation: Citation) -> str | None:
        return (await asker.article(citation.article_id, snapshot)).body

    return await evaluate(gold, asker.answer, body_of, article_ids)


async def _one(gold: GoldQuestion, ask: Ask, body_of: BodyOf, seconds: float) -> Scored | Failure:
    try:
        async with asyncio.timeout(seconds):
            answer = await ask(gold.question)
            bodies = [await body_of(citation) for citation in answer.citations]
    except TimeoutError:
        return Failure(gold, f"TimeoutError: no answer within {seconds:g} s")
    except Exception as error:  # noqa: BLE001 - whatever is being measured may break in any way, and that is the finding
        told = " ".join(str(error).split())[:500]
        return Failure(gold, f"{type(error).__name__}: {told}")
    exact = (
        metrics.quote_exact(citation.quote, citation.start, citation.end, body)
        for citation, body in zip(answer.citations, bodies, strict=True)
    )
    return Scored(gold, answer, tuple(exact))


def _figures(scored: Sequence[Scored]) -> tuple[Figure, ...]:
    pairs = [(one.gold, one.answer) for one in scored]
    outcomes = [(gold.outcome, answer.outcome) for gold, answer in pairs]
    return (
        metrics.mean("outcome_accuracy", (metrics.outcome_right(*pair) for pair in pairs)),
        metrics.mean("fact_recall", (metrics.fact_recall(*pair) for pair in pairs)),
        metrics.mean("wrong_fact_rate", (metrics.wrong_fact(*pair) for pair in pairs)),
        metrics.mean("right_source", (metrics.right_source(*pair) for pair in pairs)),
        metrics.share("quote_exactness", [exact for one in scored for exact in one.quotes_exact]),
        metrics.outcome_precision("abstention_precision", "insufficient_evidence", outcomes),
        metrics.outcome_recall("abstention_recall", "insufficient_evidence", outcomes),
        metrics.outcome_precision("dispute_precision", "disputed", outcomes),
        metrics.mean("dispute_recall", (metrics.dispute_recall(*pair) for pair in pairs)),
    )


def _either(forms: Forms) -> str:
    return " or ".join(map(repr, forms))


def _sources_wanted(gold: GoldQuestion, answer: Answer) -> str:
    cited = ", ".join(sorted({citation.article_id for citation in answer.citations})) or "nothing"
    wanted = [f"one of {', '.join(gold.cite)}"] if gold.cite else []
    wanted += [f"all of {', '.join(gold.cite_all)}"] if gold.cite_all else []
    return f"cites {cited}, not {' and '.join(wanted)}"
