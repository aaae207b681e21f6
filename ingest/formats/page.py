"""HTML: a page with its furniture, and a fragment in a field of a record."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.draft import Draft, Unread
from ingest.fields import FieldMap
from ingest.formats.content import Content
from ingest.formats.page_facts import page_facts
from ingest.page_dates import stated_dates

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HIDDEN_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"
    r"|(?:font-size|opacity)\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?:px|em|rem|pt|%)?\s{0,9}(?:[;!]|$))",
    re.IGNORECASE,
)
_STAYS = frozenset({"html", "head", "body"})  # a page that hides its body shows it again by a script
_NO_TEXT = frozenset({"script", "style", "noscript", "svg", "head", "template", "iframe", "object"})
_BLOCK = frozenset(
    """address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul""".split()
)
_CELL = frozenset({"td", "th"})
_BLANKS = re.compile(r"\s+")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def read_html(content: Content, _fields: FieldMap) -> Iterator[Draft | Unread]:
    """The article of a page, and what its metadata say."""
    yield read_page(content.name, content.page())


def read_page(name: str, page: str) -> Draft | Unread:
    """The article that trafilatura finds in a page, hidden text left out; dates as the page states them."""
    import trafilatura  # noqa: PLC0415 - .3 s of imports, only for those who ingest HTML

    tree = trafilatura.load_html(page)
    if tree is None:
        return Unread(name, "no article was found in the page")
    _empty_hidden(tree)
    facts = page_facts(tree)
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False},
    )
    if found is None or isinstance(found, dict) or not found.text:
        by_scripts = _SCRIPT.search(page) and not _text_of(tree)
        return Unread(name, "holds no text without its scripts" if by_scripts else "no article was found in the page")
    published, updated = stated_dates(page, facts.dates)
    return Draft(
        name,
        found.text,
        says="metadata",
        title=found.title,
        publisher=found.sitename if found.sitename and found.sitename != found.hostname else facts.publisher,
        authors=tuple(found.author.split(";")) if found.author else facts.authors,
        published=published,
        updated=updated,
        url=found.url,
        language=found.language or facts.language,
    )


def plain_text(fragment: str) -> str:
    """All visible words of a fragment of HTML, a line a block; nothing is judged to be furniture here."""
    from lxml import html  # noqa: PLC0415 - only for records that hold HTML

    fit = fragment.replace("\x00", "").encode("utf-8", "replace").decode()  # no half of a surrogate pair
    tree = html.document_fromstring(f"<html><body>{fit}</body></html>")
    _empty_hidden(tree)
    return _text_of(tree)


def _empty_hidden(tree: "HtmlElement") -> None:
    """Empty what a reader of the page does not see, as far as it is told without style sheets and scripts."""
    for element in [one for one in tree.iter("*") if _is_hidden(one)]:
        element.clear(keep_tail=True)


def _is_hidden(element: "HtmlElement") -> bool:
    if element.tag in _STAYS:
        return False
    style = element.get("style", "")[:2000]
    return element.tag == "template" or "hidden" in element.attrib or bool(_HIDDEN_STYLE.search(style))


def _text_of(tree: "HtmlElement") -> str:
    from lxml import etree  # noqa: PLC0415 - only for those who ingest HTML

    parts: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        block = "\n\n" if element.tag in _BLOCK else " " if element.tag in _CELL else ""
        if event == "start" and element.tag in _NO_TEXT:
            walk.skip_subtree()
        else:
            text = element.text if event == "start" else element.tail
            parts += [block, _BLANKS.sub(" ", text or "")]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n\n"))
    return "\n\n".join(line for line in lines if line)
