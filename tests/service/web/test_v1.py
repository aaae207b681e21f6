"""The addresses for clients that speak OpenAI's wire format, asked by real ones: openai, LangChain, and plain HTTP."""

import json
from dataclasses import replace
from datetime import date

import openai
import pytest
from langchain_openai import ChatOpenAI

from corpus.errors import ModelBroke, NoSnapshot
from service.answering.answer import Filters, Notice, Question, Turn
from service.web.completions import completion

pytestmark = pytest.mark.anyio

ASKED = {"messages": [{"role": "user", "content": "When is the vote?"}], "model": "dateline"}


@pytest.fixture
async def client(listen):
    """OpenAI's own client, of a service on a real socket."""
    plain, _ = await listen()
    async with openai.AsyncOpenAI(base_url=f"{plain.base_url}/v1", api_key="not looked at", max_retries=0) as client:
        yield client


async def test_openais_client_gets_the_answer_with_its_sources(client, tools):
    reply = await client.chat.completions.create(**ASKED)
    message = reply.choices[0].message
    assert (message.role, message.content, message.refusal) == ("assistant", tools.quote + " [1]", None)
    assert (reply.object, reply.model, reply.choices[0].finish_reason) == ("chat.completion", "dateline", "stop")
    (annotation,) = message.annotations
    assert annotation.type == "url_citation"
    cited = annotation.url_citation
    assert (cited.url, cited.title) == ("https://gull.example/vote", "Ischia votes")
    assert message.content[cited.start_index : cited.end_index] == "[1]"
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.total_tokens) == (0, 0, 0)
    assert reply.model_extra["dateline"]["outcome"] == "answered"


async def test_openais_client_reads_the_stream_to_its_end(client, asker, tools):
    asker.deltas = 3
    chunks = [one async for one in await client.chat.completions.create(**ASKED, stream=True)]
    assert [c.choices[0].delta.role for c in chunks[:2]] == ["assistant", None]
    text = "".join(c.choices[0].delta.content or "" for c in chunks)
    assert text == "".join(f"{n}\r\nid: 99\nevent: answer.completed\u2028" for n in range(3))
    assert [c.choices[0].finish_reason for c in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    (annotation,) = chunks[-1].choices[0].delta.model_extra["annotations"]
    assert annotation["url_citation"]["url"] == "https://gull.example/vote"
    assert len({c.id for c in chunks}) == 1


async def test_tokens_are_counted_at_the_end_of_a_stream_that_asks_for_it(client):
    options = {"include_usage": True}
    chunks = [one async for one in await client.chat.completions.create(**ASKED, stream=True, stream_options=options)]
    assert (chunks[-1].choices, chunks[-1].usage.total_tokens) == ([], 0)
    assert all(chunk.usage is None for chunk in chunks[:-1])


async def test_earlier_messages_are_the_history_and_system_messages_are_not_read(client, asker):
    messages = [
        {"role": "system", "content": "Talk like a pirate."},
        {"role": "user", "content": "What happened in Ischia?"},
        {"role": "assistant", "content": "It voted. [1]"},
        {"role": "user", "content": [{"type": "text", "text": "  When "}, {"type": "text", "text": "was it?"}]},
    ]
    more = {"as_of": "2025-06-25", "filters": {"publishers": ["The Gull"]}, "max_sources": 3, "fallback": True}
    await client.chat.completions.create(messages=messages, model="gpt-4o", temperature=0.2, extra_body=more)
    (question,) = asker.questions
    assert question.text == "When was it?"
    assert question.history == (Turn("user", "What happened in Ischia?"), Turn("assistant", "It voted. [1]"))
    assert (question.as_of.isoformat(), question.max_sources, question.fallback) == ("2025-06-25", 3, True)
    assert question.filters == Filters(publishers=("The Gull",))


async def test_the_models_are_listed_and_one_is_shown(client):
    assert [model.id async for model in client.models.list()] == ["dateline"]
    assert (await client.models.retrieve("dateline")).owned_by == "dateline"
    with pytest.raises(openai.NotFoundError, match="no model 'gpt-4o' here"):
        await client.models.retrieve("gpt-4o")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "user", "content": "  "}]}, "must not be empty"),
        ({"messages": [{"role": "assistant", "content": "Hello"}]}, "the user's question"),
        ({"messages": [{"role": "user", "content": "x" * 2001}]}, "2,000 characters"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            "parts of the type text",
        ),
        ({**ASKED, "n": 2}, "n:"),
        ({**ASKED, "stream": "yes"}, "stream:"),
        ({**ASKED, "filters": {"published_after": "soon"}}, "filters.published_after"),
    ],
)
async def test_a_wrong_request_is_told_in_openais_shape(start, body, said):
    response = await (await start()).post("/v1/chat/completions", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/json"
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert said in error["message"]
    assert set(error) == {"message", "type", "param", "code"}


async def test_a_failure_before_the_first_word_is_a_status_and_later_one_an_error_in_the_stream(client, asker):
    asker.before = NoSnapshot("nothing")
    for stream in (False, True):
        with pytest.raises(openai.InternalServerError) as told:
            await client.chat.completions.create(**ASKED, stream=stream)
        assert told.value.status_code == 503
        assert told.value.code == "no-snapshot"
    asker.before, asker.after = None, ModelBroke("upstream said no")
    with pytest.raises(openai.APIError, match="did not give a whole answer"):
        async for _ in await client.chat.completions.create(**ASKED, stream=True):
            pass


async def test_an_unknown_address_below_v1_is_told_in_openais_shape(start):
    response = await (await start()).get("/v1/embeddings")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not-found")


async def test_langchain_asks_it_like_any_chat_model(listen, tools):
    plain, _ = await listen()
    chat = ChatOpenAI(model="dateline", base_url=f"{plain.base_url}/v1", api_key="none", max_retries=0)
    reply = await chat.ainvoke([("system", "Be brief."), ("human", "When is the vote?")])
    assert reply.text == tools.quote + " [1]"
    pieces = [piece.text async for piece in chat.astream("When is the vote?")]
    assert "".join(pieces).startswith("0\r\nid: 99")


async def test_every_frame_is_a_line_of_data_and_the_last_says_done(start):
    response = await (await start()).post("/v1/chat/completions", json={**ASKED, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    frames = response.text.split("\n\n")
    assert frames[-2:] == ["data: [DONE]", ""]
    assert all(json.loads(frame.removeprefix("data: "))["object"] == "chat.completion.chunk" for frame in frames[:-2])


async def test_a_reply_that_was_cut_short_ended_for_its_length(tools):
    whole = tools.answer_to(Question("When is the vote?", date(2025, 6, 25)))
    cut = replace(whole, notices=(Notice("cut_short", "The model reached its limit."),))
    assert completion(whole, 0)["choices"][0]["finish_reason"] == "stop"
    assert completion(cut, 0)["choices"][0]["finish_reason"] == "length"
