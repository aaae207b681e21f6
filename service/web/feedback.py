"""What readers say of answers: taken for the answers that this process gave lately, stored with question and answer."""

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt
from pydantic_core import to_json

from corpus.errors import NotFound, StoreError
from service.answering.answer import Answer, Question
from service.store import Feedback, Rating, Store, path_in
from service.web import examples
from service.web.wire import Text, Whole

_MOST_ANSWERS = 1_000
_FORGET_EVERY_S = 6 * 3_600

_log = logging.getLogger(__name__)


class FeedbackBody(BaseModel):
    """The body of ``POST /answers/{id}/feedback``."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [examples.FEEDBACK]})

    rating: Rating
    reason: Annotated[Text, Field(max_length=2_000)] | None = None
    citation: Annotated[StrictInt, Field(ge=1, le=1_000), Whole] | None = None  # the number of the one that is meant


class FeedbackBook:
    """Remembers the latest answers, so that they can be rated, and stores the ratings in the data folder.

    The file is opened with the first rating: to answer questions nothing need be written.
    """

    def __init__(self, data: Path, keep_days: int) -> None:
        self._data = data
        self._keep_days = keep_days
        self._answers: OrderedDict[str, tuple[Question, Answer]] = OrderedDict()
        self._store: Store | None = None
        self._one_at_a_time = Lock()
        self._forgetting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to forget what is old; needs a running event loop."""
        self._forgetting = asyncio.create_task(self._forget())

    def remember(self, question: Question, answer: Answer) -> None:
        """From now on this answer can be rated, until many later ones came."""
        self._answers[answer.id] = (question, answer)
        self._answers.move_to_end(answer.id)
        while len(self._answers) > _MOST_ANSWERS:
            self._answers.popitem(last=False)

    async def add(self, answer_id: str, body: FeedbackBody) -> None:
        """Store a rating; it is on the disk when this returns.

        Raises:
            NotFound: this process gave no such answer lately, or the answer has no such citation.
            StoreError: it cannot be written.
        """
        if answer_id not in self._answers:
            raise NotFound("there is no such answer among the latest ones: only those can be rated")
        question, answer = self._answers[answer_id]
        if body.citation is not None and body.citation not in {citation.number for citation in answer.citations}:
            raise NotFound(f"the answer has no citation {body.citation}")
        given = datetime.now(UTC).isoformat(timespec="seconds")
        asked, told = to_json(question).decode(), to_json(answer).decode()
        feedback = Feedback(answer_id, body.rating, body.reason, body.citation, asked, told, given)
        await asyncio.to_thread(self._write, feedback)

    async def close(self) -> None:
        """Give the file back."""
        if self._forgetting is not None:
            self._forgetting.cancel()
            await asyncio.gather(self._forgetting, return_exceptions=True)
        with self._one_at_a_time:
            if self._store is not None:
                self._store.close()
                self._store = None

    async def _forget(self) -> None:
        while True:
            with suppress(StoreError):  # told to whoever gives feedback; what is too old is never exported
                await asyncio.to_thread(self._forget_old)
            await asyncio.sleep(_FORGET_EVERY_S)

    def _forget_old(self) -> None:
        with self._one_at_a_time:
            if self._store is not None or path_in(self._data).exists():
                self._opened().forget_feedback(self._keep_days)

    def _write(self, feedback: Feedback) -> None:
        with self._one_at_a_time:
            self._opened().add_feedback(feedback, self._keep_days)

    def _opened(self) -> Store:
        if self._store is None:
            self._store = Store(self._data)
        return self._store
