"""Equal questions, asked at once and one after the other."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import date

import pytest

from corpus.errors import ModelBroke
from service.answering.answer import (
    Answer,
    Answerer,
    Checked,
    Completed,
    CorpusState,
    Notice,
    Question,
    TextDelta,
    Timing,
    Usage,
)
from service.answering.shared import Asked, SharedAnswers

pytestmark = pytest.mark.anyio
QUESTION = Question("When is the vote?", date(2025, 6, 25))


def the_answer(number):
    state, timing = CorpusState("snap-1", 1, None), Timing(1, 1, 2)
    nothing = ((), (), (), ())
    return Answer(
        f"ans_{number}", QUESTION.text, "answered", "It is on 25 June.", *nothing, "2025-06-25", (), Checked(1, 1, 0),
        Answerer("quotes"), state, Usage(), timing,
    )  # fmt: skip


class Runs:
    """Counts runs; each waits for ``go`` after its first event, and fails where it is told to."""

    def __init__(self):
        self.begun = self.ended = 0
        self.began = asyncio.Event()
        self.go = asyncio.Event()
        self.fails = False
        self.notices = ()

    async def __call__(self, question):
        self.begun += 1
        self.began.set()
        try:
            yield TextDelta("It is ")
            await self.go.wait()
            if self.fails:
                raise ModelBroke("no")
            yield TextDelta("on 25 June.")
            yield Completed(replace(the_answer(self.begun), notices=self.notices))
        finally:
            self.ended += 1


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def shared(runs):
    return SharedAnswers(runs, most=2)


def asked(text, snapshot="snap-1"):
    return Asked(replace(QUESTION, text=text), Answerer("quotes"), snapshot)


async def heard(shared, text, snapshot="snap-1"):
    return [event async for event in shared.events(asked(text, snapshot))]


async def listening(shared, text, runs):
    task = asyncio.create_task(heard(shared, text))
    async with asyncio.timeout(5):
        await runs.began.wait()
    await asyncio.sleep(0)
    return task


async def test_questions_asked_at_once_run_once_and_all_hear_everything(shared, runs):
    listeners = [await listening(shared, "vote", runs) for _ in range(20)]
    runs.go.set()
    told = await asyncio.gather(*listeners)
    assert runs.begun == 1
    assert told[0][-1].answer == the_answer(1)
    for events in told[1:]:
        assert events[:-1] == told[0][:-1]
        assert events[-1].answer == replace(the_answer(1), cached=True)


async def test_other_questions_run_by_themselves(shared, runs):
    runs.go.set()
    first, second = await heard(shared, "vote"), await heard(shared, "ferry")
    assert runs.begun == 2
    assert first[-1].answer.id != second[-1].answer.id


async def test_a_later_question_gets_what_was_answered_before_and_is_told_so(shared, runs):
    runs.go.set()
    fresh, kept = await heard(shared, "vote"), await heard(shared, "vote")
    assert runs.begun == 1
    assert not fresh[-1].answer.cached
    assert kept[-1].answer == replace(fresh[-1].answer, cached=True)
    assert kept[:-1] == fresh[:-1]


async def test_only_the_latest_answers_are_remembered(shared, runs):
    runs.go.set()
    for key in ("a", "b", "a", "c", "a", "b"):
        await heard(shared, key)
    assert runs.begun == 4  # b was asked least lately when c came


async def test_a_failure_reaches_every_listener_and_is_not_remembered(shared, runs):
    runs.fails = True
    listeners = [await listening(shared, "vote", runs) for _ in range(3)]
    runs.go.set()
    told = await asyncio.gather(*listeners, return_exceptions=True)
    assert all(isinstance(error, ModelBroke) for error in told)
    runs.fails = False
    assert isinstance((await heard(shared, "vote"))[-1], Completed)
    assert runs.begun == 2


async def test_what_stands_in_for_a_model_that_failed_is_asked_again(shared, runs):
    runs.notices = (Notice("model_failed", "The model failed."),)
    runs.go.set()
    await heard(shared, "vote")
    await heard(shared, "vote")
    assert runs.begun == 2


async def test_nothing_is_remembered_where_nothing_is_to_be(runs):
    shared = SharedAnswers(runs, most=0)
    runs.go.set()
    await heard(shared, "vote")
    assert not (await heard(shared, "vote"))[-1].answer.cached


async def test_a_new_snapshot_misses_and_what_came_of_the_one_before_is_forgotten(shared, runs):
    runs.go.set()
    for snapshot in ("snap-1", "snap-2", "snap-1"):
        assert not (await heard(shared, "vote", snapshot))[-1].answer.cached
    assert runs.begun == 3


async def test_an_answer_from_a_snapshot_that_came_meanwhile_is_not_remembered_for_the_one_before(shared, runs):
    slow = await listening(shared, "vote", runs)
    other = asyncio.create_task(heard(shared, "ferry", "snap-2"))
    await asyncio.sleep(0)
    runs.go.set()
    await asyncio.gather(slow, other)
    assert not (await heard(shared, "vote", "snap-2"))[-1].answer.cached


async def test_a_run_goes_on_when_one_listener_leaves_and_ends_with_the_last(shared, runs):
    first, second = [await listening(shared, "vote", runs) for _ in range(2)]
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert runs.ended == 0
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert runs.ended == 1
    runs.go.set()
    assert isinstance((await heard(shared, "vote"))[-1], Completed)


async def test_a_listener_that_closes_early_stops_its_run(shared, runs):
    async with aclosing(shared.events(asked("vote"))) as events:
        assert await anext(events) == TextDelta("It is ")
    assert (runs.begun, runs.ended) == (1, 1)


async def test_who_asks_while_a_run_is_being_stopped_begins_a_new_one(shared, runs):
    first = await listening(shared, "vote", runs)
    first.cancel()
    await asyncio.sleep(0)
    runs.go.set()
    assert not (await heard(shared, "vote"))[-1].answer.cached
    await asyncio.gather(first, return_exceptions=True)
    assert runs.begun == 2
