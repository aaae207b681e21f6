"""What a chat model is to the rest of the service: something that continues a conversation, piece by piece."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from prompts import Message
from service.answering.answer import Usage


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
class Finish:
    """What comes last in a stream: the tokens used and why it ended, ``stop``, ``length``, ``content_filter``, …"""

    usage: Usage
    reason: str | None


class ChatModel(Protocol):
    """Anything that continues a conversation, piece by piece."""

    @property
    def name(self) -> str:
        """What is written down as the answer's model; holds no key and no address."""
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
