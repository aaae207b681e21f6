import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
PROSE = "The leaders of both countries abruptly cancelled their plans to attend the summit, officials said on Monday."

Words = tuple[float, float, float, str]  # from the left and from the bottom in points, size, text


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
def read() -> Callable[..., list]:
    """Everything that one file gives, read in this process: ``read(path, fields=…)``."""
    from ingest.draft import SourceFile
    from ingest.fields import COMMON_NAMES
    from ingest.read import read_file

    return lambda path, fields=COMMON_NAMES: list(read_file(SourceFile(path, path.name), fields))


@pytest.fixture
def draft(read) -> Callable:
    """The one article of a file."""
    from ingest.draft import Draft

    def only_draft(path: Path, **said):
        (only,) = read(path, **said)
        assert isinstance(only, Draft), only
        return only

    return only_draft


@pytest.fixture
def reason(read) -> Callable[[Path], str]:
    """Why a file gave no article."""
    from ingest.draft import Unread

    def only_reason(path: Path) -> str:
        (only,) = read(path)
        assert isinstance(only, Unread), only
        assert only.origin == path.name
        return only.reason

    return only_reason


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """``pdf(pages, info, extra)``: each page a list of words with their places."""

    def make(pages: Sequence[Sequence[Words]], info: dict[str, str] | None = None, trailer: str = "") -> bytes:
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
        objects.append("<< " + " ".join(f"/{key} ({value})" for key, value in (info or {}).items()) + " >>")
        kids = []
        for words in pages:
            shown = "\n".join(f"BT /F1 {s} Tf {x} {y} Td ({text}) Tj ET" for x, y, s, text in words)
            objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R"
                " /Resources << /Font << /F1 3 0 R >> >> >>"
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
        return assemble([one.encode("latin-1") for one in objects], trailer)

    return make


@pytest.fixture
def packed_pdf() -> Callable[[bytes], bytes]:
    """A PDF of one page whose content is packed: ``packed_pdf(content)``."""

    def make(content: bytes) -> bytes:
        packed = zlib.compress(content, 9)
        return assemble(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
                b" /Resources << /Font << /F1 3 0 R >> >> >>",
            ]
        )

    return make


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


@pytest.fixture
def articles_of() -> Callable[..., Iterator]:
    """Read, clean and describe files without an archive: ``articles_of(path)`` gives the Articles by origin."""
    from datetime import date

    from ingest.clean import clean
    from ingest.describe import describe
    from ingest.draft import Draft
    from ingest.read import read_file
    from ingest.sources import find_files

    def describe_all(*paths: Path) -> dict:
        drafts = [draft for file in find_files(list(paths))[0] for draft in read_file(file)]
        return {
            draft.origin: describe(draft, clean(draft.text, draft.title), date(2026, 1, 1)).article
            for draft in drafts
            if isinstance(draft, Draft)
        }

    return describe_all
