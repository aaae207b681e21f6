"""The days that an HTML page states of itself, as written: extractors that complete them invent what is missing.

htmldate 1.11, which trafilatura asks, makes "2025-06" the day of that month that today is.
"""

import re
from collections.abc import Iterator

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "rnews:datepublished",
    "citation_publication_date",
    "sailthru.date",
    "date",
    "somewhere: datepublished",
)
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "somewhere: datemodified")

# Bounded, so that a page of a million "<meta" is read in linear time.
_TAG = re.compile(r"<(?:meta|time)\b[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_PUBDATE = re.compile(r"\spubdate\b(?!\s*=)", re.IGNORECASE)
_JSON_LD = re.compile(r'"(datePublished|dateModified)"\s{0,9}:\s{0,9}(?:"([^"]{4,40})"|([0-9]{9,13})\b)')


def stated_dates(html: str, said: tuple[str | None, str | None] | None = None) -> tuple[str | None, str | None]:
    """When a page says that it was published and modified, in its own words.

    ``said`` is what the object of JSON-LD that is the article says: it goes before what stands in the page's tags. Only
    where there is none, the first such words of any script count: they may be of a video, a comment, another article.
    """
    stated: dict[str, str] = {}
    for name, value in _statements(html):
        stated.setdefault(name.lower(), value.strip())
    several = {name.lower() for name, value in _statements(html) if stated[name.lower()] != value.strip()}
    for name in several & {"datepublished", "datemodified"}:  # microdata, of teasers too: nobody knows whose is whose
        del stated[name]
    if said is not None:
        stated = {name: value for name, value in stated.items() if not name.startswith("somewhere: ")}
        stated |= {name: day for name, day in zip(("datepublished", "datemodified"), said, strict=True) if day}
    published = next((stated[name] for name in _PUBLISHED if stated.get(name)), None)
    modified = next((stated[name] for name in _MODIFIED if stated.get(name)), None)
    return published, modified


def _statements(html: str) -> Iterator[tuple[str, str]]:
    for tag in _TAG.findall(html):
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag)}
        names = [attributes[key] for key in ("property", "name", "itemprop") if key in attributes]
        if _PUBDATE.search(tag):
            names.append("pubdate")
        for name in names:
            yield name, attributes.get("content") or attributes.get("datetime") or ""
    for match in _JSON_LD.finditer(html):
        yield f"somewhere: {match[1]}", match[2] or match[3]
