"""A text parted into its lines: one for each paragraph, heading or point of a list."""

import re
import unicodedata
from itertools import pairwise

# Invisible characters that can hide or reorder text: zero-width, bidirectional overrides, tag characters, controls.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\U000e0000-\U000e007f]"
)
# The two joiners spell words in Arabic, the scripts of India and their kin; elsewhere they hide text as the rest do.
_STRAY_JOINER = re.compile(
    "(?<![\u0600-\u06ff\u0700-\u074f\u0750-\u077f\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua87f"
    "\ua980-\ua9df\ufb50-\ufdff\ufe70-\ufefc])[\u200c\u200d]"
)
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")  # JSON can hold half a surrogate pair, no file can
_LINE_BREAK = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_WIDE = re.compile(r"[ \t\u00a0]{2,}|[\t\u00a0]")
_ITEM = re.compile(r"[-*•] |Q: |A: ")
_PROSE_END = (".", "!", "?", "…", "”", '"', "’", "'", ")", "。", "」", "！", "？")
_WRAP = 100  # no hard-wrapped line is longer


def visible(text: str) -> str:
    """Text in NFC, without the characters that hide or reorder it, and fit to be stored."""
    shown = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _HALF_A_PAIR.sub("\ufffd", shown))


def lines_of(text: str) -> list[str]:
    """The visible lines of a text in order, white space made single; the lines of a hard-wrapped paragraph are one."""
    broken = _WIDE.sub(" ", visible(_LINE_BREAK.sub("\n", text))).split("\n")
    return [line for line in _unwrap([line.strip() for line in broken]) if line]


def is_item(line: str) -> bool:
    """Whether a line is a point of a list, or one speaker's part of an interview."""
    return bool(_ITEM.match(line))


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph: long, and with the end of a sentence."""
    return len(line) > 40 and line.endswith(_PROSE_END)


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
