import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from corpus.errors import SnapshotDamaged
from corpus.history import buried_articles, retract
from corpus.manifest import read_manifest, write_manifest


def body(snapshot):
    return snapshot.library.article("a").body


def test_a_damaged_snapshot_does_not_take_away_what_is_served(archive, data, published):
    _, first, second = published
    archive.release(archive.acquire())
    (data.folder(second) / "library.sqlite").write_bytes(b"not a library")
    data.point_to(second)
    for _ in range(2):
        with archive.pin() as snapshot:
            assert snapshot.id == first


def test_where_the_published_snapshot_is_damaged_the_newest_whole_one_is_served_and_that_is_said(
    archive, data, published
):
    _, first, second = published
    (data.folder(first) / "library.sqlite").write_bytes(b"not a library")
    with archive.pin() as snapshot:
        assert snapshot.id == second
    assert re.search(f"snapshot {first}: library.sqlite is missing or altered.* {second} is served", archive.warning)


def test_where_no_snapshot_is_whole_the_damage_is_told(archive, data, published):
    for snapshot_id in published[1:]:
        (data.folder(snapshot_id) / "library.sqlite").write_bytes(b"not a library")
    for _ in range(2):
        with pytest.raises(SnapshotDamaged, match=published[1]):
            archive.acquire()


def test_damaged_indexes_are_built_anew_from_the_articles(archive, data, published):
    _, first, _ = published
    shutil.rmtree(data.folder(first) / "vectors")
    (data.folder(first) / "words" / "passages" / "meta.json").unlink()
    with archive.pin() as snapshot:
        assert snapshot.manifest.by == f"rebuild of {first}"
        assert body(snapshot) == "One thing."
        snapshot.probe()
    assert archive.warning is None


def test_what_other_versions_built_is_built_anew_without_the_model(archive, data, published):
    _, first, _ = published
    manifest = read_manifest(data.folder(first))
    write_manifest(data.folder(first), dataclasses.replace(manifest, chromadb="0.0.1"))
    with archive.pin() as snapshot:
        assert snapshot.manifest.by == f"rebuild of {first}"


def test_damage_to_the_articles_being_served_is_noticed_before_the_next_question(archive, data, published):
    _, first, second = published
    with archive.pin() as snapshot:
        assert snapshot.id == first
    with (data.folder(first) / "library.sqlite").open("r+b") as stream:
        stream.write(b"?")
    with archive.pin() as snapshot:
        assert snapshot.id == second
    assert first in archive.warning


@pytest.mark.parametrize("lost", ["vectors", "words", "manifest.json", "library.sqlite", ""])
def test_what_is_deleted_while_it_is_served_is_served_on(archive, data, published, lost):
    first = published[1]
    archive.release(archive.acquire())
    place = data.folder(first) / lost
    (shutil.rmtree if place.is_dir() else Path.unlink)(place)
    with archive.pin() as snapshot:
        assert (snapshot.id, body(snapshot)) == (first, "One thing.")
        snapshot.probe()


def test_a_warning_goes_when_what_it_was_told_of_is_published_no_more(archive, data, published):
    _, first, second = published
    archive.release(archive.acquire())
    (data.folder(second) / "library.sqlite").write_bytes(b"not a library")
    data.point_to(second)
    archive.release(archive.acquire())
    assert f"snapshot {first} is served on" in archive.warning
    data.point_to(first)
    archive.release(archive.acquire())
    assert archive.warning is None


def test_where_the_pointer_is_lost_the_newest_whole_snapshot_is_served_and_that_is_said(archive, data, published):
    (data.path / "CURRENT").unlink()
    with archive.pin() as snapshot:
        assert snapshot.id == published[2]
    assert "CURRENT is lost" in archive.warning


def test_a_retraction_outlives_the_library_that_tells_of_it(archive, data, published):
    second = published[2]
    data.point_to(second)
    retracted = retract(data, ["a"]).id
    (data.folder(retracted) / "library.sqlite").write_bytes(b"not a library")
    with archive.pin() as snapshot:
        assert "a" not in snapshot.library.versions()
    assert retracted in archive.warning
    assert buried_articles(data) == {"a"}


def test_with_the_articles_and_a_shared_index_damaged_the_one_before_is_built_anew(archive, data, published):
    _, first, second = published
    (data.folder(first) / "library.sqlite").write_bytes(b"not a library")
    (data.folder(second) / "words" / "passages" / "meta.json").unlink()
    with archive.pin() as snapshot:
        assert snapshot.manifest.by == f"rebuild of {second}"
        assert body(snapshot) == "One thing, corrected."
    assert first in archive.warning
