import pytest

from corpus.errors import NoSnapshot
from service.web.opening import Opening

pytestmark = pytest.mark.anyio


async def test_what_waits_for_the_archive_is_done_once_when_it_is_open(asker, tools):
    tries, done = [], []

    async def opens():
        tries.append(len(done))
        if len(tries) < 3:
            raise NoSnapshot("nothing was ingested yet")
        return asker

    opening = Opening(opens, again_s=0.001)
    opening.on_open = lambda: done.append(opening.asker())
    opening.start()
    await tools.until(lambda: done)
    await opening.close()
    assert (tries, done) == ([0, 0, 0], [asker])


async def test_it_is_not_done_where_the_archive_cannot_be_opened(tools):
    async def breaks():
        raise RuntimeError("no such model")

    done, failed = [], []
    opening = Opening(breaks, again_s=0.001)
    opening.on_open, opening.on_final_failure = lambda: done.append(1), lambda: failed.append(1)
    opening.start()
    await tools.until(lambda: failed)
    await opening.close()
    assert done == []
