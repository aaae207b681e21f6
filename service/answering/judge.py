"""A second opinion on a statement and its quote by a chat model: one call a statement, one word for an answer."""

import re
import secrets
from collections.abc import Callable, Sequence
from typing import get_args

from prompts import Message, load
from service.answering.answer import Support
from service.answering.compose import as_data, on_one_line
from service.answering.support import Verdict

_PLACEHOLDERS = frozenset({"mark", "quote", "statement"})
_LONGEST = 4000  # characters of a quote or a statement
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
