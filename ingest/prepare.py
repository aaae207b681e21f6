"""One draft made ready to be stored: cleaned and described; and the plain line that carries it between processes."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from corpus.article import Article, Date
from ingest.clean import clean
from ingest.describe import describe
from ingest.draft import Draft, Unread


@dataclass(frozen=True)
class Prepared:
    """An article ready to be stored, with what cleaning took out of it and the file that it came from."""

    article: Article
    removed: tuple[str, ...]
    origin: str


def prepare(draft: Draft, today: date) -> Prepared | Unread:
    """Clean and describe one article as found. ``today`` is the latest day that it can have been published on."""
    cleaned = clean(draft.text, draft.title)
    if not cleaned.body:
        return Unread(draft.origin, "holds no text")
    return Prepared(describe(draft, cleaned, today), cleaned.removed, draft.origin)


def to_line(found: Prepared | Unread) -> str:
    """One line of JSON, without a line break in it."""
    return json.dumps(asdict(found))


def from_line(line: str) -> Prepared | Unread:
    """What ``to_line`` wrote.

    Raises:
        ValueError, KeyError, TypeError: it did not write this.
    """
    fields = json.loads(line)
    if "article" not in fields:
        return Unread(**fields)
    article = fields.pop("article")
    authors = article.pop("authors")
    dates = {name: Date(**article.pop(name)) for name in ("published", "updated")}
    return Prepared(
        Article(**article, **dates, authors=None if authors is None else tuple(authors)),
        tuple(fields["removed"]),
        fields["origin"],
    )
