"""Articles in, a new snapshot out: read, clean, date, compare, split, embed, publish."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from corpus.article import Article, Details
from corpus.embedder import embedder_revision, open_embedder
from corpus.embeddings import EmbeddingStore
from corpus.errors import IngestError, NoSnapshot
from corpus.folder import DataFolder
from corpus.history import KEPT, retain
from corpus.library import Library
from corpus.manifest import TRUTH, Manifest, read_manifest
from corpus.publish import publish, stage
from corpus.snapshots import indexes_are_whole
from ingest.compare import Plan, compare
from ingest.draft import SourceFile, Unread
from ingest.fields import FieldMap
from ingest.passages import SPLITTER
from ingest.prepare import Prepared, Seen
from ingest.reading import read_all
from ingest.report import First, IngestReport, Reading, RefusedDate
from ingest.sources import find_files
from ingest.spool import Spool
from ingest.store import mark_copies, store

Progress = Callable[[str, int, int | None], None]  # what is being done, how many articles are done, of how many


@dataclass(frozen=True)
class Sources:
    """Where articles come from: files, folders, patterns, ``-``; the format of what has no ending; names of fields."""

    paths: Sequence[Path | str]
    ending: str | None = None
    fields: FieldMap = field(default_factory=FieldMap)


@dataclass(frozen=True)
class _Planned:
    """All that was read, on the disk, and what is to be done with it; ``library`` is the published one."""

    parent: Manifest | None
    library: Library | None
    spool: Spool
    reading: Reading
    plan: Plan


def _unwatched(_what: str, _done: int, _all: int | None) -> None:
    """Progress that nobody sees."""


def ingest(
    sources: Sources,
    data: DataFolder,
    *,
    embedder: str,
    sync: bool = False,
    keep: int = KEPT,
    progress: Progress = _unwatched,
) -> IngestReport:
    """Add the articles of some files and folders to the archive, replacing those of the same id.

    Indexes that were made by another version, or are damaged, are built anew.

    With ``sync`` articles that are in none of the files leave the archive, unless one of the files could not be read.
    Nothing new publishes nothing. Of the snapshots the newest ``keep`` stay.

    Raises:
        IngestError: a path is missing, or no article was found.
        WriterBusy: another process is writing.
        ArchiveError: the data folder cannot be used.
        EmbedderError: the embedding model cannot be loaded.
    """
    began = time.monotonic()
    # The lock comes before anything is read: a second writer shall not do work that comes to nothing.
    with data.writer(), _planned(sources, data, data.path, embedder, sync=sync, progress=progress) as found:
        manifest = found.parent
        if manifest is None or found.plan.changes or not indexes_are_whole(data.folder(manifest.id)):
            manifest = _publish(found, data, embedder, progress)
            retain(data, keep)
        return _report(data, manifest, found, sync=sync, began=began)


def preview(
    sources: Sources, data: DataFolder, *, embedder: str, sync: bool = False, progress: Progress = _unwatched
) -> IngestReport:
    """What ``ingest`` would do. Nothing is written, and another process may be writing.

    Raises:
        IngestError, ArchiveError, EmbedderError: as ``ingest``.
    """
    began = time.monotonic()
    with _planned(sources, data, None, embedder, sync=sync, progress=progress) as found:
        return _report(data, found.parent, found, sync=sync, began=began, dry_run=True)


@contextmanager
def _planned(
    sources: Sources, data: DataFolder, folder: Path | None, embedder: str, *, sync: bool, progress: Progress
) -> Iterator[_Planned]:
    revision = embedder_revision(embedder)
    with ExitStack() as stack:
        parent = _published(data)
        library = stack.enter_context(closing(Library(data.folder(parent.id) / TRUTH))) if parent else None
        spool = stack.enter_context(closing(Spool(folder, library.orders() if library else {})))
        reading = _read(sources, data, spool, library, progress)
        same_build = parent is not None and (parent.model, parent.splitter) == (revision, SPLITTER)
        plan = compare(spool, library, same_build=same_build, sync=sync and not reading.lost, progress=progress)
        yield _Planned(parent, library, spool, reading, plan)


def _published(data: DataFolder) -> Manifest | None:
    try:
        return read_manifest(data.folder(data.current_id()))
    except NoSnapshot:
        return None


def _read(sources: Sources, data: DataFolder, spool: Spool, library: Library | None, progress: Progress) -> Reading:
    files, passed_over = _files(sources, data)
    tomorrow = date.today() + timedelta(days=1)  # where a piece may come from, on the other side of the date line
    unread, refused, lost = First(passed_over), First[RefusedDate](), any(one.lost for one in passed_over)
    made_of = {digest: identity for identity, digest in library.drafts().items()} if library else {}
    stored = library.versions() if library else {}
    for found in read_all(files, sources.fields, tomorrow, made_of):
        if isinstance(found, Unread):
            unread.add(found)
            lost |= found.lost and found.article_id is None
            if found.article_id in stored:  # its text may come back, and `sync` shall not take it for gone
                spool.keep_stored(found.article_id)
        else:
            identity, again = _spooled(found, spool, made_of)
            for one in found.refused if isinstance(found, Prepared) else ():
                refused.add(RefusedDate(identity, found.origin, one))
            if again:
                reason = f"takes the place of an earlier article of the same id {identity}"
                unread.add(Unread(found.origin, reason, lost=False))
            progress("reading", len(spool), None)
    if not spool:
        reason = f" ({unread.kept[0].origin}: {unread.kept[0].reason})" if unread.kept else ""
        raise IngestError(f"no article found in {', '.join(map(str, sources.paths))}{reason}")
    return Reading(len(spool), tuple(unread.kept), unread.count, tuple(refused.kept), refused.count, lost)


def _files(sources: Sources, data: DataFolder) -> tuple[list[SourceFile], list[Unread]]:
    files, passed_over = find_files(sources.paths, sources.ending)
    own = f"{data.path.absolute()}{os.sep}"  # `dateline ingest .` beside its archive
    return [file for file in files if not os.path.abspath(file.path).startswith(own)], passed_over


def _spooled(found: Prepared | Seen, spool: Spool, made_of: Mapping[str, str]) -> tuple[str, bool]:
    """The id of an article, and whether it takes the place of an earlier one."""
    if isinstance(found, Prepared):
        return found.article.id, spool.add(found)
    return made_of[found.digest], spool.add_stored(made_of[found.digest], found.digest)


def _publish(found: _Planned, data: DataFolder, embedder: str, progress: Progress) -> Manifest:
    plan, parent = found.plan, found.parent.id if found.parent else None
    revision = embedder_revision(embedder)
    with stage(data, parent) as staging:
        for identity in sorted(plan.gone):
            staging.library.delete(identity)
        with closing(EmbeddingStore(data.embeddings, revision, lambda: open_embedder(embedder))) as embeddings:
            progress("embedding", 0, len(plan.put))
            store(_to_put(found), staging.library, embeddings, lambda done: progress("embedding", done, len(plan.put)))
        staging.library.set_orders(found.spool.orders_of_outlets)
        staging.library.set_drafts({one: of for one, of in found.spool.digests.items() if one not in plan.retracted})
        progress("finding copies", 0, None)
        mark_copies(staging.library, plan.put)
        progress("publishing", 0, None)
        return publish(staging, parent=parent, by="ingest", model=revision, splitter=SPLITTER)


def _to_put(found: _Planned) -> Iterator[tuple[Article, Details]]:
    put = found.plan.added | found.plan.replaced
    yield from ((article, details) for article, details in found.spool if article.id in put)
    for identity in sorted(found.plan.again):
        assert found.library is not None
        article = found.library.article(identity)
        assert article is not None
        yield article, found.library.details(identity)


def _report(
    data: DataFolder,
    manifest: Manifest | None,
    found: _Planned,
    *,
    sync: bool,
    began: float,
    dry_run: bool = False,
) -> IngestReport:
    copies = 0
    if manifest is not None:
        with closing(Library(data.folder(manifest.id) / TRUTH)) as library:
            copies = len(library.originals())
    plan = found.plan
    return IngestReport(
        snapshot=manifest.id if manifest else None,
        published=manifest is not found.parent,
        dry_run=dry_run,
        added=tuple(sorted(plan.added)),
        replaced=tuple(sorted(plan.replaced | plan.again)),
        unchanged=plan.unchanged,
        gone=tuple(sorted(plan.gone)),
        retracted=tuple(sorted(plan.retracted)),
        held_back=sync and found.reading.lost,
        reading=found.reading,
        dates=plan.dates,
        articles=manifest.articles if manifest else 0,
        passages=manifest.passages if manifest else 0,
        copies=copies,
        seconds=round(time.monotonic() - began, 3),
    )
