"""The forward pass of a BERT encoder for texts of any lengths side by side: no padding, half the time of the library's.

A short question costs the library as much in preparation, masks and small steps as in arithmetic, and most of that goes
into fetching the weights from memory. Here a layer is eleven steps, texts lie end to end in one matrix, each attends to
itself alone, and the weights lie packed in half precision where the processor has FBGEMM's kernels for it (sums stay
in float32; Khudia et al. 2021, "FBGEMM"). What it gives is compared with what the library gives before it is used.
"""

import copy
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

_LEAST_COSINE = 0.9999  # to the library's vector; another reading of the model would be far below
_PROBES = ("Who met whom in Lusaka?", "  Über 25 % of the CAFÉS…\tclosed; 東京 did not.\n" * 30)
_PACKING = ("x86", "fbgemm")  # torch's engines that have the kernels
_Linear = Callable[["Tensor"], "Tensor"]


class PackedBert:
    """A model's weights, packed for ``vectors``. Nothing in it changes, so threads may share it."""

    def __init__(self, model: "SentenceTransformer") -> None:
        network: Any = model[0].model
        self._tokenizer = copy.deepcopy(model.tokenizer.backend_tokenizer)  # the library changes its own for each call
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.max_seq_length)
        self._heads: int = network.config.num_attention_heads
        self._first_token = model[1].pooling_mode == "cls"
        embeddings = network.embeddings
        self._words = embeddings.word_embeddings.weight.detach()
        kind = embeddings.token_type_embeddings.weight[0]
        self._places = (embeddings.position_embeddings.weight + kind).detach()
        self._norm = embeddings.LayerNorm
        self._layers = [_Layer(layer) for layer in network.encoder.layer]

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

    def __init__(self, layer: Any) -> None:  # noqa: ANN401 - the library's BertLayer
        attention = layer.attention.self
        self._asked = _packed(attention.query, attention.key, attention.value)
        self._attended = _packed(layer.attention.output.dense)
        self._attended_norm = layer.attention.output.LayerNorm
        self._wide = _packed(layer.intermediate.dense)
        self._narrow = _packed(layer.output.dense)
        self._norm = layer.output.LayerNorm

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
    packed = PackedBert(model)
    ours = packed.vectors([packed.tokens(text) for text in _PROBES])
    theirs = np.asarray(model.encode(list(_PROBES), prompt="", show_progress_bar=False), dtype=np.float32)
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return packed if ((ours * theirs).sum(axis=1) >= _LEAST_COSINE * lengths).all() else None


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


def _packed(*layers: "nn.Linear") -> _Linear:
    """Linear layers on the same input as one."""
    import torch  # noqa: PLC0415 - by now loaded

    weights = torch.cat([layer.weight for layer in layers]).detach()
    bias = torch.cat([layer.bias for layer in layers]).detach()
    if weights.dtype != torch.float32 or torch.backends.quantized.engine not in _PACKING:
        return lambda states: torch.nn.functional.linear(states, weights, bias)
    half = torch.ops.quantized.linear_prepack_fp16(weights, bias)
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
