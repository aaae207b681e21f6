"""Whether a text holds the words of an answer that journalists gave."""

import re

from corpus.terms import stem

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_EMPTY = frozenset("a an the of in on at to and or for by it is was".split())


def holds(text: str, answer: str) -> bool:
    """Whether all words of the answer stand in the text, in any order and inflection; articles and "of" aside."""
    wanted = _stems(answer)
    return bool(wanted) and wanted <= _stems(text)


def _stems(text: str) -> set[str]:
    return {stem(word.replace(",", "")) for word in _WORD.findall(text.lower()) if word not in _EMPTY}
