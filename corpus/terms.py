"""Words as they are compared: lower-cased, stemmed, with their places in the text."""

import re
import threading
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:['’]\w+)?")
_PART = re.compile(r"[^\W_]+")

STOP_WORDS = frozenset(
    """a about after again against all also am an and any are as at be because been before being below between both but
    by can could did do does doing down during each few for from further had has have having he her here hers herself
    him himself his how i if in into is it its itself just me more most my myself no nor not now of off on once only or
    other our ours out over own same she should so some such tell than that the their theirs them themselves then there
    these they this those through to too under until up upon us very was we were what when where which while who whom
    whose why will with would you your yours""".split()
)


class Term(NamedTuple):  # made for every word that is read, and three times as fast as a dataclass
    """One word: its stem, and the half-open span of code points where it stands."""

    stem: str
    start: int
    end: int


def terms(text: str) -> tuple[Term, ...]:
    """Every word of a text, stop words too, in order."""
    return tuple(Term(stem(m.group()), *m.span()) for m in _WORD.finditer(text))


@lru_cache(maxsize=4096)  # the passages of what is in the news are read for many questions
def content_stems(text: str) -> tuple[str, ...]:
    """The distinct stems of a text in order of first use, without stop words."""
    found = dict.fromkeys(_WORD.findall(text))
    return tuple(dict.fromkeys(stem(word) for word in found if len(word) > 1 and word.lower() not in STOP_WORDS))


def indexed_stems(text: str) -> tuple[str, ...]:
    """The distinct stems by which the index of words is asked for a text.

    That index parts words at all that is no letter and no digit: ``O'Dwyer`` and ``1,234`` are two words there,
    ``U.S.`` is two letters. Lone small letters, such as the one behind an apostrophe, say nothing and are left out.
    """
    found = (word for word in _PART.findall(text) if word.lower() not in STOP_WORDS)
    return tuple(dict.fromkeys(stem(word) for word in found if len(word) > 1 or word.isdigit() or word.isupper()))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Snowball's English stem of a word in lower case, a possessive ending taken off."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    stemmed: str = _OWN.stemmer.stemWord(plain)
    return stemmed


class _Own(threading.local):
    """A stemmer for each thread: one keeps the word that it works on, and mixes up those of two threads."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("english")


_OWN = _Own()
