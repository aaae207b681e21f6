"""One question from its arrival to its last event, on the sample archive, without a model and with a scripted one."""

import asyncio
import re
from contextlib import aclosing
from datetime import date

import pytest

from corpus.errors import BadQuestion, ModelBroke
from corpus.library import Filters
from service.answering.answer import (
    Completed,
    DisagreementFound,
    Question,
    SourcesFound,
    Started,
    StatementChecked,
    TextDelta,
    Turn,
)
from service.answering.archive import Archive
from service.answering.ask import Asker
from service.answering.model.scripted import ScriptedModel

AS_OF = date(2025, 6, 26)
TARGET = "What is the new spending target of NATO?"
DATES = "When is the NATO summit in The Hague?"


@pytest.fixture
def asking(sample_data, embedder):
    """Asks questions and gives all events of each, in order."""

    def ask(*questions, model=None, policy="cut", **asked):
        async def run():
            asker = Asker(Archive(sample_data, embedder.revision), embedder, model, policy)
            try:
                return [[event async for event in asker.events(Question(q, AS_OF, **asked))] for q in questions]
            finally:
                await asker.close()

        return asyncio.run(run())

    return ask


def told(messages):
    """The number that the prompt gave to the source with the target of 5 per cent."""
    prompt = messages[-1].content
    return next(m[1] for m in re.finditer(r"source \[(\d+)\].*?--- end", prompt, re.DOTALL) if "5 per cent" in m[0])


def replying(template):
    return ScriptedModel(lambda messages: template.replace("{n}", told(messages)), chunk=3)


@pytest.mark.parametrize("question", [TARGET, DATES, "Who is the secretary general of NATO?"])
def test_events_come_in_the_order_of_the_contract_and_their_text_is_the_answers(asking, question):
    ((started, sources, *between, completed),) = asking(question)
    assert isinstance(started, Started)
    assert isinstance(sources, SourcesFound)
    assert isinstance(completed, Completed)
    assert not any(isinstance(event, Started | SourcesFound | Completed) for event in between)
    answer = completed.answer
    assert "".join(event.text for event in between if isinstance(event, TextDelta)) == answer.text
    statements = [event for event in between if isinstance(event, StatementChecked)]
    assert [s.text for s in statements] == [s.text for s in answer.statements]
    assert [event.about for event in between if isinstance(event, DisagreementFound)] == [
        disagreement.about for disagreement in answer.disagreements
    ]


def test_every_quote_is_the_stored_words_and_every_statement_stands_in_the_text(asking, archive):
    for events in asking(TARGET, DATES, "Why did President Lee not go to the NATO summit?"):
        answer = events[-1].answer
        assert answer.statements
        for statement in answer.statements:
            assert answer.text[statement.start : statement.end] == statement.text
            assert statement.citations
        for citation in answer.citations:
            assert archive.library.article(citation.article_id).body[citation.start : citation.end] == citation.quote
        assert {source.id for source in answer.sources if source.cited} == {c.source for c in answer.citations}


def test_a_sentence_that_its_source_bears_out_is_kept_with_its_number(asking):
    model = replying("NATO has set a new target of 5 per cent of gross domestic product for defence [{n}].")
    (events,) = asking(TARGET, model=model)
    answer = events[-1].answer
    assert answer.outcome == "answered"
    assert answer.text == "NATO has set a new target of 5 per cent of gross domestic product for defence. [1]"
    assert answer.citations[0].article_id == "polder-gazette-five-percent"
    assert answer.answerer.kind == "model"
    assert answer.answerer.prompt is not None
    assert answer.usage.output_tokens > 0


@pytest.mark.parametrize("wrong", ["4 per cent", "7 per cent"])
def test_a_sentence_with_another_number_than_its_source_is_cut(asking, wrong):
    model = replying(f"NATO has set a new target of {wrong} of gross domestic product for defence [{{n}}].")
    (events,) = asking(TARGET, model=model)
    answer = events[-1].answer
    assert answer.outcome == "insufficient_evidence"
    assert wrong not in answer.text
    assert answer.checked.cut == 1


