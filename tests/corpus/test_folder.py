import shutil

import pytest


def test_a_snapshot_that_was_finished_and_not_published_goes_with_the_next_writer(data):
    kept, unpublished = data.ids(), "s000003-aaaaaa"
    shutil.copytree(data.folder(kept[0]), data.snapshots / unpublished)
    data.staging.mkdir()
    (data.staging / "finished").write_text(unpublished, encoding="ascii")
    (data.path / "CURRENT.next").write_text(unpublished + "\n", encoding="ascii")
    with data.writer():
        assert data.ids() == kept
    assert sorted(path.name for path in data.path.iterdir()) == ["CURRENT", "snapshots", "writer.lock"]


@pytest.mark.parametrize("marker", [None, b"\xff\xfe", b"../snapshots", b""])
def test_a_published_snapshot_stays_though_its_pointer_is_lost_and_its_writer_left_a_marker(data, marker):
    published, kept = data.current_id(), data.ids()
    data.staging.mkdir()
    (data.staging / "finished").write_bytes(published.encode() if marker is None else marker)
    (data.path / "CURRENT").unlink()
    with data.writer():
        assert data.ids() == kept
    assert not data.staging.exists()
