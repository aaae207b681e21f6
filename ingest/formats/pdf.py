"""PDF: its lines by PDFium, the paragraphs that they were."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.draft import Draft, Unread
from ingest.fields import FieldMap
from ingest.formats.content import Content, Unreadable
from ingest.formats.pdf_layout import Line, article_text

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 2000
MAX_CHARACTERS = 5_000_000
_LINE_BREAKS = frozenset({0x0A, 0x0D})
_HYPHENS = frozenset({0x02, 0xFFFE})  # what PDFium gives for a hyphen and the line break after it
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|untitled|slide \d|print|\().*|\S*\.(?:docx?|rtf|odt|pdf|indd|qxd|tex|pages)",
    re.IGNORECASE,
)


def read_pdf(content: Content, _fields: FieldMap) -> Iterator[Draft | Unread]:
    """One article. Its days of making and changing are those of the file, not of the article, and are left out."""
    import pypdfium2  # noqa: PLC0415 - only for those who ingest PDF

    try:
        document = pypdfium2.PdfDocument(content.whole())
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Unreadable("is locked with a password" if locked else "is broken, or no PDF") from None
    try:
        lines = _all_lines(document)
        if not lines:
            raise Unreadable("has no text, only pictures of it: it was scanned")
        says = document.get_metadata_dict()
        yield Draft(
            content.name,
            article_text(lines),
            says="metadata",
            title=_stated(says.get("Title")),
            authors=tuple(name for name in (_stated(says.get("Author")) or "").split(";") if name) or None,
        )
    finally:
        document.close()


def _all_lines(document: "pypdfium2.PdfDocument") -> list[Line]:
    import pypdfium2  # noqa: PLC0415 - only for those who ingest PDF

    if len(document) > MAX_PAGES:
        raise Unreadable(f"has more than {MAX_PAGES} pages")
    lines: list[Line] = []
    read = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            raise Unreadable(f"is broken: page {number + 1} cannot be read") from None
        read += text.count_chars()
        if read > MAX_CHARACTERS:
            raise Unreadable(f"longer than {MAX_CHARACTERS} characters")
        lines += _lines(text, number)
        text.close()
        page.close()
    return lines


def _lines(text: "pypdfium2.PdfTextPage", page: int) -> Iterator[Line]:
    from pypdfium2 import raw  # noqa: PLC0415 - only for those who ingest PDF

    current: list[tuple[int, int]] = []  # code, place
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, place)
        if code in _LINE_BREAKS or code in _HYPHENS:
            yield from _line(text, page, current, broken=code in _HYPHENS)
            current = []
        elif code:
            current.append((code, place))
    yield from _line(text, page, current, broken=False)


def _line(text: "pypdfium2.PdfTextPage", page: int, found: list[tuple[int, int]], *, broken: bool) -> Iterator[Line]:
    words = "".join(chr(code) for code, _ in found).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    inked = [place for code, place in found if not chr(code).isspace()]
    if not inked:
        return
    left, _, _, _ = text.get_charbox(inked[0], loose=True)
    _, _, right, _ = text.get_charbox(inked[-1], loose=True)
    _, bottom, _, top = text.get_charbox(inked[len(inked) // 2], loose=True)
    yield Line(" ".join(words.split()) + ("-" if broken else ""), page, left, right, bottom, top)


def _stated(value: str | None) -> str | None:
    """What a person wrote into the document's properties, not what a program left there."""
    return value if value and not _NO_TITLE.fullmatch(value.strip()) else None
