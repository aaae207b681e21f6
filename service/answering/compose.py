"""From retrieved passages to the messages for the model: sources fenced and marked as data, the rules last.

An article may say anything. Its text is fenced by lines that carry a random mark, made for this one request, which no
author can know; should the mark occur in a text all the same, it is taken out. Signs that chat templates read as the
border between speakers (``<|im_start|>``, ``</s>``, ``[INST]``) are broken by a space: a model served from a file
takes them for the real thing wherever they stand.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Date
from prompts import ABSTAIN, Message, load
from service.answering.answer import PromptVersion
from service.answering.model.chat import ChatModel
from service.answering.model.tokens import estimated_tokens

_REPLY_TOKENS = 1024  # kept free for the answer, but no more than a quarter of what the model holds
_SMALL_PART = 4
_AROUND = 32  # tokens that the template of a chat puts around two messages
_BETWEEN = 6  # tokens of the empty line before a source and of its marker in the rules

_PLACEHOLDERS = frozenset({"mark", "as_of", "sources", "question", "markers", "abstain"})
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HEADER_LIMIT = 300  # characters of a title or an outlet's name: the field is free text too
_MARK = re.compile(r"q?[0-9a-f]{8,64}")
_BORDER = re.compile(r"<(?=[|｜/a-zA-Z])|\[(?=/?[A-Z_]{4,}\])")  # "[2025]", "[sic]" and "[updated]" stay as they are
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def fresh_mark() -> str:
    """A mark that nobody can know before the request; short, for it costs tokens twice a passage.

    Hardly a word ends in q: what may be the mark's beginning is held back until the model's next word.
    """
    return "q" + secrets.token_hex(4)


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
    """Messages ready to be sent, the passages that found room in them, and the code in their fences."""

    messages: tuple[Message, ...]
    used: tuple[SourcePassage, ...]
    mark: str


class Draft:
    """The messages for one question, before it is known which of the passages find room.

    ``mark`` is fresh for each request, from ``fresh_mark``.

    Raises:
        ValueError: the mark is not 8 to 64 hex digits, with or without a q before them.
    """

    def __init__(self, question: str, as_of: date, passages: Sequence[SourcePassage], mark: str) -> None:
        if not _MARK.fullmatch(mark):
            raise ValueError("the mark must be 8 to 64 hex digits, made by fresh_mark")
        self._question = on_one_line(as_data(question, mark))
        self._day = f"{_WEEKDAYS[as_of.weekday()]}, {as_of.isoformat()}"
        self._passages = tuple(passages)
        self._mark = mark
        self._blocks = [_fenced(passage, mark) for passage in passages]

    def texts(self) -> tuple[str, ...]:
        """What takes room: rules and question, and then each passage in its fence."""
        return ("\n".join(message.content for message in self._filled("", "")), *self._blocks)

    def within(self, budget: int, tokens: Sequence[int]) -> Composed:
        """The messages with as many passages as find room in ``budget``; ``tokens`` are those of ``texts()``.

        Passages come best first; each goes in whole or not at all, and one that is too long makes room for the next.
        Rules and question go in even where they alone exceed the budget.
        """
        room = budget - _AROUND - tokens[0]
        used: list[SourcePassage] = []
        blocks: list[str] = []
        for passage, block, cost in zip(self._passages, self._blocks, tokens[1:], strict=True):
            if cost + _BETWEEN <= room:
                room -= cost + _BETWEEN
                used.append(passage)
                blocks.append(block)
        markers = " ".join(dict.fromkeys(passage.marker for passage in used))
        return Composed(self._filled("\n\n".join(blocks), markers), tuple(used), self._mark)

    def _filled(self, sources: str, markers: str) -> tuple[Message, ...]:
        return load("answer", _PLACEHOLDERS).fill(
            mark=self._mark,
            as_of=self._day,
            sources=sources,
            question=self._question,
            markers=markers,
            abstain=ABSTAIN,
        )


async def compose(
    question: str, as_of: date, passages: Sequence[SourcePassage], mark: str, model: ChatModel
) -> Composed:
    """The messages for one question, with as many passages as the model can hold besides its answer.

    Tokens are estimated upwards. Only where a passage would be left out by that are they counted by the model's own
    service, if it can: the usual question costs no call.
    """
    draft = Draft(question, as_of, passages, mark)
    budget = model.context_tokens - min(_REPLY_TOKENS, model.context_tokens // _SMALL_PART)
    texts = draft.texts()
    composed = draft.within(budget, [estimated_tokens(text) for text in texts])
    if len(composed.used) < len(passages):
        counted = await model.count_tokens(texts)
        if counted is not None:
            return draft.within(budget, counted)
    return composed


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
        f"--- source {passage.marker} {mark}\n{title} ({outlet}, {published})\n"
        f"{as_data(passage.text, mark).strip()}\n--- end {mark}"
    )
