"""What is served where the published snapshot cannot be: itself built anew, else the one before, and that is said."""

import logging
from dataclasses import dataclass

from corpus.errors import ArchiveError, NotFound, SnapshotDamaged, SnapshotOutdated
from corpus.folder import DataFolder
from corpus.history import rebuild
from corpus.snapshots import Snapshot, open_snapshot

_log = logging.getLogger("dateline")


@dataclass(frozen=True)
class Served:
    """An opened snapshot, and which one was published then; ``warning`` tells why the two differ, where they do."""

    snapshot: Snapshot
    published: str
    warning: str | None = None


def open_best(data: DataFolder) -> Served:
    """Open the published snapshot. Where it is damaged, or other versions built it, open the best that is left.

    That is, first, the same articles with indexes built anew from the truth, which is published as a new snapshot;
    where the truth itself is damaged or the folder cannot be written, the newest other snapshot that is whole.

    Raises:
        NoSnapshot: nothing was published yet.
        ArchiveError: none can be opened; the message tells of the published one.
    """
    current = data.current_id()
    try:
        return Served(open_snapshot(data, current), current)
    except (SnapshotDamaged, SnapshotOutdated, NotFound) as error:
        failure: ArchiveError | NotFound = error
    _log.warning("%s; building it anew from its articles", failure)
    try:
        rebuilt = rebuild(data).id
        return Served(open_snapshot(data, rebuilt), rebuilt)
    except (ArchiveError, NotFound) as error:
        _log.warning("it cannot be built anew: %s", error)
    for snapshot_id in data.ids():
        try:
            if snapshot_id != current:
                warning = f"{failure}; snapshot {snapshot_id} is served instead"
                return Served(open_snapshot(data, snapshot_id), current, warning)
        except (ArchiveError, NotFound) as error:
            _log.warning("snapshot %s cannot be served instead: %s", snapshot_id, error)
    raise failure
