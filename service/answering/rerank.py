"""A cross-encoder that reads question and passage together and says how well they fit; off unless it is named.

The home of cross-encoders: only this file and ``corpus/embedder.py`` know sentence-transformers.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.embedder import computes_bfloat16, use_all_cores
from corpus.errors import SettingError
from service.answering.batches import Batches

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_TOGETHER = 64  # pairs of several questions in one batch
_WAITING = 1024  # pairs
_AT_ONCE = 16  # pairs in one matrix
_LONGEST = 512  # tokens of question and passage
_LONGEST_QUESTION, _LONGEST_TEXT = 2000, 4000  # characters, before anything is made of them


class Reranker:
    """One loaded cross-encoder. ``scores`` may be called from many threads, but not from the event loop."""

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self.name = name
        self._model = model
        self._batches = Batches(self._compute, most=_TOGETHER, waiting=_WAITING, name="reranker")

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text fits the question, higher is better; comparable only within one question.

        Only the start of a very long text is read: 512 tokens, question included.

        Raises:
            Overloaded: too much is being asked at once.
            Stopped: the service is being stopped.
        """
        pairs = [(question[:_LONGEST_QUESTION], text[:_LONGEST_TEXT]) for text in texts]
        return self._batches.submit(pairs).result() if pairs else []

    def close(self) -> None:
        """Wait for the batch that is being computed and end the thread; what is in the queue fails with ``Stopped``."""
        self._batches.close()

    def _compute(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        use_all_cores()
        scores = self._model.predict(list(pairs), batch_size=_AT_ONCE, show_progress_bar=False, convert_to_numpy=True)
        return [float(score) for score in scores]


def open_reranker(name: str) -> Reranker:
    """Load a cross-encoder of sentence-transformers by name or folder; takes seconds.

    Only safetensors weights are read, and no code that comes with a model is run.

    Raises:
        SettingError: it is not there, has no safetensors weights, or gives more than one score a pair.
    """
    folder = Path(name)
    if folder.is_dir():
        if not any(folder.rglob("*.safetensors")):
            raise SettingError(f"the reranker {name} has no safetensors weights: other formats can run code")
    elif folder.is_absolute() or name.startswith("."):
        raise SettingError(f"no reranker at {name}: give a folder or the name of a model in DATELINE_RERANKER")
    model = _load(name)
    if model.num_labels != 1:
        raise SettingError(f"{name} is no reranker: it gives {model.num_labels} scores for a pair, not one")
    reranker = Reranker(model, name)
    reranker.scores("Does it work?", ["The first question does not wait for the model to warm up."])
    return reranker


def _load(name: str) -> "CrossEncoder":
    from safetensors import SafetensorError  # noqa: PLC0415 - seconds of imports, for those who rerank
    from sentence_transformers import CrossEncoder  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    weights = {"use_safetensors": True, "dtype": "bfloat16" if computes_bfloat16() else "float32"}
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", trust_remote_code=False, model_kwargs=weights)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SettingError(
            f"the reranker {name!r} cannot be loaded ({reason}): give in DATELINE_RERANKER a folder with safetensors "
            "weights, or the name of a model that was downloaded or can be"
        ) from error
    model.max_seq_length = min(model.max_seq_length or _LONGEST, _LONGEST)
    return model
