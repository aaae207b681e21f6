"""Two small snapshots with random vectors, and an archive that serves them."""

import shutil
from contextlib import closing

import numpy as np
import pytest

from corpus.article import Article, Passage
from corpus.folder import DataFolder
from corpus.library_writer import Piece
from corpus.publish import publish as publish_staged
from corpus.publish import stage
from service.answering.archive import Archive

REVISION = "random@8"


def publish(data, bodies, model=REVISION):
    """A snapshot whose articles are one passage each, with random unit vectors."""
    chance = np.random.default_rng(len(bodies))
    with stage(data, None) as staging:
        for identity, body in bodies.items():
            vector = chance.normal(size=(1, 8)).astype(np.float32)
            passage = Passage(f"p_{identity}", identity, 0, len(body))
            piece = Piece(passage, (vector / np.linalg.norm(vector))[0], identity)
            staging.library.put(Article(identity, body), [piece])
        return publish_staged(staging, parent=None, by="test", model=model, splitter="whole").id


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A folder with two snapshots and their ids; tests work on copies."""
    data = DataFolder(tmp_path_factory.mktemp("archive"))
    return data, publish(data, {"a": "One thing.", "b": "Another."}), publish(data, {"a": "One thing, corrected."})


@pytest.fixture
def data(published, tmp_path):
    """A copy of that folder, which nobody has opened yet, with the first of its snapshots published."""
    data, first, _ = published
    shutil.copytree(data.path, tmp_path / "data")
    copy = DataFolder(tmp_path / "data")
    copy.point_to(first)
    return copy


@pytest.fixture
def archive(data):
    with closing(Archive(data, REVISION)) as archive:
        yield archive
