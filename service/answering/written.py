"""The answer that a chat model writes, cut into sentences and checked as it arrives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from prompts import ABSTAIN
from service.answering.answer import Check, StatementChecked, Support, TextDelta
from service.answering.checking.values import names, numbers, read_dates
from service.answering.composition import Cited, Composition
from service.answering.retrieve import Candidate
from service.answering.stream.markers import MarkerParser
from service.answering.stream.plain import PlainText
from service.answering.stream.sentence_reader import Sentence, SentenceReader
from service.answering.support import Grounds, SecondOpinion, ground

Policy = Literal["cut", "mark", "strict"]
Shown = list[TextDelta | StatementChecked]

_ABSTAIN = ABSTAIN.rstrip(".").lower()
_LIST_OF_SOURCES = frozenset(
    {"works cited", "sources used", "cited sources", "list of sources"}.union(
        """source sources references citations quellen quellenangaben fuentes références bronnen fonti fontes источники
        المصادر 出典 参考文献 参考资料 来源 출처""".split()
    )
)
_ITEM = re.compile(r"\d{1,2}[.)]")  # of a list, and nothing in it
_LABEL_WORDS = 6
_LABEL_LETTERS = 60
_FULL_STOP = re.compile(r"[.!?…。！？؟।][”’»)\]\"']{0,3}\Z")


@dataclass(frozen=True)
class _Judged:
    """A sentence and what the check of it found."""

    sentence: Sentence
    cited: tuple[Cited, ...]
    support: Support
    corrected: bool  # the model cited something, and not all of what is cited now

    @property
    def holds(self) -> bool:
        """Whether it may be shown where what does not hold is cut."""
        return self.support in {"supported", "partial"}


class WrittenAnswer:
    """Takes the model's pieces and gives events, by one of three policies.

    ``cut``: a sentence comes out once it was checked, if it holds. ``mark``: words come as they arrive, markers and
    verdict after the sentence. ``strict``: everything comes at the end, and nothing if one sentence does not hold.
    Markers stand where the check found support, whatever the model wrote. Nothing that came out is withdrawn.

    What states nothing, such as "Here is a summary:", a heading or a list of sources at the end, is not shown and not
    counted, except that under ``mark`` a line is out before it can be told; it gets its verdict like any other.
    ``given`` are the passages that the model read, by the numbers in its markers; ``others`` were found besides.
    ``fence`` is the code in the fences of the prompt, which never shows; ``second`` is asked after the rules.
    """

    def __init__(
        self,
        composition: Composition,
        given: Mapping[int, Candidate],
        policy: Policy,
        fence: str = "",
        second: SecondOpinion | None = None,
        others: Sequence[Candidate] = (),
    ) -> None:
        self.length = 0
        self.abstained = False
        self.failed_strict = False
        self._composition = composition
        self._given = given
        self._others = others
        self._policy = policy
        self._second = second
        self._plain = PlainText(fence)
        self._parser = MarkerParser(frozenset(given))
        self._reader = SentenceReader()
        self._shown = 0  # characters of the growing sentence that are out already
        self._gap = ""  # white space before the next sentence that shows
        self._began = False
        self._over = False  # what follows is a list of sources
        self._withheld: list[tuple[str, _Judged]] = []

    def read(self, piece: str) -> list[Sentence]:
        """The next piece of the model's text; gives the sentences that are whole with it, to ``conclude``. Quick."""
        self.length += len(piece)
        sentences = self._reader.feed(self._parser.feed(self._plain.feed(piece)))
        self._composition.unknown_markers = self._parser.unknown
        return sentences

    def conclude(self, sentences: Sequence[Sentence] = (), *, whole: bool = True) -> Shown:
        """Check sentences, which takes milliseconds each; gives them and what may show of the one being written."""
        events: Shown = []
        for sentence in sentences:
            if not self._over:
                events += self._conclude(sentence, broken_off=not (whole or sentence.whole))
        if self._policy == "mark" and not self._over:
            gap, text = self._reader.growing()
            if not _may_be_passed_over(text, first=not self._began):
                events += self._show(gap, text)
        return events

    def end(self, *, whole: bool = True) -> Shown:
        """The model's text is over; where it was cut short, not ``whole``, so may its last sentence be."""
        parts = [*self._parser.feed(self._plain.end()), *self._parser.end()]
        sentences = [*self._reader.feed(parts), *self._reader.end()]
        self._composition.unknown_markers = self._parser.unknown
        events = self.conclude(sentences, whole=whole)
        if self.failed_strict:
            self._composition.cut += len(self._withheld)
            self._withheld.clear()
        for gap, judged in self._withheld:
            events += self._state(gap, judged)
        return events

    def _show(self, gap: str, text: str) -> Shown:
        if len(text) <= self._shown:
            return []
        lead = "" if self._shown else self._lead(gap)
        new = text[self._shown :]
        self._shown = len(text)
        return [self._composition.write(lead + new)]

    def _lead(self, gap: str) -> str:
        """The white space before a sentence that shows: a new line also where only what was passed over began one."""
        widest, self._gap = _wider(self._gap, gap), ""
        return (widest or " ") if self._composition.text else ""

    def _conclude(self, sentence: Sentence, *, broken_off: bool) -> Shown:
        began, self._began = self._began, True
        if not self._shown and self._passes_over(sentence, began=began, broken_off=broken_off):
            self._gap = _wider(self._gap, sentence.gap)
            return []
        judged = self._judge(sentence)
        if self._policy == "mark":
            events = self._show(sentence.gap, sentence.text)
            self._shown = 0
            conclude = self._composition.conclude
            return [*events, *conclude(sentence.text, judged.cited, judged.support, corrected=judged.corrected)]
        if judged.holds:
            if self._policy == "cut":
                return self._state(sentence.gap, judged)
            self._withheld.append((sentence.gap, judged))
            return []
        self._gap = _wider(self._gap, sentence.gap)
        if not _is_label(sentence.text):
            self._composition.cut += 1
            self.failed_strict |= self._policy == "strict"
        return []

    def _passes_over(self, sentence: Sentence, *, began: bool, broken_off: bool) -> bool:
        """Whether it is none to be shown: the phrase of abstaining, a list of sources, signs alone, half a sentence."""
        if sentence.text.lower().startswith(_ABSTAIN):
            self.abstained = True
            return True
        if _bare(sentence.text) in _LIST_OF_SOURCES:
            self._over = began
            return True
        return broken_off or not any(map(str.isalnum, sentence.text)) or bool(_ITEM.fullmatch(sentence.text))

    def _state(self, gap: str, judged: _Judged) -> Shown:
        lead = self._lead(gap)
        written = [self._composition.write(lead)] if lead else []
        state = self._composition.state
        return [*written, *state(judged.sentence.text, judged.cited, judged.support, corrected=judged.corrected)]

    def _judge(self, sentence: Sentence) -> _Judged:
        chosen = [self._given[number] for number in sentence.sources]
        others = [*(c for n, c in self._given.items() if n not in sentence.sources), *self._others]
        grounds = ground(sentence.text, chosen, others, second=self._second)
        support = grounds[0].verdict.support if grounds else "unsupported"
        if support == "unsupported":  # nothing found that bears on it: nothing is shown as if it did
            return _Judged(sentence, (), support, corrected=False)
        cited = tuple(_cited(g) for g in grounds)
        corrected = sentence.marked and not all(one.candidate in chosen for one in cited)
        return _Judged(sentence, cited, support, corrected)


