"""How the work grows with its input, in a way that a busy machine cannot upset."""

import math
import time
from collections.abc import Callable

TRIES = 6
SHORTEST = 0.002  # seconds; below it the clock and the interpreter's own work decide


def assert_linear(work: Callable[[int], object], short: int, long: int) -> None:
    """`work(long)` takes about as many times longer than `work(short)` as `long` is larger, not the square of that.

    Compares processor time, the least of up to six tries of each, since other work on the machine makes a try slower
    and never faster; ends with the first try that agrees. The border lies between linear and quadratic growth.
    """
    times = long / short
    least = {short: math.inf, long: math.inf}
    for _ in range(TRIES):
        for length in (short, long):
            start = time.process_time()
            work(length)
            least[length] = min(least[length], time.process_time() - start)
        if least[long] < times**1.5 * max(least[short], SHORTEST):
            return
    raise AssertionError(f"{short}: {least[short]:.4f} s, {long}: {least[long]:.4f} s: that is more than linear")
