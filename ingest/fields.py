"""Which field of a record is which field of an article: common names, and a map for others."""

import datetime
import html
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from corpus.article import article_id
from corpus.errors import SettingError
from ingest.address import web_address
from ingest.draft import Draft

MAX_FIELDS = 1000  # of one record

# For each field of an article what it is called where nobody planned for us, likeliest first; in any case.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "articleBody",
        "article",
        "story",
        "full_text",
        "article_text",
        "content_html",
        "content_text",
        "bodyText",
    ),
    "id": ("id", "doc_id", "docid", "article_id", "guid", "uuid"),
    "title": ("title", "headline", "webTitle", "name"),
    "publisher": ("publisher", "source", "outlet", "site_name", "sitename", "publication"),
    "authors": ("authors", "author", "byline", "creator"),
    "published": (
        *("published", "date", "publish_date", "published_at", "publishedAt", "datePublished", "date_published"),
        *("pubDate", "pub_date", "publication_date", "published_date", "webPublicationDate"),
    ),
    "updated": (
        "updated",
        "modified",
        "dateModified",
        "date_modified",
        "updated_at",
        "updatedAt",
        "modified_at",
        "lastmod",
    ),
    "url": ("url", "link", "canonical_url", "canonicalUrl", "web_url", "webUrl"),
    "language": ("language", "lang", "inLanguage"),
}
_LOWER = {field_name: tuple(name.lower() for name in names) for field_name, names in _NAMES.items()}
_INSIDE = ("name", "rendered", "@value", "main", "original")  # where an object's word stands: {"name": "The Herald"}
_TAG = re.compile("</?[A-Za-z][^<>]{0,200}>")
_DEPTH = 4  # objects inside each other; no field is deeper


@dataclass(frozen=True)
class FieldMap:
    """What a person said about the fields of their records; a field that is not named here has its common names.

    ``paths``: for a field of an article the names or dotted paths (``meta.date``) to look under. The parts of a
    ``text`` are joined, of any other field the first that is there counts. ``constants``: what holds for every record.
    """

    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


COMMON_NAMES = FieldMap()


def read_fields(flags: Sequence[str] = (), file: Path | None = None) -> FieldMap:
    """Read a map from flags like ``published=meta.date`` and a TOML file; a flag goes before the file.

    The file has one table: ``[fields]``, with ``title = "headline"``, ``text = ["lead", "body"]`` or
    ``publisher = {value = "The Herald"}``.

    Raises:
        SettingError: the file cannot be read, or a field is not one of an article.
    """
    paths: dict[str, tuple[str, ...]] = {}
    constants: dict[str, str] = {}
    for name, said in [*(_table(file) if file else {}).items(), *map(_split, flags)]:
        if name not in _NAMES:
            raise SettingError(f"{name!r} is no field of an article: they are {', '.join(_NAMES)}")
        match said:
            case str():
                paths[name] = (said,)
            case [*names] if names and all(isinstance(one, str) for one in names):
                paths[name] = tuple(cast(list[str], names))
            case {"value": str(value), **rest} if not rest:
                constants[name] = value
            case _:
                raise SettingError(f'{name} must be "a name", ["several", "names"] or {{value = "a constant"}}')
    return FieldMap(paths, constants)


def _table(file: Path) -> Mapping[str, object]:
    try:
        loaded = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingError(f"{file} cannot be read as TOML: {error}") from None
    table = loaded.get("fields")
    if not isinstance(table, dict) or len(loaded) > 1:
        raise SettingError(f"{file} must hold one table, [fields]")
    return table


def _split(flag: str) -> tuple[str, str]:
    name, equals, path = flag.partition("=")
    if not equals or not name.strip() or not path.strip():
        raise SettingError(f"{flag!r} is no field: write title=headline, or published=meta.date")
    return name.strip(), path.strip()


class NoText(ValueError):
    """A record without a text, and the id of its article if the record tells it."""

    def __init__(self, message: str, article_id: str | None) -> None:
        super().__init__(message)
        self.article_id = article_id


