"""One reader for each kind of file: what it finds in the content, as drafts. Readers know nothing of processes."""

from collections.abc import Callable, Iterator, Mapping

from ingest.draft import Draft, Unread
from ingest.fields import FieldMap
from ingest.formats.content import Content
from ingest.formats.page import read_html
from ingest.formats.pdf import read_pdf
from ingest.formats.plain import read_markdown, read_text
from ingest.formats.records import read_csv, read_json, read_json_lines
from ingest.formats.word import read_docx

Reader = Callable[[Content, FieldMap], Iterator[Draft | Unread]]

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".pdf": read_pdf,
    ".docx": read_docx,
}


def known_endings() -> str:
    """The endings that can be read, for a message."""
    return ", ".join(ending for ending in READERS if ending != ".htm")
