"""One file in, drafts out: the text as found, and what the file itself says about it."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.clean import visible
from ingest.draft import Draft, SourceFile, Unread
from ingest.fields import COMMON_NAMES, FieldMap
from ingest.formats import READERS
from ingest.formats.content import Content, Unreadable

MAX_TEXT = 2_000_000  # characters of one article; the longest novel has more, no article does
MAX_FIELD = 2000  # characters of a title, an address, a name: what is longer is cut

# What a file holds where its first bytes tell it, whatever its name says.
_MAGIC = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx"}


def read_file(file: SourceFile, fields: FieldMap = COMMON_NAMES) -> Iterator[Draft | Unread]:
    """The articles of one file; whatever cannot be read comes as ``Unread`` with its reason, and the rest goes on.

    A hostile file can make this hang, or take all memory: ``ingest.reading`` runs it where it does no harm.
    """
    read = 0
    try:
        with Content(file) as content:
            _refuse_other_kind(file, content)
            for found in READERS[file.kind](content, fields):
                read += 1
                yield _checked(found) if isinstance(found, Draft) else found
    except Unreadable as error:
        yield Unread(file.name, f"{error}; what stands before it was read" if read else str(error))
        return
    if not read:
        yield Unread(file.name, "holds no article")


def _refuse_other_kind(file: SourceFile, content: Content) -> None:
    for magic, kind in _MAGIC.items():
        if kind != file.kind and content.begins_with(magic):
            raise Unreadable(f"is no {file.kind}: it begins like a {kind}")


def _checked(draft: Draft) -> Draft | Unread:
    if not draft.text.strip():
        return Unread(draft.origin, "holds no text")
    if len(draft.text) > MAX_TEXT:
        return Unread(draft.origin, f"longer than {MAX_TEXT} characters")
    return _tidy(draft)


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
