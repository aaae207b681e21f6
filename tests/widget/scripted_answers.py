"""Answers that the scripted service plays back: made by hand, in the shapes of ``POST /ask``."""

from collections.abc import Sequence
from typing import Any

SNAPSHOT = "20250625T090000-abc"
BODY = (
    "The mayor’s office closed the bridge on Monday. 🚧 “The bridge will reopen on 3 July,” the harbour master said. "
    "Ferries run every ten minutes until then."
)
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    '<a href="javascript:document.title=1">click</a> [9](https://evil.example/) <https://evil.example/> \u202egnp.exe'
)
HOSTILE_URLS = (
    "javascript:document.title='owned'",
    "data:text/html,<script>1</script>",
    "//evil.example/x",
    "not a url",
)


def date(value: str | None, provenance: str = "given") -> dict[str, Any]:
    if value is None:
        return {"value": None, "precision": "unknown", "provenance": "none"}
    return {"value": value, "precision": {4: "year", 7: "month", 10: "day"}[len(value)], "provenance": provenance}


def source(number: int, publisher: str | None, published: dict[str, Any], **changes: Any) -> dict[str, Any]:
    made = {
        "id": f"src_{number}",
        "article_id": f"bridge-{number}",
        "title": f"The bridge, report {number}",
        "publisher": publisher,
        "authors": None,
        "url": f"https://paper-{number}.example/bridge",
        "cited": True,
        "published": published,
    }
    return made | changes


def citation(number: int, quote: str, support: str = "supported", **changes: Any) -> dict[str, Any]:
    start = max(BODY.find(quote), 0)
    made = {
        "number": number,
        "source": f"src_{number}",
        "article_id": f"bridge-{number}",
        "passage_id": f"bridge-{number}:0",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "support": support,
        "check": {"name": "agreement", "score": 0.93},
    }
    return made | changes


def answer(said: Sequence[tuple[str, list[int], str]], **parts: Any) -> dict[str, Any]:
    """Join statements and their markers into a text, with offsets in code points as Python counts them."""
    text, statements = "", []
    for words, numbers, support in said:
        text += " " if text else ""
        start = len(text)
        statements.append(
            {"text": words, "start": start, "end": start + len(words), "citations": numbers, "support": support}
        )
        text += words + "".join(f" [{number}]" for number in numbers)
    supported = sum(statement["support"] == "supported" for statement in statements)
    made = {
        "id": "ans_1",
        "question": "as asked",
        "outcome": "answered",
        "text": text,
        "statements": statements,
        "citations": [],
        "sources": [],
        "disagreements": [],
        "as_of": "2025-06-25",
        "nearest": [],
        "checked": {"statements": len(statements), "supported": supported, "cut": 0},
        "answerer": {"kind": "quotes", "model": None, "prompt": None},
        "corpus": {"snapshot": SNAPSHOT, "articles": 16, "newest": "2025-06-25"},
        "usage": {"input_tokens": 0, "output_tokens": 0},
        "timing_ms": {"retrieve": 9, "first_token": 0, "total": 14},
    }
    return made | parts


ANSWERED = answer(
    [
        ("The harbour master said that the bridge will reopen on 3 July.", [1], "supported"),
        ("Until then ferries run every ten minutes [2025 timetable].", [1, 2], "supported"),
        ("The closing was planned long before.", [3], "partial"),
    ],
    citations=[
        citation(1, "“The bridge will reopen on 3 July,” the harbour master said."),
        citation(2, "Ferries run every ten minutes until then."),
        citation(3, "The mayor’s office closed the bridge on Monday.", "partial"),
    ],
    sources=[
        source(1, "Harbour Post", date("2025-06-25", "text")),
        source(2, "Meridian Review", date("2025-06")),
        source(3, None, date(None), url=None, title=None),
        source(4, "The Lantern", date("2024"), cited=False),
    ],
    answerer={"kind": "model", "model": "openai:small-one", "prompt": {"name": "answer", "version": "0f3a"}},
)

DISPUTED = answer(
    [
        ("Harbour Post (25 June 2025): the bridge reopens on 3 July.", [1], "supported"),
        ("Meridian Review (June 2025): it stays closed until 9 July.", [2], "supported"),
    ],
    outcome="disputed",
    citations=[
        citation(1, "“The bridge will reopen on 3 July,” the harbour master said."),
        citation(2, "until 9 July"),
    ],
    sources=[source(1, "Harbour Post", date("2025-06-25")), source(2, "Meridian Review", date("2025-06"))],
    disagreements=[
        {
            "about": "when the bridge reopens",
            "positions": [
                {"statement": "The bridge reopens on 3 July.", "citations": [1]},
                {"statement": "It stays closed until 9 July.", "citations": [2]},
            ],
        }
    ],
)

