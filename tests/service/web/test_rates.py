"""How much one key may ask, counted in this process and in a real Redis."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import time

import pytest

from corpus.errors import SettingError
from service.settings import read_settings
from service.store import Key
from service.web.kinds import BUDGET_SPENT, LIMITS_UNAVAILABLE, RATE_LIMITED, Refused
from service.web.rates import HELD_TOKENS, Rates

pytestmark = pytest.mark.anyio
NOON = 1_750_852_800.0  # 25 June 2025, 12:00 UTC


class Redis:
    """A real server on a port of its own, which keeps nothing on the disk."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder

    def start(self):
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "dir": self._folder}
        command = ["redis-server", *(part for name, value in options.items() for part in (f"--{name}", str(value)))]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                assert self._process.poll() is None

    def signal(self, number):
        self._process.send_signal(number)

    def stop(self):
        self._process.send_signal(signal.SIGCONT)
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def one_redis(tmp_path_factory):
    if not shutil.which("redis-server"):
        if os.environ.get("CI") == "true":
            pytest.fail("redis-server is not installed; in CI it must be")
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["memory", "redis"])
def url(request):
    """Where is counted: ``None`` is in this process."""
    return None if request.param == "memory" else request.getfixturevalue("one_redis").url


@pytest.fixture
async def rates(url):
    rates = Rates(url)
    yield rates
    await rates.close()


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still, and goes on as it is told."""

    class Clock:
        now = NOON

    monkeypatch.setattr(time, "time", lambda: Clock.now)
    return Clock


@pytest.fixture
def key():
    made = iter(range(1_000))

    def key(per_minute=100, tokens=None):
        return Key(
            f"key_{os.getpid()}_{next(made)}_{time.perf_counter_ns()}", "app", None, per_minute, tokens, "2025-06-25"
        )

    return key


async def refusal(asking):
    with pytest.raises(Refused) as refused:
        await asking
    return refused.value.kind, refused.value.retry_after


async def test_a_key_may_ask_so_often_within_a_minute_and_is_told_to_the_second_when_again(rates, key, clock):
    app = key(per_minute=3)
    for _ in range(3):
        await rates.count(app)
        clock.now += 10
    assert await refusal(rates.count(app)) == (RATE_LIMITED, 30)
    clock.now += 29.5
    assert await refusal(rates.count(app)) == (RATE_LIMITED, 1)
    clock.now += 1
    await rates.count(app)
    assert await refusal(rates.count(app)) == (RATE_LIMITED, 10)  # the window moves: one place came free, no more


async def test_one_key_does_not_use_up_what_another_may(rates, key):
    one, other = key(per_minute=1), key(per_minute=1)
    await rates.count(one)
    await rates.count(other)
    assert (await refusal(rates.count(one)))[0] is RATE_LIMITED


async def test_many_at_once_get_no_more_than_one_after_the_other(rates, key):
    app = key(per_minute=10)
    ends = await asyncio.gather(*(rates.count(app) for _ in range(30)), return_exceptions=True)
    assert ends.count(None) == 10


async def test_a_key_without_a_budget_spends_what_it_likes(rates, key):
    assert await rates.hold(key(tokens=None)) is None


async def test_tokens_are_spent_until_midnight(rates, key, clock):
    app = key(tokens=10_000)
    await rates.settle(await rates.hold(app), 6_000)
    await rates.settle(await rates.hold(app), 6_000)
    assert await refusal(rates.hold(app)) == (BUDGET_SPENT, 43_200)
    clock.now += 43_199
    assert await refusal(rates.hold(app)) == (BUDGET_SPENT, 1)
    clock.now += 1
    assert await rates.hold(app) is not None


async def test_what_was_not_used_is_given_back(rates, key):
    app = key(tokens=1)
    for _ in range(5):
        await rates.settle(await rates.hold(app), 0)
    await rates.settle(await rates.hold(app), 1)
    assert (await refusal(rates.hold(app)))[0] is BUDGET_SPENT


async def test_questions_at_the_same_time_do_not_spend_a_budget_over_and_over(rates, key):
    app = key(tokens=3 * HELD_TOKENS)
    ends = await asyncio.gather(*(rates.hold(app) for _ in range(30)), return_exceptions=True)
    assert sum(not isinstance(end, Refused) for end in ends) == 3
    assert (await refusal(rates.hold(app)))[0] is BUDGET_SPENT  # those that were refused hold nothing


async def test_processes_that_share_a_redis_count_together(one_redis, key):
    here, there = Rates(one_redis.url), Rates(one_redis.url)
    app = key(per_minute=2)
    await here.count(app)
    await there.count(app)
    assert (await refusal(here.count(app)))[0] is RATE_LIMITED
    await here.close()
    await there.close()


async def test_without_redis_nothing_comes_in_and_with_it_again_everything(one_redis, tmp_path, key, caplog):
    server = Redis(tmp_path)
    rates, app = Rates(server.url), key(tokens=10_000)
    assert await refusal(rates.count(app)) == (LIMITS_UNAVAILABLE, 5)
    server.start()
    try:
        await rates.count(app)
        held = await rates.hold(app)
        server.stop()
        assert await refusal(rates.count(app)) == (LIMITS_UNAVAILABLE, 5)
        assert await refusal(rates.hold(app)) == (LIMITS_UNAVAILABLE, 5)
        await rates.settle(held, 10)  # too late to refuse the answer
        server.start()
        await rates.count(app)
    finally:
        server.stop()
        await rates.close()
    said = [record.getMessage() for record in caplog.records]
    assert sum("does not count" in line for line in said) == 2  # once each time it went away, not for each request
    assert sum("counts again" in line for line in said) == 2
    assert sum("10 tokens" in line for line in said) == 1


async def test_a_redis_that_hangs_is_not_waited_for(one_redis, tmp_path, key):
    server = Redis(tmp_path)
    server.start()
    rates = Rates(server.url)
    try:
        await rates.count(key())
        server.signal(signal.SIGSTOP)
        async with asyncio.timeout(40):  # one after the other would take at least 50 s
            ends = await asyncio.gather(*(refusal(rates.count(key())) for _ in range(100)))
        assert {kind for kind, _ in ends} == {LIMITS_UNAVAILABLE}
        server.signal(signal.SIGCONT)
        await rates.count(key())
    finally:
        server.stop()
        await rates.close()


def test_an_address_that_cannot_be_is_told_without_its_password():
    with pytest.raises(SettingError, match=r"^DATELINE_LIMITS_URL cannot be used") as error:
        Rates("redis://:canary@127.0.0.1:port/0")
    assert "canary" not in str(error.value)


def test_a_setting_that_is_no_redis_is_told_without_its_password(monkeypatch):
    monkeypatch.setenv("DATELINE_LIMITS_URL", "http://:canary@127.0.0.1")
    with pytest.raises(SettingError, match=r"^DATELINE_LIMITS_URL: must be redis://") as error:
        read_settings()
    assert "canary" not in str(error.value)
