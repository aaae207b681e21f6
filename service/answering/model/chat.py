"""What a chat model is to the rest of the service: something that continues a conversation, piece by piece."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import SettingError
from prompts import Message
from service.answering.answer import Usage

CONTEXT_TOKENS = 8192
"""What a model is taken to hold at once where neither its service nor a setting tells."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a model, for one reply.

    ``first_token`` runs from the request to the first words, retries included; ``total`` to the last.
    """

    connect: float = 5.0
    first_token: float = 60.0
    between_tokens: float = 30.0
    total: float = 300.0


@dataclass(frozen=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float

    def of(self, usage: Usage) -> float:
        """US dollars for what was used."""
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / 1e6


def read_price(text: str) -> Price:
    """A price from ``IN/OUT``, such as ``0.15/0.60``: US dollars for a million tokens read, and written.

    Raises:
        SettingError: it is not two numbers of zero or more.
    """
    try:
        read, write = (float(part) for part in text.split("/"))
    except ValueError:
        read = write = -1.0
    if not (0 <= read < float("inf") and 0 <= write < float("inf")):
        raise SettingError(f"the model's price {text!r} must be IN/OUT in US dollars per million tokens: 0.15/0.60")
    return Price(read, write)


@dataclass(frozen=True)
class Finish:
    """What comes last in a stream: the tokens used and why it ended.

    ``stop``; ``length``: it reached a limit; ``content_filter``: the provider or the model declined; else its own word.
    """

    usage: Usage
    reason: str | None


class ChatModel(Protocol):
    """Anything that continues a conversation, piece by piece."""

    @property
    def name(self) -> str:
        """What is written down as the answer's model; holds no key and no address."""
        ...

    @property
    def context_tokens(self) -> int:
        """How many tokens it can hold at once, prompt and reply together."""
        ...

    async def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        """The tokens of each text as the model itself cuts them; ``None`` where its service cannot be asked."""
        ...

    def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str | Finish, None]:
        """Pieces of the reply, none of them empty, and then exactly one Finish.

        Closing the generator (``contextlib.aclosing``) ends the request upstream.

        Raises:
            ModelRefusedKey: the service does not accept the key.
            ModelUnreachable: no connection, or nothing more in time.
            ModelBroke: it answered with an error, or the reply ended without its end.
        """
        ...

    async def aclose(self) -> None:
        """Close connections and stop what was started for this model. No stream may be open."""
        ...
