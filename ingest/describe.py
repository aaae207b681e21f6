"""A draft and its cleaned text made into an Article: title, publisher and dates, each with where it was read."""

import re
from datetime import date
from urllib.parse import urlsplit

from corpus.article import UNKNOWN_DATE, Article, Date, Provenance, article_id
from corpus.dates import find_dates, iso, read_date
from ingest.clean import Cleaned
from ingest.read import Draft

_URL_DATE = re.compile(r"/(20\d\d|19\d\d)[/-](\d\d)(?:[/-](\d\d))?(?=[/-])")


def describe(draft: Draft, cleaned: Cleaned, today: date) -> Article:
    """Build the Article. A date after ``today`` or before 1500 is refused and stays unknown; none is invented."""
    url = draft.url if draft.url and urlsplit(draft.url).scheme in {"http", "https"} else None
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


def _published(draft: Draft, cleaned: Cleaned, url: str | None, today: date) -> Date:
    stated = _stated(draft.published, draft, today)
    if stated.value is not None:
        return stated
    for line in cleaned.removed[:4]:  # the date lines at the head of the text
        mentions = find_dates(line)
        value = iso(mentions[0].first) if mentions else None
        if value and mentions[0].first.day is not None and read_date(value, today):
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
