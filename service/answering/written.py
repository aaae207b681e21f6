"""The answer that a chat model writes, cut into sentences and checked as it arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.article import Span
from corpus.sentences import sentence_spans
from prompts import ABSTAIN
from service.answering.answer import Check, StatementChecked, Support, TextDelta
from service.answering.composition import Cited, Composition
from service.answering.markers import Marker, MarkerParser
from service.answering.retrieve import Candidate
from service.answering.support import CHECK_NAME, ground

Policy = Literal["cut", "mark", "strict"]

_LOOK_AHEAD = 8  # characters after a sentence that show it to have ended: "U.S." may go on
_LONGEST_SENTENCE = 2000  # characters; what goes on without an end is cut there, and its pieces are checked
_ABSTAIN = ABSTAIN.rstrip(".").lower()


@dataclass(frozen=True)
class _Sentence:
    """A sentence without its markers, the white space before it, and the sources that its markers name."""

    gap: str
    text: str
    sources: tuple[int, ...]


class WrittenAnswer:
    """Takes the model's pieces and gives events, by one of three policies.

    ``cut``: a sentence comes out once it was checked, if it holds. ``mark``: words come as they arrive, markers and
    verdict after the sentence. ``strict``: everything comes at the end, and nothing if one sentence does not hold.
    Markers stand where the check found support, whatever the model wrote. Nothing that came out is withdrawn.
    """

    def __init__(self, composition: Composition, given: Mapping[int, Candidate], policy: Policy) -> None:
        self.length = 0
        self.abstained = False
        self.failed_strict = False
        self._composition = composition
        self._given = given
        self._policy = policy
        self._parser = MarkerParser(frozenset(given))
        self._reader = _SentenceReader()
        self._shown = 0  # characters of the growing sentence that are out already
        self._withheld: list[tuple[_Sentence, tuple[Cited, ...], Support]] = []

    @property
    def unknown_markers(self) -> int:
        """How many markers named no given source; they were dropped."""
        return self._parser.unknown

    def feed(self, piece: str) -> list[TextDelta | StatementChecked]:
        """The next piece of the model's text."""
        self.length += len(piece)
        self._reader.feed(self._parser.feed(piece))
        return self._advance(last=False)

    def end(self) -> list[TextDelta | StatementChecked]:
        """The model's text is over."""
        self._reader.feed(self._parser.end())
        events = self._advance(last=True)
        if self._withheld and not self.failed_strict:
            for sentence, cited, support in self._withheld:
                events += self._state(sentence, cited, support)
        return events

    def _advance(self, *, last: bool) -> list[TextDelta | StatementChecked]:
        events: list[TextDelta | StatementChecked] = []
        for sentence in self._reader.complete(self._shown, last=last):
            events += self._conclude(sentence)
        if self._policy == "mark":
            events += self._grow(*self._reader.growing())
        return events

    def _grow(self, gap: str, text: str) -> list[TextDelta | StatementChecked]:
        """Show what has come of the sentence being written, unless it may be the phrase that says nothing is known."""
        if _ABSTAIN.startswith(text.lower()) or text.lower().startswith(_ABSTAIN):
            return []
        return self._show(gap, text)

    def _show(self, gap: str, text: str) -> list[TextDelta | StatementChecked]:
        if len(text) <= self._shown:
            return []
        new = text[self._shown :]
        lead = gap if not self._shown and self._composition.text else ""
        self._shown = len(text)
        return [self._composition.write(lead + new)]

    def _conclude(self, sentence: _Sentence) -> list[TextDelta | StatementChecked]:
        if sentence.text.lower().startswith(_ABSTAIN):
            self.abstained = True
            return []
        cited, support = self._check(sentence)
        holds = support in {"supported", "partial"}
        if self._policy == "mark":
            events = self._show(sentence.gap, sentence.text)
            self._shown = 0
            return [*events, *self._composition.conclude(sentence.text, cited, support)]
        if self._policy == "strict":
            self.failed_strict |= not holds
            self._withheld.append((sentence, cited, support))
            return []
        if not holds:
            self._composition.cut += 1
            return []
        return self._state(sentence, cited, support)

    def _state(
        self, sentence: _Sentence, cited: tuple[Cited, ...], support: Support
    ) -> list[TextDelta | StatementChecked]:
        gap = [self._composition.write(sentence.gap)] if self._composition.text and sentence.gap else []
        return [*gap, *self._composition.state(sentence.text, cited, support)]

    def _check(self, sentence: _Sentence) -> tuple[tuple[Cited, ...], Support]:
        chosen = [self._given[number] for number in sentence.sources]
        grounds = ground(sentence.text, chosen, [c for n, c in self._given.items() if n not in sentence.sources])
        if not grounds:
            return (), "unsupported"
        support = grounds[0].verdict.support
        if support == "unsupported":
            return (), support  # nothing found that bears on it: nothing is shown as if it did
        return tuple(
            Cited(g.candidate, g.span, g.verdict.support, Check(CHECK_NAME, round(g.verdict.score, 3))) for g in grounds
        ), support


class _SentenceReader:
    """Text and markers in, whole sentences out."""

    def __init__(self) -> None:
        self._text = ""
        self._marks: list[tuple[int, tuple[int, ...]]] = []  # where in the text, which sources

    def feed(self, parts: list[str | Marker]) -> None:
        for part in parts:
            if isinstance(part, Marker):
                self._text = self._text.rstrip(" ")
                self._marks.append((len(self._text), part.sources))
            else:
                self._text += part

    def complete(self, shown: int, *, last: bool) -> list[_Sentence]:
        """The sentences that have ended, taken out of the text; the first holds the ``shown`` characters at least."""
        spans = _whole(sentence_spans(self._text), shown)
        beyond = len(self._text) - _LOOK_AHEAD
        ended = spans if last else [span for span, following in pairwise(spans) if following.start <= beyond]
        if not ended and len(self._text) > _LONGEST_SENTENCE:
            ended = spans[:1]
        sentences, position = [], 0
        for index, span in enumerate(ended):
            until = spans[index + 1].start if index + 1 < len(spans) else len(self._text)
            sources = [source for place, named in self._marks if position <= place <= until for source in named]
            self._marks = [mark for mark in self._marks if mark[0] > until]
            unique = tuple(dict.fromkeys(sources))
            sentences.append(_Sentence(self._text[position : span.start], self._text[span.start : span.end], unique))
            position = span.end
        self._text = self._text[position:]
        self._marks = [(place - position, named) for place, named in self._marks]
        return sentences

    def growing(self) -> tuple[str, str]:
        """The white space before the sentence being written, and as much of the sentence as is sure to be its own."""
        spans = sentence_spans(self._text)
        if not spans:
            return "", ""
        return self._text[: spans[0].start], self._text[spans[0].start : spans[0].end]


def _whole(spans: Sequence[Span], shown: int) -> list[Span]:
    """The spans, those joined that lie within the first ``shown`` characters: what is out is not parted any more."""
    joined = list(spans)
    while len(joined) > 1 and joined[0].end < joined[0].start + shown:
        joined[:2] = [Span(joined[0].start, joined[1].end)]
    return joined
