"""What the edge counts and notes."""

import asyncio

import pytest

from service.web.edge import Underway
from service.web.seen import Seen, seeing, seen

pytestmark = pytest.mark.anyio


async def test_it_is_over_at_once_where_nothing_is_underway():
    async with asyncio.timeout(5):
        await Underway().over(60)


async def test_it_is_over_with_the_last_request():
    underway = Underway()
    with underway.one():
        with underway.one():
            pass
        over = asyncio.create_task(underway.over(60))
        await asyncio.sleep(0)
        assert not over.done()
    async with asyncio.timeout(5):
        await over


async def test_it_is_not_waited_for_longer_than_was_said():
    underway = Underway()
    with underway.one():
        async with asyncio.timeout(5):
            await underway.over(0.001)


async def test_a_request_is_seen_from_the_tasks_that_it_begins_and_from_no_others():
    async def note(problem):
        seen().problem = problem

    one, other = Seen("req_1"), Seen("req_2")

    async def handle(request, problem):
        with seeing(request):
            await asyncio.create_task(note(problem))

    await asyncio.gather(handle(one, "overloaded"), handle(other, "not-found"))
    await note("internal")
    assert (one.problem, other.problem) == ("overloaded", "not-found")


def test_only_the_first_text_counts():
    request = Seen()
    request.text_came()
    first = request.first_text_s
    request.text_came()
    assert request.first_text_s == first
