"""Waiting for a condition, instead of sleeping."""

import time
from collections.abc import Callable

DEADLINE = 60  # seconds that a condition may take on a busy machine


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)
