"""Citation markers in streamed text (``[2]``, ``[1, 3]``, ``【1】``), resolved as they arrive in any split.

Taken as markers, whatever model writes them: ``[1]``, ``[ 2 ]``, ``[01]``, ``[1, 3]``, ``[1; 3]``, ``[1 and 3]``,
``[1-3]``, ``[[1]]``, ``([1])``, ``([1], [2])``, ``[^1]``, ``^[1]``, ``【1】``, ``【1†source】``, ``［1］``, digits of
any script, ``[Source 2]``, ``[Source 2: The Gull]``, ``[src_2]``, ``(Source 2)``; and a link's target right after one.

Prose stays prose: ``[2025]``, ``[100]``, ``[sic]``, ``[Reuters]``, ``[12:30]``, ``[1948-2020]``, ``[2-1]`` (a score),
and ``(1)``: in parentheses a number may count items, and nothing tells. The target of any other link goes, its words
stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LABELS = (
    *("source", "sources", "src", "ref", "refs", "reference", "references", "doc", "document", "citation"),
    *("article", "passage", "id", "quelle", "quellen", "fuente", "出典", "来源", "출처"),
)


def _beginning_of(word: str) -> str:
    """A pattern for every beginning of a word, as far as it goes: ``a(?:b(?:c)?)?``."""
    pattern = ""
    for letter in reversed(word):
        pattern = f"{letter}(?:{pattern})?" if pattern else letter
    return pattern


_BEGINNINGS = "|".join(map(_beginning_of, _LABELS))
_LABEL = rf"(?:{'|'.join(sorted(_LABELS, key=len, reverse=True))})[ :#._-]{{0,3}}"
_LIST = r"\d{1,2}(?: ?(?:[,;，、；&–—-]|and) ?\d{1,2}){0,20}"
_REST = r"(?: ?[,:|(†–-] ?[^\W\d][^\[\]【】\n]{0,80})?"  # after a label: the outlet's name, say
_BARE = rf"[ ^]{{0,2}}{_LIST} ?"
_NAMED = rf"[ ^]{{0,2}}{_LABEL}{_LIST}{_REST} ?"
_INSIDE = rf"(?:{_BARE}|{_NAMED})"
_TARGET = r"\((?:https?:|www\.|mailto:|[/#<]|src_|art_)[^\s()]{0,300}\)"

_MARKER = re.compile(
    rf"\^?(?:\[\[{_INSIDE}\]\]|\(\[{_INSIDE}(?:\][,;]? ?\[{_INSIDE}){{0,8}}\]\)|\[{_INSIDE}\]|［{_INSIDE}］"
    rf"|【(?:\d{{1,3}}:)?{_INSIDE}(?:†[^】\n]{{0,40}})?】|[(（]{_NAMED}[)）])(?:{_TARGET})?",
    re.IGNORECASE,
)
_LINK = re.compile(rf"\]{_TARGET}", re.IGNORECASE)
# What may still become a marker or a link's target when more arrives.
_DIGITS = r"\d[\d ,;，、；&–—\-and]{0,120}"
_WORDS = rf"(?:{_BEGINNINGS}|{_LABEL}(?:{_DIGITS}|{_LIST} ?[,:|(†–-]? ?(?:[^\W\d][^\[\]【】\n]{{0,80}})?)?)?"
_UNDECIDED = re.compile(
    rf"\^|\^?(?:\[{{1,2}}|［|【)[ ^]{{0,2}}(?:{_DIGITS}|{_WORDS})|[(（][ ^]{{0,2}}{_WORDS}"
    rf"|\^?\[\[{_INSIDE}\]"
    rf"|\^?\(\[{_INSIDE}(?:\][,;]? ?(?:\[{_INSIDE})?){{0,9}}(?:\[[ ^]{{0,2}}(?:{_DIGITS}|{_WORDS})?)?"
    rf"|\^?\(\[[ ^]{{0,2}}(?:{_DIGITS}|{_WORDS})"
    r"|【\d{1,3}:?[ ^]{0,2}(?:\d{0,2}|\d{1,2} ?(?:†[^】\n]{0,40})?)|\](?:\([^\s()]{0,301})?",
    re.IGNORECASE,
)
_TARGET_TO_COME = re.compile(r"(?:\([^\s()]{0,301})?")
_CUT_OFF = re.compile(r"\^?\(?[\[【［]{1,2}[^\]】］a-zA-Z]*")  # what of a marker stands at the end of a text: no letter
_START = re.compile(r"[\^\[\](（［【]")
_NUMBERS = re.compile(r"(?:\d|[ ,;，、；&–—\-]|\][,;]? ?\[|and)+", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,2})(?: ?[–—-] ?(\d{1,2}))?")
_WINDOW = 512  # characters from an opening bracket: more than any marker with its link has


@dataclass(frozen=True)
class Marker:
    """The given sources that one marker names, in its order; none where it named only such as were not given."""

    sources: tuple[int, ...]


@dataclass
class MarkerParser:
    """A state machine, linear in its input. Only what may still become a marker is held back.

    ``unknown`` counts the numbers that named no given source; they are dropped.
    """

    given: frozenset[int]
    unknown: int = 0
    _held: str = field(default="", init=False)

    def feed(self, text: str) -> list[str | Marker]:
        """Prose and markers in order, as far as they are decided."""
        return list(self._parse(self._held + text, last=False))

    def end(self) -> list[str | Marker]:
        """The text is over: what is held back is prose, but for a marker that was cut off, which is dropped."""
        return list(self._parse(self._held, last=True))

    def _parse(self, text: str, *, last: bool) -> Iterator[str | Marker]:
        self._held = ""
        done = at = 0  # what was given out, and where to look next
        while opening := _START.search(text, at):
            start = opening.start()
            window = text[start : start + _WINDOW]
            found = _MARKER.match(window)
            undecided = len(window) < _WINDOW and (
                _TARGET_TO_COME.fullmatch(window, found.end()) if found else _UNDECIDED.fullmatch(window)
            )
            if undecided and not last:
                yield from filter(None, [text[done:start]])
                self._held = text[start:]
                return
            marker = self._resolve(found[0]) if found else None
            link = _LINK.match(window)
            at = start + 1
            if found and marker is not None:
                yield from filter(None, [text[done:start]])
                yield marker
                done = at = start + found.end()
            elif link:
                yield text[done:at]
                done = at = start + link.end()
            elif undecided and _CUT_OFF.fullmatch(window):  # and the text is over
                yield from filter(None, [text[done:start]])
                return
        yield from filter(None, [text[done:]])

    def _resolve(self, written: str) -> Marker | None:
        """The sources that a marker names; ``None`` where it is none after all: ``[2-1]`` is a score."""
        numbers: list[int] = []
        listed = "" if ":" in written.partition("†")[0] and written[0] == "【" else _listed(written)
        for first, until in _RANGE.findall(listed):
            if until and not 0 < int(first) < int(until):
                return None
            numbers += range(int(first), int(until or first) + 1)
        known = tuple(dict.fromkeys(number for number in numbers if number in self.given))
        self.unknown += sum(number not in self.given for number in numbers) if numbers else 1
        return Marker(known)


def _listed(written: str) -> str:
    """The part of a marker that holds its numbers."""
    start = next(at for at, character in enumerate(written) if character.isdigit())
    found = _NUMBERS.match(written, start)
    return found[0] if found else ""
