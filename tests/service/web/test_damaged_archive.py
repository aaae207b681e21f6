"""What the service says of a damaged archive: the real answering, on a real socket."""

import asyncio
import shutil

import numpy as np
import pytest

from corpus.article import Article, Passage
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.manifest import TRUTH
from corpus.publish import publish, stage
from service.answering.archive import Archive
from service.answering.ask import Asker

pytestmark = pytest.mark.anyio

REVISION = "random@8"


class NoModel:
    """Stands in for an embedding model; nothing here is asked."""

    revision = REVISION


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Two snapshots, one article and then two; only for reading."""
    data = DataFolder(tmp_path_factory.mktemp("archive"))
    parent = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.publish.verify", lambda _folder: None)  # a child takes a second to start
        for number in range(2):
            body, vector = f"Body {number}.", np.eye(1, 8, number, dtype=np.float32)[0]
            with stage(data, parent) as staging:
                piece = Piece(Passage(f"p{number}", f"a{number}", 0, len(body)), vector, "key")
                staging.library.put(Article(f"a{number}", body), [piece])
                parent = publish(staging, parent=parent, by="test", model=REVISION, splitter="whole").id
    return data


@pytest.fixture
def data(published, tmp_path):
    """A copy of those two, to do with as one likes."""
    shutil.copytree(published.path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def opens(data):
    """Opens the answering as ``service.start`` does, but for the model."""

    async def open_asker():
        archive = Archive(data, REVISION)
        archive.release(await asyncio.to_thread(archive.acquire))
        return Asker(archive, NoModel(), None, "cut")

    return open_asker


def damage(data, snapshot_id):
    (data.folder(snapshot_id) / TRUTH).write_bytes(b"no library")


async def ready(client):
    response = await client.get("/readyz")
    return response.status_code, response.json()


async def articles(client):
    return [article["id"] for article in (await client.get("/articles")).raise_for_status().json()["articles"]]


async def test_a_whole_archive_is_ready_and_nothing_else_is_said(listen, opens):
    client, _ = await listen(opens=opens)
    assert await ready(client) == (200, {"status": "ready"})
    assert await articles(client) == ["a0", "a1"]


async def test_where_the_truth_was_damaged_before_the_start_the_warning_names_both_snapshots(listen, opens, data):
    current, before = data.ids()
    damage(data, current)
    client, _ = await listen(opens=opens)
    status, told = await ready(client)
    assert (status, told["status"]) == (200, "ready")
    assert told["warning"].startswith(f"snapshot {current}: {TRUTH} is missing or altered")
    assert told["warning"].endswith(f"snapshot {before} is served instead")
    assert await articles(client) == ["a0"]


async def test_damage_while_serving_is_warned_of_and_the_warning_goes_with_the_next_publication(listen, opens, data):
    current, before = data.ids()
    client, _ = await listen(opens=opens)
    with (data.folder(current) / TRUTH).open("r+b") as stream:
        stream.truncate(100)
    status, told = await ready(client)
    assert (status, before in told["warning"]) == (200, True)
    assert await articles(client) == ["a0"]
    data.point_to(before)
    assert await ready(client) == (200, {"status": "ready"})


async def test_damaged_indexes_are_built_anew_and_nothing_is_warned_of(listen, opens, data):
    shutil.rmtree(data.folder(data.current_id()) / "words")
    asker = await opens()  # takes longer than `listen` waits on a busy machine

    async def at_hand():
        return asker

    client, _ = await listen(opens=at_hand)
    assert await ready(client) == (200, {"status": "ready"})
    assert await articles(client) == ["a0", "a1"]


async def test_where_no_snapshot_can_be_served_it_is_not_ready_and_the_reason_is_given(listen, opens, data):
    for snapshot_id in data.ids():
        damage(data, snapshot_id)
    client, _ = await listen(opens=opens)
    status, told = await ready(client)
    assert (status, told["type"]) == (503, "urn:dateline:problem:archive-unavailable")
    assert f"{data.current_id()}: {TRUTH} is missing or altered" in told["detail"]
    assert (await client.get("/healthz")).status_code == 200


async def test_where_all_snapshots_are_deleted_it_is_not_ready_and_gets_ready_once_they_are_back(
    listen, opens, data, published, tools
):
    shutil.rmtree(data.snapshots)
    client, _ = await listen(opens=opens)
    status, told = await ready(client)
    assert (status, told["type"]) == (503, "urn:dateline:problem:archive-unavailable")
    assert "no snapshot" in told["detail"]
    shutil.copytree(published.snapshots, data.snapshots)

    async def is_ready():
        return (await ready(client))[0] == 200

    await tools.until(is_ready, within_s=30)
    assert await articles(client) == ["a0", "a1"]


async def test_where_damage_while_serving_leaves_nothing_to_serve_it_is_not_ready_and_stays_alive(listen, opens, data):
    client, _ = await listen(opens=opens)
    for snapshot_id in data.ids():
        (data.folder(snapshot_id) / TRUTH).write_bytes(b"no library")
    for _ in range(3):
        status, told = await ready(client)
        assert (status, told["type"]) == (503, "urn:dateline:problem:archive-unavailable")
        assert (await client.get("/articles")).status_code == 503
    assert (await client.get("/healthz")).status_code == 200
