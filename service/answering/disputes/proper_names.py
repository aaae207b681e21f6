"""The names in a text, where they stand, and whether two of them name the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

from corpus.terms import STOP_WORDS, stem
from service.answering.checking.values import stem_in

_WORD = re.compile(r"[^\W_](?:[\w'’-]|\.(?=\w)){0,60}+")
_JOINING = frozenset("of the de del della der den van von bin al el la le du da di dos".split())
_SHORT = frozenset("dr mr mrs ms st jr sr gen sen rep gov lt col sgt prof rev".split())
_TITLES = frozenset(
    map(
        stem,
        """mr mrs ms miss dr sir dame lord lady king queen prince princess pope president vice prime minister
        chancellor premier secretary governor senator congressman congresswoman representative mayor judge justice
        general admiral colonel captain coach manager director actor actress star singer author novelist ceo chief
        executive chairman chairwoman chair founder cofounder co-founder head leader professor former
        new acting sen rep gov gen lt col""".split(),
    )
)
_CALENDAR = frozenset(
    map(
        stem,
        """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
        nov november dec december monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu fri
        sat sun""".split(),
    )
)
_CALLED = frozenset(
    map(
        stem,
        """group inc corp corporation company co ltd llc plc championship championships tournament award awards final
        finals summit open cup league games city state university""".split(),
    )
)
_SUFFIXES = frozenset(map(stem, "co company inc corp corporation ltd llc plc group jr sr".split()))
_NUMERAL = re.compile(r"[ivxl]+|\d+")
_ALIKE = 0.82  # of the letters of two spellings of one name: Zelensky and Zelenskyy
_SPELLED = 3  # letters by which two spellings of one name differ in length
_LONGEST = 60  # characters of a name that are compared letter by letter
_INITIAL = re.compile(r"\b[A-Z]\.\Z")
_FIRST = frozenset('\n.!?:;“"·•…|—–-*([')


@dataclass(frozen=True)
class ProperName:
    """A name as it stands at ``text[start:end]``, titles before it taken off, and the stems of its words."""

    text: str
    start: int
    end: int
    stems: tuple[str, ...]

    def same_as(self, other: "ProperName") -> bool:
        """Whether both may name the same: by the last word, by initials, or spelled nearly alike."""
        mine, theirs = frozenset(self.stems), frozenset(other.stems)
        if mine <= theirs or theirs <= mine or self.stems[-1] in theirs or other.stems[-1] in mine:
            return True
        if stem_in(self.stems[-1], theirs) or stem_in(other.stems[-1], mine):
            return True
        if self._initials_of(other) or other._initials_of(self):
            return True
        one, two = ("".join(name.stems)[:_LONGEST] for name in (self, other))
        near = one[0] == two[0] and abs(len(one) - len(two)) <= _SPELLED  # most pairs need no slow look
        return near and SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE

    def longer_than(self, asked: frozenset[str]) -> bool:
        """Whether this goes on after the words of an asked name, other than by what such things are called."""
        last = max((place for place, word in enumerate(self.stems) if word in asked), default=-1)
        return any(word not in _CALLED | _TITLES and not _NUMERAL.fullmatch(word) for word in self.stems[last + 1 :])

    def _initials_of(self, other: "ProperName") -> bool:
        short = self.text.replace(".", "")
        return len(self.stems) == 1 and short.isupper() and short.lower() == "".join(s[0] for s in other.stems)


@dataclass(frozen=True)
class Casing:
    """How words are written inside the sentences of some texts: which begin with a capital there, and which do not."""

    names: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    first: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def stem(self) -> str:
        return stem(self.text)


def casing(texts: Iterable[str]) -> Casing:
    """What some texts tell of their own words: the first word of a sentence is a name where it is one elsewhere."""
    names: set[str] = set()
    words: set[str] = set()
    for text in texts:
        for token in _tokens(text):
            if not token.capital:
                words.add(token.text.lower())
            elif not token.first:
                names.add(token.stem)
    return Casing(frozenset(names), frozenset(words))


def proper_names(text: str, known: Casing) -> tuple[ProperName, ...]:
    """The names in a text in order: runs of capitalised words, without titles, days and months."""
    found = (_name(text, run, known) for run in _runs(text))
    return tuple(name for name in found if name is not None)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _WORD.finditer(text):
        before = text[max(0, match.start() - 3) : match.start()].rstrip(" ")
        opens = not before or (before[-1] in _FIRST and not _INITIAL.search(before))
        yield _Token(match.group(), match.start(), match.end(), opens)


def _runs(text: str) -> Iterator[list[_Token]]:
    run: list[_Token] = []
    waiting: list[_Token] = []  # joining words that belong to the name where another of its words follows
    for token in _tokens(text):
        beside = bool(run) and _joined(text, (waiting or run)[-1], token)
        if token.capital and beside and token.text.lower() not in STOP_WORDS:  # "Disney To Acquire Fox"
            run += [*waiting, token]
            waiting = []
        elif beside and _joins(token, run) and len(waiting) < 2:  # "of the"
            waiting.append(token)
        else:
            if run:
                yield run
            run, waiting = ([token] if token.capital else []), []
    if run:
        yield run


def _joins(token: _Token, run: list[_Token]) -> bool:
    """Whether a word can stand inside a name: "Bank of America", but not "Ann Lee of America"."""
    return token.text in _JOINING and (token.text != "of" or len(run) == 1)


def _joined(text: str, one: _Token, two: _Token) -> bool:
    between = text[one.end : two.start]
    initial = len(one.text) == 1 or one.text.lower() in _SHORT
    return between in {" ", "\u00a0"} or (initial and between == ". ")


def _name(text: str, run: list[_Token], known: Casing) -> ProperName | None:
    first = run[0]
    if first.first and (first.text.lower() in known.words or (len(run) == 1 and first.stem not in known.names)):
        run = run[1:]
    titles = [place for place, token in enumerate(run[:-1], start=1) if token.stem in _TITLES]
    run = run[titles[-1] :] if titles else run  # "FIFA President Gianni Infantino"
    while run and (run[0].text.lower() in STOP_WORDS or not run[0].capital):
        run = run[1:]
    if not run or all(token.stem in _CALENDAR for token in run):
        return None
    stems = tuple(_plain(token.stem) for token in run if token.text.lower() not in STOP_WORDS)
    while len(stems) > 1 and stems[-1] in _SUFFIXES:
        stems = stems[:-1]
    if not stems:
        return None
    return ProperName(text[run[0].start : run[-1].end], run[0].start, run[-1].end, stems)


def _plain(word: str) -> str:
    """A word without its accents: one outlet writes Pogačar, another Pogacar."""
    return normalize("NFKD", word).encode("ascii", "ignore").decode() or word
