"""A second opinion on a statement and its quote by a cross-encoder that knows entailment; off unless it is named."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.embedder import use_all_cores
from corpus.errors import SettingError
from service.answering.encoders.cross_encoder import open_cross_encoder
from service.answering.support import Verdict

_LONGEST = 4000  # characters of a quote or a statement, before anything is made of them
_KINDS = ("entail", "contradict", "neutral")


class Entailment:
    """One loaded model. ``judge`` may be called from many threads; the model runs one call at a time."""

    def __init__(self, likely: Callable[[str, str], Sequence[float]], name: str) -> None:
        self.name = f"nli:{name}"
        self._likely = likely
        self._lock = threading.Lock()

    def judge(self, statement: str, quote: str) -> Verdict:
        """What the model finds likeliest; the score is how likely it finds that the quote entails the statement."""
        with self._lock:
            use_all_cores()
            entails, contradicts, neutral = self._likely(quote[:_LONGEST], statement[:_LONGEST])
        if entails >= max(contradicts, neutral):
            return Verdict("supported", entails)
        return Verdict("contradicted" if contradicts > neutral else "unsupported", entails)


def open_entailment(name: str) -> Entailment:
    """Load a cross-encoder of natural language inference by name or folder; takes seconds.

    Only safetensors weights are read, and no code that comes with a model is run.

    Raises:
        SettingError: it is not there, has no safetensors weights, or its labels are not entailment, contradiction and
            neutral.
    """
    model = open_cross_encoder(name, "entailment model", "DATELINE_SUPPORT_CHECK=nli:NAME")
    named = (model.config and model.config.id2label) or {}
    labels = {int(place): str(label).lower() for place, label in named.items()}
    places = [place for kind in _KINDS for place, label in labels.items() if label.startswith(kind)]
    if len(labels) != len(_KINDS) or len(places) != len(_KINDS):
        raise SettingError(f"{name} tells {sorted(labels.values())}, not entailment, contradiction and neutral")

    def likely(quote: str, statement: str) -> list[float]:
        (found,) = model.predict([(quote, statement)], apply_softmax=True, show_progress_bar=False)
        return [float(found[place]) for place in places]

    return Entailment(likely, Path(name).name)
