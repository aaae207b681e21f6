"""A follow-up and what was said before become one question that stands alone, for a search knows no conversation.

With a model, the model rewrites it. Without one, or where the model fails, a plain rule does (English only; a follow-up
in another language stays as it is unless it is a word or two):

1. A follow-up *leans* on what was said if it holds at most four content words and points back ("it", "they", "there",
   "that" but not "that week") or continues ("and …", "what about …"), or if all it holds is one short content word.
2. It then keeps its own words and gets, in parentheses, the content words of the reader's last question that it lacks;
   where that question leaned too, those of the one before it as well: ``When is it? (about: NATO summit The Hague)``.

A content word is a word that is not a function word; a capitalised one inside a sentence counts always.
"""

import asyncio
import re
from collections.abc import Sequence
from contextlib import aclosing

from corpus.errors import ModelError
from prompts import load
from service.answering.answer import Turn, Usage
from service.answering.compose import as_data, on_one_line
from service.answering.model.chat import ChatModel, Finish
from service.answering.stream.markers import MarkerParser

LIMIT = 2000
"""Characters of a condensed question."""

_PLACEHOLDERS = frozenset({"history", "question"})
_TURNS = 6  # the latest; what a follow-up leans on is near
_TURN_LIMIT = 1000  # characters of each
_SECONDS = 30.0  # a reader waits for this before the search begins; the plain rule takes over then
_LEANING_WORDS = 4
_SHORT_LETTERS = 15
_ABOUT_WORDS = 12

_LABEL = re.compile(r"^\W*(?:(?:standalone|rewritten|follow-up)\s)?question\s?:", re.IGNORECASE)
_WORD = re.compile(r"[^\W_](?:[\w'’.&-]*[^\W_])?")
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|there|then|one|ones|"
    r"(?:this|that|these|those)(?!\s+(?:day|week|weekend|month|quarter|year|summer|winter|spring|autumn|morning)\b))\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"\s*(?:and|but|or|also|so|what about|how about)\b", re.IGNORECASE)
_FUNCTION_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being but by can could did do does"
    " doing else for from had has have having he her hers him his how i if in instead into is it its just many may me"
    " might more most much must my no not now of on one ones only or other our out over please say says said she should"
    " so some such tell than that the their theirs them then there these they this those to too up us very was we were"
    " what when where which while who whom whose why will with would yes you your".split()
)


async def condense(question: str, history: Sequence[Turn], model: ChatModel | None) -> tuple[str, Usage]:
    """The question as it would be asked by itself, at most ``LIMIT`` characters on one line, and the tokens it took."""
    if not history:
        return question, Usage()
    question = without_markers(question).strip() or question
    turns = [Turn(turn.role, without_markers(turn.content)) for turn in history[-_TURNS:]]
    if model is not None:
        rewritten, usage = await _rewritten(question, turns, model)
        if rewritten:
            return rewritten, usage
    else:
        usage = Usage()
    return _with_context(question, [turn.content for turn in turns if turn.role == "user"]), usage


def without_markers(text: str) -> str:
    """The text without its markers, whatever their form: they name sources of another answer."""
    parser = MarkerParser(frozenset())
    return "".join(part for part in [*parser.feed(text), *parser.end()] if isinstance(part, str))


async def _rewritten(question: str, turns: Sequence[Turn], model: ChatModel) -> tuple[str, Usage]:
    """What the model makes of it; empty if it fails, for the plain rule is better than no answer."""
    said = "\n".join(f"{turn.role}: {on_one_line(as_data(turn.content), _TURN_LIMIT)}" for turn in turns)
    messages = load("condense", _PLACEHOLDERS).fill(history=said, question=on_one_line(as_data(question)))
    reply, usage = "", Usage()
    try:
        async with asyncio.timeout(_SECONDS), aclosing(model.stream(messages)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Finish):
                    usage = piece.usage
                    if piece.reason == "content_filter":
                        return "", usage
                else:
                    reply += piece
                if len(reply) > LIMIT:
                    break  # it rambles, and a reader waits; its first line will do
    except (ModelError, TimeoutError):
        return "", usage
    return _one_question(reply), usage


def _one_question(reply: str) -> str:
    """The first line that says something, without a label, quotes around it and markers."""
    lines = (_LABEL.sub("", without_markers(line)).strip(" \t\"'“”«»*`") for line in reply.splitlines())
    return next((on_one_line(line, LIMIT) for line in lines if line), "")


def _with_context(question: str, asked_before: Sequence[str]) -> str:
    if not _leans(question):
        return question
    known = {word.casefold() for word in _content_words(question)}
    about: dict[str, str] = {}
    for earlier in reversed(asked_before):
        for word in _content_words(on_one_line(earlier, _TURN_LIMIT)):
            if word.casefold() not in known:
                about.setdefault(word.casefold(), word)
        if not _leans(earlier):
            break
    if not about:
        return question
    return f"{on_one_line(question, LIMIT // 2)} (about: {' '.join(list(about.values())[:_ABOUT_WORDS])})"[:LIMIT]


def _leans(question: str) -> bool:
    words = _content_words(question)
    if _POINTS_BACK.search(question) or _CONTINUES.match(question):
        return len(words) <= _LEANING_WORDS
    return len(words) <= 1 and sum(map(len, words)) <= _SHORT_LETTERS


def _content_words(text: str) -> list[str]:
    found = list(_WORD.finditer(text))
    return [
        word[0]
        for at, word in enumerate(found)
        if word[0].casefold() not in _FUNCTION_WORDS or (at > 0 and len(word[0]) > 1 and word[0][0].isupper())
    ]
