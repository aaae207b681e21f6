"""Bad states of a data folder beside flipped bytes: each is served around, or told in a sentence."""

import dataclasses
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import ArchiveError, NotFound, SnapshotDamaged, SnapshotOutdated
from corpus.folder import DataFolder
from corpus.history import prune, rebuild, retract, rollback
from corpus.library import Filters, Library
from corpus.manifest import FORMAT, TRUTH, hashes, read_manifest, write_manifest
from corpus.recovery import open_best
from corpus.snapshots import open_snapshot

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("verified_in_this_process")


def served(data):
    """Which articles are served now, by what the snapshot was made, and what is said of it."""
    best = open_best(data)
    with closing(best.snapshot) as snapshot:
        snapshot.probe()
        return set(snapshot.library.versions()), snapshot.manifest.by, best.warning


@pytest.mark.parametrize(
    "lost",
    [
        "vectors",
        "words/articles/meta.json",
        "words/passages",
        "vectors/*/*-*/",
        "codes",
        "codes/*/signs.npy",
        "catalog.npz",
    ],
)
def test_a_snapshot_that_lost_an_index_is_built_anew_when_it_is_served_and_when_the_next_is_published(
    data, publish, an_article, lost
):
    current = data.current_id()
    (place,) = data.folder(current).glob(lost)
    (shutil.rmtree if place.is_dir() else Path.unlink)(place)
    assert served(data) == ({"a", "b"}, f"rebuild of {current}", None)
    data.point_to(current)
    publish(data, [an_article("c")], parent=current)
    assert served(data) == ({"a", "b", "c"}, "test", None)


@pytest.mark.parametrize("lost", [TRUTH, "manifest.json", ""])
def test_a_snapshot_that_lost_its_truth_is_served_around_and_never_built_upon(data, publish, an_article, lost):
    current, before = data.ids()
    place = data.folder(current) / lost
    (shutil.rmtree if place.is_dir() else Path.unlink)(place)
    articles, by, warning = served(data)
    assert (articles, by) == ({"a"}, "test")
    assert current in warning
    assert warning.endswith(f"snapshot {before} is served instead")
    with pytest.raises((SnapshotDamaged, NotFound), match=current):
        publish(data, [an_article("c")], parent=current)
    assert rollback(data).id == before
    assert served(data) == ({"a"}, "test", None)


def test_where_no_snapshot_is_left_the_reason_is_one_that_may_pass(data):
    shutil.rmtree(data.snapshots)
    with pytest.raises(ArchiveError, match="no snapshot"):  # `NotFound` would end a service that is starting
        open_best(data)


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\xfd", b"s999999-000000\n", None])
def test_a_lost_pointer_is_mended_by_naming_a_snapshot_that_is_there(data, damage):
    current = data.current_id()
    pointer = data.path / "CURRENT"
    pointer.unlink() if damage is None else pointer.write_bytes(damage)
    assert rollback(data, current).id == current
    assert served(data) == ({"a", "b"}, "test", None)


MADE_ANEW = """
import sys
from pathlib import Path
from corpus.folder import DataFolder
from corpus.recovery import open_best

best = open_best(DataFolder(Path(sys.argv[1])))
best.snapshot.probe()
print(best.snapshot.manifest.by, best.warning, sorted({"torch", "sentence_transformers"} & set(sys.modules)))
"""


@pytest.mark.parametrize("library", ["chromadb", "tantivy"])
def test_what_another_version_built_is_built_anew(data, library):
    current = data.current_id()
    folder = data.folder(current)
    write_manifest(folder, dataclasses.replace(read_manifest(folder), **{library: "0.0.1"}))
    with pytest.raises(SnapshotOutdated, match="dateline snapshots rebuild"):
        open_snapshot(data)
    assert served(data) == ({"a", "b"}, f"rebuild of {current}", None)


