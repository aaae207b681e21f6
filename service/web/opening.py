"""Opens the answering in the background, so that the service can say how it is from its first moment."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from corpus.errors import ArchiveError, DatelineError
from service.web.kinds import INTERNAL, STARTING, UNAVAILABLE, Refused, kind_of

if TYPE_CHECKING:
    from corpus.manifest import Manifest
    from service.answering.ask import Asker
    from service.answering.model.breaker import State

_log = logging.getLogger(__name__)


class Opening:
    """An asker that is being opened, is open, or could not be opened.

    An archive that cannot be opened is tried again every ``again_s`` seconds: it may be published a moment later. Any
    other failure is final; ``on_final_failure`` is called then, and ``on_open`` once there is an asker.
    """

    def __init__(self, open_asker: "Callable[[], Awaitable[Asker]]", again_s: float) -> None:
        self._open_asker = open_asker
        self._again_s = again_s
        self._asker: Asker | None = None
        self._failure: Exception | None = None
        self._task: asyncio.Task[None] | None = None
        self.final_failure: Exception | None = None
        self.on_final_failure: Callable[[], None] = lambda: None
        self.on_open: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to open; needs a running event loop."""
        self._task = asyncio.create_task(self._open())

    def asker(self) -> "Asker":
        """The open asker.

        Raises:
            Refused: it is not open; the message is what ``/readyz`` may tell.
        """
        if self._asker is not None:
            return self._asker
        if self._failure is None:
            raise Refused(STARTING)
        kind = kind_of(self._failure)
        reason = str(self._failure) if isinstance(self._failure, DatelineError) else None
        raise Refused(UNAVAILABLE if kind is INTERNAL else kind, reason)

    @property
    def serving(self) -> "Manifest | None":
        """What the snapshot is made of that is being served, if one is."""
        return self._asker.serving if self._asker is not None else None

    @property
    def model_state(self) -> "State | None":
        """Whether the model's service is asked, once there is an asker that has one."""
        return self._asker.model_state if self._asker is not None else None

    async def close(self) -> None:
        """Stop opening, or close what was opened."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._asker is not None:
            await self._asker.close()

    async def _open(self) -> None:
        while self._asker is None:
            try:
                self._asker = await self._open_asker()
            except ArchiveError as error:
                self._note(error)
                await asyncio.sleep(self._again_s)
            except Exception as error:  # noqa: BLE001 - the edge of a background task: whoever asks must hear of it
                self._note(error)
                self.final_failure = error
                self.on_final_failure()
                return
        self.on_open()
        who = self._asker.answerer
        prompt = f"{who.prompt.name} {who.prompt.version}" if who.prompt else "none"
        _log.info("open: answers come from %s, model %s, prompt %s", who.kind, who.model or "none", prompt)

    def _note(self, error: Exception) -> None:
        if str(error) != str(self._failure):
            _log.error("cannot open: %s: %s", type(error).__name__, error, exc_info=kind_of(error) is INTERNAL)
        self._failure = error
