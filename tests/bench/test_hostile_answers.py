"""Hostile model output through the composition: what the program of bench measures, in part at each run."""

import random
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def hostile():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(BENCH), *sys.path])
        import hostile_answers

        yield hostile_answers


@pytest.fixture(scope="module")
def world(hostile, embedder):
    with hostile.world(embedder) as small:
        yield small


def test_some_hundred_hostile_answers_break_no_promise(hostile, world):
    assert hostile.run(300, 2, world) == ({}, [])


@pytest.mark.slow
def test_ten_thousand_hostile_answers_break_no_promise(hostile, world):
    assert hostile.run(10_000, random.SystemRandom().randrange(2**32), world) == ({}, [])


def test_a_broken_promise_is_seen(hostile, world):
    from dataclasses import replace

    bodies = {name: body.upper() for name, body in world.bodies.items()}
    case = hostile.Case(("The Meridian pact was signed in Lusaka by twelve countries.",), "cut", len(world.candidates))
    assert hostile.broken(case, world) == []
    assert set(hostile.broken(case, replace(world, bodies=bodies))) == {"quote"}
