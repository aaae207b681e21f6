import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.article import NO_DETAILS, Article, Date, Details, Passage, short_hash
from corpus.dates import first_day, last_day
from corpus.embedder import Vectors
from corpus.folder import DataFolder
from corpus.library import Filters, Library
from corpus.library_writer import LibraryWriter, Piece
from corpus.manifest import Manifest
from corpus.publish import publish as publish_staged
from corpus.publish import stage


def _unit_vectors(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _article(identity: str, body: str = "One thing. Another thing.", published: str | None = None, **fields) -> Article:
    return Article(id=identity, body=body, published=Date.of(published, "given"), **fields)


def _matching(articles: Iterable[Article], filters: Filters) -> set[str]:
    """Ids of the articles that filters allow, each article looked at by itself."""

    def passes(article: Article) -> bool:
        day, after, before = article.published.value, filters.published_after, filters.published_before
        if (after or before) and day is None:
            return False
        language = f"{article.language}-".lower() if article.language is not None else None
        return (
            (after is None or last_day(str(day)) >= first_day(after))
            and (before is None or first_day(str(day)) <= last_day(before))
            and (filters.article_ids is None or article.id in filters.article_ids)
            and (filters.publishers is None or _lower(article.publisher) in map(_lower, filters.publishers))
            and (
                filters.languages is None
                or any(f"{one}-".lower() == (language or "")[: len(one) + 1] for one in filters.languages)
            )
        )

    return {article.id for article in articles if passes(article)}


def _lower(name: str | None) -> str | None:
    """A name as SQLite's NOCASE reads it: only A to Z have two cases."""
    return None if name is None else "".join(c.lower() if c.isascii() else c for c in name)


def _put(library: LibraryWriter, article: Article, details: Details = NO_DETAILS) -> None:
    """Store an article, a passage for each of its sentences, with vectors that follow from their ids."""
    passages, start = [], 0
    for sentence in article.body.split(". "):
        end = start + len(sentence)
        passages.append(Passage(f"p_{short_hash(article.id + str(start))}", article.id, start, end))
        start = end + 2
    seeds = [int(passage.id[2:10], 16) for passage in passages]
    vectors = np.concatenate([_unit_vectors(1, seed) for seed in seeds])
    pieces = [Piece(passage, vector, f"key of {passage.id}") for passage, vector in zip(passages, vectors, strict=True)]
    library.put(article, pieces, details)


@pytest.fixture(scope="session")
def unit_vectors() -> Callable[..., Vectors]:
    """Random unit vectors of 8 dimensions: ``unit_vectors(count, seed)``."""
    return _unit_vectors


@pytest.fixture(scope="session")
def an_article() -> Callable[..., Article]:
    return _article


@pytest.fixture(scope="session")
def matching() -> Callable[..., set[str]]:
    """What filters leave of some articles, found in the plainest way: ``matching(articles, filters)``."""
    return _matching


@pytest.fixture(scope="session")
def put() -> Callable[..., None]:
    return _put


@pytest.fixture(scope="session")
def publish() -> Callable[..., Manifest]:
    """Publish a snapshot: ``publish(data, articles, parent=None)``."""

    def publish_articles(data: DataFolder, articles: list[Article], parent: str | None = None) -> Manifest:
        with stage(data, parent) as staging:
            for article in articles:
                _put(staging.library, article)
            return publish_staged(staging, parent=parent, by="test", model="random@8", splitter="sentences")

    return publish_articles


@pytest.fixture
def library_of(tmp_path: Path) -> Callable[..., Path]:
    """The file of a library that holds some articles."""

    def write(*articles: Article, parent: Path | None = None, name: str = "library.sqlite") -> Path:
        library = LibraryWriter(tmp_path / name, parent, "layer")
        for article in articles:
            _put(library, article)
        library.close()
        return tmp_path / name

    return write


@pytest.fixture
def opened(library_of):
    """A library of some articles, open for reading."""
    held = []

    def open_library(*articles: Article) -> Library:
        library = Library(library_of(*articles))
        held.append(library)
        return library

    yield open_library
    for library in held:
        with closing(library):
            pass


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Manifest], an_article: Callable[..., Article]
) -> DataFolder:
    """Two snapshots: one with the article a, one with a and b; only for reading."""
    data = DataFolder(tmp_path_factory.mktemp("data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.publish.verify", lambda _folder: None)  # a child takes a second to start
        first = publish(data, [an_article("a")])
        publish(data, [an_article("b")], parent=first.id)
    return data


@pytest.fixture
def data(published: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of what was published, to do with as one likes."""
    shutil.copytree(published.path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts an empty disk of so many MiB; a test is skipped, and says so, where nothing can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(mebibytes: int) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(place)]
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            pytest.skip(f"NOT TRIED: no small disk can be mounted here ({mounted.stderr.strip()})")
        return place

    yield mount
    subprocess.run(["umount", "--lazy", str(place)], capture_output=True, check=False)  # also where none was mounted
