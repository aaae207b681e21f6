"""Files in, drafts out: the text as found, and what the file itself says about it."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.errors import IngestError

MAX_FILE_BYTES = 100_000_000
MAX_TEXT = 2_000_000  # characters of one article; the longest novel has more, no article does


@dataclass(frozen=True)
class Draft:
    """One article as found. ``origin`` is the path relative to the ingested folder, with ``#line`` in a JSONL file.

    ``says`` tells who says the fields: a person (``given``: front matter, JSON) or a page's ``metadata``.
    """

    origin: str
    text: str
    says: str = "given"
    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Unread:
    """A file, or a line of one, that gave no article, and why."""

    origin: str
    reason: str


@dataclass(frozen=True)
class SourceFile:
    """A file to read; ``name`` is its path relative to the folder that was given, or its own name."""

    path: Path
    name: str


def find_files(paths: list[Path]) -> tuple[list[SourceFile], list[Unread]]:
    """Every readable file under some paths, in order, and what is passed over and why.

    ``README*``, hidden files and links are passed over; so is every ending that no reader is there for.

    Raises:
        IngestError: a path is missing, or a lone file is of a kind that cannot be read.
    """
    files, unread = [], []
    for path in paths:
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                name = found.relative_to(path).as_posix()
                reason = _passed_over(found, name)
                if reason:
                    unread.append(Unread(name, reason))
                elif found.is_file() and not found.is_symlink():
                    files.append(SourceFile(found, name))
        elif path.is_file():
            if path.suffix.lower() not in READERS:
                raise IngestError(f"{path} cannot be read: give {_known_endings()}, or a folder of them")
            files.append(SourceFile(path, path.name))
        else:
            raise IngestError(f"{path} is not there: give a file or a folder of {_known_endings()}")
    return files, unread


def read_file(file: SourceFile) -> Iterator[Draft | Unread]:
    """The articles of one file; whatever cannot be read comes as ``Unread`` with its reason, and the rest goes on."""
    try:
        if file.path.stat().st_size > MAX_FILE_BYTES:
            yield Unread(file.name, f"larger than {MAX_FILE_BYTES // 1_000_000} MB")
            return
        text = _decode(file.path.read_bytes())
    except (OSError, ValueError) as error:
        yield Unread(file.name, f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    for draft in READERS[file.path.suffix.lower()](file.name, text):
        if isinstance(draft, Draft) and not draft.text.strip():
            yield Unread(draft.origin, "holds no text")
        elif isinstance(draft, Draft) and len(draft.text) > MAX_TEXT:
            yield Unread(draft.origin, f"longer than {MAX_TEXT} characters")
        else:
            yield draft


def _read_text(name: str, text: str) -> Iterator[Draft | Unread]:
    yield Draft(name, text)


def _read_markdown(name: str, text: str) -> Iterator[Draft | Unread]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only for those who ingest Markdown

    fields: Mapping[str, object] = {}
    if text.startswith("---\n") and "\n---" in text[4:]:
        head, _, text = text[4:].partition("\n---")
        try:
            loaded = yaml.safe_load(head)
        except yaml.YAMLError as error:
            yield Unread(name, f"its front matter is not YAML: {str(error).splitlines()[0]}")
            return
        fields = loaded if isinstance(loaded, dict) else {}
    blocks = [
        "".join(
            " " if t.type in {"softbreak", "hardbreak"} else t.content
            for t in token.children or ()
            if t.type != "image"
        )
        for token in MarkdownIt("commonmark").parse(text.lstrip("-\n"))
        if token.type == "inline"
    ]
    yield _draft(name, "\n\n".join(blocks), fields)


def _read_html(name: str, text: str) -> Iterator[Draft | Unread]:
    import trafilatura  # noqa: PLC0415 - 1 s of imports, only for those who ingest HTML

    page = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None or isinstance(page, dict) or not page.text:
        yield Unread(name, "no article was found in the page")
        return
    yield Draft(
        name,
        page.text,
        says="metadata",
        title=page.title,
        publisher=page.sitename,
        authors=tuple(part.strip() for part in page.author.split(";")) if page.author else None,
        published=page.date,
        url=page.url,
        language=page.language,
    )


def _read_jsonl(name: str, text: str) -> Iterator[Draft | Unread]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        origin = f"{name}#{number}"
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unread(origin, f"is not JSON: {error}")
            continue
        if not isinstance(fields, dict):
            yield Unread(origin, "is not a JSON object")
            continue
        body = fields.get("text", fields.get("body"))
        if not isinstance(body, str):
            yield Unread(origin, "has neither `text` nor `body`")
            continue
        yield _draft(origin, body, fields)


READERS: dict[str, Callable[[str, str], Iterator[Draft | Unread]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
}


def _draft(origin: str, text: str, fields: Mapping[str, object]) -> Draft:
    def field(name: str) -> str | None:
        value = fields.get(name)
        return unicodedata.normalize("NFC", str(value)).strip() or None if value is not None else None

    authors = fields.get("authors", fields.get("author"))
    names = authors if isinstance(authors, list) else str(authors).split(";") if authors else []
    return Draft(
        origin,
        text,
        id=field("id"),
        title=field("title"),
        publisher=field("publisher"),
        authors=tuple(str(author).strip() for author in names if str(author).strip()) or None,
        published=field("published") or field("date"),
        updated=field("updated"),
        url=field("url"),
        language=field("language"),
    )


def _decode(raw: bytes) -> str:
    if b"\x00" in raw[:65536] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is binary, not text")
    for encoding in ("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise ValueError("it is neither UTF-8 nor Windows-1252 text")


def _passed_over(path: Path, name: str) -> str | None:
    if any(part.startswith(".") for part in Path(name).parts) or path.is_dir():
        return None if path.is_dir() else "hidden"
    if path.is_symlink():
        return "a link"
    if path.name.upper().startswith("README"):
        return "a README"
    return None if path.suffix.lower() in READERS else f"not one of {_known_endings()}"


def _known_endings() -> str:
    return ", ".join(ending for ending in READERS if ending != ".htm")
