"""How much one key may ask: requests within a minute, and tokens of the model within a day."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from corpus.errors import SettingError
from service.store import Key
from service.web.kinds import BUDGET_SPENT, LIMITS_UNAVAILABLE, RATE_LIMITED, Refused

if TYPE_CHECKING:
    from redis.asyncio import ConnectionPool

HELD_TOKENS = 4_000  # about what a question takes: eight passages, the rules and a reply
_DAY_S = 86_400
_PATIENCE_S = 1.0  # for Redis, which answers in a millisecond where it is well
_PREFIX = "dateline"

_log = logging.getLogger(__name__)


class Rates:
    """Counts what each key asks: in this process, or in a Redis where several processes count together.

    Where Redis does not answer, what needs a count is refused: a limit that ends when a server is pushed over is none.
    """

    def __init__(self, redis_url: str | None) -> None:
        self._pool = None if redis_url is None else _connections(redis_url)
        self._storage = MemoryStorage() if redis_url is None or self._pool is None else _redis(redis_url, self._pool)
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._away = False

    async def count(self, key: Key) -> None:
        """Count one request of a key.

        Raises:
            Refused: it has made as many as it may within the last minute, or they cannot be counted.
        """
        limit = RateLimitItemPerMinute(key.per_minute)
        async with self._counting():
            if await self._limiter.hit(limit, key.id):
                return
            oldest_leaves, _ = await self._limiter.get_window_stats(limit, key.id)
        raise Refused(RATE_LIMITED, retry_after=max(1, ceil(oldest_leaves - time.time())))

    async def hold(self, key: Key) -> "Held | None":
        """Set tokens aside for a question, so that many at once spend no more than the budget; none without a budget.

        Raises:
            Refused: the budget of the day is spent, or cannot be counted.
        """
        if key.tokens_per_day is None:
            return None
        now = time.time()
        held = Held(f"tokens/{key.id}/{int(now // _DAY_S)}")
        async with self._counting():
            spent = await self._storage.incr(held.counter, _DAY_S, HELD_TOKENS) - HELD_TOKENS
            if spent < key.tokens_per_day:
                return held
            await self._storage.incr(held.counter, _DAY_S, -HELD_TOKENS)
        raise Refused(BUDGET_SPENT, retry_after=ceil(_DAY_S - now % _DAY_S))

    async def settle(self, held: "Held", tokens: int) -> None:
        """Count what a question took in place of what was set aside for it; in the log if it cannot be counted."""
        try:
            async with self._counting():
                await self._storage.incr(held.counter, _DAY_S, tokens - HELD_TOKENS)
        except Refused:
            _log.warning("%d tokens of a question could not be counted; %d are counted instead", tokens, HELD_TOKENS)

    async def close(self) -> None:
        """Give the connections back."""
        if self._pool is not None:
            await self._pool.disconnect()

    @asynccontextmanager
    async def _counting(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                yield
        except (StorageError, TimeoutError, OSError) as error:
            if not self._away:
                reason = error.storage_error if isinstance(error, StorageError) else error
                _log.error("Redis does not count: %s; requests with a key are refused", type(reason).__name__)
            self._away = True
            raise Refused(LIMITS_UNAVAILABLE) from None
        if self._away:
            _log.warning("Redis counts again")
        self._away = False


@dataclass(frozen=True)
class Held:
    """Tokens that were set aside, and the counter that they are in."""

    counter: str


def _connections(url: str) -> "ConnectionPool":
    try:
        from redis.asyncio import BlockingConnectionPool  # noqa: PLC0415 - only where Redis is used
        from redis.asyncio.retry import Retry  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415
    except ImportError:
        raise SettingError("DATELINE_LIMITS_URL needs the package redis: pip install 'dateline[redis]'") from None
    again = Retry(NoBackoff(), 1)  # once: a connection from before Redis was restarted fails, the next one does not
    each = {"socket_connect_timeout": _PATIENCE_S / 2, "socket_timeout": _PATIENCE_S / 2}  # where a cancel gets lost
    try:
        return BlockingConnectionPool.from_url(url, max_connections=50, timeout=_PATIENCE_S, retry=again, **each)
    except ValueError as error:
        raise SettingError(f"DATELINE_LIMITS_URL cannot be used: {error}") from None


def _redis(url: str, pool: "ConnectionPool") -> RedisStorage:
    options = {"connection_pool": pool, "implementation": "redispy", "key_prefix": _PREFIX}
    return RedisStorage(f"async+{url}", wrap_exceptions=True, **options)  # type: ignore[arg-type]  # typed too narrowly
