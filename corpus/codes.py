"""Compact codes of the vectors of one layer, small enough to stay in memory, by which any part of it can be scanned.

Of each vector they keep a byte a dimension, with one scale, which gives a cosine to about 0.0004; and one bit a
dimension, its sign, which tells in a fraction of the time what is not worth reading byte by byte.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.embedder import Vectors
from corpus.errors import ArchiveError, SnapshotDamaged

Rows = npt.NDArray[np.int32]
Take = Callable[[int], tuple[Sequence[str], Vectors]]

_BATCH = 4_096  # vectors that are coded at a time
_BLOCK = 16_384  # rows whose bits are compared at a time: they stay in the processor's nearest cache
_BYTES_BLOCK = 512  # rows whose bytes are multiplied at a time, likewise
_STEP = 0.8  # of the mean size of a question's components: what one unit of weight stands for


@dataclass(frozen=True)
class Codes:
    """The codes of a layer's vectors, row by row in the order of the passages' ids."""

    bytes: npt.NDArray[np.int8]  # rows x dimensions
    scales: npt.NDArray[np.float32]  # what one unit of a row's bytes stands for
    signs: npt.NDArray[np.uint64]  # words of 64 dimensions x rows

    def __len__(self) -> int:
        return len(self.scales)

    def similarities(self, vector: Vectors, rows: Rows) -> npt.NDArray[np.float32]:
        """Cosines of some rows to a unit vector, each wrong by 0.0004 as a rule, 0.003 at most."""
        found = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _BYTES_BLOCK):
            block = self.bytes[rows[start : start + _BYTES_BLOCK]].astype(np.float32)
            # einsum, not @: a product this small is no faster on two threads, and much slower where both are busy
            np.einsum("ij,j->i", block, vector, out=found[start : start + _BYTES_BLOCK])
        found *= self.scales[rows]
        return found

    def distances(self, question: "SignedQuestion", rows: Rows) -> npt.NDArray[np.uint16]:
        """How far some rows are from a question, by signs alone: the weights of all dimensions that differ."""
        everywhere = 3 * len(rows) > len(self)  # then reading all in order is quicker than picking
        signs = self.signs if everywhere else self.signs[:, rows]
        found = np.zeros(signs.shape[1], dtype=np.uint16)
        differing, weighing = np.empty((2, _BLOCK), dtype=np.uint64)  # written over and over: they stay in the cache
        weight, double = np.empty((2, _BLOCK), dtype=np.uint8)
        for start in range(0, len(found), _BLOCK):
            of_block = found[start : start + _BLOCK]
            size = slice(len(of_block))
            for word, sign, ones, twos in zip(signs, question.signs, question.ones, question.twos, strict=True):
                np.bitwise_xor(word[start : start + _BLOCK], sign, out=differing[size])
                np.bitwise_count(np.bitwise_and(differing[size], ones, out=weighing[size]), out=weight[size])
                np.bitwise_count(np.bitwise_and(differing[size], twos, out=weighing[size]), out=double[size])
                weight += double
                weight += double  # at most 3 * 64, which a byte holds
                of_block += weight[size].astype(np.uint16)  # added as bytes it would take three times as long
        return found[rows] if len(found) > len(rows) else found


@dataclass(frozen=True)
class SignedQuestion:
    """A question's vector as signs, and how much each dimension weighs: 0 to 3, as two bits of 64 dimensions a word.

    The question's own sizes are what signs alone lack: kept by weighed signs, a hundredth of 15,433 rows held 99.4 % of
    the four nearest; by the signs of both 96.9 %, by the question's exact components 99.7 %.
    """

    signs: npt.NDArray[np.uint64]
    ones: npt.NDArray[np.uint64]
    twos: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, vector: Vectors) -> "SignedQuestion":
        """The signs and weights of a vector's components."""
        sizes = np.abs(vector)
        unit = max(_STEP * float(sizes.mean()), float(np.finfo(np.float32).tiny))
        weights = np.clip(np.rint(sizes / unit), 0, 3).astype(np.uint8)
        return cls(*(_packed(bits.reshape(1, -1))[:, 0] for bits in (vector > 0, weights & 1 > 0, weights & 2 > 0)))


def build_codes(folder: Path, count: int, take: Take) -> None:
    """Write the codes of ``count`` unit vectors, which are taken batch by batch in the order of their passages' ids.

    Raises:
        ArchiveError: the folder cannot be written.
    """
    ids: list[bytes] = []
    parts: dict[str, npt.NDArray[Any]] = _parts(count, 0)
    for start in range(0, count, _BATCH):
        passage_ids, vectors = take(min(_BATCH, count - start))
        if not start:
            parts = _parts(count, vectors.shape[1])
        end = start + len(vectors)
        with np.errstate(all="ignore"):  # a vector of no numbers is refused where what was built is checked
            largest = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny)
            parts["bytes"][start:end] = np.rint(vectors / (largest / 127)[:, None])
        parts["scales"][start:end] = largest / 127
        parts["signs"][:, start:end] = _packed(vectors > 0)
        ids += [passage_id.encode() for passage_id in passage_ids]
    parts["ids"] = np.array(ids, dtype=np.bytes_)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in parts.items():
            np.save(folder / f"{name}.npy", part, allow_pickle=False)
    except OSError as error:
        raise ArchiveError(f"the codes in {folder} cannot be written ({error}): free some space, then again") from error


def open_codes(folder: Path) -> Codes:
    """The codes of a layer, read into memory: a file that was mapped could be cut under its reader.

    Raises:
        SnapshotDamaged: they cannot be read.
    """
    numbers, scales, signs = (_load(folder, name) for name in ("bytes", "scales", "signs"))
    if not len(numbers) == len(scales) == signs.shape[-1]:
        raise _damaged(folder, ValueError("its parts are not of one length"))
    return Codes(numbers, scales, signs)


def coded_ids(folder: Path) -> npt.NDArray[np.bytes_]:
    """The ids of the passages of a layer, as UTF-8, row by row: those too that were replaced or removed since.

    Raises:
        SnapshotDamaged: they cannot be read.
    """
    return _load(folder, "ids")


def _load(folder: Path, name: str) -> npt.NDArray[Any]:
    try:
        array: npt.NDArray[Any] = np.load(folder / f"{name}.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(folder, error) from error
    return array


def _parts(count: int, dimensions: int) -> dict[str, npt.NDArray[Any]]:
    words = -(-dimensions // 64)
    return {
        "bytes": np.empty((count, dimensions), dtype=np.int8),
        "scales": np.empty(count, dtype=np.float32),
        "signs": np.empty((words, count), dtype=np.uint64),
    }


def _packed(bits: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """Rows of bits as words of 64: words x rows."""
    rows, dimensions = bits.shape
    padded = np.zeros((rows, -(-dimensions // 64) * 64), dtype=np.bool_)
    padded[:, :dimensions] = bits
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)


def _damaged(folder: Path, error: Exception) -> SnapshotDamaged:
    return SnapshotDamaged(f"the codes in {folder} cannot be read ({error}): run `dateline snapshots rebuild`")
