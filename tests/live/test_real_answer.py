"""One question through the whole service with a real model in a file: stream, counts and markers, not the quality."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from corpus.folder import DataFolder
from service.answering.answer import Completed, Question, SourcesFound, Started, StatementChecked, TextDelta
from service.settings import read_settings
from service.start import open_asker

pytestmark = pytest.mark.live

QUESTION = Question("What is the new spending target of NATO?", date(2025, 6, 26), max_sources=2)


def test_a_real_model_answers_a_question_of_the_sample_archive(tiny_model: Path, sample_data: DataFolder) -> None:
    async def ask():
        settings = read_settings(data=sample_data.path, llm=f"gguf:{tiny_model}").model_copy(update={"policy": "mark"})
        asker = await open_asker(settings)
        try:
            return [event async for event in asker.events(QUESTION)], asker.answerer
        finally:
            await asker.close()

    (started, sources, *arriving, completed), answerer = asyncio.run(ask())

    assert isinstance(started, Started)
    assert isinstance(sources, SourcesFound)
    assert isinstance(completed, Completed)
    answer = completed.answer
    assert answer.answerer == answerer == started.answerer
    assert answer.answerer.model == f"gguf:{tiny_model.name}"
    assert answer.usage.input_tokens > 100
    assert answer.usage.output_tokens > 0
    deltas = [event.text for event in arriving if isinstance(event, TextDelta)]
    assert "".join(deltas) == answer.text
    statements = [event for event in arriving if isinstance(event, StatementChecked)]
    assert [statement.text for statement in statements] == [statement.text for statement in answer.statements]
    given = {citation.number for citation in answer.citations}
    assert all(number in given for statement in answer.statements for number in statement.citations)
    assert answer.outcome == "insufficient_evidence" or len(deltas) > 2
