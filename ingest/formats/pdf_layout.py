"""Lines on pages made into paragraphs: a PDF knows where words stand, not what belongs together."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from corpus.dates import find_dates

_EDGE = 2  # lines at the top and at the bottom of a page that may be a running head or foot
_REPEATED = 1 / 3  # of the pages: heads of left and right pages differ, and the first page may have none
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.|seite)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.IGNORECASE)
_ITEM = re.compile(r"(?:[•·▪◦‣–—*-]|\d{1,3}[.)]|\([a-z\d]\))\s")
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "’", ")", ":", "。", "」")
_NUMBER = re.compile(r"\d+")
_COMPOUND = re.compile(r"\b[^\W\d_]+-[^\W\d_]+\b")
_WORD = 60  # letters of the longest one
_LAST_WORD = re.compile(rf"\b([^\W\d_]{{1,{_WORD}}})-$")
_FIRST_WORD = re.compile(rf"[^\W\d_]{{1,{_WORD}}}")


@dataclass(frozen=True)
class Line:
    """One line of a page; the box in points, the origin at the lower left; ``page`` counts from 0."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Of its letters, with what is above and below them."""
        return max(1.0, self.top - self.bottom)


def article_text(lines: Sequence[Line]) -> str:
    """The paragraphs of a document, with a blank line between two.

    Running heads and feet and page numbers go; a running head with a date in it stays once, at the start: it may be the
    only date that the article has. Words that were broken at the end of a line are whole again.
    """
    running = _running(lines)
    dated = next((line.text for line in lines if line in running and _names_a_day(line.text)), None)
    paragraphs = _paragraphs([line for line in lines if line not in running])
    return "\n\n".join([dated, *paragraphs] if dated else paragraphs)


def _running(lines: Sequence[Line]) -> frozenset[Line]:
    """The lines at the edges of pages that come again on others, whatever numbers are in them, and page numbers."""
    edges: list[tuple[str, Line]] = []
    pages = [sorted(page, key=lambda line: -line.top) for _, page in groupby(lines, key=lambda line: line.page)]
    for page in pages:
        edges += [("top", line) for line in page[:_EDGE]] + [("bottom", line) for line in page[-_EDGE:]]
    keys = Counter((edge, _NUMBER.sub("0", line.text)) for edge, line in edges)
    often = max(2, _REPEATED * len(pages))
    return frozenset(
        line
        for edge, line in edges
        if keys[edge, _NUMBER.sub("0", line.text)] >= often or _PAGE_NUMBER.fullmatch(line.text)
    )


def _names_a_day(text: str) -> bool:
    return any(mention.first.year and mention.first.day for mention in find_dates(text))


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    distances = [_distance(one, two) for one, two in pairwise(lines) if one.page == two.page]
    usual = median([distance for distance in distances if 0.5 < distance < 3] or [1.2])
    compounds = {word.lower() for line in lines for word in _COMPOUND.findall(line.text)}
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and not _begins_another(line, paragraphs[-1], usual):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_joined(paragraph, compounds) for paragraph in paragraphs]


def _distance(one: Line, two: Line) -> float:
    """From a line to the next, in heights of it; negative where the next stands higher."""
    return (one.top - two.top) / two.height


def _begins_another(line: Line, paragraph: Sequence[Line], usual: float) -> bool:
    last = paragraph[-1]
    same_size = 0.88 < line.height / last.height < 1.14
    if not same_size or _ITEM.match(line.text):
        return True
    if last.text.endswith("-"):
        return False
    distance = _distance(last, line)
    ended = last.text.endswith(_SENTENCE_END)
    if line.page != last.page or distance < -0.3:  # on top of the next column or page
        return ended
    if distance < 0.3:  # beside it
        return False
    indented = line.left > last.left + 0.8 * line.height and not _ITEM.match(paragraph[0].text)
    widest = max(line.right, *(one.right for one in paragraph[-8:]), last.right)
    is_short = last.right < widest - 0.15 * (widest - last.left)
    return distance > 1.25 * usual or indented or (is_short and ended)


def _joined(paragraph: Sequence[Line], compounds: Collection[str]) -> str:
    joints = (_without_line_end(one.text, two.text, compounds) for one, two in pairwise(paragraph))
    return "".join([*joints, paragraph[-1].text])


def _without_line_end(text: str, following: str, compounds: Collection[str]) -> str:
    """A line as it goes on into the following: with a space, or without the hyphen that only the line end needed."""
    before, after = _LAST_WORD.search(text[-_WORD - 2 :]), _FIRST_WORD.match(following)
    if not before or not after:
        return f"{text} "
    is_compound = not after[0].islower() or f"{before[1]}-{after[0]}".lower() in compounds
    return text if is_compound else text[:-1]
