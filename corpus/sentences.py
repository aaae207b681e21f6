"""Where sentences begin and end."""

import re
from collections.abc import Iterator

import sentencex

from corpus.article import Span

LONGEST_SENTENCE = 1_000  # characters: about what the embedder reads, and more than anybody checks as a quotation

_WINDOW = 4_000  # characters that sentencex sees at once: runs of quotation marks cost it the square of that
_BLANK = re.compile(r"[^\S\n]")  # any white space but the line break, one character for one
_CUTS = (
    (". ", "? ", "! ", "。", "？", "！"),
    ("; ", "；"),
    (", ", "，", "、"),
    (" ",),
)  # of what is too long, best first
_TAIL = 40  # characters before an end that show what it is
_NEXT = 160  # characters after it

_LIST_MARKER = re.compile(r"\(?(?:[0-9]{1,3}|[A-Z])[.)]")
_OPENING = re.compile(r"(?<![^ ])[“‘«„\"']+ *\Z")
_CLOSING = re.compile(r"[”’»)\]\"']+(?![^ ])")
_QUOTED_QUESTION = re.compile(r"[?!][”’\"']+\Z")
_INITIAL = re.compile(r"(?<![^\W_])[A-Z]\.\Z")
_ABBREVIATION = re.compile(r"(?<![\w.])(?:Ald|Amb|Atty|Ft|Messrs|Mmes|Ms|Rep|Spc|Ste)\.\Z")  # unknown to sentencex
_HOUR = re.compile(r"\b[ap]\.m\.\Z")
_DAY_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Aug|Sept|Oct|Nov|Dec|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|[ECMP][SD]?T|GMT|BST|CES?T|UTC|"
    r"(?:Eastern|Central|Mountain|Pacific)(?: (?:Standard|Daylight|Time))?)\b"
)
_WHO_SAID = re.compile(
    r"(?:[A-Z][\w’'.-]{0,30} ){1,4}"
    r"(?:(?:said|says|asked|asks|wrote|writes|tweeted|told|added|adds|replied)\b|"
    r"(?:concluded|continued|countered|cried|demanded|exclaimed|explained|insisted|interrupted|joked|pressed|quipped|"
    r"recalled|replies|responded|shouted|suggested|wondered|yelled)(?=[.,]| *\Z))"
    r"(?!:|,? ?[“\"‘]| (?:that|he|she|they|it)\b)|"
    r"[a-z]+[ ,]"
)


def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences of a text in order, without the white space around them.

    Offsets are code points. Nothing but white space lies outside of the spans. A line break always ends a sentence: in
    a cleaned body it stands only after a paragraph or a heading. A quotation is not parted: who said it stands at its
    end. What is longer than ``LONGEST_SENTENCE`` is cut in the second half of that length: at the last full stop (of a
    quotation), else semicolon, else comma, else space, else where that length ends.

    Boundaries are those of sentencex (Wikimedia), whose rules know abbreviations, initials and quotation marks in 200
    languages, corrected where news text showed it to be wrong. Time grows with the length of the text, whatever it is.
    """
    readable = text.encode("utf-8", "replace").decode()  # half a surrogate pair is as long as the "?" in its place
    readable = _BLANK.sub(" ", readable)  # sentencex panics on some: "A", a thin space, ". "
    code = (language or "en")[:2]
    spans, start = [], 0
    for line in readable.split("\n"):
        spans += [Span(start + begin, start + end) for begin, end in _in_line(line, code)] if line else []
        start += len(line) + 1
    return tuple(spans)


def _in_line(line: str, language: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(line):
        window = line[start : start + _WINDOW]
        pieces = [piece for begin, end in _parts(window, language) for piece in _short(window, begin, end)]
        if start + _WINDOW < len(line) and len(pieces) > 1:
            pieces.pop()  # it may go on behind the window: the next one begins with it
        for begin, end in pieces:
            piece = window[begin:end]
            bare = piece.lstrip(" ")
            if bare:
                yield start + end - len(bare), start + begin + len(piece.rstrip(" "))
        start += pieces[-1][1]


def _parts(line: str, language: str) -> Iterator[tuple[int, int]]:
    """A line cut at the ends that sentencex finds, but for those that are none."""
    start = 0
    for boundary in sentencex.get_sentence_boundaries(language, line)[:-1]:
        end = _beside_quotation_marks(line, boundary["end_index"])
        if end > start and not _goes_on(line, start, end, english=language == "en"):
            yield start, end
            start = end
    yield start, len(line)


def _beside_quotation_marks(line: str, end: int) -> int:
    """An end moved before the mark that opens the next sentence, or behind the one that closes this one."""
    tail = line[max(0, end - _TAIL) : end]
    opening = _OPENING.search(tail)
    if opening:
        mark = end - len(tail) + opening.start()
        apart = not line[mark:end].strip("\"' ") and line[end - 1] == " "  # straight, between spaces: either
        return end if apart and line.count('"', 0, mark) % 2 else mark
    closing = _CLOSING.match(line, end) if line[end - 1] != " " else None
    return closing.end() if closing else end


def _goes_on(line: str, start: int, end: int, *, english: bool) -> bool:
    """Whether a sentence goes on where sentencex ends it."""
    tail = line[max(start, end - _TAIL) : end].rstrip(" ")
    following = line[end : end + _NEXT].lstrip(" ")
    if not following:
        return False
    marker = start == 0 and _LIST_MARKER.fullmatch(tail.lstrip(" "))  # "1. The report": a heading or an item
    within_word = line[end - 1] != " " and following[0].isalpha() and _INITIAL.search(tail)  # "D-N.Y."
    if marker or within_word or following[0] in ",;:":
        return True
    return english and bool(
        _ABBREVIATION.search(tail)
        or (_HOUR.search(tail) and _DAY_OR_ZONE.match(following))
        or (_QUOTED_QUESTION.search(tail) and _WHO_SAID.match(following))  # “Why?” Lee asked.
    )


def _short(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        cut = start + _best_cut(line[start : start + LONGEST_SENTENCE])
        yield start, cut
        start = cut
    yield start, end


def _best_cut(text: str) -> int:
    half = len(text) // 2
    for marks in _CUTS:
        places = [text.rfind(mark, half) + len(mark) for mark in marks if mark in text[half:]]
        if places:
            return max(places)
    return len(text)
