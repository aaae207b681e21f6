"""Articles in, a new snapshot out: read, clean, date, compare, split, embed, publish."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from corpus.embedder import embedder_revision, open_embedder
from corpus.embeddings import EmbeddingStore, text_key
from corpus.errors import IngestError, NoSnapshot
from corpus.folder import DataFolder
from corpus.history import KEPT, retain
from corpus.library import Library
from corpus.library_writer import LibraryWriter, Piece
from corpus.manifest import TRUTH, Manifest, read_manifest
from corpus.publish import publish, stage
from corpus.snapshots import indexes_are_whole
from ingest.copies import Sketched, find_copies, sketch
from ingest.draft import SourceFile, Unread
from ingest.passages import SPLITTER, split, text_to_embed
from ingest.prepare import Prepared, prepare
from ingest.read import find_files, read_file

_BATCH = 64  # articles whose passages are embedded together

Progress = Callable[[str, int, int], None]  # what is being done, how many done, of how many


@dataclass(frozen=True)
class IngestReport:
    """What an ingest did. ``snapshot`` is the published one: a new one only where something changed."""

    snapshot: str
    published: bool
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: int
    gone: tuple[str, ...]
    retracted: tuple[str, ...]
    held_back: bool  # nothing was removed by ``sync``, because a file that could not be read may hold what seems gone
    unread: tuple[Unread, ...]
    articles: int
    passages: int

    @property
    def summary(self) -> str:
        """One line for a person."""
        counts = (
            ("new", self.added),
            ("replaced", self.replaced),
            ("removed", self.gone),
            ("kept out", self.retracted),
        )
        told = [f"{len(ids)} {what}" for what, ids in counts if ids] + [f"{self.unchanged} unchanged"]
        told += ["none removed, because not all could be read"] if self.held_back else []
        state = "published" if self.published else "nothing new: still"
        return f"{', '.join(told)}; {state} {self.snapshot}: {self.articles} articles, {self.passages} passages"


@dataclass(frozen=True)
class _Plan:
    """What differs between the files and the published snapshot."""

    put: tuple[Prepared, ...]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: int
    gone: tuple[str, ...]
    retracted: tuple[str, ...]


def ingest(
    paths: Sequence[Path],
    data: DataFolder,
    *,
    embedder: str,
    sync: bool = False,
    keep: int = KEPT,
    progress: Progress = lambda _what, _done, _all: None,
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
    with data.writer():  # before anything is read: a second writer shall not do work that comes to nothing
        files, unread = find_files(list(paths))
        prepared, failed = _prepare(files, progress)
        unread += failed
        held_back = sync and any(one.lost for one in failed)
        if not prepared:
            reason = f" ({unread[0].origin}: {unread[0].reason})" if unread else ""
            raise IngestError(f"no article found in {', '.join(map(str, paths))}{reason}")
        parent = _parent(data)
        revision = embedder_revision(embedder)
        same_build = parent is not None and (parent.model, parent.splitter) == (revision, SPLITTER)
        plan = _compare(prepared, data, parent, rebuild=not same_build, sync=sync and not held_back)
        if parent is not None and not (plan.put or plan.gone) and indexes_are_whole(data.folder(parent.id)):
            return _report(parent, plan, unread, held_back, published=False)
        parent_id = parent.id if parent else None
        with stage(data, parent_id) as staging:
            for identity in plan.gone:
                staging.library.delete(identity)
            _store(plan.put, staging.library, data, embedder, progress)
            _mark_copies(staging.library, {ready.article.id for ready in plan.put})
            progress("publishing", 0, 1)
            manifest = publish(staging, parent=parent_id, by="ingest", model=revision, splitter=SPLITTER)
        retain(data, keep)
        return _report(manifest, plan, unread, held_back, published=True)


def _prepare(files: Sequence[SourceFile], progress: Progress) -> tuple[list[Prepared], list[Unread]]:
    today = date.today() + timedelta(days=1)  # a piece dated tomorrow may come from the other side of the date line
    prepared: dict[str, Prepared] = {}
    unread: list[Unread] = []
    for done, file in enumerate(files):
        progress("reading", done, len(files))
        for draft in read_file(file):
            if isinstance(draft, Unread):
                unread.append(draft)
                continue
            ready = prepare(draft, today)
            if isinstance(ready, Unread):
                unread.append(ready)
                continue
            if ready.article.id in prepared:
                reason = f"replaced by a later article of the same id {ready.article.id}"
                unread.append(Unread(draft.origin, reason, lost=False))
            prepared[ready.article.id] = ready
    return list(prepared.values()), unread


def _parent(data: DataFolder) -> Manifest | None:
    try:
        return read_manifest(data.folder(data.current_id()))
    except NoSnapshot:
        return None


def _compare(
    prepared: Sequence[Prepared], data: DataFolder, parent: Manifest | None, *, rebuild: bool, sync: bool
) -> _Plan:
    if parent is None:
        return _Plan(tuple(prepared), tuple(p.article.id for p in prepared), (), 0, (), ())
    library = Library(data.folder(parent.id) / TRUTH)
    try:
        stored, buried = library.versions(), library.tombstones()
        allowed = [p for p in prepared if p.article.id not in buried]
        changed = [p for p in allowed if rebuild or library.article(p.article.id) != p.article]
        named = {p.article.id for p in allowed}
        gone = tuple(sorted(set(stored) - named)) if sync else ()
        if rebuild:  # another model or splitter: every stored article is cut and embedded again
            others = sorted(set(stored) - named - set(gone))
            kept = [(library.article(identity), library.removed_parts(identity)) for identity in others]
            changed += [Prepared(article, removed, article.id) for article, removed in kept if article is not None]
        added = tuple(p.article.id for p in changed if p.article.id not in stored)
        replaced = tuple(p.article.id for p in changed if p.article.id in stored)
        retracted = tuple(p.article.id for p in prepared if p.article.id in buried)
        return _Plan(tuple(changed), added, replaced, len(allowed) - len(named & {*added, *replaced}), gone, retracted)
    finally:
        library.close()


def _store(
    put: Sequence[Prepared], library: LibraryWriter, data: DataFolder, embedder: str, progress: Progress
) -> None:
    store = EmbeddingStore(data.embeddings, embedder_revision(embedder), lambda: open_embedder(embedder))
    try:
        for start in range(0, len(put), _BATCH):
            progress("embedding", start, len(put))
            _store_batch(put[start : start + _BATCH], library, store)
    finally:
        store.close()


def _store_batch(batch: Iterable[Prepared], library: LibraryWriter, store: EmbeddingStore) -> None:
    cut = [(ready, split(ready.article)) for ready in batch]
    texts = [
        text_to_embed(ready.article.title, ready.article.body[passage.start : passage.end])
        for ready, passages in cut
        for passage in passages
    ]
    embedded = zip(store.embed(texts), map(text_key, texts), strict=True)
    for ready, passages in cut:
        pieces = [Piece(passage, *next(embedded)) for passage in passages]
        library.put(ready.article, pieces, ready.removed, sketch(ready.article.body))


def _mark_copies(library: LibraryWriter, changed: set[str]) -> None:
    articles = []
    for identity, day, original, stored in list(library.sketches()):
        mine = stored
        if mine is None:  # from a library of an older format
            changed.add(identity)
            mine = sketch(library.body(identity))
            library.set_sketch(identity, mine)
        articles.append(Sketched(identity, day, original, mine))
    library.set_originals(find_copies(articles, library.body, changed))


def _report(
    manifest: Manifest, plan: _Plan, unread: Sequence[Unread], held_back: bool, *, published: bool
) -> IngestReport:
    return IngestReport(
        snapshot=manifest.id,
        published=published,
        added=plan.added,
        replaced=plan.replaced,
        unchanged=plan.unchanged,
        gone=plan.gone,
        retracted=plan.retracted,
        held_back=held_back,
        unread=tuple(unread),
        articles=manifest.articles,
        passages=manifest.passages,
    )
