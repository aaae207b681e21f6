"""Every fault of a model's server, asked for JSON and for a stream: a documented end, in time, and nothing left."""

import asyncio

import pytest

from tests.faults.campaign import service
from tests.faults.kinds import KINDS, well
from tests.faults.server import fault_server, nobody_accepts

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

TIMES = 10
_STATUS = {
    "answered": 200,
    "model-broke": 502,
    "model-refused-key": 502,
    "model-unreachable": 504,
    "model-unavailable": 503,
}
_LONGEST_S = 30  # the settings allow 20 s for a reply; the rest is for a busy machine


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def ask_all(one, times=TIMES):
    """So many questions for JSON and as many for a stream, at once."""
    return await asyncio.gather(*(one.ask(number, stream=number % 2 == 0) for number in range(2 * times)))


@pytest.mark.parametrize("name", KINDS)
async def test_a_fault_ends_as_it_is_documented_and_leaves_nothing_behind(sample_data, name):
    fault, expected = KINDS[name]
    async with fault_server(fault) as server, service(sample_data.path, server.url) as one:
        ends = await ask_all(one)
        await one.nothing_is_left(server)
        assert {end.kind for end in ends} <= expected.all_ends
        assert {end.ends for end in ends} == {1}
        assert all(end.status == _STATUS[end.kind] for end in ends[1::2])
        assert max(end.seconds for end in ends) < _LONGEST_S
        assert not any("sk-secret" in end.body for end in ends)
        assert not any("answer.completed" in end.body for end in ends if end.kind != "answered")
        assert server.asked <= 2 * TIMES * expected.tries
        assert server.asked >= 2 * TIMES or expected.late
        if expected.tries > 1:
            assert server.asked > 2 * TIMES


async def test_a_server_that_accepts_no_connection_is_not_waited_for(sample_data):
    async with nobody_accepts() as url, service(sample_data.path, url) as one:
        ends = await ask_all(one)
        await one.nothing_is_left()
    assert {(end.kind, end.ends) for end in ends} == {("model-unreachable", 1)}


async def test_after_a_fault_the_next_question_is_answered(sample_data):
    async with fault_server(well) as server, service(sample_data.path, server.url) as one:
        for fault in ("reset amid a chunk", "stalls", "broken JSON"):
            server.fault = KINDS[fault][0]
            assert (await one.ask(0, stream=True)).kind != "answered"
            server.fault = well
            assert (await one.ask(0, stream=True)).kind == "answered"