def _cited(grounds: Grounds) -> Cited:
    verdict = grounds.verdict
    found = Check(grounds.check, round(verdict.score, 3), verdict.words)
    return Cited(grounds.candidate, grounds.span, verdict.support, found)


def _wider(gap: str, other: str) -> str:
    """The one of two gaps that has more line ends, else more spaces."""
    return max(gap, other, key=lambda space: (space.count("\n"), len(space)))


def _is_label(text: str) -> bool:
    """Whether a line announces and states nothing: "Here is a summary:", "Key points"."""
    announces = text.endswith((":", "："))
    short = not _FULL_STOP.search(text) and len(text.split()) <= _LABEL_WORDS and len(text) <= _LABEL_LETTERS
    return (announces or short) and not (names(text) or numbers(text) or read_dates(text))


def _bare(text: str) -> str:
    return text.strip(" :：,;.-").lower()


def _may_be_passed_over(text: str, *, first: bool) -> bool:
    """Whether the beginning of a sentence may be that of one that is not shown.

    Who abstains says so at first: later on no sentence waits for its second word, as "The" would.
    """
    lower = text.lower()
    if not any(map(str.isalnum, text)):
        return True
    if first and (_ABSTAIN.startswith(lower) or lower.startswith(_ABSTAIN)):
        return True
    bare = _bare(text)
    return any(phrase.startswith(bare) for phrase in _LIST_OF_SOURCES)
