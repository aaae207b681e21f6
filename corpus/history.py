"""Going back: rollback to the snapshot before, retraction of articles, and clearing away what is no longer kept."""

import shutil
from collections.abc import Sequence
from contextlib import closing, suppress

from corpus.errors import NotFound, SnapshotDamaged
from corpus.library import Library
from corpus.manifest import Manifest, read_manifest
from corpus.snapshots import DataFolder, verify


def rollback(data: DataFolder, to: str | None = None) -> Manifest:
    """Publish an earlier snapshot again: the parent of the current one, or a named one.

    Articles that were retracted since then stay out, and later ingests keep them out: where the earlier snapshot does
    not know of a retraction, a copy of it that does is published. The current snapshot may be damaged.

    Raises:
        NotFound: there is no such snapshot, or none before the current one.
        SnapshotDamaged: the earlier one does not pass its check.
    """
    with data.writer():
        current = data.current_id()
        target = to or _before(data, current)
        if target is None:
            raise NotFound(f"snapshot {current} is the first: there is none to roll back to")
        manifest = read_manifest(data.folder(target))
        buried = _buried(data)
        if buried <= _tombstones(data, target):
            verify(data.folder(target))
            data.point_to(target)
            return manifest
        return _publish_without(data, manifest, sorted(buried), manifest.parent, by=f"rollback to {target}")


def retract(data: DataFolder, article_ids: Sequence[str]) -> Manifest:
    """Publish without some articles, and leave a tombstone for each.

    Raises:
        NotFound: the published snapshot holds no article of that id.
        SnapshotDamaged: the published snapshot's library is missing, cut or altered.
    """
    with data.writer():
        current = data.current_id()
        unknown = sorted(set(article_ids) - set(_versions(data, current)))
        if unknown:
            raise NotFound(f"no article {unknown[0]!r} in snapshot {current}: see `dateline articles list`")
        manifest = read_manifest(data.folder(current))
        return _publish_without(data, manifest, article_ids, current, by="articles remove")


def prune(data: DataFolder, keep: int = 2) -> tuple[str, ...]:
    """Delete all snapshots but the published one and the newest ``keep - 1`` others; gives the deleted ids."""
    with data.writer():
        current = data.current_id()
        others = [snapshot_id for snapshot_id in data.ids() if snapshot_id != current]
        gone = tuple(others[max(0, keep - 1) :])
        for snapshot_id in gone:
            shutil.rmtree(data.folder(snapshot_id))
        return gone


def _publish_without(
    data: DataFolder, source: Manifest, article_ids: Sequence[str], parent: str | None, by: str
) -> Manifest:
    staging, library = data.stage(source.id)
    library.bury(article_ids)
    library.close()
    return data.publish(staging, parent=parent, by=by, model=source.model, splitter=source.splitter)


def _before(data: DataFolder, current: str) -> str | None:
    """The snapshot before the current one, which may be damaged or gone."""
    try:
        return read_manifest(data.folder(current)).parent
    except (SnapshotDamaged, NotFound):
        return next((snapshot_id for snapshot_id in data.ids() if snapshot_id < current), None)


def _buried(data: DataFolder) -> frozenset[str]:
    """Every article that any kept snapshot knows to be retracted."""
    buried: frozenset[str] = frozenset()
    for snapshot_id in data.ids():
        with suppress(SnapshotDamaged):
            buried |= _tombstones(data, snapshot_id)
    return buried


def _tombstones(data: DataFolder, snapshot_id: str) -> frozenset[str]:
    with closing(Library(data.folder(snapshot_id) / "library.sqlite")) as library:
        return library.tombstones()


def _versions(data: DataFolder, snapshot_id: str) -> dict[str, str]:
    with closing(Library(data.folder(snapshot_id) / "library.sqlite")) as library:
        return library.versions()
