"""Who wrote and who published a page, and in which language, where trafilatura leaves it out.

It drops authors of one word ("Reuters") and objects of a schema.org graph that name each other, and tells no language.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_JSON = 1_000_000  # characters of one script of metadata
_MAX_OBJECTS = 10_000  # of one page
_ARTICLE = ("Article", "Posting", "Report")  # NewsArticle, BlogPosting, LiveBlogPosting, …


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself in schema.org's words, in Open Graph's, or in plain ``meta``."""

    authors: tuple[str, ...] | None = None
    publisher: str | None = None
    language: str | None = None
    dates: tuple[str | None, str | None] | None = None  # published, modified; none where no object is an article


def page_facts(tree: "HtmlElement") -> PageFacts:
    """Read the facts of a parsed page; whatever is malformed says nothing."""
    objects = list(_objects(tree))
    by_id = {str(one["@id"]): one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    article = next((one for one in objects if is_article(one)), {})
    meta = _meta(tree)
    authors = _names(article.get("author"), by_id) or _no_address(meta.get("author") or meta.get("article:author"))
    publisher = _names(article.get("publisher"), by_id)
    language = article.get("inLanguage")
    page = next((one for one in objects if one.get("@type") == "WebPage"), {})
    return PageFacts(
        authors=authors or None,
        publisher=publisher[0] if publisher else meta.get("og:site_name") or meta.get("application-name"),
        dates=(_stated(article, page, "datePublished"), _stated(article, page, "dateModified")) if article else None,
        language=tree.get("lang") or meta.get("og:locale") or (language if isinstance(language, str) else None),
    )


def _meta(tree: "HtmlElement") -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name")
        value = element.get("content", "").strip()
        if name and value:
            found.setdefault(name.lower(), value)
    return found


def _objects(tree: "HtmlElement") -> Iterator[Mapping[str, object]]:
    """Every object of the page's JSON-LD, the outer ones first."""
    waiting: list[object] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") == "application/ld+json" and len(text) <= _MAX_JSON:
            try:
                waiting.append(json.loads(text))
            except (ValueError, RecursionError):
                continue
    for one in waiting[:_MAX_OBJECTS]:
        yield from _unfold(one)


def _unfold(loaded: object) -> Iterator[Mapping[str, object]]:
    waiting = [loaded]
    for one in waiting:  # grows while it is read
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        if len(waiting) > _MAX_OBJECTS:
            return


def is_article(one: Mapping[str, object]) -> bool:
    """Whether an object of schema.org is an article of some kind."""
    kinds = one.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(_ARTICLE) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _names(value: object, by_id: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    found = []
    for one in value if isinstance(value, list) else [value]:
        named = by_id.get(str(one.get("@id")), one) if isinstance(one, dict) and "name" not in one else one
        name = named.get("name") if isinstance(named, Mapping) else named
        if isinstance(name, str) and name.strip():
            found.append(name.strip())
    return tuple(found)


def _no_address(author: str | None) -> tuple[str, ...]:
    return () if author is None or "://" in author else (author,)


def _stated(article: Mapping[str, object], page: Mapping[str, object], name: str) -> str | None:
    day = article.get(name) or page.get(name)
    return str(day) if isinstance(day, (str, int)) and not isinstance(day, bool) else None
