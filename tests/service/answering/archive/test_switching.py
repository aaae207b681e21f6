import asyncio
import resource
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmbedderError, NoSnapshot, NotFound, SnapshotDamaged
from corpus.folder import DataFolder
from corpus.history import retract
from service.answering.archive import Archive
from service.answering.workers import Workers

REVISION = "random@8"


def body(snapshot):
    return snapshot.library.article("a").body


def closed(snapshot):
    with pytest.raises(SnapshotDamaged, match="closed"):
        body(snapshot)
    return True


def held_by_this_process():
    """How many files it has open, and how many threads."""
    return len(list(Path("/proc/self/fd").iterdir())), len(list(Path("/proc/self/task").iterdir()))


def resident():
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_an_empty_folder_has_nothing_to_serve(tmp_path):
    with pytest.raises(NoSnapshot, match="dateline ingest"):
        Archive(DataFolder(tmp_path), REVISION).acquire()


def test_a_held_snapshot_stays_while_a_new_one_is_served(archive, data, published):
    _, first, second = published
    held = archive.acquire()
    data.point_to(second)
    with archive.pin() as fresh:
        assert (held.id, fresh.id) == (first, second)
        assert (body(held), body(fresh)) == ("One thing.", "One thing, corrected.")
    archive.release(held)
    assert closed(held)


def test_a_snapshot_is_closed_after_its_last_user_and_not_before(archive, data, published):
    one, two = archive.acquire(), archive.acquire()
    assert one is two
    data.point_to(published[2])
    archive.release(archive.acquire())
    archive.release(one)
    assert body(two) == "One thing."
    archive.release(two)
    assert closed(two)


def test_what_is_served_is_not_opened_again(archive):
    with archive.pin() as one, archive.pin() as two:
        assert one is two


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="NOT TRIED: only Linux tells what a process holds")
@pytest.mark.slow
def test_two_hundred_switches_leave_no_file_no_thread_and_no_memory_behind(archive, data, published):
    ids = published[1:]

    def switch(times):
        for number in range(times):
            data.point_to(ids[number % 2])
            with archive.pin() as snapshot:
                assert snapshot.id == ids[number % 2]
                assert snapshot.vectors.nearest(np.ones(8, np.float32), 1)

    switch(40)  # what libraries and the allocator keep for themselves is there by then
    (files, threads), memory = held_by_this_process(), resident()
    switch(200)
    deadline = time.monotonic() + 20  # threads of the index end some moments after it was closed
    while held_by_this_process()[1] > threads + 2 and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    after = held_by_this_process()
    assert after[0] <= files + 2
    assert after[1] <= threads + 2
    assert resident() <= memory + 20_000_000


def test_a_lost_pointer_or_folder_does_not_take_away_what_is_served(archive, data, published):
    _, first, second = published
    archive.release(archive.acquire())
    (data.path / "CURRENT").unlink()
    with archive.pin() as snapshot:
        assert snapshot.id == first
    data.point_to("s999999-000000")
    with archive.pin() as snapshot:
        assert snapshot.id == first
    data.point_to(second)
    with archive.pin() as snapshot:
        assert snapshot.id == second


def test_vectors_of_another_model_are_never_compared(data):
    with pytest.raises(EmbedderError, match="random@8"):
        Archive(data, "other@8").acquire()


def test_an_article_is_found_in_the_snapshot_that_is_named(archive, data, published):
    _, first, second = published
    data.point_to(second)
    assert archive.article("a", None).body == "One thing, corrected."
    assert archive.article("a", first).body == "One thing."
    assert archive.article("b", first).body == "Another."


@pytest.mark.parametrize(
    ("identity", "snapshot"), [("zzz", None), ("b", "second"), ("a", "nope"), ("a", ".."), ("a", "")]
)
def test_what_is_not_there_is_told(archive, data, published, identity, snapshot):
    data.point_to(published[2])
    with pytest.raises(NotFound):
        archive.article(identity, published[2] if snapshot == "second" else snapshot)


def test_a_retracted_article_is_found_in_no_earlier_snapshot(archive, data, published):
    retract(data, ["b"])
    with pytest.raises(NotFound, match="retracted"):
        archive.article("b", published[1])


def test_many_threads_share_one_snapshot_and_give_it_back(archive, data, published):
    failures = []

    def use():
        for _ in range(20):
            with archive.pin() as snapshot:
                if not body(snapshot).startswith("One thing"):
                    failures.append(body(snapshot))

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(6):
        data.point_to(published[1 + number % 2])
    for thread in threads:
        thread.join()
    assert failures == []


class Slow:
    """Work that begins, and then waits to be let go."""

    def __init__(self):
        self.began, self.go = threading.Event(), threading.Event()

    def __call__(self, snapshot):
        self.began.set()
        assert self.go.wait(20)
        self.read = body(snapshot)


def test_a_cancelled_request_gives_its_snapshot_back_when_the_work_it_began_is_done(archive, data, published):
    work = Slow()

    async def run():
        workers = Workers(archive)

        async def request():
            async with workers.pinned() as pin:
                held.append(pin.snapshot)
                await pin.run(work, pin.snapshot)

        held = []
        asking = asyncio.create_task(request())
        await asyncio.to_thread(work.began.wait, 20)
        asking.cancel()
        await asyncio.wait([asking])
        data.point_to(published[2])  # now nothing but the work under way holds the first snapshot
        assert (await workers.run(lambda: archive.article("a", None))).body == "One thing, corrected."
        work.go.set()
        await workers.close()
        return held[0]

    snapshot = asyncio.run(run())
    assert work.read == "One thing."
    assert closed(snapshot)


def test_a_request_that_is_cancelled_while_it_waits_for_a_snapshot_holds_none(archive, data, published):
    async def run():
        workers = Workers(archive)
        gates = [Slow(), Slow()]
        busy = [asyncio.create_task(workers.run(gate, None)) for gate in gates]
        for gate in gates:
            await asyncio.to_thread(gate.began.wait, 20)

        async def request():
            async with workers.pinned():
                raise AssertionError("it was cancelled before")

        asking = asyncio.create_task(request())
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        for gate in gates:
            gate.go.set()
        await asyncio.gather(*busy, return_exceptions=True)
        first = archive.acquire()
        archive.release(first)
        data.point_to(published[2])
        await workers.run(lambda: archive.article("a", None))
        assert closed(first)
        await workers.close()

    asyncio.run(run())
