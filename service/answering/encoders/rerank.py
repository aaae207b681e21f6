"""A cross-encoder that reads question and passage together and says how well they fit; off unless it is named."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.embedder import use_all_cores
from corpus.errors import SettingError
from service.answering.encoders.batches import Batches
from service.answering.encoders.cross_encoder import open_cross_encoder

if TYPE_CHECKING:
    from service.answering.encoders.cross_encoder import CrossEncoder

_TOGETHER = 64  # pairs of several questions in one batch
_WAITING = 1024  # pairs
_AT_ONCE = 16  # pairs in one matrix
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
    model = open_cross_encoder(name, "reranker", "DATELINE_RERANKER")
    if model.num_labels != 1:
        raise SettingError(f"{name} is no reranker: it gives {model.num_labels} scores for a pair, not one")
    reranker = Reranker(model, name)
    reranker.scores("Does it work?", ["The first question does not wait for the model to warm up."])
    return reranker
