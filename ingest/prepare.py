"""One draft made ready to be stored: cleaned and described; and the plain line that carries it between processes."""

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from corpus.article import Article, Details
from ingest.clean import clean
from ingest.describe import describe
from ingest.draft import Draft, Unread
from ingest.publication import Refused


@dataclass(frozen=True)
class Prepared:
    """An article ready to be stored but for what other articles have to tell of its date.

    ``origin`` is the file that it came from, ``refused`` what its fields say in vain; the rest is as in ``Described``.
    """

    article: Article
    details: Details
    origin: str
    refused: tuple[Refused, ...]
    ambiguous: tuple[str, str] | None
    order: str | None
    source: str


_LINE: TypeAdapter[Prepared | Unread] = TypeAdapter(Prepared | Unread)


def prepare(draft: Draft, today: date) -> Prepared | Unread:
    """Clean and describe one article as found. ``today`` is the latest day that it can have been published on."""
    cleaned = clean(draft.text, draft.title)
    if not cleaned.body:
        return Unread(draft.origin, "holds no text")
    described = describe(draft, cleaned, today)
    return Prepared(
        article=described.article,
        details=Details(described.provenance, cleaned.removed),
        origin=draft.origin,
        refused=described.refused,
        ambiguous=described.ambiguous,
        order=described.order,
        source=described.source,
    )


def to_line(found: Prepared | Unread) -> str:
    """One line of JSON, without a line break in it."""
    return _LINE.dump_json(found).decode()


def from_line(line: str) -> Prepared | Unread:
    """What ``to_line`` wrote.

    Raises:
        ValueError: it did not write this.
    """
    return _LINE.validate_json(line)
