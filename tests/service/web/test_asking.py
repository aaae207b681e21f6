"""What a question costs the key that asks it, and which answers can be rated."""

import asyncio
from contextlib import aclosing
from datetime import date

import pytest

from corpus.errors import ModelBroke, NotFound
from service.answering.answer import (
    Answer,
    Answerer,
    Checked,
    Completed,
    CorpusState,
    Question,
    Started,
    TextDelta,
    Timing,
    Usage,
)
from service.store import Key
from service.web.asking import Asking, Budget
from service.web.feedback import FeedbackBody, FeedbackBook
from service.web.kinds import BUDGET_SPENT, Refused
from service.web.rates import HELD_TOKENS, Rates

pytestmark = pytest.mark.anyio

QUESTION = Question("When is the vote?", date(2025, 6, 25))
MODEL = Answerer("model", "small-model")


class Writer:
    """A model that takes so many tokens; it fails after so many events, or waits for ever before its last."""

    def __init__(self, tokens=0, cached=False, fails_after=None, hangs=False, answerer=MODEL):
        self.answerer = answerer
        nothing = ((), (), (), ())
        counted = (Checked(0, 0, 0), answerer, CorpusState("snap-1", 1, None), Usage(tokens - tokens // 4, tokens // 4))
        text = "It is on 25 June."
        self._answer = Answer(
            "ans_1", QUESTION.text, "answered", text, *nothing, "2025-06-25", (), *counted, Timing(1, 1, 2), (), cached
        )
        self._fails_after = fails_after
        self._hangs = hangs

    async def events(self, question):
        told = (Started("ans_1", self.answerer, "2025-06-25"), TextDelta("It is "), Completed(self._answer))
        for number, event in enumerate(told):
            if self._fails_after == number:
                raise ModelBroke("no")
            if self._hangs and isinstance(event, Completed):
                await asyncio.Event().wait()
            yield event


@pytest.fixture
def book(tmp_path):
    return FeedbackBook(tmp_path, 90)


@pytest.fixture
def asks(book):
    """Ask with one key of 10,000 tokens a day; the whole answer comes back."""
    rates, key = Rates(None), Key("key_1", "app", None, 60, 10_000, "2025-06-25")

    async def asks(writer):
        return await Asking(writer, book, Budget(rates, key)).answer(QUESTION)

    asks.left = lambda: _left(rates, key)
    asks.begin = lambda writer: Asking(writer, book, Budget(rates, key)).events(QUESTION)
    return asks


async def _left(rates, key):
    held = await rates.hold(key)
    spent = await rates._storage.get(held.counter) - HELD_TOKENS
    await rates.settle(held, 0)
    return key.tokens_per_day - spent


async def test_an_answer_costs_the_tokens_that_the_model_counted(asks):
    await asks(Writer(tokens=3_000))
    assert await asks.left() == 7_000


async def test_a_remembered_answer_costs_none(asks):
    await asks(Writer(tokens=3_000, cached=True))
    assert await asks.left() == 10_000


async def test_what_failed_before_it_began_costs_none_and_what_failed_later_what_was_held(asks):
    with pytest.raises(ModelBroke):
        await asks(Writer(fails_after=0))
    assert await asks.left() == 10_000
    with pytest.raises(ModelBroke):
        await asks(Writer(fails_after=1))
    assert await asks.left() == 10_000 - HELD_TOKENS


async def test_a_reader_who_leaves_before_the_end_has_paid(asks):
    async with aclosing(asks.begin(Writer(tokens=3_000, hangs=True))) as events:
        await anext(events)
    assert await asks.left() == 10_000 - HELD_TOKENS
    asking = asyncio.create_task(asks(Writer(tokens=3_000, hangs=True)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert await asks.left() <= 10_000 - HELD_TOKENS


async def test_a_question_is_answered_to_its_end_and_the_next_is_refused(asks):
    await asks(Writer(tokens=50_000))
    with pytest.raises(Refused) as refused:
        await asks(Writer(tokens=1))
    assert refused.value.kind is BUDGET_SPENT


async def test_without_a_model_nothing_is_held(asks):
    for _ in range(5):
        async with aclosing(asks.begin(Writer(answerer=Answerer("quotes"), hangs=True))) as events:
            await anext(events)
    assert await asks.left() == 10_000


async def test_only_an_answer_that_was_completed_can_be_rated(asks, book):
    with pytest.raises(ModelBroke):
        await asks(Writer(fails_after=2))
    with pytest.raises(NotFound):
        await book.add("ans_1", FeedbackBody(rating="up"))
    await asks(Writer())
    await book.add("ans_1", FeedbackBody(rating="up"))
    await book.close()
