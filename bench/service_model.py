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
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.faults.server import Exchange, fault_server

SENTENCES = (
    "NATO has set a new target for what its member states spend on defence: 5 per cent of gross domestic product.",
    "Prime Minister Shigeru Ishiba plans to attend this month's NATO summit in The Hague.",
    "The two leaders who stay away from the NATO summit look at China in different ways.",
    "The American tariffs that hang over Japan have been put off until July 9.",
)
_QUESTION = re.compile(r"^Question: (.*)$", re.MULTILINE)


def tokens(count: int) -> list[str]:
    """The reply, word by word."""
    words = [word for sentence in SENTENCES for word in sentence.split()]
    return [word if place == 0 else f" {word}" for place, word in enumerate(islice(cycle(words), count))]


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
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])))