QUOTED_DISPUTE = DISPUTED | {
    "disagreements": [
        {
            "about": "Quoted dispute",
            "positions": [
                {"statement": statement["text"], "citations": statement["citations"]}
                for statement in DISPUTED["statements"]
            ],
        }
    ]
}

STOOD_IN = ANSWERED | {
    "answerer": {"kind": "quotes", "model": None, "prompt": None},
    "checked": {"statements": 3, "supported": 2, "cut": 0, "corrected": 2},
    "notices": [
        {"code": "model_failed", "text": "The model failed (its service did not respond in time)."},
        {"code": "of_a_later_version", "text": "Something that this widget has no words for."},
    ],
}


def hit(number: int, text: str, **changes: Any) -> dict[str, Any]:
    start = max(BODY.find(text), 0)
    made = {
        "passage_id": f"bridge-{number}:0",
        "article_id": f"bridge-{number}",
        "start": start,
        "end": start + len(text),
        "text": text,
        "score": 0.31,
        "title": f"The bridge, report {number}",
        "publisher": "Harbour Post",
        "published": date("2025-06-25"),
        "url": f"https://paper-{number}.example/bridge",
    }
    return made | changes


INSUFFICIENT = answer(
    [],
    text="Insufficient evidence: the archive does not answer this. The nearest passages are listed.",
    outcome="insufficient_evidence",
    nearest=[
        hit(1, "Ferries run every ten minutes until then."),
        hit(2, "The mayor’s office closed the bridge on Monday.", publisher=None, published=date(None), url=None),
    ],
)

EMOJI = answer(
    [("Work 🚧👷🏽‍♀️ goes on, said 𝒜da.", [1], "supported"), ("Ferries 🛥️ run.", [2], "supported")],
    citations=[
        citation(1, "“The bridge will reopen on 3 July,” the harbour master said."),
        citation(2, "Ferries run every ten minutes until then."),
    ],
    sources=[source(1, "Harbour Post", date("2025-06-25")), source(2, "Meridian Review", date("2025-06"))],
)

LONG = answer([("大" * 4000, [], "supported")])

UNRESOLVED = answer([("A sentence whose source went missing.", [7], "unsupported")])

_HOSTILE_DATE = {"value": HOSTILE, "precision": HOSTILE, "provenance": HOSTILE}
_HOSTILE_SOURCES = [
    source(number, HOSTILE, _HOSTILE_DATE, title=HOSTILE, url=url, cited=number % 2 == 1)
    for number, url in enumerate(HOSTILE_URLS, start=1)
]
HOSTILE_DISPUTED = answer(
    [(HOSTILE, [1], "supported"), (HOSTILE, [2, 3, 4], HOSTILE)],
    outcome="disputed",
    citations=[citation(number, HOSTILE, HOSTILE, article_id=HOSTILE) for number in (1, 2, 3, 4)],
    sources=_HOSTILE_SOURCES,
    disagreements=[{"about": HOSTILE, "positions": [{"statement": HOSTILE, "citations": [n]} for n in (1, 2)]}],
    as_of=HOSTILE,
    answerer={"kind": "model", "model": HOSTILE, "prompt": None},
    corpus={"snapshot": HOSTILE, "articles": HOSTILE, "newest": HOSTILE},
    checked=HOSTILE,
    notices=[{"code": HOSTILE, "text": HOSTILE}, HOSTILE],
)
HOSTILE_INSUFFICIENT = answer(
    [],
    text=HOSTILE,
    outcome="insufficient_evidence",
    nearest=[hit(n, HOSTILE, title=HOSTILE, publisher=HOSTILE, url=url) for n, url in enumerate(HOSTILE_URLS, 1)],
)
HOSTILE_PROBLEM = {"type": HOSTILE, "title": HOSTILE, "status": 503, "detail": HOSTILE}
PROBLEM = {
    "type": "https://dateline.invalid/problems/model-unavailable",
    "title": "Model unavailable",
    "status": 503,
    "detail": "The model did not respond within 30 seconds.",
}
TOO_MANY = {"type": "about:blank", "title": "Too many requests", "status": 429, "detail": "20 questions a minute."}
