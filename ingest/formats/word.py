"""Word documents (.docx): paragraphs, headings, list items and the cells of tables, in their order."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.draft import Draft, Unread
from ingest.fields import FieldMap
from ingest.formats.content import MAX_FILE_BYTES, Content, Unreadable

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MAX_PARTS = 10_000  # of the zip archive that a document is
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH = _W + "p"
_WORDS = {_W + "tab": " ", _W + "br": " ", _W + "cr": " ", _W + "noBreakHyphen": "-"}
# A second form of a text box for old programs, and where a moved text stood before.
_TWICE = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", _W + "moveFrom")


def read_docx(content: Content, _fields: FieldMap) -> Iterator[Draft | Unread]:
    """One article. The days in its properties are those of the document, not of the article, and are left out."""
    document = _open(content)
    says = document.core_properties
    yield Draft(
        content.name,
        "\n\n".join(_paragraphs(document)),
        says="metadata",
        title=says.title or None,
        authors=tuple(name.strip() for name in says.author.split(";") if name.strip()) or None,
        language=says.language or None,
    )


def _open(content: Content) -> "Document":
    import docx  # noqa: PLC0415 - only for those who ingest Word documents
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    if content.begins_with(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is locked with a password, or of the kind before .docx")
    try:
        packed = io.BytesIO(content.whole())
        with zipfile.ZipFile(packed) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_FILE_BYTES:
            raise Unreadable(f"unpacks to more than {MAX_FILE_BYTES // 1_000_000} MB, or {MAX_PARTS} parts")
        document = docx.Document(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, PackageNotFoundError, KeyError, ValueError) as error:
        raise Unreadable(f"is broken, or no Word document: {error}") from None
    except (NotImplementedError, RuntimeError) as error:  # packed in a way that zipfile does not know, or locked
        raise Unreadable(f"cannot be unpacked: {error}") from None
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"is broken: its XML is not well-formed ({error.msg})") from None
    if document.element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("declares entities of its own, as no Word document does")
    return document


def _paragraphs(document: "Document") -> Iterator[str]:
    for paragraph in document.element.body.iter(_PARAGRAPH):
        words = "".join(_words(paragraph)).split()
        if words:
            yield " ".join(words)


def _words(paragraph: "_Element") -> Iterator[str]:
    """Its words as the document shows them: what was inserted is there, what was deleted or hidden is not."""
    for node in paragraph.iter(_W + "t", *_WORDS):
        around = node.iterancestors(_PARAGRAPH, *_TWICE)
        if next(around) is not paragraph or next(paragraph.iterancestors(*_TWICE), None) is not None:
            continue  # another one's, in a text box inside of this one
        run = node.getparent()
        if run is not None and run.find(f"{_W}rPr/{_W}vanish") is None:
            yield _WORDS.get(str(node.tag)) or node.text or ""
