"""A cross-encoder with random weights, run by the real library."""

import asyncio
import json
import threading
from pathlib import Path

import pytest

from corpus.errors import SettingError, Stopped
from service.answering.encoders.rerank import open_reranker
from service.settings import Settings
from service.start import open_asker
from tests.service.answering.tiny_models import tiny_cross_encoder

TEXTS = ["The pact was signed in Lusaka.", "Bake it for an hour.", "Twelve countries signed. " * 400, ""]


def make(folder: Path, labels: int = 1) -> str:
    """Two small layers, and scores that differ for different texts."""
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    return tiny_cross_encoder(folder, **sizes, initializer_range=0.5, num_labels=labels)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("reranker"))


@pytest.fixture
def reranker(folder):
    reranker = open_reranker(folder)
    yield reranker
    reranker.close()


def test_each_text_has_the_score_that_the_library_gives_it(reranker, folder):
    from sentence_transformers import CrossEncoder

    scores = reranker.scores("Where was the pact signed?", TEXTS[:2])
    expected = CrossEncoder(folder, device="cpu").predict([("Where was the pact signed?", text) for text in TEXTS[:2]])
    assert scores == pytest.approx(expected.tolist(), abs=1e-3)
    assert len(set(scores)) == 2


def test_scores_keep_the_order_of_the_texts_whatever_their_length(reranker):
    together = reranker.scores("Who signed?", TEXTS)
    assert together == pytest.approx([reranker.scores("Who signed?", [text])[0] for text in TEXTS], abs=1e-4)
    assert reranker.scores("Who signed?", []) == []


def test_questions_at_once_each_get_their_own_scores(reranker):
    questions = [f"Who signed the {number}th pact?" for number in range(6)]
    alone = [reranker.scores(question, TEXTS[:2]) for question in questions]
    together: dict[str, list[float]] = {}
    threads = [
        threading.Thread(target=lambda q=question: together.update({q: reranker.scores(q, TEXTS[:2])}))
        for question in questions
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for question, scores in zip(questions, alone, strict=True):
        assert together[question] == pytest.approx(scores, abs=1e-4)


def test_after_closing_it_is_said_that_the_service_stops(folder):
    reranker = open_reranker(folder)
    reranker.close()
    with pytest.raises(Stopped):
        reranker.scores("Who?", ["Nobody."])


@pytest.mark.parametrize("name", ["./no-such-model", "/no/such/model"])
def test_a_reranker_that_is_not_there_is_said(name):
    with pytest.raises(SettingError, match="no reranker at"):
        open_reranker(name)


def test_weights_that_could_run_code_are_not_read(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04")
    with pytest.raises(SettingError, match="no safetensors weights"):
        open_reranker(str(tmp_path))


def test_weights_that_cannot_be_loaded_are_said_in_one_line(folder, tmp_path):
    for file in Path(folder).iterdir():
        (tmp_path / file.name).write_bytes(b"not weights" if file.suffix == ".safetensors" else file.read_bytes())
    with pytest.raises(SettingError, match="cannot be loaded") as error:
        open_reranker(str(tmp_path))
    assert "\n" not in str(error.value)


def test_a_model_that_wants_to_run_its_own_code_is_refused(folder, tmp_path):
    for file in Path(folder).iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "own.py").write_text("raise SystemExit('code of a model was run')")
    config = json.loads((tmp_path / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Config"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(SettingError, match="cannot be loaded"):
        open_reranker(str(tmp_path))


def test_a_classifier_is_no_reranker(tmp_path):
    with pytest.raises(SettingError, match="gives 3 scores"):
        open_reranker(make(tmp_path, labels=3))


def test_a_service_whose_reranker_is_not_there_does_not_start(sample_data):
    settings = Settings(data=sample_data.path, reranker="./no-such-model")
    with pytest.raises(SettingError, match="no reranker at"):
        asyncio.run(open_asker(settings))


def test_a_service_starts_with_its_reranker_and_ends_its_thread(sample_data, folder):
    async def run():
        asker = await open_asker(Settings(data=sample_data.path, reranker=folder))
        await asker.close()

    asyncio.run(run())
    assert not any(thread.name.startswith("reranker") for thread in threading.enumerate())
