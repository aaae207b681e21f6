"""What is told of an answer besides its text: its id, who composed it, how long it took, what the model used."""

import secrets
import time

from service.answering.answer import Answerer, Notice, Timing, Usage


class Progress:
    """Filled while a question is answered."""

    def __init__(self, answerer: Answerer) -> None:
        self.id = "ans_" + secrets.token_hex(8)
        self.answerer = answerer
        self.began = time.monotonic()
        self.retrieved = 0
        self.first_token = 0
        self.usage = Usage()
        self.notices: list[Notice] = []

    def elapsed(self) -> int:
        """Milliseconds since the question came."""
        return round((time.monotonic() - self.began) * 1000)

    def timing(self) -> Timing:
        """The times as they are now."""
        return Timing(self.retrieved, self.first_token, self.elapsed())

    def used(self, usage: Usage) -> None:
        """Add the tokens of one call of the model."""
        costs = [cost for cost in (self.usage.cost, usage.cost) if cost is not None]
        self.usage = Usage(
            self.usage.input_tokens + usage.input_tokens,
            self.usage.output_tokens + usage.output_tokens,
            sum(costs) if costs else None,
        )
