"""The questions of one client: paid from its key's budget, and remembered, so that the answers can be rated."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.answering.answer import Answer, Completed, Event, Question
from service.store import Key
from service.web.feedback import FeedbackBook
from service.web.rates import Held, Rates

if TYPE_CHECKING:
    from service.answering.ask import Asker


@dataclass(frozen=True)
class Budget:
    """A key, and where its tokens are counted."""

    rates: Rates
    key: Key


@dataclass(frozen=True)
class Asking:
    """An asker for one client. Without a budget, or without a model, a question costs nothing."""

    asker: "Asker"
    book: FeedbackBook
    budget: Budget | None

    async def events(self, question: Question) -> AsyncGenerator[Event, None]:
        """As ``Asker.events``.

        A question that was begun and not answered costs what was set aside for it: the model may have worked.

        Raises:
            Refused: the tokens of the day are spent.
        """
        held = await self._hold()
        begun = False
        try:
            async with aclosing(self.asker.events(question)) as events:
                async for event in events:
                    begun = True
                    if isinstance(event, Completed):
                        await self._settle(held, _cost(event.answer))
                        self.book.remember(question, event.answer)
                    yield event
        finally:
            if not begun:
                await self._settle(held, 0)

    async def answer(self, question: Question) -> Answer:
        """The answer whole; raises as ``events``."""
        async with aclosing(self.events(question)) as events:
            async for event in events:
                if isinstance(event, Completed):
                    return event.answer
        raise AssertionError("events end with Completed")

    async def _hold(self) -> Held | None:
        if self.budget is None or self.asker.answerer.kind != "model":
            return None
        return await self.budget.rates.hold(self.budget.key)

    async def _settle(self, held: Held | None, tokens: int) -> None:
        if self.budget is not None and held is not None:
            await self.budget.rates.settle(held, tokens)


def _cost(answer: Answer) -> int:
    return 0 if answer.cached else answer.usage.input_tokens + answer.usage.output_tokens
