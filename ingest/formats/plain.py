"""Plain text and Markdown."""

import re
import tomllib
from collections.abc import Iterator, Mapping

from ingest.draft import Draft, Unread
from ingest.fields import FieldMap, draft_from
from ingest.formats.content import Content, Unreadable
from ingest.formats.page import read_page

_RULE = re.compile(r"(---|\+\+\+)[ \t]{0,99}\n")
MAX_HEAD = 50_000  # characters of front matter
_PAGE = re.compile(r"\s{0,1000}(?:<\?xml[^<>]{0,200}>\s{0,1000})?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def read_text(content: Content, _fields: FieldMap) -> Iterator[Draft | Unread]:
    """A text is one article; a page of HTML that was named like a text is read as a page."""
    text = content.page()
    yield read_page(content.name, text) if _PAGE.match(text) else Draft(content.name, text)


def read_markdown(content: Content, fields: FieldMap) -> Iterator[Draft | Unread]:
    """One article; YAML between two lines of ``---`` at its head gives the fields."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only for those who ingest Markdown

    head, text = _front_matter(content.page())
    blocks = [
        token.content
        if token.children is None
        else "".join(
            " " if t.type in {"softbreak", "hardbreak"} else t.content for t in token.children if t.type != "image"
        )
        for token in MarkdownIt("commonmark").parse(text.lstrip("-\n"))
        if token.type in {"inline", "code_block", "fence"}
    ]
    try:
        yield draft_from(content.name, head, fields, "\n\n".join(blocks))
    except ValueError as error:
        raise Unreadable(f"its front matter {error}") from None


def _front_matter(text: str) -> tuple[Mapping[str, object], str]:
    import yaml  # noqa: PLC0415 - only for those who ingest Markdown

    begin, end = _RULE.match(text), None
    end = begin and re.compile(rf"^{re.escape(begin[1])}[ \t]{{0,99}}$", re.MULTILINE).search(text, begin.end())
    if begin is None or end is None:
        return {}, text
    head, rest = text[begin.end() : end.start()], text[end.end() :]
    if len(head) > MAX_HEAD:
        raise Unreadable(f"its front matter is longer than {MAX_HEAD} characters")
    try:
        loaded = tomllib.loads(head) if begin[1] == "+++" else yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: `published: 2025-13-45`
        raise Unreadable(f"its front matter cannot be read: {str(error).splitlines()[0]}") from None
    if loaded is None or isinstance(loaded, dict):
        return loaded or {}, rest
    return {}, text  # a text between two rules
