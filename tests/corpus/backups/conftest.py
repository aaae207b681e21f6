"""A small archive to back up, and where its backups go."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.folder import DataFolder
from corpus.snapshots import open_snapshot

TEXT = "A body of so many words that it fills a page or two, for a byte to be changed in. " * 30


@pytest.fixture(scope="module")
def published(tmp_path_factory, publish, an_article) -> DataFolder:
    """A data folder with one snapshot of the articles a0 to a4; only for reading."""
    data = DataFolder(tmp_path_factory.mktemp("data"))
    publish(data, [an_article(f"a{n}", f"Body {n}. {TEXT}") for n in range(5)])
    return data


@pytest.fixture
def data(published, tmp_path) -> DataFolder:
    """A copy of it, to do with as one likes."""
    shutil.copytree(published.path, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def target(tmp_path) -> Path:
    """Where backups go."""
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere" / "backup.sqlite"


@pytest.fixture
def bodies() -> Callable[[DataFolder], dict[str, str]]:
    """What an archive serves, every article found by its own vectors and read whole."""

    def read(data: DataFolder) -> dict[str, str]:
        with closing(open_snapshot(data)) as snapshot:
            ids, vectors = snapshot.library.vectors(snapshot.library.versions())
            assert all(snapshot.vectors.nearest(v, 1)[0][0] == one for one, v in zip(ids, vectors, strict=True))
            return {identity: snapshot.library.article(identity).body for identity in snapshot.library.versions()}

    return read
