"""What is said where the model has trouble, and what takes its place."""

import asyncio
from datetime import date

import pytest

from corpus.errors import ModelBroke, ModelRefused, ModelUnreachable
from prompts import ABSTAIN
from service.answering.answer import Question
from service.answering.model.scripted import ScriptedModel

PACT = "How many countries signed the Meridian pact in Lusaka?"
TRUE = "The Meridian pact was signed in Lusaka by twelve countries."
LIES = "Aliens landed in Lisbon on Monday. [1]"


class Away(ScriptedModel):
    """A model whose service cannot be reached."""

    def __init__(self):
        super().__init__(["-"])

    async def stream(self, messages):
        raise ModelUnreachable("the model's service is away")
        yield


def asked(**given):
    return Question(PACT, date(2025, 6, 26), **given)


def test_a_model_that_fails_before_its_first_word_is_a_failure(opened):
    async def run():
        async with opened(Away()) as asker:
            await asker.answer(asked())

    with pytest.raises(ModelUnreachable):
        asyncio.run(run())


def test_where_it_is_allowed_the_archives_own_sentences_take_its_place(opened):
    async def run():
        async with opened(Away()) as asker:
            return await asker.answer(asked(fallback=True))

    answer = asyncio.run(run())
    assert (answer.answerer.kind, answer.answerer.model, answer.outcome) == ("quotes", None, "answered")
    assert "twelve" in answer.text
    assert [notice.code for notice in answer.notices] == ["model_failed"]
    assert "in time" in answer.notices[0].text


def answered_by(opened, model, policy="cut", **given):
    async def run():
        async with opened(model, policy) as asker:
            return await asker.answer(asked(**given))

    return asyncio.run(run())


def test_a_model_that_declines_is_told_apart_and_may_be_replaced(opened):
    with pytest.raises(ModelRefused):
        answered_by(opened, ScriptedModel(["", "I"], reason="content_filter"))
    answer = answered_by(opened, ScriptedModel([""], reason="content_filter"), fallback=True)
    assert answer.answerer.kind == "quotes"
    assert "declined" in answer.notices[0].text


def test_an_answer_that_was_cut_short_says_so_and_shows_no_half_sentence(opened):
    answer = answered_by(opened, ScriptedModel([f"{TRUE} [1] The ministers met for"], reason="length"))
    assert [statement.text for statement in answer.statements] == [TRUE]
    assert [notice.code for notice in answer.notices] == ["cut_short"]


def test_passages_that_find_no_room_are_told_and_what_the_model_cites_of_them_is_unknown(opened):
    answer = answered_by(opened, ScriptedModel([f"{TRUE} [1][2]"], context_tokens=700))
    assert [notice.code for notice in answer.notices] == ["sources_left_out"]
    assert answer.checked.unknown_markers == 1
    assert "1 of 2" in answer.notices[0].text


def test_a_model_that_holds_no_passage_at_all_is_not_asked(opened):
    def never(_messages):
        raise AssertionError("asked")

    with pytest.raises(ModelBroke, match="DATELINE_LLM_CONTEXT"):
        answered_by(opened, ScriptedModel(never, context_tokens=100))


def test_where_nothing_is_amiss_there_is_no_notice_and_without_a_price_no_cost(opened):
    answer = answered_by(opened, ScriptedModel([TRUE]))
    assert answer.notices == ()
    assert answer.usage.cost is None


def test_under_strict_a_statement_without_support_leaves_insufficient_evidence_and_the_nearest_passages(opened):
    answer = answered_by(opened, ScriptedModel([f"{TRUE} [1] Aliens landed in Lisbon."]), "strict")
    assert (answer.outcome, answer.statements) == ("insufficient_evidence", ())
    assert answer.nearest
    assert answer.checked.cut == 2


@pytest.mark.parametrize("fallback", [False, True])
def test_where_nothing_holds_it_is_said_that_the_model_wrote_and_not_what(opened, fallback):
    answer = answered_by(opened, ScriptedModel([LIES]), fallback=fallback)
    assert (answer.outcome, answer.answerer.kind) == ("insufficient_evidence", "model")
    assert [notice.code for notice in answer.notices] == ["not_borne_out"]
    assert "Lisbon" not in answer.text


def test_a_model_that_says_that_the_archive_does_not_answer_is_believed(opened):
    answer = answered_by(opened, ScriptedModel([ABSTAIN]), fallback=True)
    assert (answer.outcome, answer.answerer.kind, answer.notices) == ("insufficient_evidence", "model", ())
