"""One draft made ready to be stored: cleaned and described; and the plain line that carries it between processes."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

import corpus.dates
from corpus.article import Article, Details, short_hash
from ingest.clean import clean
from ingest.describe import OF_A_FILE, Described, describe
from ingest.draft import Draft, Unread
from ingest.publication import Refused


@dataclass(frozen=True)
class Prepared:
    """An article ready to be stored but for what other articles have to tell of its date.

    ``origin`` is the file that it came from, ``refused`` what its fields say in vain. ``digest`` tells of what draft
    and by what code it was made; ``None`` where the same draft may give another article some day, or has something to
    be reported. The rest is as in ``Described``.
    """

    article: Article
    details: Details
    origin: str
    refused: tuple[Refused, ...]
    ambiguous: tuple[str, str] | None
    order: str | None
    source: str
    digest: str | None


@dataclass(frozen=True)
class Seen:
    """A draft of which an article was made before; ``digest`` tells which."""

    origin: str
    digest: str


Found = Prepared | Seen | Unread
_LINE: TypeAdapter[Found] = TypeAdapter(Found)


def prepare(draft: Draft, today: date, known: Collection[str] = ()) -> Found:
    """Clean and describe one article as found, unless its digest is ``known``.

    ``today`` is the latest day that it can have been published on.
    """
    digest = short_hash(json.dumps(asdict(draft)) + _makers())
    if digest in known:
        return Seen(draft.origin, digest)
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
        digest=None if described.refused or described.ambiguous or _tells_of_its_file(described) else digest,
    )


def _tells_of_its_file(described: Described) -> bool:
    """Whether it shows how the others of its file write dates, which is asked anew in each run."""
    return described.order is not None and described.source.startswith(OF_A_FILE)


@cache
def _makers() -> str:
    """A hash of the code that makes an article of a draft: another version may make another one."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(corpus.dates.__file__)]
    return short_hash("".join(file.read_text(encoding="utf-8") for file in files) + version("py3langid"))


def to_line(found: Found) -> str:
    """One line of JSON, without a line break in it."""
    return _LINE.dump_json(found).decode()


def from_line(line: str) -> Found:
    """What ``to_line`` wrote.

    Raises:
        ValueError: it did not write this.
    """
    return _LINE.validate_json(line)
