"""What is set about a model or told by its service: how much it holds, how it counts tokens, what they cost."""

import asyncio

import pytest

from corpus.errors import SettingError
from prompts import Message
from service.answering.answer import Usage
from service.answering.llm import open_model
from service.answering.model.chat import read_price

MESSAGES = (Message("system", "Answer."), Message("user", "Who stayed home?"))


def opened(upstream, spec="openai:good", **how):
    async def open_and_close():
        chat = await open_model(spec, api_key="sk-test", base_url=upstream.url, **how)
        pieces = [piece async for piece in chat.stream(MESSAGES)]
        counted = [await chat.count_tokens(["Both leaders", "stayed"]), await chat.count_tokens(["home"])]
        await chat.aclose()
        return chat.context_tokens, pieces[-1], counted

    return asyncio.run(open_and_close())


def test_with_a_price_the_cost_is_told(upstream):
    _, finish, _ = opened(upstream, price=read_price("0.5/2"))
    assert finish.usage == Usage(40, 5, pytest.approx(0.00003))


@pytest.mark.parametrize("text", ["", "1", "1/2/3", "a/b", "-1/2", "nan/1", "1/inf"])
def test_a_price_that_is_none_is_told(text):
    with pytest.raises(SettingError, match="IN/OUT"):
        read_price(text)


def test_how_much_a_model_holds_is_set_or_told_by_its_service_or_taken_as_8192(upstream):
    assert opened(upstream)[0] == 8192
    assert opened(upstream, context_tokens=4096)[0] == 4096
    upstream.extra = {"max_model_len": 32768}
    assert opened(upstream, "openai")[0] == 32768
    upstream.extra = {"meta": {"n_ctx": 2048}}
    assert opened(upstream, "openai")[0] == 2048
    assert opened(upstream, "openai", context_tokens=1024)[0] == 1024


def test_tokens_are_counted_by_a_service_that_can(upstream):
    upstream.tokenizes = True
    assert opened(upstream)[2] == [[2, 1], [1]]


def test_a_service_that_counts_no_tokens_is_asked_once(upstream):
    assert opened(upstream)[2] == [None, None]
    assert upstream.tokenized == 1
