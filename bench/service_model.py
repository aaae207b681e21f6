"""A model on loopback that writes so many tokens a second and notes when it sent each; for bench/service_load.py.

    python bench/service_model.py TOKENS RATE FILE

Prints its base URL, then serves until it is killed. A token is a word of sentences that stand in the sample archive.
FILE gets one JSON line a reply: ``asked`` and ``sent``, seconds of the monotonic clock, which processes share; and
``question``, by which the client finds its own.
"""

import asyncio
import json
import random
import re
import sys
import time
from itertools import cycle
from pathlib import Path

import uvloop  # the service's own loop: what measures is to take little of the two processors

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.faults.server import Exchange, fault_server

SENTENCES = (  # of one article, so that they hold whenever that is found
    "NATO has set a new target for what its member states spend on defence: 5 per cent of gross domestic product.",
    "The Pentagon has publicly asked Japan, which is a partner and no member, for the same share.",
    "Japan's present plan reaches 2 per cent within the next two years.",
    "Spending is one of two points on which relations between Washington and its Asian allies have become tense.",
)
_QUESTION = re.compile(r"^Question: (.*)$", re.MULTILINE)


def tokens(count: int) -> list[str]:
    """The reply, word by word: whole sentences, of about so many words."""
    words: list[str] = []
    for sentence in cycle(SENTENCES):
        if len(words) + len(sentence.split()) / 2 > count:
            return words
        words += [f" {word}" if words or place else word for place, word in enumerate(sentence.split())]
    raise AssertionError("a cycle has no end")


async def serve(count: int, rate: float, log: Path) -> None:
    """Serve until cancelled."""
    reply = tokens(count)

    async def paced(one: Exchange) -> None:
        asked = time.monotonic()
        prompt = json.loads(one.body)["messages"][-1]["content"]
        await one.head()
        sent = []
        phase = random.random()
        for place, token in enumerate(reply):
            await asyncio.sleep(max(0.0, asked + (place + phase) / rate - time.monotonic()))
            sent.append(time.monotonic())
            await one.say(token)
        await one.finish()
        told = {"question": _QUESTION.findall(prompt)[-1], "asked": asked, "sent": sent}
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")

    async with fault_server(paced) as server:
        print(server.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])))
