"""Files in, drafts out: the text as found, and what the file itself says about it."""

import datetime
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from corpus.errors import IngestError
from ingest.clean import visible
from ingest.draft import Draft, SourceFile, Unread
from ingest.page_dates import stated_dates

MAX_FILE_BYTES = 100_000_000
MAX_PAGE = 10_000_000  # characters of one page with its markup
MAX_TEXT = 2_000_000  # characters of one article; the longest novel has more, no article does
MAX_HEAD = 50_000  # characters of front matter
MAX_FIELD = 2000  # characters of a title, an address, a name: what is longer is cut


def find_files(paths: list[Path]) -> tuple[list[SourceFile], list[Unread]]:
    """Every readable file under some paths, in order, and what is passed over and why.

    ``README*``, hidden files and links are passed over; so is every ending that no reader is there for.

    Raises:
        IngestError: a path is missing, or a lone file is of a kind that cannot be read.
    """
    files: list[SourceFile] = []
    unread: list[Unread] = []
    for path in paths:
        if path.is_dir():
            found = list(_in_folder(path))
            files += [file for file in found if isinstance(file, SourceFile)]
            unread += [passed for passed in found if isinstance(passed, Unread)]
        elif path.is_file():
            if path.suffix.lower() not in READERS:
                raise IngestError(f"{path} cannot be read: give {_known_endings()}, or a folder of them")
            files.append(SourceFile(path, path.name))
        else:
            raise IngestError(f"{path} is not there: give a file or a folder of {_known_endings()}")
    return files, unread


def _in_folder(folder: Path) -> Iterator[SourceFile | Unread]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parent.parts):
            continue  # its hidden folder is told once
        name = os.fsencode(inside.as_posix()).decode("utf-8", "backslashreplace")
        reason = _passed_over(path)
        if reason:
            yield Unread(name, reason)
        elif path.is_file():
            yield SourceFile(path, name)


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
    ending = file.path.suffix.lower()
    if ending != ".jsonl" and len(text) > MAX_PAGE:
        yield Unread(file.name, f"longer than {MAX_PAGE} characters")
        return
    for draft in READERS[ending](file.name, text):
        if isinstance(draft, Draft) and not draft.text.strip():
            yield Unread(draft.origin, "holds no text")
        elif isinstance(draft, Draft) and len(draft.text) > MAX_TEXT:
            yield Unread(draft.origin, f"longer than {MAX_TEXT} characters")
        else:
            yield _tidy(draft) if isinstance(draft, Draft) else draft


def _read_text(name: str, text: str) -> Iterator[Draft | Unread]:
    yield Draft(name, text)


def _read_markdown(name: str, text: str) -> Iterator[Draft | Unread]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only for those who ingest Markdown

    fields: Mapping[str, object] = {}
    if text.startswith("---\n") and "\n---" in text[4:]:
        head, _, rest = text[4:].partition("\n---")
        if len(head) > MAX_HEAD:
            yield Unread(name, f"its front matter is longer than {MAX_HEAD} characters")
            return
        try:
            loaded = yaml.safe_load(head)
        except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: `published: 2025-13-45`
            yield Unread(name, f"its front matter is not YAML: {str(error).splitlines()[0]}")
            return
        if loaded is None or isinstance(loaded, dict):  # else a text between two rules
            fields, text = loaded or {}, rest
    blocks = [
        token.content
        if token.children is None
        else "".join(
            " " if t.type in {"softbreak", "hardbreak"} else t.content for t in token.children if t.type != "image"
        )
        for token in MarkdownIt("commonmark").parse(text.lstrip("-\n"))
        if token.type in {"inline", "code_block", "fence"}
    ]
    yield _draft(name, "\n\n".join(blocks), fields)


def _read_html(name: str, text: str) -> Iterator[Draft | Unread]:
    import trafilatura  # noqa: PLC0415 - 1 s of imports, only for those who ingest HTML

    page = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False},
    )
    if page is None or isinstance(page, dict) or not page.text:
        yield Unread(name, "no article was found in the page")
        return
    published, updated = stated_dates(text)
    yield Draft(
        name,
        page.text,
        says="metadata",
        title=page.title,
        publisher=page.sitename,
        authors=tuple(page.author.split(";")) if page.author else None,
        published=published,
        updated=updated,
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
        body = next((fields[key] for key in ("text", "body") if isinstance(fields.get(key), str)), None)
        if body is None:
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
        # YAML's "no" is a truth value, and a list may stand for billions of others: neither is a field.
        is_field = isinstance(value, (str, int, float, datetime.date)) and not isinstance(value, bool)
        return str(value) if is_field else None

    authors = fields.get("authors", fields.get("author"))
    names = authors if isinstance(authors, list) else authors.split(";") if isinstance(authors, str) else []
    return Draft(
        origin,
        text,
        id=field("id"),
        title=field("title"),
        publisher=field("publisher"),
        authors=tuple(author for author in names if isinstance(author, str)),
        published=field("published") or field("date"),
        updated=field("updated"),
        url=field("url"),
        language=field("language"),
    )


def _tidy(draft: Draft) -> Draft:
    """The same with fields of one line each, as a person sees them."""

    def tidy(value: str | None) -> str | None:
        return " ".join(visible(value[:MAX_FIELD]).split()) or None if value is not None else None

    return replace(
        draft,
        id=tidy(draft.id),
        title=tidy(draft.title),
        publisher=tidy(draft.publisher),
        authors=tuple(name for name in map(tidy, draft.authors or ()) if name) or None,
        published=tidy(draft.published),
        updated=tidy(draft.updated),
        url=tidy(draft.url),
        language=tidy(draft.language),
    )


def _decode(raw: bytes) -> str:
    if b"\x00" in raw[:65536] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is binary, not text")
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise ValueError("it is not text in UTF-8, UTF-16 or Windows-1252")


def _passed_over(path: Path) -> str | None:
    if path.is_symlink():
        return "a link"
    if path.name.startswith("."):
        return "hidden"
    if path.is_dir():
        return None
    if path.name.upper().startswith("README"):
        return "a README"
    return None if path.suffix.lower() in READERS else f"not one of {_known_endings()}"


def _known_endings() -> str:
    return ", ".join(ending for ending in READERS if ending != ".htm")
