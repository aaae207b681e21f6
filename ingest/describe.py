"""A draft and its cleaned text made into an Article, with where each of its fields was read and what was refused."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from corpus.article import Article, Date, Provenance, article_id, short_hash
from ingest.address import outlet_host, web_address
from ingest.authors import byline_authors, named_authors
from ingest.clean import Cleaned
from ingest.draft import Draft
from ingest.language import detect_language, language_tag
from ingest.publication import Refused, in_order, publication

__all__ = ["Described", "Refused", "describe", "settle"]

_BEGINNING = 200  # characters of a text by which it is known again where it has no title
OF_A_FILE = "#"  # how a source begins that is no outlet: another file may have the same name
_Field = TypeVar("_Field", str, tuple[str, ...])


@dataclass(frozen=True)
class Described:
    """An article, where each of its fields was read, and what it takes other articles to know.

    ``provenance`` tells it of title, publisher, authors, published, updated, language and url.

    ``ambiguous`` are the two days that ``article.published``, a year, may mean, the month-first reading first.
    ``order`` is ``month-first`` or ``day-first`` where the article's own dates show which its source writes; ``source``
    is the publisher, else the host of the address, else ``OF_A_FILE`` and the file it came from.
    """

    article: Article
    provenance: Mapping[str, Provenance]
    refused: tuple[Refused, ...]
    ambiguous: tuple[str, str] | None
    order: str | None
    source: str


def describe(draft: Draft, cleaned: Cleaned, today: date) -> Described:
    """Make an Article of what was read. What a field says in vain is refused, and the next best place is asked.

    ``today`` is the latest day that an article can be of; none is dated by it.
    """
    says: Provenance = "metadata" if draft.says == "metadata" else "given"
    url = web_address(draft.url)
    host = outlet_host(url) if url else None
    tag = language_tag(draft.language or "")
    title, title_from = _first((draft.title, says), (cleaned.headline, "text"))
    publisher, publisher_from = _first((draft.publisher, says), (host, "url"))
    bylines = byline_authors(part.text for part in cleaned.removed if part.kind in {"byline", "date"})
    authors, authors_from = _first((named_authors(draft.authors or ()), says), (bylines, "text"))
    language, language_from = _first((tag, says), (None if tag else detect_language(cleaned.body), "text"))
    when = publication(draft, cleaned, url, today)
    no_url = [Refused("url", draft.url[:100], "no web address")] if draft.url and not url else []
    no_tag = [Refused("language", draft.language[:100], "no language tag")] if draft.language and not tag else []
    return Described(
        article=Article(
            id=article_id(draft.id, url if url and _names_a_page(url) else None, _place(draft)),
            body=cleaned.body,
            title=title,
            publisher=publisher,
            authors=authors,
            published=when.published,
            updated=when.updated,
            url=url,
            language=language,
        ),
        provenance={
            "title": title_from,
            "publisher": publisher_from,
            "authors": authors_from,
            "published": when.published.provenance,
            "updated": when.updated.provenance,
            "language": language_from,
            "url": says if url else "none",
        },
        refused=(*when.refused, *no_url, *no_tag),
        ambiguous=when.ambiguous,
        order=next(iter(when.orders)) if len(when.orders) == 1 else None,
        source=publisher or OF_A_FILE + _file(draft.origin),
    )


def _place(draft: Draft) -> str:
    """Where a draft stands; of many in one file not the number of its line, which another one has tomorrow."""
    file = _file(draft.origin)
    if file == draft.origin:
        return file
    return f"{file}#{short_hash(json.dumps([draft.title, draft.published, draft.text[:_BEGINNING]]))}"


def _file(origin: str) -> str:
    return re.sub("#[0-9]+$", "", origin)


def _names_a_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path not in {"", "/"} or bool(parts.query)


def settle(article: Article, ambiguous: tuple[str, str], orders: Collection[str]) -> Article:
    """The article with its ambiguous day read in the ``orders`` that all articles of its source showed.

    Where they showed none, or both, the year stays all that is sure.
    """
    day = in_order(ambiguous, orders)
    return replace(article, published=Date.of(day, article.published.provenance)) if day else article


def _first(*places: tuple[_Field | None, Provenance]) -> tuple[_Field | None, Provenance]:
    return next(((value, where) for value, where in places if value), (None, "none"))
