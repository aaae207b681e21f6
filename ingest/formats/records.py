"""Files of many articles: JSON, JSON Lines and CSV. A bad record is told by its place and costs no other."""

import csv
import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from ingest.draft import Draft, Unread
from ingest.fields import MAX_FIELDS, FieldMap, NoText, draft_from, has_text
from ingest.formats.content import MAX_LINE, Content, Unreadable
from ingest.formats.page import plain_text
from ingest.formats.page_facts import is_article

if TYPE_CHECKING:
    import _csv

MAX_HOPELESS = 1000  # records without an article, from the first on, after which a file is given up
_BLOCK = "p|div|h[1-6]|ul|ol|li|blockquote|article|section|figure|table"
_MARKUP = re.compile(
    rf"\A\s{{0,1000}}<(?:{_BLOCK}|br|img|a|b|i|em|strong|span)(?:\s[^<>]{{0,1000}})?>|</(?:{_BLOCK})>|<br\s?/?>",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')


def read_json_lines(content: Content, fields: FieldMap) -> Iterator[Draft | Unread]:
    """One object a line, read one at a time."""
    yield from _not_hopeless(_each_line(content.name, content.lines(), fields))


def read_json(content: Content, fields: FieldMap) -> Iterator[Draft | Unread]:
    """One article; or a list of them, alone or inside of an object; or JSON Lines by another name."""
    text = content.text()
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not _is_object(text.lstrip().partition("\n")[0]):
            raise Unreadable(f"is not JSON: {error}") from None
        yield from _not_hopeless(_each_line(content.name, text.split("\n"), fields))
        return
    records = loaded if isinstance(loaded, list) else _list_inside(loaded, fields)
    if records is None:
        yield _article(content.name, loaded, fields)
    else:
        found = (_article(f"{content.name}#{place}", one, fields) for place, one in enumerate(records, start=1))
        yield from _not_hopeless(found)


def read_csv(content: Content, fields: FieldMap) -> Iterator[Draft | Unread]:
    """An article a row, under a row of names; the delimiter is a comma, a semicolon, a tab or a bar."""
    csv.field_size_limit(MAX_LINE)
    lines = _whole_lines(content.lines())
    first = next(lines, "")
    outside_quotes = _QUOTED.sub("", first)
    # strict: an unclosed quotation mark is an error on its row, else it would swallow the rows after it in silence
    rows = csv.reader(chain([first], lines), delimiter=max(",;\t|", key=outside_quotes.count), strict=True)
    yield from _not_hopeless(_each_row(content.name, rows, fields))


def _each_line(name: str, lines: Iterable[str | None], fields: FieldMap) -> Iterator[Draft | Unread]:
    for number, line in enumerate(lines, start=1):
        origin = f"{name}#{number}"
        if line is None:
            yield Unread(origin, f"is longer than {MAX_LINE // 1_000_000} MB")
        elif line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Unread(origin, f"is not JSON: {error}")
                continue
            yield _article(origin, record, fields)


def _each_row(name: str, rows: "_csv.Reader", fields: FieldMap) -> Iterator[Draft | Unread]:
    header: Sequence[str] = ()
    while True:
        origin = f"{name}#{rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unread(origin, f"is no row of CSV, up to line {rows.line_num}: {error}")
            continue
        if not any(row):
            continue
        if not header:
            header = _checked_header(row)
        elif len(row) != len(header):
            yield Unread(origin, f"has {len(row)} cells where the header has {len(header)}")
        else:
            yield _article(origin, dict(zip(header, row, strict=True)), fields)


def _checked_header(row: Sequence[str]) -> Sequence[str]:
    if len(row) > MAX_FIELDS:
        raise Unreadable(f"has more than {MAX_FIELDS} columns")
    return row


def _article(origin: str, record: object, fields: FieldMap) -> Draft | Unread:
    if not isinstance(record, dict):
        return Unread(origin, "is not a JSON object")
    try:
        draft = draft_from(origin, record, fields)
    except NoText as error:
        return Unread(origin, str(error), article_id=error.article_id)
    except ValueError as error:
        return Unread(origin, str(error))
    if "<" not in draft.text or not _MARKUP.search(draft.text):
        return draft
    return replace(draft, text=plain_text(draft.text), title=html.unescape(draft.title) if draft.title else None)


def _list_inside(loaded: object, fields: FieldMap) -> Sequence[object] | None:
    """The one list of objects in an object that is no article itself; of a schema.org graph its articles."""
    if not isinstance(loaded, dict) or has_text(loaded, fields):
        return None
    graph = loaded.get("@graph")
    if isinstance(graph, list):
        return [one for one in graph if isinstance(one, dict) and (has_text(one, fields) or is_article(one))]
    inner = [value for one in loaded.values() if isinstance(one, dict) for value in one.values()]
    lists = [value for value in [*loaded.values(), *inner] if isinstance(value, list)]
    with_text = [one for one in lists if any(isinstance(record, dict) and has_text(record, fields) for record in one)]
    return with_text[0] if len(with_text) == 1 else None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _whole_lines(lines: Iterable[str | None]) -> Iterator[str]:
    for line in lines:
        if line is None:  # it may hold a quotation mark: where the rows after it begin cannot be told
            raise Unreadable(f"has a line longer than {MAX_LINE // 1_000_000} MB")
        yield line + "\n"


def _not_hopeless(found: Iterator[Draft | Unread]) -> Iterator[Draft | Unread]:
    """The same, unless nothing in a file is what its ending says: then one reason for all."""
    for number, one in enumerate(found, start=1):
        yield one
        if isinstance(one, Draft):
            yield from found
            return
        if number == MAX_HOPELESS:
            raise Unreadable(f"holds no article in its first {MAX_HOPELESS} records")
