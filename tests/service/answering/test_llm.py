import asyncio
import time
from contextlib import aclosing

import pytest

from corpus.errors import ModelBroke, ModelRefusedKey, ModelUnreachable, SettingError
from prompts import Message
from service.answering.answer import Usage
from service.answering.llm import Finish, Timeouts, open_model

MESSAGES = (Message("system", "Answer."), Message("user", "Who stayed home? {not a placeholder}"))
ANSWER = "Both leaders stayed home [1]."


async def read(upstream, model="good", *, take=None, timeouts=None, key="sk-test"):
    """Open the model, read its reply (at most ``take`` pieces), close everything."""
    chat = await open_model(f"openai:{model}", api_key=key, base_url=upstream.url, timeouts=timeouts)
    pieces = []
    try:
        async with aclosing(chat.stream(MESSAGES)) as stream:
            async for piece in stream:
                pieces.append(piece)
                if len(pieces) == take:
                    break
    finally:
        await chat.aclose()
    return pieces


def fails(upstream, error, model, **how):
    with pytest.raises(error) as caught:
        asyncio.run(read(upstream, model, **how))
    message = str(caught.value)
    assert "sk-" not in message
    assert "\n" not in message
    assert len(message) < 250
    return message


def test_a_reply_arrives_in_pieces_and_ends_with_one_finish(upstream):
    *words, finish = asyncio.run(read(upstream))

    assert len(words) == 5
    assert "".join(words) == ANSWER
    assert finish == Finish(Usage(40, 5), "stop")


def test_the_request_carries_the_messages_word_for_word_at_temperature_0_and_asks_for_token_counts(upstream):
    asyncio.run(read(upstream))

    (body,) = upstream.requests
    assert body["messages"] == [{"role": m.role, "content": m.content} for m in MESSAGES]
    assert body["temperature"] == 0
    assert body["stream_options"] == {"include_usage": True}
    assert upstream.keys == ["Bearer sk-test"]


@pytest.mark.parametrize(("model", "reason"), [("length", "length"), ("filtered", "content_filter")])
def test_the_reason_of_the_end_is_passed_on(upstream, model, reason):
    assert asyncio.run(read(upstream, model))[-1].reason == reason


def test_a_model_that_declines_is_told_as_a_filter_would_be(upstream):
    finish = asyncio.run(read(upstream, "declines"))[-1]
    assert finish == Finish(Usage(40, 5), "content_filter")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_as_such_and_asked_once(upstream, status):
    message = fails(upstream, ModelRefusedKey, f"status/{status}")

    assert str(status) in message
    assert len(upstream.requests) == 1


def test_a_client_error_is_told_by_its_code_and_not_asked_again(upstream):
    message = fails(upstream, ModelBroke, "status/400")

    assert "400 (some_code)" in message
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_asked_three_times_in_all(upstream, status):
    assert str(status) in fails(upstream, ModelBroke, f"status/{status}")
    assert len(upstream.requests) == 3


@pytest.mark.parametrize(
    "retry_after", ["0.2", "Thu, 01 Jan 1970 00:00:00 GMT", "-5", "nan", "soon"], ids=lambda value: value[:5]
)
def test_after_too_many_requests_the_next_try_succeeds(upstream, retry_after):
    pieces = asyncio.run(read(upstream, f"status-then-well/429/{retry_after}"))

    assert "".join(pieces[:-1]) == ANSWER
    assert len(upstream.requests) == 2


def test_the_pause_that_the_service_asks_for_is_kept(upstream):
    start = time.monotonic()
    asyncio.run(read(upstream, "status-then-well/429/1"))

    assert time.monotonic() - start >= 1


def test_a_service_that_asks_for_a_long_pause_is_not_asked_again(upstream):
    assert "429" in fails(upstream, ModelBroke, "status-then-well/429/11")
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("model", ["no-reason", "torn", "garbage", "error-inside"])
def test_a_reply_without_its_end_is_broken_and_never_asked_for_again(upstream, model):
    fails(upstream, ModelBroke, model)

    assert len(upstream.requests) == 1


def test_the_words_before_a_break_have_been_given_out(upstream):
    async def words():
        chat = await open_model("openai:torn", base_url=upstream.url)
        stream = chat.stream(MESSAGES)
        given = [await anext(stream), await anext(stream)]
        with pytest.raises(ModelBroke, match="cut off"):
            await anext(stream)
        await chat.aclose()
        return given

    assert asyncio.run(words()) == ["Both ", "leaders "]


def test_a_page_instead_of_a_reply_is_broken(upstream):
    assert "base URL" in fails(upstream, ModelBroke, "html")


def test_an_endless_reply_is_cut_off(upstream):
    assert "does not stop" in fails(upstream, ModelBroke, "endless")
    assert upstream.left.wait(5)


def test_no_first_word_in_time_is_unreachable_and_ends_the_request(upstream):
    assert "in time" in fails(upstream, ModelUnreachable, "silent", timeouts=Timeouts(first_token=1))
    assert upstream.left.wait(5)


def test_a_stall_between_words_is_unreachable_and_ends_the_request(upstream):
    fails(upstream, ModelUnreachable, "stalls", timeouts=Timeouts(between_tokens=0.5))
    assert upstream.left.wait(5)


def test_the_whole_reply_has_a_limit_of_time(upstream):
    fails(upstream, ModelUnreachable, "stalls", timeouts=Timeouts(total=1))
    assert upstream.left.wait(5)


