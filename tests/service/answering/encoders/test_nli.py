"""An entailment model with random weights, run by the real library."""

import asyncio
from datetime import date

import pytest
import yaml

from corpus.errors import SettingError
from service.answering.answer import Question
from service.answering.encoders.nli import open_entailment
from service.answering.support import ground
from service.settings import Settings
from service.start import open_asker
from tests.service.answering.tiny_models import tiny_cross_encoder


def make(folder, labels):
    places = {label: place for place, label in enumerate(labels)}
    return tiny_cross_encoder(folder, id2label=dict(enumerate(labels)), label2id=places)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("nli"), ["contradiction", "entailment", "neutral"])


@pytest.fixture(scope="module")
def model(folder):
    return open_entailment(folder)


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


@pytest.mark.parametrize("check", ["nli", "judge"])
def test_a_service_that_is_told_to_asks_for_a_second_opinion(sample_data, folder, tmp_path, check):
    script = tmp_path / "script.yaml"
    reply = "NATO set a new target of 5 per cent for defence. It is a lovely day in Lisbon."
    script.write_text(yaml.safe_dump([{"reply": reply}]))
    settings = Settings(
        data=sample_data.path, llm=f"scripted:{script}", support_check=f"nli:{folder}" if check == "nli" else check
    )

    async def run():
        asker = await open_asker(settings)
        try:
            return await asker.answer(Question("What is the new spending target of NATO?", date(2025, 6, 26)))
        finally:
            await asker.close()

    answer = asyncio.run(run())
    if check == "judge":  # a script judges nothing, and what is not judged is not shown
        assert answer.outcome == "insufficient_evidence"
    assert all(citation.check.name.startswith(check) for citation in answer.citations)
    assert answer.checked.statements == 2
