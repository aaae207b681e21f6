"""From retrieved passages to the messages for the model: sources fenced and marked as data, the rules last.

An article may say anything. Its text is fenced by lines that carry a random mark, made for this one request, which no
author can know; should the mark occur in a text all the same, it is taken out. Signs that chat templates read as the
border between speakers (``<|im_start|>``, ``</s>``, ``[INST]``) are broken by a space: a model served from a file
takes them for the real thing wherever they stand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Date
from prompts import ABSTAIN, Message, load
from service.answering.answer import PromptVersion

BUDGET = 20_000
"""Characters of prompt: some 5,000 tokens of English, which leaves room for an answer in a window of 8,192."""

_PLACEHOLDERS = frozenset({"mark", "as_of", "sources", "question", "markers", "abstain"})
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HEADER_LIMIT = 300  # characters of a title or an outlet's name: the field is free text too
_MARK = re.compile(r"[0-9a-f]{8,64}")
_BORDER = re.compile(r"<(?=[|｜/a-zA-Z])|\[(?=/?[A-Z_]{4,}\])")  # "[2025]", "[sic]" and "[updated]" stay as they are
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class SourcePassage:
    """What the model reads of one source. ``number`` is the one in its marker."""

    number: int
    title: str | None
    publisher: str | None
    published: Date
    text: str

    @property
    def marker(self) -> str:
        """How a sentence names this source."""
        return f"[{self.number}]"


@dataclass(frozen=True)
class Composed:
    """Messages ready to be sent, the passages that found room in them, and the prompt they were made from."""

    messages: tuple[Message, ...]
    used: tuple[SourcePassage, ...]
    prompt: PromptVersion


def compose(question: str, as_of: date, passages: Sequence[SourcePassage], mark: str, budget: int = BUDGET) -> Composed:
    """Build the messages for one question.

    ``passages`` come best first; each goes in whole or not at all, and one that is too long makes room for the next.
    ``budget`` counts the characters of all messages; rules and question go in even where they alone exceed it.
    ``mark`` is fresh for each request: ``secrets.token_hex(8)``.

    Raises:
        ValueError: the mark is not 8 to 64 hex digits.
    """
    if not _MARK.fullmatch(mark):
        raise ValueError("the mark must be 8 to 64 hex digits, made by secrets.token_hex")
    prompt = load("answer", _PLACEHOLDERS)

    def filled(sources: str, markers: str) -> tuple[Message, ...]:
        day = f"{_WEEKDAYS[as_of.weekday()]}, {as_of.isoformat()}"
        asked = on_one_line(as_data(question, mark))
        return prompt.fill(mark=mark, as_of=day, sources=sources, question=asked, markers=markers, abstain=ABSTAIN)

    room = budget - sum(len(message.content) for message in filled("", ""))
    used: list[SourcePassage] = []
    blocks: list[str] = []
    for passage in passages:
        block = _fenced(passage, mark)
        cost = len(block) + len("\n\n") + len(passage.marker) + len(" ")
        if cost <= room:
            room -= cost
            used.append(passage)
            blocks.append(block)
    markers = " ".join(dict.fromkeys(passage.marker for passage in used))
    return Composed(filled("\n\n".join(blocks), markers), tuple(used), PromptVersion(prompt.name, prompt.version))


def prompt_version() -> PromptVersion:
    """Which prompt answers are written with."""
    prompt = load("answer", _PLACEHOLDERS)
    return PromptVersion(prompt.name, prompt.version)


def as_data(text: str, mark: str = "") -> str:
    """The text without control characters, without the mark, and with the signs of chat templates broken."""
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))
    if mark:
        text = re.sub(re.escape(mark), " ", text, flags=re.IGNORECASE)  # by a space: nothing can close up to a new mark
    return _BORDER.sub(lambda sign: sign[0] + " ", text)


def on_one_line(text: str, limit: int | None = None) -> str:
    """The text with each run of white space as one space, cut to ``limit`` characters."""
    return " ".join(text.split())[:limit]


def _fenced(passage: SourcePassage, mark: str) -> str:
    title = on_one_line(as_data(passage.title or "untitled", mark), _HEADER_LIMIT)
    outlet = on_one_line(as_data(passage.publisher or "outlet unknown", mark), _HEADER_LIMIT)
    published = passage.published.value or "date unknown"
    return (
        f"--- source {passage.marker} {mark}\n"
        f"Title: {title}\nOutlet: {outlet}\nPublished: {published}\n"
        f"Text: {as_data(passage.text, mark).strip()}\n"
        f"--- end {mark}"
    )
