"""The nouns that everything else speaks of: Article, Date, Span, Passage."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

Precision = Literal["day", "month", "year", "unknown"]
Provenance = Literal["given", "metadata", "text", "url", "none"]

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PRECISION_BY_LENGTH: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Date:
    """When something was published: ``2025``, ``2025-06`` or ``2025-06-25``, or ``None`` where nobody knows.

    ``provenance`` tells where it was read; the time of ingest is never one of the places.
    """

    value: str | None = None
    precision: Precision = "unknown"
    provenance: Provenance = "none"

    @classmethod
    def of(cls, value: str | None, provenance: Provenance) -> "Date":
        """Build from ISO text, whose length gives the precision.

        Raises:
            ValueError: the text is not ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        """
        if value is None:
            return UNKNOWN_DATE
        if len(value) not in _PRECISION_BY_LENGTH:
            raise ValueError(f"a date is YYYY, YYYY-MM or YYYY-MM-DD, not {value!r}")
        return cls(value, _PRECISION_BY_LENGTH[len(value)], provenance)


UNKNOWN_DATE = Date()


@dataclass(frozen=True)
class Article:
    """One published piece. All but ``id`` and ``body`` may be unknown."""

    id: str
    body: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    published: Date = UNKNOWN_DATE
    updated: Date = UNKNOWN_DATE
    url: str | None = None
    language: str | None = None

    @property
    def version(self) -> str:
        """Hash of the body (16 hex digits): changes when the text is corrected, while ``id`` stays."""
        return short_hash(self.body)


@dataclass(frozen=True)
class Removed:
    """A part of the text as found that is not the article: of which ``kind``, such as ``biography``, and its words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Details:
    """What is kept beside an article: where each of its fields was read, and what cleaning took out, in order."""

    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()


NO_DETAILS = Details()


@dataclass(frozen=True)
class Span:
    """Half-open ``[start, end)`` in code points of an article's body."""

    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A run of whole sentences of one article; ``start`` and ``end`` are code points into its body."""

    id: str
    article_id: str
    start: int
    end: int


def short_hash(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of UTF-8 text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def article_id(given: str | None, url: str | None, path: str) -> str:
    """The id of an article: the given one if well-formed, else from the canonical URL, else from the path.

    ``path`` is relative to the ingested folder; a lone file's is its name.
    """
    if given is not None and _GIVEN_ID.fullmatch(given):
        return given
    return "art_" + short_hash(canonical_url(url) if url else path)


def canonical_url(url: str) -> str:
    """One spelling for the addresses of one page: host in lower case, no fragment, no tracking parameters.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url.strip())
    query = "&".join(p for p in parts.query.split("&") if p and not p.lower().startswith(("utm_", "fbclid=", "gclid=")))
    path = parts.path.rstrip("/") or "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, query, ""))
