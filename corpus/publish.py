"""A new snapshot: staged beside the others, its indexes built or shared, verified in a child, published in one step."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.catalog import write_catalog
from corpus.catalog_writer import make_catalog
from corpus.codes import build_codes, coded_ids
from corpus.errors import ArchiveError, SnapshotDamaged
from corpus.folder import DataFolder, now, sync_folder
from corpus.layers import layers_to_keep
from corpus.library import Library
from corpus.library_writer import LibraryWriter
from corpus.manifest import (
    ADVICE,
    CATALOG,
    FORMAT,
    TRUTH,
    Manifest,
    altered_files,
    hashes,
    layer_folders,
    read_manifest,
    write_manifest,
)
from corpus.sharing import share
from corpus.snapshots import is_of_this_version, verify
from corpus.vectors import VERSION as CHROMA_VERSION
from corpus.vectors import build_vectors
from corpus.words import VERSION as TANTIVY_VERSION
from corpus.words import build_words, extend_words


@dataclass(frozen=True)
class Staging:
    """The next snapshot while it is being made, under the writer's lock. ``library`` is open for writing."""

    data: DataFolder
    folder: Path
    id: str
    shared: Manifest | None  # the snapshot whose library it began as, where its indexes can be shared
    library: LibraryWriter


@contextmanager
def stage(data: DataFolder, source: str | None) -> Iterator[Staging]:
    """Begin the next snapshot, as a copy of another one's library or empty. What is not published is thrown away.

    Raises:
        WriterBusy: another process is writing.
        NotFound: there is no such source.
        SnapshotDamaged: the source's library is missing, cut or altered.
        ArchiveError: the folder cannot be written, or is full.
    """
    with data.writer():
        if source is None:
            with _staged(data, None, None, shareable=False) as staging:
                yield staging
            return
        folder = data.folder(source)
        altered = altered_files(folder)
        if TRUTH in altered:  # a copy of what is damaged would be published as if it were whole
            raise SnapshotDamaged(f"snapshot {source}: {TRUTH} is missing or altered: {ADVICE}")
        manifest = read_manifest(folder)
        shareable = not altered and is_of_this_version(manifest)
        with _staged(data, folder / TRUTH, manifest, shareable=shareable) as staging:
            yield staging


@contextmanager
def stage_file(data: DataFolder, truth: Path) -> Iterator[Staging]:
    """The same from a library that lies anywhere, such as a backup."""
    with data.writer(), _staged(data, truth, None, shareable=False) as staging:
        yield staging


@contextmanager
def _staged(data: DataFolder, truth: Path | None, source: Manifest | None, *, shareable: bool) -> Iterator[Staging]:
    data.clear_staging()
    snapshot_id = data.next_id()
    folder = data.staging / snapshot_id
    folder.mkdir(parents=True)
    try:
        library = LibraryWriter(folder / TRUTH, truth, layer=snapshot_id)
        try:
            yield Staging(data, folder, snapshot_id, source if shareable else None, library)
        finally:
            library.discard()
    except sqlite3.Error as error:
        raise ArchiveError(f"{data.path} cannot be written ({error}): free some space, then again") from error
    finally:
        with suppress(OSError):  # the next writer does it
            data.clear_staging()


def publish(
    staging: Staging, *, parent: str | None, by: str, model: str, splitter: str, anew: bool = False
) -> Manifest:
    """Finish the library, build what its source cannot share, verify all of it in a child process, and switch over.

    ``anew`` builds everything from the truth, as is done where the source's indexes are damaged or of other versions.

    Raises:
        SnapshotDamaged: what was built does not pass its check.
        ArchiveError: the folder cannot be written, or is full.
    """
    data, folder, library = staging.data, staging.folder, staging.library
    shared = None if anew else staging.shared
    live = library.layers()
    kept = layers_to_keep(shared.layers, live, live.get(staging.id, 0)) if shared else frozenset()
    library.merge_layers(kept)
    library.close()
    with closing(Library(folder / TRUTH)) as truth:
        layers = {name: shared.layers[name] for name in sorted(kept)} if shared else {}
        layers |= _build_vectors(staging, truth, kept)
        _build_words(staging, truth, incrementally=bool(kept))
        coded = {name: coded_ids(folder / "codes" / name) for name in layers}
        write_catalog(folder / CATALOG, make_catalog(truth, coded))
        articles, passages = truth.counts()
        retracted = sorted(truth.tombstones())
    known = {p: h for p, h in shared.files.items() if p.startswith(layer_folders(kept))} if shared else {}
    manifest = Manifest(
        id=staging.id,
        parent=parent,
        created=now(),
        by=by,
        articles=articles,
        passages=passages,
        model=model,
        splitter=splitter,
        chromadb=CHROMA_VERSION,
        tantivy=TANTIVY_VERSION,
        files=hashes(folder, known=known),
        layers=layers,
        retracted=retracted,
        format=FORMAT,
    )
    write_manifest(folder, manifest)
    verify(folder)
    _sync(folder)
    data.publish(manifest.id)
    return manifest


def _build_vectors(staging: Staging, truth: Library, kept: frozenset[str]) -> dict[str, int]:
    """Link the layers that are kept, build the new one, and give its size."""
    for place in layer_folders(kept):
        assert staging.shared is not None
        share(staging.data.folder(staging.shared.id) / place, staging.folder / place)
    count = truth.layers().get(staging.id, 0)
    if kept and not count:
        return {}
    build_vectors(staging.folder / "vectors" / staging.id, count, truth.vectors_in_turn(staging.id))
    build_codes(staging.folder / "codes" / staging.id, count, truth.vectors_in_turn(staging.id))
    return {staging.id: count}


def _build_words(staging: Staging, truth: Library, *, incrementally: bool) -> None:
    words, library = staging.folder / "words", staging.library
    if incrementally:
        assert staging.shared is not None
        source = staging.data.folder(staging.shared.id) / "words"
        extend_words(words, source, library.changed, truth.articles_to_index(library.changed))
    else:
        build_words(words, truth.articles_to_index())


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)
