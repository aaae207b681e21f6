"""What is not the article, taken out of plain text: repeated headlines, date lines, share lines, biographies, tags."""

import re
from dataclasses import dataclass
from itertools import groupby

from corpus.article import Removed
from ingest.furniture import announces_links, is_teaser, kind_of, words_in
from ingest.glued import Part, cut, whole
from ingest.heads import read_head
from ingest.lines import is_prose, lines_of, visible
from ingest.signatures import kind_at_the_end

__all__ = ["Cleaned", "clean", "take_apart", "visible"]

_LIST_HEADS = (
    "(?:issues|topics|tags|keywords|filed under|categories|related topics|in this article|themen|schlagwörter|"
    "mots[- ]clés|sujets|temas|etiquetas)"
)
_LIST_HEAD = re.compile(rf"{_LIST_HEADS}\s*:?", re.IGNORECASE)
_LIST = re.compile(rf"{_LIST_HEADS}\s*:[^.!?]{{2,400}}", re.IGNORECASE)
_TAIL = 16  # lines at the end in which lists of tags and biographies are looked for
_STORY_IN_THE_TAIL = 2  # lines of the story, or not known to be anything else, that may stand behind a biography
_LINKS = 12  # headlines of other articles that may follow their announcement
_TEASERS = 3  # that stand together: more lines of that form are a transcript or a list of facts
_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)”]|['’]s\b")


@dataclass(frozen=True)
class Cleaned:
    """``body`` is what is left; ``removed`` what was taken out, in order; ``headline`` the title line, if one was.

    ``date_lines`` are those of the removed lines, or their parts between bars, that stood before the story and tell a
    day and nothing else. Kinds of what was removed: ``headline``, ``date``, ``byline``, ``share``, ``subscribe``,
    ``navigation``, ``related``, ``advertisement``, ``credit``, ``contact``, ``biography``, ``tags``, ``copyright``.
    """

    body: str
    removed: tuple[Removed, ...]
    headline: str | None
    date_lines: tuple[str, ...] = ()


def clean(text: str, title: str | None = None) -> Cleaned:
    """Take page furniture out of a text. A sentence stays whole or goes whole, a box of links in its middle apart.

    ``title`` is the known title: where the text repeats it at its head, the repetition goes. A text that would be left
    empty is kept as it is.
    """
    lines = lines_of(text)
    head = read_head(lines, title)
    apart = _apart(lines, head.kinds)
    kept = [_joined(line) for line in apart if any(part.kind is None for part in line)]
    if not kept:  # a text of headings or of furniture alone is still what the file holds
        return Cleaned("\n\n".join(lines), (), head.headline)
    removed = tuple(Removed(part.kind, part.text) for line in apart for part in line if part.kind)
    return Cleaned("\n\n".join(kept), removed, head.headline, head.date_lines)


def take_apart(text: str, title: str | None = None) -> list[Part]:
    """All parts of a text in order, those that ``clean`` keeps and those that it takes out."""
    lines = lines_of(text)
    apart = [part for line in _apart(lines, read_head(lines, title).kinds) for part in line]
    return apart if any(part.kind is None for part in apart) else [Part(line) for line in lines]


def _apart(lines: list[str], head: tuple[str, ...]) -> list[list[Part]]:
    body = lines[len(head) :]
    words = words_in("\n".join(body))
    kinds = [whole(line, kind_of(line, words)) for line in body]
    _mark_links(body, kinds)
    _mark_teasers(body, kinds)
    _mark_tags(body, kinds)
    last = _mark_the_end(body, kinds)
    apart = [[Part(line, kind)] for line, kind in zip(lines, head, strict=False)]
    for index, (line, kind) in enumerate(zip(body, kinds, strict=True)):
        story = _story(body, kinds, index) if index >= last and kind is None else ""
        apart.append([Part(line, kind)] if kind else cut(line, at_the_end=index >= last, story=story))
    return apart


def _mark_links(lines: list[str], kinds: list[str | None]) -> None:
    """The headlines of other articles, behind the line that announces them."""
    for index, line in enumerate(lines):
        if not announces_links(line):
            continue
        end = index + 1
        while end < len(lines) and end - index <= _LINKS and (kinds[end] == "related" or _is_a_link(lines[end])):
            end += 1
        end -= _is_a_heading(lines[end - 1 : end + 1])
        if end > index + 1 or end == len(lines):
            kinds[index:end] = ["related"] * (end - index)


def _is_a_heading(pair: list[str]) -> bool:
    """Whether the last of some links is rather the heading of the paragraph that follows."""
    return len(pair) == 2 and is_prose(pair[1]) and (pair[0].endswith("?") or pair[0].count(" ") < 6)


def _is_a_link(line: str) -> bool:
    return len(line) <= 140 and line.count(" ") >= 3 and not line.endswith((".", ":", "”", '"', ","))


def _mark_teasers(lines: list[str], kinds: list[str | None]) -> None:
    """Links to other articles, one to three together."""
    for teaser, run in groupby(range(len(lines)), key=lambda index: is_teaser(lines[index])):
        indexes = list(run)
        if teaser and len(indexes) <= _TEASERS:
            for index in indexes:
                kinds[index] = kinds[index] or "related"


def _mark_tags(lines: list[str], kinds: list[str | None]) -> None:
    """Lists of tags behind the last paragraph of prose, and all that stands behind them."""
    for index in range(len(lines) - 1, max(0, len(lines) - _TAIL), -1):
        if is_prose(lines[index]) and kinds[index] is None:
            return
        if _LIST_HEAD.fullmatch(lines[index]) or _LIST.fullmatch(lines[index]):
            kinds[index:] = [kind or "tags" for kind in kinds[index:]]


def _mark_the_end(lines: list[str], kinds: list[str | None]) -> int:
    """Who wrote it and how to reach them, in the last lines; returns where those begin."""
    index, passed = len(lines), 0
    while index > max(1, len(lines) - _TAIL) and passed <= _STORY_IN_THE_TAIL:
        index -= 1
        if kinds[index] is None:
            kind = kind_at_the_end(lines[index], _story(lines, kinds, index))
            kinds[index] = whole(lines[index], kind, at_the_end=True)
            passed += kinds[index] is None
    return index


def _story(lines: list[str], kinds: list[str | None], end: int) -> str:
    return "\n".join(line for line, kind in zip(lines[:end], kinds[:end], strict=True) if kind is None)


def _joined(line: list[Part]) -> str:
    """The kept parts of a line as they read without the others."""
    joined = ""
    for part in line:
        if part.kind is None:
            joined += part.text if not joined or _NO_SPACE_BEFORE.match(part.text) else f" {part.text}"
    return joined
