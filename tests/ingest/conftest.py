from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
PROSE = "The leaders of both countries abruptly cancelled their plans to attend the summit, officials said on Monday."


@pytest.fixture(scope="session")
def prose() -> str:
    """A paragraph of a story: long, and with a full stop at its end."""
    return PROSE


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into the folder ``articles`` of this test: ``write(name, content)``."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write_file


@pytest.fixture(params=["policy_brief", "news_report"])
def either_seed(request) -> Path:
    """One of the two reports of June 2025, as they were found."""
    return _seed(request.param)


@pytest.fixture
def policy_brief() -> Path:
    return _seed("policy_brief")


@pytest.fixture
def news_report() -> Path:
    return _seed("news_report")


def _seed(name: str) -> Path:
    path = SEEDS / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"SKIPPED FOR WANT OF DATA: the report {name}.txt is not in shared/seeds beside the repository")
    return path


@pytest.fixture
def articles_of() -> Callable[..., Iterator]:
    """Read, clean and describe files without an archive: ``articles_of(path)`` gives the Articles by origin."""
    from datetime import date

    from ingest.clean import clean
    from ingest.describe import describe
    from ingest.draft import Draft
    from ingest.read import find_files, read_file

    def describe_all(*paths: Path) -> dict:
        drafts = [draft for file in find_files(list(paths))[0] for draft in read_file(file)]
        return {
            draft.origin: describe(draft, clean(draft.text, draft.title), date(2026, 1, 1))
            for draft in drafts
            if isinstance(draft, Draft)
        }

    return describe_all
