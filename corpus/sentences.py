"""Where sentences begin and end."""

import re

import sentencex

from corpus.article import Span

_BLANK = re.compile(r"[^\S\n]")  # any white space but the line break, one character for one


def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences of a text in order, without the white space around them.

    Offsets are code points. Nothing but white space lies outside of the spans. A line break always ends a sentence: in
    a cleaned body it stands only after a paragraph or a heading. Boundaries are those of sentencex (Wikimedia),
    whose rules know abbreviations, initials and quotation marks in 200 languages.
    """
    spans = []
    readable = text.encode("utf-8", "replace").decode()  # half a surrogate pair is as long as the "?" in its place
    readable = _BLANK.sub(" ", readable)  # sentencex panics on some: "A", a thin space, ". "
    for boundary in sentencex.get_sentence_boundaries((language or "en")[:2], readable):
        start, end = boundary["start_index"], boundary["end_index"]
        for line in _paragraph_lines(text, start, end):
            trimmed = _trim(text, line)
            if trimmed.start < trimmed.end:
                spans.append(trimmed)
    return tuple(spans)


def _paragraph_lines(text: str, start: int, end: int) -> list[Span]:
    """Split a sentence at the line breaks that the segmenter left inside of it."""
    lines, line_start = [], start
    position = text.find("\n", start, end)
    while position != -1:
        lines.append(Span(line_start, position))
        line_start = position + 1
        position = text.find("\n", line_start, end)
    return [*lines, Span(line_start, end)]


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
