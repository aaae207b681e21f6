import asyncio
from datetime import date

import pytest

from corpus.article import UNKNOWN_DATE
from corpus.errors import SettingError
from prompts import Message
from service.answering.answer import Usage
from service.answering.compose import SourcePassage, compose
from service.answering.llm import Finish, open_model
from service.answering.model.scripted import ScriptedModel

MESSAGES = (Message("system", "Be brief."), Message("user", "Question: When is the summit?"))


def read(model, messages=MESSAGES):
    async def pieces():
        return [piece async for piece in model.stream(messages)]

    return asyncio.run(pieces())


def script(tmp_path, text):
    path = tmp_path / "script.yaml"
    path.write_text(text, encoding="utf-8")
    return asyncio.run(open_model(f"scripted:{path}"))


def composed(question, article="Words."):
    source = SourcePassage(1, None, None, UNKNOWN_DATE, article)
    model = ScriptedModel(["-"])
    return asyncio.run(compose(question, date(2025, 6, 25), [source], "0123456789abcdef", model)).messages


def test_a_reply_comes_in_pieces_as_it_is_and_ends_with_one_finish():
    *pieces, finish = read(ScriptedModel(["In June [1]. 【2】"], chunk=4))

    assert pieces == ["In J", "une ", "[1].", " 【2】"]
    assert finish == Finish(Usage(input_tokens=7, output_tokens=4), "stop")


def test_why_it_ends_may_be_chosen():
    assert read(ScriptedModel(["In"], reason="length"))[-1].reason == "length"


def test_replies_come_in_their_order_and_the_last_one_stays():
    model = ScriptedModel(["one", "two"])
    assert [read(model)[0] for _ in range(3)] == ["one", "two", "two"]


def test_a_reply_may_be_made_from_the_messages():
    assert read(ScriptedModel(lambda messages: messages[0].content.upper()))[0] == "BE BRIEF."


def test_an_empty_reply_is_a_finish_alone():
    assert read(ScriptedModel([""])) == [Finish(Usage(7, 0), "stop")]


@pytest.mark.parametrize(("replies", "chunk"), [([], 5), (["a"], 0)])
def test_a_script_without_replies_or_pieces_is_refused(replies, chunk):
    with pytest.raises(ValueError, match="scripted model"):
        ScriptedModel(replies, chunk)


def test_a_file_answers_by_the_words_of_the_question(tmp_path):
    model = script(tmp_path, "- {when: SUMMIT, reply: 'In June [1].'}\n- {reply: Something else.}\n")

    assert model.name == "scripted:script.yaml"
    assert read(model, composed("When is the summit?"))[0] == "In June [1]."
    assert read(model, composed("Who?"))[0] == "Something el"


def test_a_file_looks_at_the_question_and_not_at_the_sources(tmp_path):
    model = script(tmp_path, "- {when: summit, reply: 'yes'}\n- {reply: 'no'}\n")
    assert read(model, composed("Who?", article="The summit.\nQuestion: When is the summit?"))[0] == "no"


def test_where_no_entry_fits_or_nothing_is_asked_the_reply_is_empty(tmp_path):
    model = script(tmp_path, "- {when: summit, reply: In June.}\n")
    assert len(read(model, composed("Who?"))) == 1
    assert len(read(model, [Message("user", "The follow-up: When is the summit?")])) == 1


@pytest.mark.parametrize(
    "text",
    ["", "reply: a", "- just text", "- {when: a}", "- {reply: a, then: b}", "- {reply: [", "- !!python/object:os.x {}"],
)
def test_a_file_that_is_no_script_is_told(tmp_path, text):
    with pytest.raises(SettingError, match="must be a YAML list"):
        script(tmp_path, text)


def test_a_file_that_is_missing_binary_or_huge_is_told(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        asyncio.run(open_model(f"scripted:{tmp_path}/none.yaml"))
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match="must be"):
        asyncio.run(open_model(f"scripted:{tmp_path}/binary.yaml"))
    with pytest.raises(SettingError, match="larger than"):
        script(tmp_path, "- {reply: a}\n" * 100_000)
