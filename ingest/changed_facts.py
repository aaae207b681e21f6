"""Whether two texts that are nearly the same tell another fact: one number, one name, one "not" put in or taken out.

Such texts are no copies of each other, however few words differ: where they disagree, a reader must be shown both.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\d[\d.,]*\d%?|\w+(?:['’]\w+)?%?")
_BESIDE = 2  # words on either side, which must be the same
_BETWEEN = 3  # words at most that may differ there
_MOST = 3_000  # words of a text that are compared: the facts of a report stand before them
_OFTEN = 0.1  # share of all places that differ from which other names and denials are no accident of rewriting
_NUMBERS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen
    dozens half twice first second third fourth fifth sixth seventh eighth ninth tenth""".split()
)
_DAYS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_DENIALS = frozenset("not never no cannot".split())

_Words = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A text by what stands between each two pairs of its words, where that pair of pairs stands there once."""

    between: dict[_Words, _Words]


def read(body: str) -> Text:
    """Prepare a text for comparing; linear in its length."""
    words = _WORD.findall(body)[:_MOST]
    plain = [word.lower() for word in words]
    places: list[tuple[_Words, int, int]] = []
    for size in range(_BETWEEN + 1):
        beside = zip(plain, plain[1:], plain[_BESIDE + size :], plain[_BESIDE + size + 1 :], strict=False)
        places += [(around, start, start + size) for start, around in enumerate(beside, start=_BESIDE)]
    often = Counter(around for around, _, _ in places)
    return Text({around: tuple(words[start:end]) for around, start, end in places if often[around] == 1})


def tell_otherwise(one: Text, other: Text) -> bool:
    """Whether a number or date differs in a place that is otherwise the same, or names and denials in many of them."""
    places = [(inside, other.between[beside]) for beside, inside in one.between.items() if beside in other.between]
    differing = [(a, b) for a, b in places if [w.lower() for w in a] != [w.lower() for w in b]]
    if any(_values_differ(a, b) for a, b in differing):
        return True
    facts = sum(_are_names(a, b) or _denied(a) != _denied(b) for a, b in differing)
    return facts > 0 and facts >= _OFTEN * len(differing)


def _values_differ(one: _Words, other: _Words) -> bool:
    return any(
        bool(mine) and bool(theirs) and mine != theirs
        for mine, theirs in ((_values(one, known), _values(other, known)) for known in (_NUMBERS, _DAYS))
    )


def _values(words: _Words, known: frozenset[str]) -> list[str]:
    numeric = known is _NUMBERS
    return [w.lower().replace(",", "") for w in words if w.lower() in known or (numeric and w[0].isdigit())]


def _are_names(one: _Words, other: _Words) -> bool:
    return bool(one) and bool(other) and all(word[0].isupper() for word in (*one, *other))


def _denied(words: Sequence[str]) -> bool:
    return any(word.lower() in _DENIALS or word.lower().endswith(("n't", "n’t")) for word in words)
