"""One question and what comes of it, as docs/api.md shows it: the examples of the OpenAPI document."""

from typing import Any

from pydantic_core import to_json, to_jsonable_python

from corpus.article import UNKNOWN_DATE, Date
from service.answering.answer import (
    Answer,
    Answerer,
    ArticlePage,
    ArticleSummary,
    Check,
    Checked,
    Citation,
    CorpusState,
    Hit,
    SearchResult,
    SnapshotState,
    Source,
    Statement,
    TextDelta,
    Timing,
    Usage,
)

_ARTICLE, _TITLE, _OUTLET, _URL = "art_0123456789abcdef", "Leaders to meet", "FDD", "https://news.example/leaders"
_QUOTE = "The summit opens on 24 June."
_AUTHORS = ("A. Reporter",)
_PUBLISHED = Date.of("2025-06-20", "given")

ASK: dict[str, Any] = {
    "question": "When is the summit?",
    "as_of": "2025-06-25",
    "history": [{"role": "user", "content": "Who hosts it?"}],
    "filters": {"published_after": "2025-06", "published_before": None, "publishers": ["FDD"]},
    "max_sources": 8,
}
SEARCH: dict[str, Any] = {"query": "summit dates", "as_of": "2025-06-25", "limit": 1}
COMPLETION: dict[str, Any] = {
    "model": "dateline",
    "messages": [{"role": "user", "content": "When is the summit?"}],
    "as_of": "2025-06-25",
}
FEEDBACK: dict[str, Any] = {"rating": "up", "reason": "It names both dates.", "citation": 1}

ANSWER = Answer(
    id="ans_5f1c0a",
    question="When is the summit?",
    outcome="answered",
    text=f"{_QUOTE} [1]",
    statements=(Statement(_QUOTE, 0, 28, (1,), "supported"),),
    citations=(Citation(1, "src_1", _ARTICLE, "p_1", 120, 148, _QUOTE, "supported", Check("rules-2", 0.93)),),
    sources=(Source("src_1", _ARTICLE, _TITLE, _OUTLET, _AUTHORS, _URL, True, _PUBLISHED),),
    disagreements=(),
    as_of="2025-06-25",
    nearest=(),
    checked=Checked(1, 1, 0),
    answerer=Answerer("quotes"),
    corpus=CorpusState("20250625-1", 2, "2025-06-25"),
    usage=Usage(),
    timing_ms=Timing(9, 9, 14),
)
FOUND = SearchResult("20250625-1", (Hit("p_1", _ARTICLE, 120, 148, _QUOTE, 0.71, _TITLE, _OUTLET, _PUBLISHED, _URL),))
PAGE = ArticlePage(2, (ArticleSummary(_ARTICLE, _TITLE, _OUTLET, _AUTHORS, _PUBLISHED, UNKNOWN_DATE, _URL, "en"),))
STATE = SnapshotState("20250625-1", 2, "2025-06-25", 31)
EVENT = {"id": "2", "event": "text.delta", "data": to_json(TextDelta(_QUOTE)).decode()}


def shown(example: object) -> dict[str, Any]:
    """The content of a response that gives an example in JSON."""
    return {"application/json": {"example": to_jsonable_python(example)}}