def test_an_invented_sentence_is_cut_and_the_true_one_stays(asking):
    model = replying("NATO set a new target of 5 per cent for defence [{n}]. Aliens landed in Lisbon on Monday [{n}].")
    (events,) = asking(TARGET, model=model)
    answer = events[-1].answer
    assert "Aliens" not in answer.text
    assert (answer.checked.statements, answer.checked.cut) == (2, 1)


def test_under_mark_the_invented_sentence_stays_and_is_marked(asking):
    model = replying("NATO set a new target of 5 per cent for defence [{n}]. Aliens landed in Lisbon on Monday [{n}].")
    (events,) = asking(TARGET, model=model, policy="mark")
    answer = events[-1].answer
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == answer.text
    assert [statement.support for statement in answer.statements][1] == "unsupported"
    assert answer.statements[1].citations == ()


def test_under_strict_one_invented_sentence_takes_the_whole_answer_away(asking):
    model = replying("NATO set a new target of 5 per cent for defence [{n}]. Aliens landed in Lisbon on Monday [{n}].")
    (events,) = asking(TARGET, model=model, policy="strict")
    assert events[-1].answer.outcome == "insufficient_evidence"
    assert events[-1].answer.statements == ()


@pytest.mark.parametrize("marker", ["", "[77]", "[0]", "【9】"])
def test_a_right_sentence_without_a_right_marker_gets_the_right_citation(asking, marker):
    model = replying(f"NATO has set a new target of 5 per cent of gross domestic product for defence {marker}.")
    (events,) = asking(TARGET, model=model)
    answer = events[-1].answer
    assert answer.citations[0].article_id == "polder-gazette-five-percent"
    assert marker == "" or marker not in answer.text


def test_the_phrase_for_no_answer_is_an_outcome_and_no_statement(asking):
    (events,) = asking(TARGET, model=ScriptedModel(["The archive does not answer this."]))
    assert events[-1].answer.outcome == "insufficient_evidence"
    assert 1 <= len(events[-1].answer.nearest) <= 3


def test_without_evidence_the_model_is_not_asked(asking):
    def never(_messages):
        raise AssertionError("asked")

    (events,) = asking("Which team won the football world cup?", model=ScriptedModel(never))
    assert events[-1].answer.outcome == "insufficient_evidence"


def test_a_model_that_writes_nothing_is_a_failure_or_where_allowed_a_reason_for_quotes(asking):
    with pytest.raises(ModelBroke):
        asking(TARGET, model=ScriptedModel([""]))
    (events,) = asking(TARGET, model=ScriptedModel([""]), fallback=True)
    assert events[-1].answer.answerer.kind == "quotes"
    assert events[-1].answer.outcome == "answered"


def test_a_model_that_sees_one_side_only_does_not_hide_the_other(asking):
    model = ScriptedModel(["The summit is in The Hague from 24 to 26 June 2025."])
    (events,) = asking(DATES, model=model)
    answer = events[-1].answer
    assert answer.outcome == "disputed"
    assert len(answer.disagreements[0].positions) == 2


def test_filters_leave_out_what_they_exclude(asking):
    (events,) = asking(DATES, filters=Filters(publishers=("The Quay Review",)))
    assert {citation.article_id for citation in events[-1].answer.citations} == {"art_1f004caeddedb614"}
    assert events[-1].answer.outcome == "answered"


def test_a_follow_up_is_answered_on_what_was_asked_before(asking):
    history = (Turn("user", DATES), Turn("assistant", "From 24 to 26 June 2025. [1]"))
    (events,) = asking("And where is it?", history=history)
    assert "The Hague" in events[-1].answer.text


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001])
def test_what_is_no_question_is_refused(asking, question):
    with pytest.raises(BadQuestion):
        asking(question)


def test_leaving_closes_the_models_stream_and_gives_the_snapshot_back(sample_data, embedder):
    closed = asyncio.Event()

    class Endless(ScriptedModel):
        async def stream(self, _messages):
            try:
                while True:
                    await asyncio.sleep(0)
                    yield "NATO has set a new target of 5 per cent of gross domestic product for defence. "
            finally:
                closed.set()

    async def run():
        asker = Asker(Archive(sample_data, embedder.revision), embedder, Endless([""]), "mark")
        async with aclosing(asker.events(Question(TARGET, AS_OF))) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    break
        async with asyncio.timeout(10):
            await closed.wait()
            await asker.close()

    asyncio.run(run())
