"""Which articles are copies of which: the same wire story in several papers must count as one source."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from datasketch import MinHash, MinHashLSH

from corpus.terms import terms

_SHINGLE = 4  # words
_PERMUTATIONS = 96
_SCHEME = "affine32"  # how datasketch hashes; written down, since sketches are kept and compared with later ones
_CANDIDATE = 0.35  # estimated Jaccard similarity from which a pair is looked at
_COPY = 0.6  # share of the shorter text's shingles that the longer one holds
_HASHING = MinHash(num_perm=_PERMUTATIONS, scheme=_SCHEME)  # empty; its permutations cost more than a sketch

Values = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Sketched:
    """An article as the search for copies sees it: ``original`` is what was found before, its own id if none.

    ``first_day`` is the first possible day of publication.
    """

    id: str
    first_day: str | None
    original: str
    sketch: bytes


def sketch(body: str) -> bytes:
    """The MinHash (Broder 1997) of a text's runs of words; empty for a text of fewer words than one run."""
    shingles = _shingles(body)
    if not shingles:
        return b""
    minhash = _HASHING.copy()
    minhash.update_batch(list(shingles))
    values = np.asarray(minhash.hashvalues, dtype="<u4")  # hashes of 32 bits
    return values.tobytes()


def find_copies(
    articles: Iterable[Sketched], body_of: Callable[[str], str], changed: Collection[str]
) -> dict[str, str]:
    """For each copy the id of its original; of several alike the earliest dated is it, undated ones last.

    Candidates are found by their sketches and confirmed by exact containment. Of two articles that both have not
    ``changed`` what was found before is taken over: their texts are not compared again.
    """

    @lru_cache(maxsize=256)
    def shingles_of(article_id: str) -> frozenset[bytes]:
        return _shingles(body_of(article_id))

    def is_copy(one: Sketched, other: str) -> bool:
        settled = one.id not in changed and (one.original == one.id or one.original in place)
        if settled and other not in changed:
            return one.original == other
        mine, theirs = shingles_of(one.id), shingles_of(other)
        return len(mine & theirs) / max(1, min(len(mine), len(theirs))) >= _COPY

    stored = sorted((a for a in articles if a.sketch), key=lambda a: (a.first_day or "9999", a.id))
    index = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    place: dict[str, int] = {}
    originals: dict[str, str] = {}
    for article, values in _with_company(stored, index.b, index.r):
        minhash = MinHash(num_perm=_PERMUTATIONS, hashvalues=values, permutations=_HASHING.permutations, scheme=_SCHEME)
        candidates = sorted(index.query(minhash), key=place.__getitem__)
        original = next((other for other in candidates if is_copy(article, other)), None)
        if original is not None:
            originals[article.id] = original
        else:
            place[article.id] = len(place)
            index.insert(article.id, minhash)
    return originals


def _with_company(articles: Sequence[Sketched], bands: int, rows: int) -> Iterator[tuple[Sketched, Values]]:
    """The articles that share a band of their sketch with another one, in order: only those can have a candidate.

    The index would tell the same of all others, a hundred times slower.
    """
    if not articles:
        return
    values = np.frombuffer(b"".join(a.sketch for a in articles), dtype="<u4").reshape(len(articles), -1)
    accompanied = np.zeros(len(articles), dtype=bool)
    for band in range(bands):
        keys = np.ascontiguousarray(values[:, band * rows : (band + 1) * rows]).view(f"V{4 * rows}").ravel()
        _, place, count = np.unique(keys, return_inverse=True, return_counts=True)
        accompanied |= count[place] > 1
    for number in np.flatnonzero(accompanied).tolist():
        yield articles[number], values[number].astype(np.uint64)


def _shingles(body: str) -> frozenset[bytes]:
    stems = [term.stem for term in terms(body)]
    runs = (" ".join(stems[i : i + _SHINGLE]) for i in range(max(0, len(stems) - _SHINGLE + 1)))
    return frozenset(hashlib.blake2b(run.encode(), digest_size=8).digest() for run in runs)