def has_text(record: Mapping[str, object], fields: FieldMap = COMMON_NAMES) -> bool:
    """Whether a record has a text, and so is an article."""
    return _Record(record, fields).text() is not None


def draft_from(
    origin: str, record: Mapping[str, object], fields: FieldMap = COMMON_NAMES, text: str | None = None
) -> Draft:
    """The article that a record tells; ``text`` is its text where the record does not hold it.

    Raises:
        NoText: the record has no text.
        ValueError: it has more fields than any record has.
    """
    if len(record) > MAX_FIELDS:
        raise ValueError(f"has more than {MAX_FIELDS} fields")
    found = _Record(record, fields)
    body = text if text is not None else found.text()
    if body is None:
        looked = fields.paths.get("text", _NAMES["text"])
        raise NoText(f"has no text: none of {', '.join(looked)} is there with words in it", found.article_id())
    return Draft(
        origin,
        body,
        id=found.word("id"),
        title=_plain(found.word("title")),
        publisher=found.word("publisher"),
        authors=found.names("authors"),
        published=found.word("published"),
        updated=found.word("updated"),
        url=found.word("url"),
        language=found.word("language"),
    )


class _Record:
    """One record seen through a map."""

    def __init__(self, record: Mapping[str, object], fields: FieldMap) -> None:
        self._record = record
        self._fields = fields
        self._by_name: dict[str, object] = {}
        for name, value in record.items():
            self._by_name.setdefault(str(name).strip().lower(), value)

    def values(self, field_name: str) -> Iterator[object]:
        """What the record holds for a field, likeliest first."""
        if field_name in self._fields.constants:
            yield self._fields.constants[field_name]
        elif field_name in self._fields.paths:
            yield from (_follow(self._record, path) for path in self._fields.paths[field_name])
        else:
            yield from (self._by_name[name] for name in _LOWER[field_name] if name in self._by_name)

    def word(self, field_name: str) -> str | None:
        """The first value that is one word or line, as text."""
        return next((word for value in self.values(field_name) if (word := _word(value))), None)

    def names(self, field_name: str) -> tuple[str, ...] | None:
        """The first value that names people."""
        return next((names for value in self.values(field_name) if (names := _names(value))), None)

    def article_id(self) -> str | None:
        """The id of its article, where an id or an address tells it."""
        given, url = self.word("id"), web_address(self.word("url"))
        identity = article_id(given, url, "")
        return identity if url or identity == given else None

    def text(self) -> str | None:
        """The text, of several parts where the map names several."""
        parts = [text for value in self.values("text") if (text := _paragraphs(value))]
        if not parts:
            return None
        return "\n\n".join(parts) if "text" in self._fields.paths else parts[0]


def _follow(record: Mapping[str, object], path: str) -> object:
    """The value under a name, or under a path of names with dots between them."""
    if path in record:
        return record[path]
    head, dot, rest = path.partition(".")
    inner = record.get(head) if dot else None
    return _follow(inner, rest) if isinstance(inner, dict) else None


def _word(value: object, depth: int = _DEPTH) -> str | None:
    # YAML's "no" is a truth value, and a list may stand for billions of others: neither is a word.
    if isinstance(value, dict) and depth:
        return next((word for name in _INSIDE if (word := _word(value.get(name), depth - 1))), None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float, datetime.date)):
        return None
    return str(value).strip() or None


def _plain(title: str | None) -> str | None:
    """A title without the markup and the entities of the page that it was written for."""
    return html.unescape(_TAG.sub("", title)).strip() or None if title else None


def _names(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = [part for one in value.split(";") for part in one.split(" and ")]
    if not isinstance(value, list):
        value = [value]
    return tuple(name for one in value[:MAX_FIELDS] if (name := _word(one)) and not name.isdecimal()) or None  # a key


def _paragraphs(value: object) -> str | None:
    if isinstance(value, dict):  # WordPress: {"rendered": "<p>…"}
        value = value.get("rendered")
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) and value.strip() else None
