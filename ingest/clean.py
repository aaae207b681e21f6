"""What is not the article, taken out of plain text: repeated headlines, date lines, share lines, biographies, tags."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise, takewhile

# Invisible characters that can hide or reorder text: zero-width, bidirectional overrides, tag characters, controls.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")  # JSON can hold half a surrogate pair, no file can
_LINE_BREAK = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_FURNITURE = re.compile(
    r"(?:advertisement|share (?:this|on)\b.*|(?:sign up|subscribe)\b.*|read (?:more|also|next)\b.*"
    r"|related(?: articles| stories)?:?"
    r"|click here\b.*|how relevant is this ad.*|(?:©|\(c\)|copyright (?:©|\(c\)|\d)).*"
    r"|all rights reserved.*|follow \S+ on \S.*"
    r"|print|e-?mail|facebook|twitter|whatsapp|comments?|\d+ comments?|skip to .*|accept (?:all )?cookies.*)",
    re.IGNORECASE,
)
_FURNITURE_LENGTH = 140  # what begins like a share line and is longer is a paragraph of the story
_MONTHS = """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august
    september october november december""".split()
_DATE_WORDS = frozenset(_MONTHS) | frozenset(
    """mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    published posted updated modified last on at st nd rd th a p m am pm t z gmt utc bst cet cest est edt cst cdt mst
    mdt pst pdt jst kst""".split()
)
_ITEM = re.compile(r"[-*•] |Q: |A: ")
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
    """``body`` is what is left; ``removed`` what was taken out, in order; ``headline`` the title line, if one was.

    ``date_lines`` are those of the removed lines, or their parts between bars, that stood before the story and tell a
    day and nothing else.
    """

    body: str
    removed: tuple[str, ...]
    headline: str | None
    date_lines: tuple[str, ...] = ()


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
        (removed if _is_furniture(line) else kept).append(line)
    removed += lines[tail:]
    if not kept:  # a text of headings or of furniture alone is still what the file holds
        return Cleaned("\n\n".join(lines), (), headline)
    dates = tuple(part for line in lines[:head] for part in line.split(" | ") if _is_date_line(part))
    return Cleaned("\n\n".join(kept), tuple(removed), headline, dates)


def visible(text: str) -> str:
    """Text in NFC, without the characters that hide or reorder it, and fit to be stored."""
    return unicodedata.normalize("NFC", _HALF_A_PAIR.sub("\ufffd", _INVISIBLE.sub("", text)))


def _lines(text: str) -> list[str]:
    broken = visible(_LINE_BREAK.sub("\n", text)).split("\n")
    raw = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in broken]
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
        if current and (not line or _ITEM.match(line)):
            paragraphs.append(current)
            current = ""
        current = f"{current} {line}" if current else line
    return paragraphs


def _head(lines: list[str], title: str | None) -> tuple[int, str | None]:
    """How many lines stand before the story, and which of them is its headline."""
    head = list(takewhile(lambda line: not _begins_the_story(line), lines[:12]))
    if len(head) == len(lines):
        return 0, None
    headline = title or next((line for line in head if not _is_about_the_page(line)), None)
    end = 0
    for index, line in enumerate(head):
        if _is_about_the_page(line) or (headline is not None and _same(line, headline)):
            if index - end > 1:  # one line between may name the outlet; more belong to the story
                break
            end = index + 1
    return end, None if title else headline


def _tail(lines: list[str], head: int) -> int:
    """Where the story ends: before the lists, biographies and footers that follow its last paragraph of prose."""
    end = len(lines)
    for index in range(len(lines) - 1, max(head, len(lines) - 16), -1):
        if _LIST_HEAD.fullmatch(lines[index]) and not any(_is_prose(line) for line in lines[index:end]):
            end = index
    while end - 1 > head and (
        _BIOGRAPHY.match(lines[end - 1]) or _is_furniture(lines[end - 1]) or _LIST_HEAD.fullmatch(lines[end - 1])
    ):
        end -= 1
    return end


def _is_prose(line: str) -> bool:
    return len(line) > 40 and line.endswith(_PROSE_END)


def _begins_the_story(line: str) -> bool:
    return not _is_about_the_page(line) and (_is_prose(line) or line.endswith((".", "。")) or bool(_ITEM.match(line)))


def _is_furniture(line: str) -> bool:
    return len(line) <= _FURNITURE_LENGTH and bool(_FURNITURE.fullmatch(line))


def _is_about_the_page(line: str) -> bool:
    """A date line, a byline, a section name: short, and with a bar, a date or a "By"."""
    return len(line) < 90 and bool(
        " | " in line or re.match(r"(?:By|BY|by) [A-Z]", line) or _is_date_line(line) or _is_furniture(line)
    )


def _is_date_line(line: str) -> bool:
    """Whether a line is a day, with at most a place or an outlet in front: "THE HAGUE, June 24, 2025"."""
    starts = [
        0,
        *(match.end() for match in re.finditer(r"[,|:—–-]", line) if not re.search(r"\d", line[: match.end()])),
    ]
    return any(_is_date(line[start:]) for start in starts)


def _is_date(text: str) -> bool:
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if re.fullmatch(r"(?:19|20)\d\d", number)]
    return bool(years) and words <= _DATE_WORDS and (len(numbers) > len(years) or not words.isdisjoint(_MONTHS))


def _same(one: str, two: str) -> bool:
    return re.sub(r"\W+", " ", one).strip().lower() == re.sub(r"\W+", " ", two).strip().lower()
