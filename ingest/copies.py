"""Which articles are copies of which: the same wire story in several papers must count as one source."""

import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from ingest.changed_facts import Text, read, tell_otherwise

_RUN = 4  # words
_SIGNS = "\u3040-\u30ff\u3400-\u9fff"  # Chinese and Japanese, where each sign counts as a word
_WORD = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+")
_PERMUTATIONS = 128
_SCHEME = "affine32"  # how datasketch hashes; written down, since sketches are kept and compared with later ones
_HASHING = MinHash(num_perm=_PERMUTATIONS, scheme=_SCHEME, hashfunc=int)  # empty; its permutations cost most
_BAND = 2  # values that two sketches share to be looked at: of texts a third of whose runs are common, all but 1 in 400
_ALL_PAIRS = 16  # articles that share a band; of more each is compared with the first and with the one before
_PROMISING = 0.2  # estimated share of the shorter text from which a pair is read
_COPY = 0.6  # share of the shorter text's words that stand in runs which the longer one holds too
_REPRINT = 0.9  # the same where that alone tells little:
_FEW = 20  # common words that any two short reports may share
_NEWS = 30  # days, after which it may be last month's explainer with this month's news
_MIXING = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio (Knuth, TAOCP 3, 6.4)

Runs = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Sketched:
    """An article as the search for copies sees it: ``original`` is what was found before, its own id if none.

    ``first_day`` is the first possible day of publication, ``page`` the canonical address. Versions of one page belong
    together however much was changed.
    """

    id: str
    first_day: str | None
    page: str | None
    original: str
    sketch: bytes


def sketch(body: str) -> bytes:
    """How many runs of words a text has and their MinHash (Broder 1997); empty for a text shorter than one run."""
    runs = np.unique(_runs(body))
    if not runs.size:
        return b""
    minhash = _HASHING.copy()
    minhash.update_batch((runs >> np.uint64(32)).tolist())
    return np.array([runs.size, *minhash.hashvalues], dtype="<u4").tobytes()


def find_copies(
    articles: Iterable[Sketched], body_of: Callable[[str], str], changed: Collection[str]
) -> dict[str, str]:
    """For each copy the id of its original; of several alike the earliest dated is it, undated ones last.

    Pairs are found by their sketches and confirmed by reading both texts; two that tell another fact in a place that is
    otherwise the same are no copies. A copy of a copy belongs to the same original. Where neither of two articles has
    ``changed`` what was found before is taken over unread.
    """
    stored = sorted((a for a in articles if a.sketch), key=lambda a: (a.first_day or "9999", a.id))
    place = {article.id: number for number, article in enumerate(stored)}
    unsettled = np.array(
        [a.id in changed or a.original not in place or a.original in changed for a in stored], dtype=bool
    )
    clusters = _Clusters(len(stored))
    for number in np.flatnonzero(~unsettled).tolist():
        clusters.join(place[stored[number].original], number)
    for earlier, later in _versions_of_pages(stored):
        clusters.join(earlier, later)

    @lru_cache(maxsize=1024)
    def runs_of(number: int) -> Runs:
        return _runs(body_of(stored[number].id))

    @lru_cache(maxsize=1024)
    def text_of(number: int) -> Text:
        return read(body_of(stored[number].id))

    for earlier, later in _promising_pairs(stored, unsettled):
        if (
            clusters.first(earlier) != clusters.first(later)
            and _is_copy(stored[earlier], stored[later], runs_of(earlier), runs_of(later))
            and not tell_otherwise(text_of(earlier), text_of(later))
        ):
            clusters.join(earlier, later)
    firsts = [clusters.first(number) for number in range(len(stored))]
    return {stored[n].id: stored[first].id for n, first in enumerate(firsts) if n != first}


class _Clusters:
    """Numbers that belong together, each cluster named by its smallest (union-find, Tarjan 1975)."""

    def __init__(self, count: int) -> None:
        self._towards_first = list(range(count))

    def first(self, number: int) -> int:
        way = self._towards_first
        while way[number] != number:
            way[number] = way[way[number]]
            number = way[number]
        return number

    def join(self, one: int, other: int) -> None:
        first, later = sorted((self.first(one), self.first(other)))
        self._towards_first[later] = first


def _versions_of_pages(articles: Sequence[Sketched]) -> Iterator[tuple[int, int]]:
    earliest: dict[str, int] = {}
    for number, article in enumerate(articles):
        if article.page is not None:
            yield earliest.setdefault(article.page, number), number


def _promising_pairs(articles: Sequence[Sketched], unsettled: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Pairs of places whose sketches are alike, at least one unsettled, in order.

    datasketch's own index (MinHashLSH) compares one article at a time, a hundred times slower.
    """
    if not articles:
        return
    table = np.frombuffer(b"".join(a.sketch for a in articles), dtype="<u4").reshape(len(articles), -1)
    sizes, values = table[:, 0].astype(np.int64), table[:, 1:]
    pairs: set[tuple[int, int]] = set()
    for band in range(0, _PERMUTATIONS, _BAND):
        keys = np.ascontiguousarray(values[:, band : band + _BAND]).view("<u8").ravel()
        order = np.argsort(keys, kind="stable")
        ends = np.flatnonzero(np.diff(keys[order], append=~keys[order[-1:]])) + 1
        begins = np.concatenate(([0], ends[:-1]))
        some_unsettled = np.logical_or.reduceat(unsettled[order], begins)
        for group in np.flatnonzero((ends - begins > 1) & some_unsettled).tolist():
            pairs.update(_within(order[begins[group] : ends[group]].tolist()))
    for earlier, later in sorted(pairs):
        if unsettled[earlier] or unsettled[later]:
            jaccard = float(np.count_nonzero(values[earlier] == values[later])) / _PERMUTATIONS
            common = jaccard / (1 + jaccard) * (sizes[earlier] + sizes[later])
            if common >= _PROMISING * min(sizes[earlier], sizes[later]):
                yield earlier, later


def _within(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(group) <= _ALL_PAIRS:
        yield from ((one, two) for place, two in enumerate(group) for one in group[:place])
    else:
        yield from ((group[0], other) for other in group[1:])
        yield from pairwise(group)


def _is_copy(earlier: Sketched, later: Sketched, mine: Runs, theirs: Runs) -> bool:
    shorter, longer = sorted((mine, theirs), key=len)
    covered = np.zeros(len(shorter) + _RUN - 1, dtype=bool)
    for start in np.flatnonzero(np.isin(shorter, longer)).tolist():
        covered[start : start + _RUN] = True
    days = (earlier.first_day, later.first_day)
    apart = date.fromisoformat(days[1]) - date.fromisoformat(days[0]) if days[0] and days[1] else timedelta()
    doubtful = apart.days > _NEWS or np.count_nonzero(covered) < _FEW
    return float(covered.mean()) >= (_REPRINT if doubtful else _COPY)


def _runs(body: str) -> Runs:
    """A hash of each run of words, in order."""
    words = np.array([_word_hash(word) for word in _WORD.findall(body.lower())], dtype=np.uint64)
    if len(words) < _RUN:
        return words[:0]
    runs = np.zeros(len(words) - _RUN + 1, dtype=np.uint64)
    for place in range(_RUN):
        runs = (runs ^ words[place : place + len(runs)]) * _MIXING
    return runs


@lru_cache(maxsize=65536)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
