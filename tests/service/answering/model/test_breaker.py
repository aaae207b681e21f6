"""When a failing model is left alone, and when it is asked again."""

from contextlib import aclosing

import pytest

from corpus.errors import ModelBroke, ModelRefused, ModelRefusedKey, ModelResting, ModelUnreachable
from service.answering.answer import Usage
from service.answering.model.breaker import Breaker, GuardedModel
from service.answering.model.chat import Finish

pytestmark = pytest.mark.anyio

BROKEN = ModelUnreachable("no answer")


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker("openai:gpt", clock)


def fail(breaker, error=BROKEN):
    with pytest.raises(type(error)), breaker.call():
        raise error


def succeed(breaker):
    with breaker.call():
        breaker.worked()


def test_after_five_failures_in_a_row_calls_are_refused_at_once_with_the_time_to_wait(breaker, clock):
    for _ in range(5):
        assert breaker.state == "closed"
        fail(breaker)
    assert breaker.state == "open"
    clock.now += 7.5
    with pytest.raises(ModelResting, match="ask again in 13 s") as resting, breaker.call():
        pytest.fail("the call was let through")
    assert resting.value.retry_after == 13


def test_a_success_between_failures_begins_the_count_anew(breaker):
    for _ in range(3):
        for _ in range(4):
            fail(breaker)
        succeed(breaker)
    assert breaker.state == "closed"


@pytest.mark.parametrize("error", [ModelRefused("I cannot"), ModelBroke("wrote nothing")])
def test_what_is_not_the_services_fault_counts_as_an_answer(breaker, error):
    for _ in range(20):
        fail(breaker, error)
    assert breaker.state == "closed"


@pytest.mark.parametrize("error", [ModelRefusedKey("401"), ModelBroke("500", service_failed=True), BROKEN])
def test_what_is_the_services_fault_counts(breaker, error):
    for _ in range(5):
        fail(breaker, error)
    assert breaker.state == "open"


def test_after_the_pause_one_call_tries_and_closes_it(breaker, clock):
    for _ in range(5):
        fail(breaker)
    clock.now += 20
    assert breaker.state == "half-open"
    with breaker.call():
        with pytest.raises(ModelResting), breaker.call():
            pytest.fail("a second call was let through")
        breaker.worked()
    assert breaker.state == "closed"
    succeed(breaker)


def test_a_try_that_fails_opens_it_for_another_pause(breaker, clock):
    for _ in range(5):
        fail(breaker)
    clock.now += 20
    fail(breaker)
    assert breaker.state == "open"
    clock.now += 19.9
    with pytest.raises(ModelResting), breaker.call():
        pytest.fail("the call was let through")


def test_a_try_whose_reader_left_decides_nothing_and_makes_room_for_the_next(breaker, clock):
    for _ in range(5):
        fail(breaker)
    clock.now += 20
    with pytest.raises(KeyboardInterrupt), breaker.call():
        raise KeyboardInterrupt
    assert breaker.state == "half-open"
    succeed(breaker)
    assert breaker.state == "closed"


class Model:
    """Fails, or answers in two pieces."""

    name = "openai:gpt"
    context_tokens = 100

    def __init__(self):
        self.well = True
        self.asked = 0

    async def count_tokens(self, texts):
        return [1 for _ in texts]

    async def stream(self, messages):
        self.asked += 1
        yield "word"
        if not self.well:
            raise BROKEN
        yield Finish(Usage(1, 1), "stop")

    async def aclose(self):
        pass


async def test_a_reply_whose_end_is_read_and_no_further_counts_as_a_success():
    model = Model()
    guarded = GuardedModel(model)
    for _ in range(3):
        model.well = False
        for _ in range(4):
            with pytest.raises(ModelUnreachable):
                [piece async for piece in guarded.stream([])]
        model.well = True
        async with aclosing(guarded.stream([])) as pieces:
            async for piece in pieces:
                if isinstance(piece, Finish):
                    break
    assert guarded.breaker.state == "closed"


async def test_a_model_that_is_left_alone_is_not_asked():
    model = Model()
    model.well = False
    guarded = GuardedModel(model)
    for _ in range(5):
        with pytest.raises(ModelUnreachable):
            [piece async for piece in guarded.stream([])]
    with pytest.raises(ModelResting):
        [piece async for piece in guarded.stream([])]
    assert model.asked == 5
    assert await guarded.count_tokens(["a"]) == [1]
