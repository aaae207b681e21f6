import shutil

import pytest

from corpus.errors import NotFound, SnapshotDamaged
from corpus.folder import DataFolder
from corpus.history import prune, rebuild, retain, retract, rollback
from corpus.library import Library
from corpus.snapshots import open_snapshot

pytestmark = pytest.mark.usefixtures("verified_in_this_process")


def articles(data: DataFolder) -> set[str]:
    snapshot = open_snapshot(data)
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
    with pytest.raises(SnapshotDamaged, match="dateline snapshots re"):
        open_snapshot(data)
    assert rollback(data).id == first
    assert articles(data) == {"a"}


def test_a_damaged_snapshot_is_not_rolled_back_to(data):
    second, first = data.ids()
    (data.folder(first) / "words" / "passages" / "meta.json").write_bytes(b"{}")
    with pytest.raises(SnapshotDamaged):
        rollback(data)
    assert data.current_id() == second


def test_prune_keeps_the_published_snapshot_and_the_newest_others(data, publish, an_article):
    second, first = data.ids()
    third = publish(data, [], parent=second).id
    data.point_to(first)
    (data.folder(second) / "manifest.json").write_bytes(b"")
    assert prune(data, keep=2).snapshots == (second,)
    assert data.ids() == (third, first)
    assert prune(data, keep=1).snapshots == (third,)
    assert articles(data) == {"a"}
    assert prune(data, keep=1).snapshots == ()


def test_what_is_retained_is_the_published_snapshot_the_one_before_it_and_the_newest_others(data, publish, an_article):
    second, first = data.ids()
    third = publish(data, [], parent=second).id
    data.point_to(first)
    fourth = publish(data, [], parent=first).id
    assert retain(data, keep=3) == (second,)
    assert data.ids() == (fourth, third, first)
    assert retain(data, keep=2) == (third,)
    assert rollback(data).id == first


def test_after_a_retraction_and_a_prune_no_byte_on_the_disk_tells_of_the_article(tmp_path, publish, an_article):
    data = DataFolder(tmp_path / "data")
    first = publish(data, [an_article("a", "Zanzibarquince speaks. Xylophonist " * 40), an_article("b")])
    publish(data, [an_article("c")], parent=first.id)
    told = (b"Zanzibarquince", b"Xylophonist", b"zanzibarquinc", b"xylophonist")
    assert any(word in file.read_bytes() for file in data.path.rglob("*") if file.is_file() for word in told)
    retract(data, ["a"])
    published = data.folder(data.current_id())
    assert not [f for f in published.rglob("*") if f.is_file() and any(word in f.read_bytes() for word in told)]
    assert len(prune(data, keep=5).snapshots) == 2
    assert not [f for f in data.path.rglob("*") if f.is_file() and any(word in f.read_bytes() for word in told)]
    assert articles(data) == {"b", "c"}


def test_a_snapshot_is_built_anew_from_its_articles_and_takes_the_place_of_the_damaged_one(data):
    second, first = data.ids()
    shutil.rmtree(data.folder(second) / "vectors")
    (data.folder(second) / "words" / "passages" / "meta.json").write_bytes(b"{}")
    manifest = rebuild(data)
    assert (manifest.parent, manifest.by) == (first, f"rebuild of {second}")
    assert articles(data) == {"a", "b"}
    assert rollback(data).id == first


def test_what_was_retracted_stays_out_of_an_older_snapshot_that_is_built_anew(data):
    first = data.ids()[1]
    retract(data, ["a"])
    rebuild(data, first)
    assert articles(data) == set()
    assert tombstones(data) == {"a"}
