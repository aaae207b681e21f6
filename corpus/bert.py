"""The forward pass of a BERT encoder for texts of any lengths side by side: no padding, half the time of the library's.

A short question costs the library as much in preparation, masks and small steps as in arithmetic, and most of that goes
into fetching the weights from memory. Here a layer is eleven steps, texts lie end to end in one matrix, each attends to
itself alone, and the weights lie packed in half precision where the processor has FBGEMM's kernels for it (sums stay
in float32; Khudia et al. 2021, "FBGEMM"). What it gives is compared with what the library gives before it is used;
weights that are known need no library, whose imports take 5 s (tests compare them).
"""

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from torch import Tensor, dtype

_LEAST_COSINE = 0.9999  # to the library's vector; another reading of the model would be far below
_PROBES = ("Who met whom in Lusaka?", "  Über 25 % of the CAFÉS…\tclosed; 東京 did not.\n" * 30)
_PACKING = ("x86", "fbgemm")  # torch's engines that have the kernels
_Step = Callable[["Tensor"], "Tensor"]
_Weights = Mapping[str, "Tensor"]  # by the names that a BertModel's have


class PackedBert:
    """A model's weights, packed for ``vectors``. Nothing in it changes, so threads may share it."""

    def __init__(
        self, weights: _Weights, form: Mapping[str, Any], tokenizer: "Tokenizer", *, first_token: bool
    ) -> None:
        """``form`` is the network's configuration; ``first_token``: its vector stands for the text, not the mean."""
        self._tokenizer = tokenizer
        self._heads: int = form["num_attention_heads"]
        self._first_token = first_token
        norm = partial(_norm, weights, epsilon=form["layer_norm_eps"])
        self._words = weights["embeddings.word_embeddings.weight"]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"] + kind
        self._norm = norm("embeddings.LayerNorm")
        self._layers = [
            _Layer(weights, f"encoder.layer.{number}.", norm) for number in range(form["num_hidden_layers"])
        ]

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self._words.shape[1])

    def tokens(self, text: str) -> list[int]:
        """The numbers of a text's tokens, special ones included, cut to the model's window."""
        numbers: list[int] = self._tokenizer.encode(text).ids
        return numbers

    def vectors(self, texts: Sequence[list[int]]) -> npt.NDArray[np.float32]:
        """One vector for the tokens of each text, not scaled; works in the calling thread."""
        import torch  # noqa: PLC0415 - by now loaded

        lengths = [len(tokens) for tokens in texts]
        with torch.inference_mode():
            numbers = torch.tensor([number for tokens in texts for number in tokens])
            states = self._norm(self._words[numbers] + torch.cat([self._places[:length] for length in lengths]))
            for layer in self._layers:
                states = layer(states, lengths, self._heads)
            pooled = [part[0] if self._first_token else part.float().mean(0) for part in torch.split(states, lengths)]
            vectors: npt.NDArray[np.float32] = torch.stack(pooled).float().numpy()
        return vectors


class _Layer:
    """Attention, then two linear steps; each added to what came in."""

    def __init__(self, weights: _Weights, place: str, norm: Callable[[str], _Step]) -> None:
        attention = (f"{place}attention.self.{name}" for name in ("query", "key", "value"))
        self._asked = _packed(weights, *attention)
        self._attended = _packed(weights, place + "attention.output.dense")
        self._attended_norm = norm(place + "attention.output.LayerNorm")
        self._wide = _packed(weights, place + "intermediate.dense")
        self._narrow = _packed(weights, place + "output.dense")
        self._norm = norm(place + "output.LayerNorm")

    def __call__(self, states: "Tensor", lengths: list[int], heads: int) -> "Tensor":
        from torch.nn import functional  # noqa: PLC0415 - by now loaded

        attended = _attention(self._asked(states), lengths, heads)
        states = self._attended_norm(self._attended(attended) + states)
        normed: Tensor = self._norm(self._narrow(functional.gelu(self._wide(states))) + states)
        return normed


def packed_bert(model: "SentenceTransformer") -> PackedBert | None:
    """The model packed; nothing where it is no plain BERT, or gives other vectors so."""
    if not _is_plain_bert(model):
        return None
    network: Any = model[0].model
    pooling: Any = model[1]
    tokenizer = copy.deepcopy(model.tokenizer.backend_tokenizer)  # the library changes its own for each call
    weights = {name: weight.detach() for name, weight in network.state_dict().items()}
    form = network.config.to_dict()
    packed = PackedBert(
        weights,
        form,
        _cutting(tokenizer, model.max_seq_length or form["max_position_embeddings"]),
        first_token=pooling.pooling_mode == "cls",
    )
    ours = packed.vectors([packed.tokens(text) for text in _PROBES])
    theirs = np.asarray(model.encode(list(_PROBES), prompt="", show_progress_bar=False), dtype=np.float32)
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return packed if ((ours * theirs).sum(axis=1) >= _LEAST_COSINE * lengths).all() else None


def read_bert(folder: Path, precision: "dtype") -> PackedBert:
    """A plain BERT with mean pooling, read from its files without the library: for weights that are known to be one."""
    from safetensors.torch import load_file  # noqa: PLC0415 - imports torch
    from tokenizers import Tokenizer  # noqa: PLC0415 - for those who embed

    weights = {
        name: weight.to(precision)
        for name, weight in load_file(folder / "model.safetensors").items()
        if weight.is_floating_point()
    }
    form = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    window = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]
    tokenizer = _cutting(Tokenizer.from_file(str(folder / "tokenizer.json")), window)
    return PackedBert(weights, form, tokenizer, first_token=False)


def _cutting(tokenizer: "Tokenizer", window: int) -> "Tokenizer":
    """A tokenizer that cuts each text to the model's window and fills none up."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(window)
    return tokenizer


def _is_plain_bert(model: "SentenceTransformer") -> bool:
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    network: Any = model[0].model
    pooling: Any = model[1]
    return bool(
        type(network).__name__ == "BertModel"
        and network.config.hidden_act == "gelu"
        and pooling.pooling_mode in ("mean", "cls")
        and pooling.include_prompt
        and model.truncate_dim is None
        and hasattr(model.tokenizer, "backend_tokenizer")
    )


def _norm(weights: _Weights, name: str, epsilon: float) -> _Step:
    from torch.nn import functional  # noqa: PLC0415 - by now loaded

    weight, bias = weights[name + ".weight"], weights[name + ".bias"]
    return lambda states: functional.layer_norm(states, weight.shape, weight, bias, epsilon)


def _packed(weights: _Weights, *names: str) -> _Step:
    """Linear layers on the same input as one."""
    import torch  # noqa: PLC0415 - by now loaded

    weight = torch.cat([weights[name + ".weight"] for name in names])
    bias = torch.cat([weights[name + ".bias"] for name in names])
    if weight.dtype != torch.float32 or torch.backends.quantized.engine not in _PACKING:
        return lambda states: torch.nn.functional.linear(states, weight, bias)
    half = torch.ops.quantized.linear_prepack_fp16(weight, bias)
    multiply = torch.ops.quantized.linear_dynamic_fp16.default
    return lambda states: multiply(states, half)


def _attention(asked: "Tensor", lengths: list[int], heads: int) -> "Tensor":
    """Each text's tokens attend to those of the same text."""
    import torch  # noqa: PLC0415 - by now loaded

    attended = []
    for part in torch.split(asked, lengths):
        queries, keys, values = part.view(1, len(part), 3, heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        seen = torch.nn.functional.scaled_dot_product_attention(queries, keys, values)
        attended.append(seen.transpose(1, 2).reshape(len(part), -1))
    return torch.cat(attended)
