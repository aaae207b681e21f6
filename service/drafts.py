"""Feedback turned into draft gold questions: YAML as in ``eval/gold``, for a person to read, correct and move there."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from service.store import Feedback

TO_DO = "TO DO: what a right answer says"
_LONGEST = 500  # characters of one text in a gold file
_MOST = 50  # forms in one list of it
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")  # YAML would take them for its own
_HEAD = """\
# Drafts, made from what readers said of answers. Read each one, correct what it expects, take away the tag `draft`, and
# move it to the gold questions. An answer that was rated down is a mistake to be kept from coming back, or a reader's
# own: its statements stand under `must_not`, and what is right is still to be written.
"""


def drafts(feedback: Iterable[Feedback]) -> str:
    """One draft for each answer that was rated, in YAML; empty where there is none."""
    by_answer: dict[str, list[Feedback]] = {}
    for one in feedback:
        by_answer.setdefault(one.answer_id, []).append(one)
    if not by_answer:
        return ""
    as_of = json.loads(next(iter(by_answer.values()))[0].question)["as_of"]
    return f"{_HEAD}as_of: {as_of}\nquestions:\n" + "\n".join(_draft(given) for given in by_answer.values())


def _draft(given: Sequence[Feedback]) -> str:
    question, answer = json.loads(given[0].question), json.loads(given[0].answer)
    objections = [one for one in given if one.rating == "down"]
    expected = _to_correct(answer, objections) if objections else _as_answered(answer)
    draft = {
        "id": "draft-" + given[0].answer_id[:58],
        "question": _cut(question["text"]),
        "as_of": question["as_of"],
        **_context(question),
        **expected,
        "tags": ["draft", "rated-down" if objections else "rated-up"],
    }
    text = yaml.safe_dump([draft], allow_unicode=True, sort_keys=False, width=120)
    return "".join(f"  {line}\n" for line in (*_comments(given), *text.rstrip().split("\n")))


def _context(question: dict[str, Any]) -> dict[str, Any]:
    filters = {name: value for name, value in question["filters"].items() if value}
    history = [{"role": turn["role"], "content": _cut(turn["content"])} for turn in question["history"]]
    return {name: value for name, value in (("history", history), ("filters", filters)) if value}


def _as_answered(answer: dict[str, Any]) -> dict[str, Any]:
    """What a right answer says, taken from one that was rated up."""
    outcome = answer["outcome"]
    expected: dict[str, Any] = {"outcome": outcome}
    if outcome == "answered":
        expected["facts"] = [[_cut(statement["text"])] for statement in answer["statements"]][:_MOST]
    if outcome == "disputed":
        sides = answer["disagreements"][0]["positions"]
        expected["positions"] = [[_cut(side["statement"])] for side in sides][:_MOST]
    if outcome != "insufficient_evidence":
        expected["cite"] = list(dict.fromkeys(citation["article_id"] for citation in answer["citations"]))
    return expected


def _to_correct(answer: dict[str, Any], objections: Sequence[Feedback]) -> dict[str, Any]:
    """What was objected to; where only citations were meant, the statements that rest on them."""
    meant = {one.citation for one in objections}
    statements = [s["text"] for s in answer["statements"] if None in meant or meant & set(s["citations"])]
    expected: dict[str, Any] = {"outcome": "answered", "facts": [[TO_DO]]}
    if statements:
        expected["must_not"] = [_cut(text) for text in statements][:_MOST]
    return expected


def _comments(given: Sequence[Feedback]) -> Iterator[str]:
    for one in given[:_MOST]:
        about = f", of citation {one.citation}" if one.citation else ""
        yield f"# {one.given} rated {one.rating}{about}: {_one_line(one.reason or 'no reason given')}"
    if len(given) > _MOST:
        yield f"# and {len(given) - _MOST} more"


def _one_line(text: str) -> str:
    """Nothing that a reader wrote ends the comment that it stands in."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _cut(text: str) -> str:
    text = _LINE_ENDS.sub(" ", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
