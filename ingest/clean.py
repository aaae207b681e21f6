"""What is not the article, taken out of plain text: repeated headlines, date lines, share lines, biographies, tags."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise, takewhile

# Invisible characters that can hide or reorder text: zero-width, bidirectional overrides, tag characters, controls.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)
_FURNITURE = re.compile(
    r"(?:advertisement|share (?:this|on)\b.*|(?:sign up|subscribe)\b.*|read (?:more|also|next)\b.*"
    r"|related(?: articles| stories)?:?"
    r"|click here\b.*|how relevant is this ad.*|(?:©|\(c\)|copyright)\b.*|all rights reserved.*|follow \S+ on \S.*"
    r"|print|e-?mail|facebook|twitter|whatsapp|comments?|\d+ comments?|skip to .*|accept (?:all )?cookies.*)",
    re.IGNORECASE,
)
_LIST_HEAD = re.compile(r"(?:issues|topics|tags|keywords|filed under|categories|related topics):?", re.IGNORECASE)
_BIOGRAPHY = re.compile(
    r"(?:\S+ ){0,6}?\S*\s?is an? (?:\S+ ){0,4}?(?:analyst|reporter|correspondent|editor|fellow|intern|journalist"
    r"|writer|columnist|researcher|professor|director|contributor)\b",
    re.IGNORECASE,
)
_PROSE_END = (".", "!", "?", "…", "”", '"', "’", "'", ")", "。", "」", "！", "？")
_WRAP = 100  # no hard-wrapped line is longer


@dataclass(frozen=True)
class Cleaned:
    """``body`` is what is left; ``removed`` what was taken out, in order; ``headline`` the title line, if one was."""

    body: str
    removed: tuple[str, ...]
    headline: str | None


def clean(text: str, title: str | None = None) -> Cleaned:
    """Take page furniture out of a text, paragraph by paragraph. A paragraph stays whole or goes whole.

    ``title`` is the known title: where the text repeats it at its head, the repetition goes.
    """
    lines = _lines(text)
    head, headline = _head(lines, title)
    tail = _tail(lines, head)
    kept: list[str] = []
    removed = list(lines[:head])
    for line in lines[head:tail]:
        (removed if _FURNITURE.fullmatch(line) else kept).append(line)
    removed += lines[tail:]
    if not kept:  # a text of headings or of furniture alone is still what the file holds
        return Cleaned("\n\n".join(lines), (), headline)
    return Cleaned("\n\n".join(kept), tuple(removed), headline)


def _lines(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    raw = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n")]
    return [line for line in _unwrap(raw) if line]


def _unwrap(lines: list[str]) -> list[str]:
    """Join the lines of hard-wrapped paragraphs: no line is long, and most full ones end in mid-sentence."""
    full = [line for line, following in pairwise(lines) if line and following]
    wrapped = [line for line in full if not line.endswith(_PROSE_END)]
    if not full or max(map(len, lines)) > _WRAP or len(wrapped) < 0.5 * len(full):
        return lines
    if sum(map(len, full)) < 40 * len(full):  # short lines are a list or a poem
        return lines
    paragraphs, current = [], ""
    for line in [*lines, ""]:
        if line:
            current = f"{current} {line}" if current else line
        elif current:
            paragraphs.append(current)
            current = ""
    return paragraphs


def _head(lines: list[str], title: str | None) -> tuple[int, str | None]:
    """How many lines stand before the story, and which of them is its headline."""
    head = list(takewhile(lambda line: not _is_prose(line), lines[:12]))
    if len(head) == len(lines):
        return 0, None
    plain = [line for line in head if not _is_about_the_page(line)]
    if title is not None:
        known = [i for i, line in enumerate(head) if _same(line, title) or _is_about_the_page(line)]
        return (max(known) + 1 if known else 0), None
    if not plain:
        return len(head), None
    last = max(i for i, line in enumerate(head) if _same(line, plain[0]) or _is_about_the_page(line))
    return last + 1, plain[0]


def _tail(lines: list[str], head: int) -> int:
    """Where the story ends: before the lists, biographies and footers that follow its last paragraph of prose."""
    end = len(lines)
    for index in range(len(lines) - 1, max(head, len(lines) - 16), -1):
        if _LIST_HEAD.fullmatch(lines[index]) and not any(_is_prose(line) for line in lines[index:end]):
            end = index
    while end - 1 > head and (
        _BIOGRAPHY.match(lines[end - 1]) or _FURNITURE.fullmatch(lines[end - 1]) or _LIST_HEAD.fullmatch(lines[end - 1])
    ):
        end -= 1
    return end


def _is_prose(line: str) -> bool:
    return len(line) > 40 and line.endswith(_PROSE_END)


def _is_about_the_page(line: str) -> bool:
    """A date line, a byline, a section name: short, and with a bar, a date or a "By"."""
    return len(line) < 90 and bool(
        " | " in line
        or re.match(r"by [A-Z]", line, re.IGNORECASE)
        or re.fullmatch(
            r"[\w ,.:/|–—-]*\d{1,2}\b[\w ,.:/|–—-]*\b(?:19|20)\d\d|\b(?:19|20)\d\d-\d\d-\d\d[\w :.+-]*", line
        )
        or _FURNITURE.fullmatch(line)
    )


def _same(one: str, two: str) -> bool:
    return re.sub(r"\W+", " ", one).strip().lower() == re.sub(r"\W+", " ", two).strip().lower()
