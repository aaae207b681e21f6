"""The log: a line of JSON for programs, a readable one where a person looks on, and never a secret's value."""

import json
import logging
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_SHORTEST_SECRET = 6  # a shorter one would blot out common words, and is no secret
_HIDDEN = "[secret]"


def set_up(secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Have every logger of this process write to a stream (stderr), in place of what was set up before.

    Lines that are written while a request is handled carry its ``request_id``. A value of ``secrets`` that gets into a
    line, also within an error's text or address, is blotted out.
    """
    stream = stream or sys.stderr
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ends: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if stream.isatty():
        ends.append(structlog.dev.ConsoleRenderer())
    else:
        ends += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[*ends, _Blotting(secrets)])
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def with_request_id(request_id: str) -> AbstractContextManager[None]:
    """Have lines that are written in the block, and in the tasks that begin in it, carry this id."""
    return structlog.contextvars.bound_contextvars(request_id=request_id)


class _Blotting:
    """Hides secrets in a line that is ready to be written, in each form that quoting may have given them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        long_enough = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        forms = {form for secret in long_enough for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)  # one secret may be the beginning of another

    def __call__(self, _logger: WrappedLogger, _method: str, line: str | EventDict) -> str:
        told = str(line)
        for form in self._forms:
            told = told.replace(form, _HIDDEN)
        return told


def _forms(secret: str) -> set[str]:
    quoted = {secret, repr(secret)[1:-1], quote(secret, safe="")}
    return quoted | {json.dumps(form)[1:-1] for form in quoted}
