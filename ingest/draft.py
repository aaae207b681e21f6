"""What reading gives: an article as found, or why there is none."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Draft:
    """One article as found.

    ``origin`` is the path relative to the ingested folder, with ``#`` and a number where a file holds several: the line
    of a JSONL or CSV file on which the article begins, the place in a list of JSON (from 1).

    ``says`` tells who says the fields: a person (``given``: front matter, JSON, CSV) or a page's ``metadata``.
    """

    origin: str
    text: str
    says: str = "given"
    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Unread:
    """A file, or a record of one, that gave no article, and why; ``lost`` where it may have held one.

    ``article_id`` is the article's where the record says it, and only its text is missing.
    """

    origin: str
    reason: str
    lost: bool = True
    article_id: str | None = None


@dataclass(frozen=True)
class SourceFile:
    """A file to read; ``name`` is its path relative to the folder that was given, or its own name.

    ``ending`` tells how to read a file whose name does not, such as ``.jsonl``.
    """

    path: Path
    name: str
    ending: str | None = None

    @property
    def kind(self) -> str:
        """The ending that tells how to read it, in lower case and without ``.gz``."""
        return self.ending or ending_of(self.path)


def ending_of(path: Path) -> str:
    """The ending of a name in lower case; of ``news.jsonl.gz`` it is ``.jsonl``."""
    last = path.suffix.lower()
    return Path(path.stem).suffix.lower() if last == ".gz" else last
