"""Clients that leave in the middle of a stream."""

import asyncio

import pytest

from tests.faults.campaign import service
from tests.faults.leaving import SETTINGS, Leaving, leave
from tests.faults.server import fault_server

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def test_the_model_is_stopped_for_each_client_that_leaves_and_nothing_is_left(sample_data):
    model = Leaving()
    async with fault_server(model.write) as server, service(sample_data.path, server.url, **SETTINGS) as one:
        port = one.client.base_url.port
        for first in range(0, 60, 20):
            await asyncio.gather(*(leave(port, number, 1 + number * 97) for number in range(first, first + 20)))
            await one.nothing_is_left(server)
    assert model.asked
    assert model.left.keys() == model.asked
