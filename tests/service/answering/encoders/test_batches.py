"""Work that is done together by one thread."""

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Overloaded, Stopped
from service.answering.encoders.batches import Batches
from tests.waiting import wait_until


class Model:
    """Doubles numbers; stands still while ``held``, fails on a number below zero, and remembers its batches."""

    def __init__(self):
        self.batches = []
        self.at_once = 0
        self.begun = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, numbers):
        self.at_once += 1
        assert self.at_once == 1
        self.begun.set()
        assert self.may_go_on.wait(60)
        self.batches.append(list(numbers))
        self.at_once -= 1
        if min(numbers) < 0:
            raise ValueError(f"{min(numbers)} is below zero")
        return [2 * number for number in numbers]


@pytest.fixture
def model():
    return Model()


@pytest.fixture
def batches(model):
    batches = Batches(model, most=4, waiting=6, name="test")
    yield batches
    model.may_go_on.set()
    batches.close()


def hold(model, batches):
    """Have the model stand still with one number in its hands."""
    model.may_go_on.clear()
    held = batches.submit([100])
    assert model.begun.wait(60)
    return held


def test_what_waits_is_done_together_in_the_order_in_which_it_came(model, batches):
    held = hold(model, batches)
    asked = [batches.submit(numbers) for numbers in ([1, 2], [3], [4, 5])]
    model.may_go_on.set()
    assert [future.result(60) for future in [held, *asked]] == [[200], [2, 4], [6], [8, 10]]
    assert model.batches == [[100], [1, 2, 3], [4, 5]]  # at most four, requests whole


def test_nothing_waits_for_a_batch_to_fill(model, batches):
    assert batches.submit([1]).result(60) == [2]
    assert model.batches == [[1]]


def test_a_request_larger_than_a_batch_is_one_by_itself(model, batches):
    assert batches.submit(range(9)).result(60) == [2 * number for number in range(9)]


def test_a_full_queue_is_said_at_once_and_takes_more_later(model, batches):
    hold(model, batches)
    waiting = batches.submit([1, 2, 3, 4, 5])
    with pytest.raises(Overloaded, match="ask again"):
        batches.submit([6, 7])
    assert batches.submit([6])
    model.may_go_on.set()
    waiting.result(60)
    assert batches.submit([6, 7]).result(60) == [12, 14]


def test_what_was_cancelled_is_skipped_and_its_room_is_free(model, batches):
    hold(model, batches)
    cancelled, kept = batches.submit([1, 2, 3, 4]), batches.submit([5, 6])
    assert cancelled.cancel()
    later = batches.submit([7, 8])
    model.may_go_on.set()
    assert (kept.result(60), later.result(60)) == ([10, 12], [14, 16])
    assert model.batches == [[100], [5, 6, 7, 8]]


def test_an_error_reaches_those_of_its_batch_and_the_next_batch_is_done(model, batches):
    hold(model, batches)
    failing = [batches.submit([1]), batches.submit([-2, 3, 4])]
    well = batches.submit([5])
    model.may_go_on.set()
    for future in failing:
        with pytest.raises(ValueError, match="-2 is below zero"):
            future.result(60)
    assert well.result(60) == [10]


def test_closing_lets_the_batch_under_way_end_and_tells_those_who_wait(model, batches):
    held = hold(model, batches)
    waiting = batches.submit([1])
    closing = threading.Thread(target=batches.close)
    closing.start()
    with pytest.raises(Stopped):
        waiting.result(60)
    assert not held.done()
    model.may_go_on.set()
    closing.join(60)
    assert held.result(60) == [200]
    assert model.batches == [[100]]
    with pytest.raises(Stopped):
        batches.submit([2])


def test_the_thread_ends_with_closing(model):
    batches = Batches(model, most=4, waiting=6, name="ends-with-closing")
    batches.submit([1]).result(60)
    batches.close()
    wait_until(lambda: not any("ends-with-closing" in thread.name for thread in threading.enumerate()))


def test_a_cancelled_asker_leaves_the_others_theirs(model, batches):
    async def ask(numbers):
        return await asyncio.wrap_future(batches.submit(numbers))

    async def run():
        hold(model, batches)
        leaving, staying = asyncio.create_task(ask([1])), asyncio.create_task(ask([2]))
        await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        model.may_go_on.set()
        return await staying

    assert asyncio.run(run()) == [4]
    assert model.batches == [[100], [2]]


@given(st.lists(st.lists(st.integers(0, 50), max_size=6), max_size=30))
def test_everyone_gets_the_results_of_what_they_asked_for(requests):
    batches = Batches(lambda numbers: [2 * number for number in numbers], most=5, waiting=1000, name="property")
    try:
        futures = [batches.submit(numbers) for numbers in requests]
        assert [future.result(60) for future in futures] == [[2 * number for number in asked] for asked in requests]
    finally:
        batches.close()
