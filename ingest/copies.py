"""Which articles are copies of which: the same wire story in several papers must count as one source."""

import hashlib
from collections.abc import Iterable

from datasketch import MinHash, MinHashLSH

from corpus.terms import terms

_SHINGLE = 4  # words
_PERMUTATIONS = 96
_CANDIDATE = 0.35  # estimated Jaccard similarity from which a pair is looked at
_COPY = 0.6  # share of the shorter text's shingles that the longer one holds


def find_copies(articles: Iterable[tuple[str, str, str | None]]) -> dict[str, str]:
    """For each copy the id of its original, from ``(id, body, first possible day)`` of every article.

    Near-duplicates are found by MinHash (Broder 1997) over runs of words and confirmed by exact containment; of
    several alike the earliest dated is the original, undated ones last.
    """
    shingles: dict[str, frozenset[bytes]] = {}
    index = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    originals: dict[str, str] = {}
    for identity, body, _ in sorted(articles, key=lambda article: (article[2] or "9999", article[0])):
        mine = _shingles(body)
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch(list(mine))
        candidates = sorted(index.query(sketch)) if mine else []
        original = next((other for other in candidates if _containment(mine, shingles[other]) >= _COPY), None)
        if original is not None:
            originals[identity] = original
        elif mine:
            shingles[identity] = mine
            index.insert(identity, sketch)
    return originals


def _shingles(body: str) -> frozenset[bytes]:
    stems = [term.stem for term in terms(body)]
    runs = (" ".join(stems[i : i + _SHINGLE]) for i in range(max(0, len(stems) - _SHINGLE + 1)))
    return frozenset(hashlib.blake2b(run.encode(), digest_size=8).digest() for run in runs)


def _containment(one: frozenset[bytes], two: frozenset[bytes]) -> float:
    return len(one & two) / max(1, min(len(one), len(two)))
