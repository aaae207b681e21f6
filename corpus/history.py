"""Going back: rollback, retraction, building anew, and clearing away what is no longer kept."""

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from corpus.embeddings import keep_only
from corpus.errors import ArchiveError, NotFound, SnapshotDamaged
from corpus.folder import DataFolder
from corpus.library import Library
from corpus.manifest import TRUTH, Manifest, read_manifest
from corpus.publish import publish, stage
from corpus.snapshots import is_of_this_version, verify

KEPT = 3  # snapshots: the published one, the one before, and one more


@dataclass(frozen=True)
class Pruned:
    """What was deleted: snapshots, and vectors of texts that no kept snapshot holds."""

    snapshots: tuple[str, ...]
    vectors: int

    @property
    def summary(self) -> str:
        """One line for a person."""
        told = f"deleted {len(self.snapshots)}: {', '.join(self.snapshots)}" if self.snapshots else "nothing to delete"
        return f"{told}; {self.vectors} unused vectors dropped"


def rollback(data: DataFolder, to: str | None = None) -> Manifest:
    """Publish an earlier snapshot again: the parent of the current one, or a named one.

    Articles that were retracted since then stay out, and later ingests keep them out: where the earlier snapshot does
    not know of a retraction, or other versions built it, a new one from its library is published. The current snapshot
    may be damaged.

    Raises:
        NotFound: there is no such snapshot, or none before the current one.
        SnapshotDamaged: the earlier one does not pass its check.
    """
    with data.writer():
        target = to or _before(data, data.current_id())
        if target is None:
            raise NotFound(f"snapshot {data.current_id()} is the first: there is none to roll back to")
        manifest = read_manifest(data.folder(target))
        buried = buried_articles(data)
        if buried <= _tombstones(data, target) and is_of_this_version(manifest):
            verify(data.folder(target))
            data.point_to(target)
            return manifest
        return _publish_without(data, manifest, sorted(buried), manifest.parent, by=f"rollback to {target}")


def retract(data: DataFolder, article_ids: Sequence[str]) -> Manifest:
    """Publish without some articles, and leave a tombstone for each.

    Both indexes are built anew, whatever that takes: an index that was only extended would keep the retracted words
    and vectors in its files.

    Raises:
        NotFound: the published snapshot holds no article of that id.
        SnapshotDamaged: the published snapshot's library is missing, cut or altered.
    """
    with data.writer():
        current = data.current_id()
        with _library(data, current) as library:
            unknown = sorted(set(article_ids) - set(library.versions()))
        if unknown:
            raise NotFound(f"no article {unknown[0]!r} in snapshot {current}: see `dateline articles list`")
        manifest = read_manifest(data.folder(current))
        return _publish_without(data, manifest, article_ids, current, by="articles remove")


def rebuild(data: DataFolder, snapshot_id: str | None = None) -> Manifest:
    """Publish a snapshot again with indexes built anew from its library; no text is embedded.

    Raises:
        NotFound: there is no such snapshot.
        SnapshotDamaged: its library itself is damaged.
    """
    with data.writer():
        manifest = read_manifest(data.folder(snapshot_id or data.current_id()))
        buried = sorted(buried_articles(data))
        return _publish_without(data, manifest, buried, manifest.parent, by=f"rebuild of {manifest.id}")


def retain(data: DataFolder, keep: int = KEPT) -> tuple[str, ...]:
    """Delete all snapshots but the published one, its parent, and the newest others up to ``keep``; gives their ids."""
    with data.writer():
        current = data.current_id()
        before = _before(data, current)
        others = sorted((one for one in data.ids() if one != current), key=lambda one: (one == before, one))[::-1]
        gone = tuple(others[max(0, keep - 1) :])
        for snapshot_id in gone:
            data.remove(snapshot_id)
        return gone


def prune(data: DataFolder, keep: int = 2) -> Pruned:
    """Delete as ``retain`` does, every snapshot too that still holds a retracted article, and the vectors not in use.

    What was retracted is then nowhere on the disk; going back to before the retraction is no longer possible.
    """
    with data.writer():
        current = data.current_id()
        gone = list(retain(data, keep))
        buried = buried_articles(data)
        for snapshot_id in data.ids():
            if snapshot_id != current and may_hold(data, snapshot_id, buried):
                data.remove(snapshot_id)
                gone.append(snapshot_id)
        data.clear_staging()
        return Pruned(tuple(sorted(gone)), keep_only(data.embeddings, _embedded(data)))


def _publish_without(
    data: DataFolder, source: Manifest, article_ids: Sequence[str], parent: str | None, by: str
) -> Manifest:
    with stage(data, source.id) as staging:
        staging.library.bury(article_ids)
        return publish(staging, parent=parent, by=by, model=source.model, splitter=source.splitter, anew=True)


def _before(data: DataFolder, current: str) -> str | None:
    """The snapshot before the current one, which may be damaged, gone, or of a newer Dateline."""
    try:
        return read_manifest(data.folder(current)).parent
    except (ArchiveError, NotFound):
        return next((snapshot_id for snapshot_id in data.ids() if snapshot_id < current), None)


def _library(data: DataFolder, snapshot_id: str) -> "closing[Library]":
    return closing(Library(data.folder(snapshot_id) / TRUTH))


def buried_articles(data: DataFolder) -> frozenset[str]:
    """Every article that any kept snapshot knows to be retracted."""
    buried: frozenset[str] = frozenset()
    for snapshot_id in data.ids():
        with suppress(ArchiveError):
            buried |= set(read_manifest(data.folder(snapshot_id)).retracted)
        with suppress(SnapshotDamaged):
            buried |= _tombstones(data, snapshot_id)
    return buried


def _tombstones(data: DataFolder, snapshot_id: str) -> frozenset[str]:
    with _library(data, snapshot_id) as library:
        return library.tombstones()


def may_hold(data: DataFolder, snapshot_id: str, buried: frozenset[str]) -> bool:
    """Whether a snapshot holds one of those articles; of a library that cannot be read nobody knows."""
    if not buried:
        return False
    try:
        with _library(data, snapshot_id) as library:
            return not buried.isdisjoint(library.versions())
    except SnapshotDamaged:
        return True


def _embedded(data: DataFolder) -> dict[str, set[str]]:
    """The keys of all texts that a kept snapshot holds, by the model that embedded them."""
    kept: dict[str, set[str]] = {}
    for manifest in data.manifests():
        if manifest.format == 1:
            continue  # it did not say
        with suppress(SnapshotDamaged), _library(data, manifest.id) as library:
            kept.setdefault(manifest.model, set()).update(library.embedded())
    return kept
