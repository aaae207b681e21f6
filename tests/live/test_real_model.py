"""A real model in a file, on the path that the service takes: the wire, the counts and the closing, not the quality."""

import asyncio
import secrets
import socket
from datetime import date
from urllib.parse import urlsplit

import pytest

from corpus.article import Date
from service.answering import local
from service.answering.compose import SourcePassage, compose
from service.answering.llm import Finish, Timeouts, open_model
from service.answering.model.tokens import estimated_tokens

pytestmark = pytest.mark.live

SLOW_MACHINE = Timeouts(first_token=300, between_tokens=120, total=900)
SOURCE = SourcePassage(
    1,
    "Prime minister stays at home",
    "Harbour Post",
    Date.of("2025-06-23", "given"),
    "The prime minister said on Monday that he will stay at home. His office named the conflict in the Middle East as "
    "the reason. The foreign minister will take his place at the summit in The Hague.",
)


async def messages(model):
    asked = "Who will take his place at the summit?"
    return (await compose(asked, date(2025, 6, 25), [SOURCE], secrets.token_hex(8), model)).messages


def test_a_real_model_streams_an_answer_with_its_token_counts(tiny_model):
    async def answer():
        model = await open_model(f"gguf:{tiny_model}", timeouts=SLOW_MACHINE)
        pieces = [piece async for piece in model.stream(await messages(model))]
        await model.aclose()
        return model.name, pieces

    name, (*words, finish) = asyncio.run(answer())

    assert name == f"gguf:{tiny_model.name}"
    assert len(words) > 2
    assert all(isinstance(word, str) and word for word in words)
    assert isinstance(finish, Finish)
    assert finish.usage.input_tokens > 100
    assert finish.usage.output_tokens >= len(words)
    assert finish.reason in {"stop", "length"}


def test_closing_in_the_middle_of_a_reply_ends_quickly(tiny_model):
    async def leave():
        model = await open_model(f"gguf:{tiny_model}", timeouts=SLOW_MACHINE)
        stream = model.stream(await messages(model))
        first = await anext(stream)
        await stream.aclose()
        async with asyncio.timeout(60):
            await model.aclose()
        return first

    assert asyncio.run(leave())


def test_a_closed_server_listens_no_more(tiny_model):
    server = local.start(tiny_model)
    address = urlsplit(server.base_url)
    socket.create_connection((address.hostname, address.port), timeout=10).close()

    server.close()
    server.close()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), timeout=10)


def test_the_models_own_service_tells_how_much_it_holds_and_counts_tokens(tiny_model):
    async def count():
        model = await open_model(f"gguf:{tiny_model}", timeouts=SLOW_MACHINE)
        counted = await model.count_tokens(["The prime minister stays at home.", SOURCE.text, ""])
        await model.aclose()
        return model.context_tokens, counted

    holds, counted = asyncio.run(count())

    assert holds == 8192
    assert 5 <= counted[0] <= estimated_tokens("The prime minister stays at home.")
    assert counted[0] < counted[1] <= estimated_tokens(SOURCE.text)
    assert counted[2] == 0
