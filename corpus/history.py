"""Going back: rollback to the snapshot before, retraction of articles, and clearing away what is no longer kept."""

import shutil
from collections.abc import Sequence

from corpus.errors import NotFound
from corpus.library import Library
from corpus.snapshots import DataFolder, Manifest


def rollback(data: DataFolder, to: str | None = None) -> Manifest:
    """Publish an earlier snapshot again: the parent of the current one, or a named one.

    Articles that were retracted since then stay out: where the earlier snapshot holds one, a copy of it without them
    is published.

    Raises:
        NotFound: there is no such snapshot, or none before the current one.
    """
    with data.writer():
        current = next(m for m in data.manifests() if m.id == data.current_id())
        target = to or current.parent
        if target is None:
            raise NotFound(f"snapshot {current.id} is the first: there is none to roll back to")
        data.folder(target)
        buried = _tombstones(data, current.id)
        if not buried & set(_versions(data, target)):
            data.point_to(target)
            return next(m for m in data.manifests() if m.id == target)
        return _publish_without(data, target, sorted(buried), by=f"rollback to {target}")


def retract(data: DataFolder, article_ids: Sequence[str]) -> Manifest:
    """Publish without some articles, and leave a tombstone for each.

    Raises:
        NotFound: the published snapshot holds no article of that id.
    """
    with data.writer():
        current = data.current_id()
        unknown = sorted(set(article_ids) - set(_versions(data, current)))
        if unknown:
            raise NotFound(f"no article {unknown[0]!r} in snapshot {current}: see `dateline articles list`")
        return _publish_without(data, current, article_ids, by="articles remove")


def prune(data: DataFolder, keep: int = 2) -> tuple[str, ...]:
    """Delete all snapshots but the published one and the newest ``keep - 1`` others; gives the deleted ids."""
    with data.writer():
        current = data.current_id()
        others = [manifest.id for manifest in data.manifests() if manifest.id != current]
        gone = tuple(others[max(0, keep - 1) :])
        for snapshot_id in gone:
            shutil.rmtree(data.folder(snapshot_id))
        return gone


def _publish_without(data: DataFolder, parent: str, article_ids: Sequence[str], by: str) -> Manifest:
    manifest = next(m for m in data.manifests() if m.id == parent)
    staging, library = data.stage(parent)
    library.bury(article_ids)
    library.close()
    return data.publish(staging, parent=parent, by=by, model=manifest.model, splitter=manifest.splitter)


def _tombstones(data: DataFolder, snapshot_id: str) -> frozenset[str]:
    library = Library(data.folder(snapshot_id) / "library.sqlite")
    try:
        return library.tombstones()
    finally:
        library.close()


def _versions(data: DataFolder, snapshot_id: str) -> dict[str, str]:
    library = Library(data.folder(snapshot_id) / "library.sqlite")
    try:
        return library.versions()
    finally:
        library.close()
