"""What is noted of a request on its way through, for the log and the metrics at its end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from service.answering.answer import Answer


@dataclass
class Seen:
    """One request. ``problem`` is the name of what it was told last; ``first_text_s`` counts from its arrival."""

    request_id: str = ""
    began: float = field(default_factory=time.monotonic)
    question: str | None = None
    answer: Answer | None = None
    problem: str | None = None
    first_text_s: float | None = None

    def seconds(self) -> float:
        """Since the request arrived."""
        return time.monotonic() - self.began

    def answered(self, answer: Answer) -> Answer:
        """Note an answer, and give it on."""
        self.answer = answer
        return answer

    def text_came(self) -> None:
        """Note a piece of an answer's text; only the first one counts."""
        if self.first_text_s is None:
            self.first_text_s = self.seconds()


_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)


def seen() -> Seen:
    """The request that is being handled here, in whichever task; one that nobody reads where there is none."""
    return _seen.get() or Seen()


@contextmanager
def seeing(request: Seen) -> Iterator[None]:
    """Have ``seen`` give this request in the block, and in the tasks that begin in it."""
    token = _seen.set(request)
    try:
        yield
    finally:
        _seen.reset(token)
