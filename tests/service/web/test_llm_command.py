"""The ``llm`` command as a client: a program that people already have, with a way of its own of reading streams."""

import asyncio
import os
import sys

import pytest

pytestmark = pytest.mark.anyio

MODEL = """\
- model_id: archive
  model_name: dateline
  api_base: {}/v1
"""


@pytest.fixture
async def command(listen, tmp_path):
    """Runs ``llm`` on a service on a real socket; gives what it prints, and what it says went wrong."""
    plain, _ = await listen()
    (tmp_path / "extra-openai-models.yaml").write_text(MODEL.format(plain.base_url))
    environment = os.environ | {"LLM_USER_PATH": str(tmp_path), "NO_PROXY": "127.0.0.1"}

    async def run(*arguments):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "llm", *arguments),
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        printed, said = await asyncio.wait_for(process.communicate(), 60)
        return printed.decode(), said.decode()

    return run


@pytest.mark.parametrize("how", [[], ["--no-stream"]])
async def test_it_prints_the_answer_with_its_markers(command, tools, how):
    printed, said = await command("-m", "archive", *how, "When is the vote?")
    whole = tools.quote + " [1]"
    streamed = "0\r\nid: 99\nevent: answer.completed\u2028"  # what the scripted asker streams
    assert (printed.strip(), said) == ((whole if how else streamed).strip(), "")


async def test_it_asks_on_in_a_conversation(command, asker):
    await command("-m", "archive", "Who votes?")
    await command("-c", "When is the vote?")
    assert next(turn.content for turn in asker.questions[-1].history) == "Who votes?"


async def test_it_tells_what_went_wrong(command):
    _, said = await command("-m", "archive", "x" * 2001)
    assert "2,000 characters" in said
