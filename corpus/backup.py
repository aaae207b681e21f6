"""Backups: the truth of the published snapshot as one file, and an archive made again from such a file."""

import hashlib
import json
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from corpus.errors import ArchiveError, NotFound
from corpus.folder import DataFolder, sync_folder
from corpus.history import buried_articles
from corpus.library import connect_to_read, connect_to_write
from corpus.manifest import TRUTH, Manifest, check_files, read_manifest
from corpus.publish import publish, stage_file


def backup(data: DataFolder, target: Path) -> Manifest:
    """Write the published library to a new file, by SQLite's own backup; gives the manifest of what was written.

    The file appears whole or not at all, and may be made while another process ingests.

    Raises:
        ArchiveError: the file is there already, or cannot be written.
        SnapshotDamaged: the published library is damaged.
    """
    if target.exists():
        raise ArchiveError(f"{target} is there already: a backup overwrites nothing")
    folder = data.folder(data.current_id())
    check_files(folder, only=lambda path: path == TRUTH)
    manifest = read_manifest(folder)
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        _copy(folder / TRUTH, partial, manifest)
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.rename(target)
        sync_folder(target.absolute().parent)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise ArchiveError(f"{target} cannot be written ({error}): choose another place, or make room") from error
    return manifest


def restore(data: DataFolder, source: Path) -> Manifest:
    """Publish the library of a backup, with indexes built from it; no text is embedded.

    Articles that this archive knows to be retracted stay out.

    Raises:
        NotFound: there is no such file.
        ArchiveError: it is no whole backup.
    """
    if not source.is_file():
        raise NotFound(f"no backup {source}: see `dateline snapshots backup`")
    model, splitter = _description(source)
    with data.writer(), stage_file(data, source) as staging:
        staging.library.bury(sorted(buried_articles(data)))
        parent = None
        with suppress(ArchiveError):  # nothing was published, or nobody knows what
            parent = data.current_id()
        return publish(staging, parent=parent, by=f"restore of {source.name}", model=model, splitter=splitter)


def _copy(library: Path, file: Path, manifest: Manifest) -> None:
    """A whole copy, which says itself which model and which splitter its vectors and passages come from."""
    with closing(connect_to_read(library)) as reading, closing(connect_to_write(file)) as writing:
        reading.backup(writing)
        fields = {"model": manifest.model, "splitter": manifest.splitter, "digest": _digest(writing)}
        description = json.dumps(fields)
        writing.execute("CREATE TABLE IF NOT EXISTS backup (description TEXT NOT NULL)")
        writing.execute("DELETE FROM backup")
        writing.execute("INSERT INTO backup VALUES (?)", (description,))
        _check(writing)


def _check(database: sqlite3.Connection) -> None:
    ((verdict,),) = database.execute("PRAGMA integrity_check(1)")
    if verdict != "ok":
        raise sqlite3.DatabaseError(str(verdict))


def _digest(database: sqlite3.Connection) -> str:
    """SHA-256 of every row: SQLite's own check does not see that a byte of a text or of a vector changed."""
    digest = hashlib.sha256()
    for table in ("articles", "passages", "tombstones"):
        for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608 - one of three names
            for value in row:
                part = value if isinstance(value, bytes) else repr(value).encode()
                digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def _description(file: Path) -> tuple[str, str]:
    """The model and the splitter of a backup that is whole."""
    try:
        with closing(connect_to_read(file)) as database:
            _check(database)
            ((description,),) = database.execute("SELECT description FROM backup")
            fields = json.loads(description)
            if fields["digest"] != _digest(database):
                raise ValueError("what it holds was altered")
        return str(fields["model"]), str(fields["splitter"])
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{file} is no whole backup ({error}): take another") from error
