from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eval.gold import GoldQuestion
from service.answering.answer import (
    Answer,
    Answerer,
    Check,
    Checked,
    Citation,
    CorpusState,
    Disagreement,
    Position,
    Question,
    Timing,
    Usage,
)

BODY = "The summit is held in The Hague. It lasts from 24 to 26 June. Kyodo reported it."


@pytest.fixture
def body() -> str:
    """The body of every article that these tests cite."""
    return BODY


@pytest.fixture
def gold_question() -> Callable[..., GoldQuestion]:
    def build(outcome="answered", identity="q1", text="Where is the summit?", **fields):
        return GoldQuestion(id=identity, question=Question(text, date(2025, 6, 26)), outcome=outcome, **fields)

    return build


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """An answer with one citation for each (article, quoted words) and one disagreement of the given positions."""

    def build(text="In The Hague. [1]", outcome="answered", quotes=(), positions=(), snapshot="snap-1"):
        citations = tuple(_citation(number, *quote) for number, quote in enumerate(quotes, 1))
        sides = tuple(Position(statement, tuple(numbers)) for statement, numbers in positions)
        return Answer(
            id="ans_1",
            question="Where is the summit?",
            outcome=outcome,
            text=text,
            statements=(),
            citations=citations,
            sources=(),
            disagreements=(Disagreement("the days of the summit", sides),) if sides else (),
            as_of="2025-06-26",
            nearest=(),
            checked=Checked(0, 0, 0),
            answerer=Answerer("quotes"),
            corpus=CorpusState(snapshot, 1, None),
            usage=Usage(),
            timing_ms=Timing(1, 0, 2),
        )

    return build


def _citation(number: int, article_id: str, quote: str) -> Citation:
    start = max(BODY.find(quote), 0)
    return Citation(
        number=number,
        source=f"src_{number}",
        article_id=article_id,
        passage_id=f"{article_id}-0",
        start=start,
        end=start + len(quote),
        quote=quote,
        support="supported",
        check=Check("words", 1.0),
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file
