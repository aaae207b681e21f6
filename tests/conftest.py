"""What every test may use: the real embedder, and the sample archive, ingested once a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from corpus.embedder import DEFAULT_EMBEDDER, Embedder, open_embedder
from corpus.folder import DataFolder
from corpus.snapshots import Snapshot, open_snapshot, probe

ROOT = Path(__file__).parents[1]

# How long an example takes tells of the machine; growth is measured by tests/growth.py.
settings.register_profile("dateline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged model; its import alone takes seconds, so only tests that need real vectors ask for it."""
    return open_embedder()


@pytest.fixture(scope="session", autouse=True)
def _one_model(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every ingest in this process shares the loaded model, where it would load the same one again."""
    from ingest import pipeline

    def open_once(name: str) -> Embedder:
        return request.getfixturevalue("embedder") if name == DEFAULT_EMBEDDER else open_embedder(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "open_embedder", open_once)
        yield


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> DataFolder:
    """A data folder with the sample articles, one for all workers of a run; only for reading."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    data = DataFolder(shared / "sample-data")
    with FileLock(shared / "sample-data.lock"):
        if not (data.path / "CURRENT").exists():
            from ingest.pipeline import Sources, ingest

            ingest(Sources([ROOT / "articles"]), data, embedder=DEFAULT_EMBEDDER)
    return data


@pytest.fixture(scope="session")
def archive(sample_data: DataFolder) -> Iterator[Snapshot]:
    """The published snapshot of the sample archive, opened; only for reading."""
    snapshot = open_snapshot(sample_data)
    yield snapshot
    snapshot.close()


@pytest.fixture
def verified_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots are verified without a child process, which takes a second; `test_snapshots.py` tests the child."""
    for module in ("corpus.publish", "corpus.history"):
        monkeypatch.setattr(f"{module}.verify", lambda folder: probe(str(folder)))
