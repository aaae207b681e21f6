"""A second opinion on a statement and its quote by a chat model: one call a statement, one word for an answer."""

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import aclosing, contextmanager
from typing import get_args

from corpus.errors import ModelUnreachable
from prompts import Message, load
from service.answering.answer import Support, Usage
from service.answering.compose import as_data, on_one_line
from service.answering.model.chat import ChatModel, Finish
from service.answering.support import Verdict

_PLACEHOLDERS = frozenset({"mark", "quote", "statement"})
_LONGEST = 4000  # characters of a quote or a statement
_SECONDS = 30.0  # for one verdict, which is one line
_LONGEST_REPLY = 200  # characters; the rest of one that rambles is not waited for
_SCORES: dict[Support, float] = {"supported": 1.0, "partial": 0.5, "unsupported": 0.0, "contradicted": 0.0}


class Judge:
    """Asks a chat model by ``ask``, which takes messages and gives the whole reply, and may raise ``ModelError``.

    The verdict counts only behind a mark drawn for this one call: no text that was written before can hold it. A
    reply without it is no verdict, and what is not judged is not shown as borne out.
    """

    def __init__(self, ask: Callable[[Sequence[Message]], str], model: str) -> None:
        self.name = f"judge:{model}"
        self._ask = ask

    def judge(self, statement: str, quote: str) -> Verdict:
        """The model's verdict; ``unsupported`` where it gives none in the form that it was asked for."""
        mark = secrets.token_hex(4)
        quoted, said = (on_one_line(as_data(text), _LONGEST) for text in (quote, statement))
        reply = self._ask(load("judge", _PLACEHOLDERS).fill(mark=mark, quote=quoted, statement=said))
        found = re.match(rf"\W{{0,10}}{mark}\W{{1,10}}({'|'.join(get_args(Support))})\W{{0,10}}\Z", reply.strip())
        support: Support = next((s for s in get_args(Support) if found and found[1] == s), "unsupported")
        return Verdict(support, _SCORES[support])


@contextmanager
def judging(model: ChatModel, used: Callable[[Usage], None]) -> Iterator[Judge]:
    """A judge that worker threads may ask while the event loop, in which this is entered, runs the model's calls.

    ``used`` is told the tokens of each call. At the end of the block a verdict that is still awaited is given up.
    ``Judge.judge`` raises what the model raises, and ``ModelUnreachable`` where it takes longer than half a minute.
    """
    loop = asyncio.get_running_loop()
    asked: list[Future[str]] = []
    over = threading.Event()

    def ask(messages: Sequence[Message]) -> str:
        asking = asyncio.run_coroutine_threadsafe(_reply(model, messages, used), loop)
        asked.append(asking)
        if over.is_set():  # asked after the last was given up
            asking.cancel()
        return asking.result()

    try:
        yield Judge(ask, model.name)
    finally:
        over.set()
        for asking in tuple(asked):
            asking.cancel()


async def _reply(model: ChatModel, messages: Sequence[Message], used: Callable[[Usage], None]) -> str:
    reply = ""
    try:
        async with asyncio.timeout(_SECONDS), aclosing(model.stream(messages)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Finish):
                    used(piece.usage)
                    break
                reply += piece
                if len(reply) > _LONGEST_REPLY:
                    break
    except TimeoutError:
        raise ModelUnreachable(f"{model.name} gave no verdict within {_SECONDS:.0f} s: ask again") from None
    return reply