def test_a_complete_reply_counts_though_the_service_never_closes_the_stream(upstream):
    assert asyncio.run(read(upstream, "never-closes"))[-1] == Finish(Usage(40, 5), "stop")


def test_a_reader_who_leaves_ends_the_request_upstream(upstream):
    async def leave():
        chat = await open_model("openai:stalls", base_url=upstream.url)
        stream = chat.stream(MESSAGES)
        await anext(stream)
        await stream.aclose()
        left = await asyncio.to_thread(upstream.left.wait, 5)  # before the connections are closed
        await chat.aclose()
        return left

    assert asyncio.run(leave())


def test_a_reader_cancelled_before_the_first_word_ends_the_request_upstream(upstream):
    async def cancel():
        chat = await open_model("openai:silent", base_url=upstream.url)
        waiting = asyncio.ensure_future(anext(chat.stream(MESSAGES)))
        assert await asyncio.to_thread(upstream.asked.wait, 10)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        left = await asyncio.to_thread(upstream.left.wait, 5)
        await chat.aclose()
        return left

    assert asyncio.run(cancel())


def test_one_model_serves_several_readers_at_once(upstream):
    async def both():
        chat = await open_model("openai:good", base_url=upstream.url)

        async def whole():
            return [piece async for piece in chat.stream(MESSAGES)]

        replies = await asyncio.gather(whole(), whole(), whole())
        await chat.aclose()
        return replies

    assert all("".join(reply[:-1]) == ANSWER for reply in asyncio.run(both()))


def test_nobody_listening_is_unreachable(upstream, unused_port):
    upstream.url = f"http://127.0.0.1:{unused_port}/v1"
    assert "cannot be reached" in fails(upstream, ModelUnreachable, "good")


@pytest.mark.parametrize("spec", ["openai", "openai:"])
def test_without_a_model_the_first_of_the_endpoint_is_used(upstream, spec):
    async def first():
        chat = await open_model(spec, base_url=upstream.url)
        pieces = [piece async for piece in chat.stream(MESSAGES)]
        await chat.aclose()
        return chat.name, pieces

    name, pieces = asyncio.run(first())
    assert name == "openai:first-model"
    assert upstream.requests[0]["model"] == "first-model"
    assert "".join(pieces[:-1]) == ANSWER


def test_an_endpoint_without_models_is_told_and_left(upstream):
    upstream.models = []
    with pytest.raises(ModelBroke, match="lists no model"):
        asyncio.run(open_model("openai", base_url=upstream.url))


def test_the_environment_neither_redirects_a_request_nor_adds_a_key(upstream, unused_port, monkeypatch):
    elsewhere = f"http://127.0.0.1:{unused_port}"
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_PROXY", "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(name, elsewhere)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-that-happens-to-lie-here")

    asyncio.run(read(upstream, key=None))

    assert upstream.keys == ["Bearer none"]


@pytest.mark.parametrize("spec", ["openai", "openai:some-model"])
def test_openai_without_a_key_and_a_base_url_is_not_started_even_with_a_key_in_the_environment(spec, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-that-happens-to-lie-here")
    with pytest.raises(SettingError, match="OPENAI_API_KEY"):
        asyncio.run(open_model(spec))


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://host/v1", "http://", ""])
def test_a_base_url_that_is_none_is_told(url):
    with pytest.raises(SettingError, match="base URL"):
        asyncio.run(open_model("openai:m", base_url=url))


@pytest.mark.parametrize("spec", ["", "gpt-4o", "anthropic", "gguf:", "scripted:"])
def test_a_spec_that_names_no_model_is_told(spec):
    with pytest.raises(SettingError, match="PROVIDER:MODEL"):
        asyncio.run(open_model(spec))


def test_an_unknown_provider_is_told():
    with pytest.raises(SettingError, match="'acme' is no provider"):
        asyncio.run(open_model("acme:model"))


def test_a_provider_whose_package_is_missing_says_what_to_install():
    with pytest.raises(SettingError, match=r"install langchain-upstage$"):
        asyncio.run(open_model("upstage:solar"))


def test_a_provider_that_cannot_start_is_told_without_its_key(monkeypatch):
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "sk-azure")
    with pytest.raises(SettingError, match="check its key and its settings") as caught:
        asyncio.run(open_model("azure_openai:gpt"))
    assert "sk-azure" not in str(caught.value)


def test_a_model_file_that_is_missing_or_something_else_is_told(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        asyncio.run(open_model(f"gguf:{tmp_path}/none.gguf"))
    (tmp_path / "page.gguf").write_text("<html>")
    with pytest.raises(SettingError, match="not a GGUF file"):
        asyncio.run(open_model(f"gguf:{tmp_path}/page.gguf"))


def test_a_model_of_hugging_face_is_named_by_owner_repository_and_file():
    with pytest.raises(SettingError, match="OWNER/REPO/FILE"):
        asyncio.run(open_model("gguf:hf:model.gguf"))


def test_importing_the_module_imports_neither_langchain_nor_openai(run_python):
    heavy = "{'langchain', 'langchain_core', 'langchain_openai', 'openai', 'xllamacpp', 'huggingface_hub'}"
    assert run_python(f"import sys, service.answering.llm; print({heavy} & set(sys.modules))") == "set()"
