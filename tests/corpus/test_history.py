import shutil

import pytest

from corpus.errors import NotFound, SnapshotDamaged
from corpus.history import prune, retract, rollback
from corpus.library import Library
from corpus.snapshots import DataFolder


def articles(data: DataFolder) -> set[str]:
    snapshot = data.open()
    try:
        return set(snapshot.library.versions())
    finally:
        snapshot.close()


def tombstones(data: DataFolder) -> frozenset[str]:
    library = Library(data.folder(data.current_id()) / "library.sqlite")
    try:
        return library.tombstones()
    finally:
        library.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory, publish, an_article) -> DataFolder:
    """Two snapshots: one with the article a, one with a and b; only for reading."""
    folder = DataFolder(tmp_path_factory.mktemp("data"))
    first = publish(folder, [an_article("a")])
    publish(folder, [an_article("b")], parent=first.id)
    return folder


@pytest.fixture
def data(published, tmp_path) -> DataFolder:
    """A copy of those two, to do with as one likes."""
    shutil.copytree(published.path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


def test_rollback_publishes_the_snapshot_before_and_no_further_than_the_first(data):
    second, first = data.ids()
    assert rollback(data).id == first == data.current_id()
    assert articles(data) == {"a"}
    with pytest.raises(NotFound, match="is the first"):
        rollback(data)
    assert rollback(data, second).id == second == data.current_id()
    with pytest.raises(NotFound, match="no snapshot"):
        rollback(data, "s000009-aaaaaa")


def test_a_retracted_article_stays_out_of_rollbacks_to_a_snapshot_that_has_it(data):
    first = data.ids()[1]
    manifest = retract(data, ["a"])
    assert articles(data) == {"b"}
    assert manifest.by == "articles remove"
    assert rollback(data, first).by == f"rollback to {first}"
    assert articles(data) == set()
    assert tombstones(data) == {"a"}


def test_a_rollback_to_a_snapshot_from_before_an_article_still_knows_that_it_was_retracted(data):
    first = data.ids()[1]
    retract(data, ["b"])
    rollback(data, first)
    assert articles(data) == {"a"}
    assert tombstones(data) == {"b"}


def test_one_rollback_after_another_goes_further_back(data):
    retract(data, ["a"])
    rollback(data)
    assert articles(data) == {"b"}
    rollback(data)
    assert articles(data) == set()


def test_all_articles_can_be_retracted(data):
    assert retract(data, ["a", "b", "a"]).passages == 0
    assert articles(data) == set()


def test_an_article_that_is_not_there_is_not_retracted_and_nothing_is_published(data):
    before = data.current_id()
    with pytest.raises(NotFound, match="no article 'c'"):
        retract(data, ["a", "c"])
    assert data.current_id() == before
    assert articles(data) == {"a", "b"}


@pytest.mark.parametrize("lost", ["manifest.json", "library.sqlite"])
def test_a_damaged_snapshot_can_be_rolled_back_from(data, lost):
    second, first = data.ids()
    (data.folder(second) / lost).write_bytes(b"")
    with pytest.raises(SnapshotDamaged, match="dateline snapshots rollback"):
        data.open()
    assert rollback(data).id == first
    assert articles(data) == {"a"}


def test_a_damaged_snapshot_is_not_rolled_back_to(data):
    second, first = data.ids()
    (data.folder(first) / "words" / "meta.json").write_bytes(b"{}")
    with pytest.raises(SnapshotDamaged):
        rollback(data)
    assert data.current_id() == second


def test_prune_keeps_the_published_snapshot_and_the_newest_others(data, publish, an_article):
    second, first = data.ids()
    third = publish(data, [], parent=second).id
    data.point_to(first)
    (data.folder(second) / "manifest.json").write_bytes(b"")
    assert prune(data, keep=2) == (second,)
    assert data.ids() == (third, first)
    assert prune(data, keep=1) == (third,)
    assert articles(data) == {"a"}
    assert prune(data, keep=1) == ()