def test_building_anew_loads_no_embedding_model(data):
    current = data.current_id()
    shutil.rmtree(data.folder(current) / "vectors")
    child = subprocess.run(
        [sys.executable, "-c", MADE_ANEW, str(data.path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert child.stdout == f"rebuild of {current} None []\n"
    assert served(data) == ({"a", "b"}, f"rebuild of {current}", None)


def as_the_first_format(folder):
    """Make of a snapshot what the first Dateline wrote: one index of vectors, no word of formats and layers."""
    (layer,) = (folder / "vectors").iterdir()
    for part in list(layer.iterdir()):
        part.rename(folder / "vectors" / part.name)
    layer.rmdir()
    shutil.rmtree(folder / "codes")
    (folder / "catalog.npz").unlink()
    with closing(sqlite3.connect(folder / TRUTH, isolation_level=None)) as database:
        database.executescript(
            "DROP INDEX passages_of_layer; DROP INDEX copies; ALTER TABLE passages DROP COLUMN layer;"
            "ALTER TABLE passages DROP COLUMN embedded; ALTER TABLE articles DROP COLUMN sketch;"
            "ALTER TABLE articles DROP COLUMN provenance; DROP TABLE orders; DROP TABLE drafts; PRAGMA user_version=0;"
        )
    fields = dataclasses.asdict(read_manifest(folder)) | {"files": hashes(folder)}
    del fields["format"], fields["layers"]
    (folder / "manifest.json").write_text(json.dumps(fields), encoding="utf-8")


@pytest.fixture
def old(data):
    """The same two snapshots as an older Dateline wrote them."""
    for snapshot_id in data.ids():
        as_the_first_format(data.folder(snapshot_id))
    return data


def test_a_snapshot_of_an_older_format_is_built_anew_when_it_is_served(old):
    current = old.current_id()
    with pytest.raises(SnapshotOutdated):
        open_snapshot(old)
    assert served(old) == ({"a", "b"}, f"rebuild of {current}", None)


def test_a_snapshot_of_an_older_format_can_be_built_upon_gone_back_to_retracted_from_and_pruned(
    old, publish, an_article
):
    second, first = old.ids()
    publish(old, [an_article("c")], parent=second)
    assert served(old) == ({"a", "b", "c"}, "test", None)
    assert rollback(old, first).by == f"rollback to {first}"
    assert served(old)[0] == {"a"}
    retract(old, ["a"])
    prune(old)
    assert served(old) == (set(), "articles remove", None)
    assert not any("a" in library_of(old, snapshot_id) for snapshot_id in old.ids())


def test_a_snapshot_of_the_third_format_is_built_anew_without_embedding(data, monkeypatch):
    current = data.current_id()
    folder = data.folder(current)
    with closing(sqlite3.connect(folder / TRUTH, isolation_level=None)) as database:
        database.execute("PRAGMA user_version=3")
    shutil.rmtree(folder / "codes")
    (folder / "catalog.npz").unlink()
    write_manifest(folder, dataclasses.replace(read_manifest(folder), format=3, files=hashes(folder)))
    monkeypatch.setattr("corpus.embedder.open_embedder", None)
    with pytest.raises(SnapshotOutdated, match="dateline snapshots rebuild"):
        open_snapshot(data)
    assert served(data) == ({"a", "b"}, f"rebuild of {current}", None)
    with closing(open_snapshot(data)) as snapshot:
        vector = snapshot.library.sample_vectors(snapshot.id, 1)[1][0]
        assert len(snapshot.nearest(vector, 9, snapshot.catalog.selected(Filters(article_ids=("a",))))) == 2


def library_of(data, snapshot_id):
    with closing(Library(data.folder(snapshot_id) / TRUTH)) as library:
        return set(library.versions())


@pytest.fixture
def newer(data):
    """The same two snapshots, the published one as if a newer Dateline had written it."""
    folder = data.folder(data.current_id())
    write_manifest(folder, dataclasses.replace(read_manifest(folder), format=FORMAT + 1))
    return data


def test_a_snapshot_of_a_newer_format_is_refused_and_left_as_it_is_and_the_one_before_is_served(
    newer, publish, an_article
):
    before = newer.ids()
    for use in (rebuild, lambda data: publish(data, [an_article("c")], parent=data.current_id())):
        with pytest.raises(ArchiveError, match="written by a newer Dateline: upgrade, or roll back"):
            use(newer)
    articles, _, warning = served(newer)
    assert articles == {"a"}
    assert "written by a newer Dateline" in warning
    assert newer.ids() == before


def test_from_a_snapshot_of_a_newer_format_one_can_roll_back_as_the_message_says(newer):
    _, first = newer.ids()
    assert rollback(newer).id == first
    assert served(newer) == ({"a"}, "test", None)
    assert [manifest.id for manifest in newer.manifests()] == [first]
    prune(newer, keep=1)
    assert newer.ids() == (first,)


def test_a_clock_that_goes_backwards_changes_neither_the_order_of_snapshots_nor_what_rollback_finds(
    tmp_path, monkeypatch, publish, an_article
):
    data = DataFolder(tmp_path / "data")
    made = []
    for year, identity in ((2026, "a"), (2024, "b"), (1970, "c")):
        for module in ("folder", "publish"):
            monkeypatch.setattr(f"corpus.{module}.now", lambda year=year: f"{year}-01-01T00:00:00+00:00")
        made.append(publish(data, [an_article(identity)], parent=made[-1].id if made else None))
    assert [manifest.id[:7] for manifest in made] == ["s000001", "s000002", "s000003"]
    assert [manifest.created[:4] for manifest in data.manifests()] == ["1970", "2024", "2026"]
    assert served(data)[0] == {"a", "b", "c"}
    assert rollback(data).id == made[1].id
    assert served(data)[0] == {"a", "b"}
    data.point_to(made[2].id)
    prune(data, keep=2)
    assert data.ids() == (made[2].id, made[1].id)


def test_no_usable_temporary_folder_is_said_in_one_line(data, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    with pytest.raises(ArchiveError, match="set TMPDIR"):
        open_best(data)


def test_a_temporary_folder_that_is_gone_is_said_in_one_line_and_takes_no_snapshot(data, monkeypatch, tmp_path):
    before = data.ids()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(ArchiveError, match=r"through .*gone \(No such file or directory\): make room there, or set"):
        open_best(data)
    assert data.ids() == before


def test_the_truth_is_served_around_where_sqlite_tells_of_its_damage_in_words_that_are_no_text(data):
    current, before = data.ids()
    library = data.folder(current) / TRUTH
    whole = library.read_bytes()
    damaged = whole.replace(b"tombstonestombstones", b"tombstone\xfftombstones").replace(
        b"CREATE TABLE tombstones", b"CREATE TABEL tombstones"
    )
    library.write_bytes(damaged)
    with pytest.raises(SnapshotDamaged, match="cannot be read"), closing(Library(library)) as opened:
        opened.tombstones()
    articles, _, warning = served(data)
    assert articles == {"a"}
    assert warning.endswith(f"snapshot {before} is served instead")
