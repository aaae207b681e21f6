"""A model's text and markers in, as they arrive; whole sentences out, each with the sources that its markers name.

Where a sentence ends is decided once, at a full stop or the like, when enough of what follows has come to tell it from
an abbreviation ("the U.S. said", "No. 10", "“Why?” Lee asked"). So the same text gives the same sentences in any split,
and what was shown of a sentence that is being written is never parted afterwards.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.sentences import LONGEST_SENTENCE, sentence_spans
from service.answering.stream.markers import Marker

_END = re.compile(r"[.!?…。．｡！？‼⁇⁈⁉؟۔।॥።៕]{1,20}[”’»›)\]\"'」』）]{0,6}")
_FULL_STOP = re.compile(rf"{_END.pattern}\Z")
_QUOTED_END = re.compile(r"[”’»›\"'」』]\Z")
# A word that is hardly an abbreviation, or a number; and what begins a sentence.
_PLAIN_END = re.compile(r"(?<![^\s(])(?:[a-zß-öø-ÿ]{2,30}|[^\W\d_][\w'’-]{4,30}|\d{1,4})[.!?]\Z")
_OPENING = re.compile(r" [“\"‘']?[A-ZÀ-ÖØ-Þ]")
_AHEAD = 20  # characters after an end that show it to be one: "p.m. Mountain Daylight Time"
_AHEAD_OF_SPEAKER = 80  # after a quotation: "“Why?” Prime Minister Heather Humphreys asked."
_WHOLE_WORD = 100  # characters in which a sentence that is too long is cut between two words
_STICKY = re.compile(r"[^\s.,;:!?…)\]”’»。，、！？」』)]")  # what needs a space before it


@dataclass(frozen=True)
class Sentence:
    """A sentence without its markers, the white space before it, and the sources that its markers name.

    ``marked``: it had a marker, be it one that named no given source. ``whole``: it came to its end.
    """

    gap: str
    text: str
    sources: tuple[int, ...]
    marked: bool
    whole: bool = True


@dataclass(frozen=True)
class _Mark:
    place: int  # in the text
    sources: tuple[int, ...]
    leads: bool  # it opens a line, and belongs to what follows


class SentenceReader:
    """Takes parts of a text; gives its sentences when they have ended. Linear in the text."""

    def __init__(self) -> None:
        self._text = ""  # from the end of the last sentence
        self._marks: list[_Mark] = []
        self._decided = 0  # up to here no end of a sentence is open
        self._line_start = True

    def feed(self, parts: list[str | Marker]) -> list[Sentence]:
        """The next parts; gives the sentences that are complete."""
        sentences: list[Sentence] = []
        for part in parts:
            if isinstance(part, Marker):
                self._mark(part)
                continue
            for start in range(0, len(part), LONGEST_SENTENCE):  # so that no step sees more than a little text
                self._add(part[start : start + LONGEST_SENTENCE])
                sentences += self._complete(last=False)
        return sentences

    def end(self) -> list[Sentence]:
        """The text is over: what is left is a sentence as well, ``whole`` only if it has its full stop."""
        return self._complete(last=True)

    def growing(self) -> tuple[str, str]:
        """The white space before the sentence being written, and as much of the sentence as is sure to be its own.

        A full stop is its own whether it ends the sentence or not; what follows waits until that is told.
        """
        start = self._start()
        sure = self._decided + bool(_END.match(self._text, self._decided))
        until = min(sure, start + LONGEST_SENTENCE - _WHOLE_WORD)
        return self._text[:start], self._text[start:until].rstrip()

    def _start(self) -> int:
        return len(self._text) - len(self._text.lstrip())

    def _add(self, text: str) -> None:
        if self._marks and self._marks[-1].place == len(self._text) and not self._marks[-1].leads:
            before = self._text[-1:]
            if before and not before.isspace() and _STICKY.match(text) and ord(before) < 0x2E80:  # not Han, Kana …
                text = " " + text
        self._text += text
        self._narrow()

    def _narrow(self) -> None:
        """A gap is at most an empty line."""
        if self._text[:2].strip():
            return
        start = self._start()
        lines = min(self._text.count("\n", 0, start), 2)
        gap = "\n" * lines or " " * min(start, 1)
        self._marks = [_Mark(max(0, m.place - start + len(gap)), m.sources, m.leads) for m in self._marks]
        self._text = gap + self._text[start:]
        self._decided = max(0, self._decided - start + len(gap))

    def _mark(self, marker: Marker) -> None:
        bare = self._text.rstrip(" ")
        leads = not bare.strip() and (self._line_start or "\n" in bare)
        opened = max(bare.rfind("[", -200), bare.rfind("【", -200), bare.rfind("［", -200))
        if opened > max(bare.rfind("]", -200), bare.rfind("】", -200), bare.rfind("］", -200)):
            bare += "…]"  # or else what follows could close it to a marker that nobody resolved
        if not leads:
            self._text = bare
            self._decided = min(self._decided, len(bare))
        self._marks.append(_Mark(len(self._text), marker.sources, leads))

    def _complete(self, *, last: bool) -> list[Sentence]:
        sentences = []
        while (end := self._next_end(last=last)) is not None:
            sentences.append(self._take(end, last=last))
        return sentences

    def _next_end(self, *, last: bool) -> int | None:
        """Where the first sentence ends, if that can be told by now."""
        start = self._start()
        if start == len(self._text):
            return None
        line_end = self._text.find("\n", start)
        stop = line_end if line_end >= 0 else len(self._text)
        horizon = start + LONGEST_SENTENCE
        for ending in _END.finditer(self._text, max(self._decided, start), min(stop, horizon)):
            if self._is_plain(start, ending, stop):
                return ending.end()
            ahead = _AHEAD_OF_SPEAKER if _QUOTED_END.search(ending[0]) else _AHEAD
            if line_end < 0 and not last and stop < ending.end() + ahead:
                self._decided = ending.start()
                return None
            end = self._boundary(start, ending, min(stop, ending.end() + ahead))
            if end is not None:
                return end
            self._decided = ending.end()
        if stop > horizon:
            space = self._text.rfind(" ", horizon - _WHOLE_WORD, horizon)
            return space if space > start else horizon
        self._decided = stop
        return stop if line_end >= 0 or last else None

    def _is_plain(self, start: int, ending: re.Match[str], stop: int) -> bool:
        """Whether the next two or three characters are enough to tell that a sentence ends here: mostly they are."""
        opening = _OPENING.match(self._text, ending.end(), stop)
        if opening is None or not _PLAIN_END.search(self._text, max(start, ending.start() - 40), ending.end()):
            return False
        return self._boundary(start, ending, opening.end()) == ending.end()

    def _boundary(self, start: int, ending: re.Match[str], until: int) -> int | None:
        """The end of the sentence from ``start`` if it lies within ``ending``, judged by the text up to ``until``."""
        for span, following in pairwise(sentence_spans(self._text[start:until])):
            if start + following.start > ending.start() and ending.start() < start + span.end <= ending.end():
                return start + span.end
        return None

    def _take(self, end: int, *, last: bool) -> Sentence:
        """Cut a sentence off the text."""
        start = self._start()
        text = self._text[start:end].rstrip()
        own = [mark for mark in self._marks if mark.place <= (start if mark.leads else end)]
        whole = not (last and end == len(self._text)) or any(
            e.end() == len(text) for e in _END.finditer(text, max(0, len(text) - 30))
        )
        sources = tuple(dict.fromkeys(source for mark in own for source in mark.sources))
        sentence = Sentence(self._text[:start], text, sources, bool(own), whole)
        self._text = self._text[end:]
        left = self._marks[len(own) :]  # they stand in order
        self._marks = [_Mark(mark.place - end, mark.sources, mark.leads) for mark in left]
        self._decided, self._line_start = 0, False
        self._narrow()
        return sentence
