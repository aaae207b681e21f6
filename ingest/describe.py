"""A draft and its cleaned text made into an Article: title, publisher and dates, each with where it was read."""

import re
from datetime import date
from urllib.parse import urlsplit

from corpus.article import UNKNOWN_DATE, Article, Date, Provenance, article_id
from corpus.dates import read_date
from ingest.clean import Cleaned
from ingest.draft import Draft

_URL_DATE = re.compile(r"/(20\d\d|19\d\d)[/-](\d\d)(?:[/-](\d\d))?(?=[/-])")
_OF_A_CHANGE = re.compile(r"(?:last )?(?:updated|modified)", re.IGNORECASE)


def describe(draft: Draft, cleaned: Cleaned, today: date) -> Article:
    """Build the Article. A date after ``today`` or before 1500 is refused and stays unknown; none is invented."""
    url = _web_address(draft.url)
    return Article(
        id=article_id(draft.id, url, draft.origin),
        body=cleaned.body,
        title=draft.title or cleaned.headline,
        publisher=draft.publisher,
        authors=draft.authors,
        published=_published(draft, cleaned, url, today),
        updated=_stated(draft.updated, draft, today),
        url=url,
        language=draft.language,
    )


def _web_address(text: str | None) -> str | None:
    try:
        return text if text and urlsplit(text).scheme in {"http", "https"} else None
    except ValueError:  # "http://[::1" is no address
        return None


def _published(draft: Draft, cleaned: Cleaned, url: str | None, today: date) -> Date:
    stated = _stated(draft.published, draft, today)
    if stated.value is not None:
        return stated
    for line in cleaned.date_lines:
        value = None if _OF_A_CHANGE.match(line) else read_date(line, today)
        if value and Date.of(value, "text").precision == "day":
            return Date.of(value, "text")
    in_url = _URL_DATE.search(url or "")
    if in_url:
        value = read_date("-".join(part for part in in_url.groups() if part), today)
        if value:
            return Date.of(value, "url")
    return UNKNOWN_DATE


def _stated(text: str | None, draft: Draft, today: date) -> Date:
    if text is None:
        return UNKNOWN_DATE
    provenance: Provenance = "metadata" if draft.says == "metadata" else "given"
    return Date.of(read_date(text, today), provenance)
