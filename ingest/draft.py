"""What reading gives: an article as found, or why there is none."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Draft:
    """One article as found. ``origin`` is the path relative to the ingested folder, with ``#line`` in a JSONL file.

    ``says`` tells who says the fields: a person (``given``: front matter, JSON) or a page's ``metadata``.
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
    """A file, or a line of one, that gave no article, and why; ``lost`` where it may have held one."""

    origin: str
    reason: str
    lost: bool = True


@dataclass(frozen=True)
class SourceFile:
    """A file to read; ``name`` is its path relative to the folder that was given, or its own name."""

    path: Path
    name: str
