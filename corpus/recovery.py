"""What is served where the published snapshot cannot be: itself built anew, else the one before, and that is said."""

import logging
from dataclasses import dataclass

from corpus.errors import ArchiveError, NoSnapshot, NotFound, SnapshotDamaged, SnapshotOutdated
from corpus.folder import DataFolder
from corpus.history import buried_articles, may_hold, rebuild
from corpus.snapshots import Snapshot, open_snapshot

_log = logging.getLogger("dateline")


@dataclass(frozen=True)
class Served:
    """An opened snapshot, and which one was published then; ``warning`` tells why the two differ, where they do."""

    snapshot: Snapshot
    published: str | None
    warning: str | None = None


def open_best(data: DataFolder) -> Served:
    """Open the published snapshot. Where it is damaged, or other versions built it, open the best that is left.

    That is, first, the same articles with indexes built anew from the truth, which is published as a new snapshot;
    where the truth itself is damaged, or the folder cannot be written, the same for the newest other snapshot. What
    was retracted since is in none of them.

    Raises:
        NoSnapshot: nothing was published yet.
        ArchiveError: none can be opened; the message tells of the published one.
    """
    failure: Exception | None = None
    try:
        published = [data.current_id()]
    except NoSnapshot:
        raise
    except ArchiveError as error:  # the pointer is lost
        published, failure = [], error
    for snapshot_id in [*published, *(other for other in data.ids() if other not in published)]:
        try:
            snapshot = _open_or_rebuild(data, snapshot_id)
        except (ArchiveError, NotFound) as error:
            _log.warning("snapshot %s cannot be served: %s", snapshot_id, error)
            failure = failure or error
        else:
            warning = f"{failure}; snapshot {snapshot.id} is served instead" if failure else None
            return Served(snapshot, _published(data), warning)
    raise failure if isinstance(failure, ArchiveError) else ArchiveError(str(failure)) from failure


def _open_or_rebuild(data: DataFolder, snapshot_id: str) -> Snapshot:
    buried = buried_articles(data)
    if may_hold(data, snapshot_id, buried):
        return open_snapshot(data, rebuild(data, snapshot_id).id)
    try:
        return open_snapshot(data, snapshot_id)
    except (SnapshotDamaged, SnapshotOutdated) as damage:
        _log.warning("%s; building it anew from its articles", damage)
        try:
            return open_snapshot(data, rebuild(data, snapshot_id).id)
        except ArchiveError as error:
            _log.warning("it cannot be built anew: %s", error)
            raise damage from error


def _published(data: DataFolder) -> str | None:
    try:
        return data.current_id()
    except ArchiveError:
        return None
