"""A model's markup taken away as its text arrives: what is shown, checked and quoted is plain text.

Gone are the signs of emphasis, code, headings, quoted blocks and lists, lines that only draw (``---``, three
backticks), the lines that fence the sources in the prompt and the code in them, should a model repeat it, and what
cannot be printed. No word is taken away. The number of an item goes only where items are counted from 1 in their order:
"24. Juni" keeps its day. All of it is linear in its input and gives the same in any split.
"""

import re
import unicodedata

_SPACES = [code for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"]
_UNPRINTABLE: dict[int, str | None] = {
    **dict.fromkeys([*range(0xA), *range(0xB, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *_SPACES], " "),
    **dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),  # unseen, or turn round
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of pairs, which no encoding takes
}
_LEAD = re.compile(r" ?(?:[-+*•‣▪] |#{1,6} |>{1,3} ?|(\d{1,2})[.)] (?=\D|\Z))")
_LEAD_TO_COME = re.compile(r" ?(?:[-+*•‣▪]|#{1,6}|>{1,3}|\d{1,2}(?:[.)] ?)?)?")
_DRAWN = re.compile(r" ?(?:[-=*_~]{3,80}|(?:`{3}|~{3})[\w.+-]{0,30}|-{3} ?(?:source|end)\b.{0,200}) ?\n?")
_DRAWN_TO_COME = re.compile(
    r" ?(?:[-=*_~]{1,80}|`{1,3}|(?:`{3}|~{3})[\w.+-]{0,30}|-{3} ?(?:s|so|sou|sour|sourc|e|en)?"
    r"|-{3} ?(?:source|end)(?:\b.{0,200})?) ?"
)
_FENCE_WORDS = ("--- source", "--- end")
_MARKUP = frozenset("*_`~")
_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}|`{1,3}|~~")


class PlainText:
    """A model's text in, the same without markup out; ``mark`` is the code in the fences of the prompt."""

    def __init__(self, mark: str = "") -> None:
        self._stages = (_Spaces(), _Lines(), _Emphasis(), _Fences(mark.lower()))

    def feed(self, text: str) -> str:
        """The next words, as far as they are decided."""
        for stage in self._stages:
            text = stage.feed(text)
        return text

    def end(self) -> str:
        """The text is over."""
        text = ""
        for stage in self._stages:
            text = stage.feed(text) + stage.end()
        return text


class _Spaces:
    """One space for many, and for what cannot be printed."""

    def __init__(self) -> None:
        self._after_space = False

    def feed(self, text: str) -> str:
        text = re.sub(" {2,}", " ", text.translate(_UNPRINTABLE))
        if self._after_space:
            text = text.removeprefix(" ")
        self._after_space = text.endswith(" ") or (self._after_space and not text)
        return text

    def end(self) -> str:
        return ""


class _Lines:
    """Takes away what a line begins with, and lines that only draw."""

    def __init__(self) -> None:
        self._line: str | None = ""  # its beginning, until it shows what it is; nothing further on in a line
        self._item = 0  # the number of the last item of a list

    def feed(self, text: str) -> str:
        return "".join(map(self._next, text.splitlines(keepends=True)))

    def end(self) -> str:
        line, self._line = self._line, ""
        return "" if not line or _DRAWN.fullmatch(line) else self._without_lead(line)

    def _next(self, text: str) -> str:
        """The next piece of one line, or its end."""
        if self._line is not None:
            text, self._line = self._line + text, None
            if _LEAD_TO_COME.fullmatch(text) or _DRAWN_TO_COME.fullmatch(text):
                self._line = text
                return ""
            text = "\n" if text.endswith("\n") and _DRAWN.fullmatch(text) else self._without_lead(text)
        if text.endswith("\n"):
            self._line = ""
        return text

    def _without_lead(self, line: str) -> str:
        lead = _LEAD.match(line)
        if lead is None:
            return line
        if lead[1]:
            if int(lead[1]) not in {1, self._item + 1}:
                return line
            self._item = int(lead[1])
        return line[lead.end() :]


class _Emphasis:
    """Takes away the signs of emphasis and of code; a sign within a word or between spaces is none."""

    def __init__(self) -> None:
        self._run = ""  # such signs, until what follows shows what they are
        self._before = " "  # the character before them
        self._open: set[str] = set()

    def feed(self, text: str) -> str:
        if self._run or not _MARKUP.isdisjoint(text):
            return "".join(map(self._next, text))
        self._before = text[-1:] or self._before
        return text

    def end(self) -> str:
        return self._decide(" ")

    def _next(self, character: str) -> str:
        if character in _MARKUP and (not self._run or (character == self._run[0] and len(self._run) < 3)):
            self._run += character
            return ""
        decided = self._decide(character)
        if character in _MARKUP:
            self._run = character
            return decided
        self._before = character
        return decided + character

    def _decide(self, following: str) -> str:
        run, self._run = self._run, ""
        if run in self._open and not self._before.isspace():
            self._open.remove(run)
            return ""
        if _EMPHASIS.fullmatch(run) and not self._before.isalnum() and not following.isspace():
            self._open.add(run)
            return ""
        self._before = run[-1:] or self._before
        return run


class _Fences:
    """Takes away the code of the fences and the words beside it, upper and lower case alike."""

    def __init__(self, mark: str) -> None:
        self._marks = (mark, *_FENCE_WORDS) if mark else ()
        self._held = ""  # what may be the beginning of one

    def feed(self, text: str) -> str:
        lower = text.lower()
        if not self._held and not any(mark[0] in lower for mark in self._marks):
            return text
        return "".join(map(self._next, text))

    def end(self) -> str:
        held, self._held = self._held, ""
        return held

    def _next(self, character: str) -> str:
        self._held += character
        released = ""
        while not any(mark.startswith(self._held.lower()) for mark in self._marks):
            released, self._held = released + self._held[0], self._held[1:]
        if self._held.lower() in self._marks:
            self._held = ""
        return released
