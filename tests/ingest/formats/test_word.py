import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.fixture
def word(write) -> Callable[..., Path]:
    """A Word document whose body is given as XML, or changed by a function of the document."""

    def make(body: str | None = None, change=None, name: str = "a.docx") -> Path:
        document = docx.Document()
        if change:
            change(document)
        packed = io.BytesIO()
        document.save(packed)
        return write(name, packed.getvalue() if body is None else with_body(packed, body))

    return make


def with_body(packed: io.BytesIO, body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = body.encode() if part.filename == "word/document.xml" else old.read(part)
            new.writestr(part.filename, content)
    return out.getvalue()


def document_of(inner: str) -> str:
    return f"<w:document {W} {MC}><w:body>{inner}</w:body></w:document>"


def said(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_headings_paragraphs_lists_and_tables_come_in_their_order(word, draft):
    def fill(document):
        document.add_heading("Harbour plan approved", 0)
        document.add_paragraph("The council voted on Monday.")
        document.add_paragraph("A first point", style="List Bullet")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Yes", "31"
        document.add_paragraph("The end.")
        document.core_properties.title = "Harbour plan"
        document.core_properties.author = "Ines Okafor; Lea Brandt"
        document.core_properties.language = "en"

    found = draft(word(change=fill))
    expected = ["Harbour plan approved", "The council voted on Monday.", "A first point", "Yes", "31", "The end."]
    assert found.text.split("\n\n") == expected
    assert (found.title, found.authors, found.language) == ("Harbour plan", ("Ines Okafor", "Lea Brandt"), "en")
    assert (found.says, found.published, found.updated) == ("metadata", None, None)


def test_what_was_inserted_counts_and_what_was_deleted_moved_or_hidden_does_not(word, draft):
    inner = (
        f"<w:p>{said('Seen ')}<w:ins>{said('inserted ')}</w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r>"
        f"</w:del><w:moveFrom>{said('moved')}</w:moveFrom><w:hyperlink>{said('linked')}</w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{said('In a control.')}</w:p></w:sdtContent></w:sdt>"
    )
    assert draft(word(document_of(inner))).text == "Seen inserted linked\n\nIn a control."


def test_a_text_box_comes_once_and_apart(word, draft):
    box = f"<w:txbxContent><w:p>{said('In the box.')}</w:p></w:txbxContent>"
    inner = (
        f"<w:p>{said('Around it.')}<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert draft(word(document_of(inner))).text == "Around it.\n\nIn the box."


def test_a_document_without_words_is_named(word, reason):
    assert reason(word(document_of("<w:p/>"))) == "holds no text"


def test_a_locked_document_says_so(write, reason):
    assert "locked with a password" in reason(write("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600))


@pytest.mark.parametrize("content", [b"words", b"", b"PK\x03\x04 and no more"])
def test_what_is_no_word_document_says_so(write, reason, content):
    assert "is broken, or no Word document" in reason(write("a.docx", content))


def test_another_zip_archive_is_no_word_document(write, reason):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "text")
    assert "is broken, or no Word document" in reason(write("a.docx", out.getvalue()))


def test_a_document_that_breaks_off_says_so(word, write, reason):
    whole = word(document_of(f"<w:p>{said('Words.')}</w:p>")).read_bytes()
    assert "is broken, or no Word document" in reason(write("b.docx", whole[: len(whole) // 2]))


def test_a_zip_bomb_is_not_unpacked(word, write, reason):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(150_000_000))
    assert len(out.getvalue()) < 200_000
    assert "unpacks to more than 100 MB" in reason(write("a.docx", out.getvalue()))


@pytest.mark.parametrize("levels", [1, 12])
def test_a_document_that_declares_entities_is_refused(word, reason, levels):
    entities = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10 if level else "ha"}">' for level in range(levels + 1)
    )
    path = word(f"<!DOCTYPE d [{entities}]>" + document_of(f"<w:p>{said(f'&e{levels};')}</w:p>"))
    assert "entities" in reason(path) or "not well-formed" in reason(path)


def test_a_document_that_asks_for_a_file_of_this_machine_does_not_get_it(word, read, tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    path = word(
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>' + document_of(f"<w:p>{said('&e;')}</w:p>")
    )
    assert "the secret" not in repr(read(path))


def test_xml_a_hundred_thousand_deep_is_refused(word, reason):
    path = word(document_of("<w:p>" * 100_000 + "</w:p>" * 100_000))
    assert "not well-formed" in reason(path)
