"""Which of its two forms of an answer a client wants, by its ``Accept`` header (RFC 9110, section 12.5.1)."""

from service.web.examples import EVENT
from service.web.kinds import NOT_ACCEPTABLE, Refused

JSON = "application/json"
EVENTS = "text/event-stream"
_TEXT = {"type": "string"}
_EVENT = {"type": "object", "properties": {"id": _TEXT, "event": _TEXT, "data": _TEXT}}
EVENTS_DESCRIBED = {EVENTS: {"schema": _EVENT, "example": EVENT}}
"""A stream of events for the description of the API: what one of them holds."""


def wants_events(accept: str) -> bool:
    """Whether the stream is wanted rather than the JSON; of two equally wanted the one that is named first.

    Raises:
        Refused: neither is acceptable.
    """
    ranges = dict(_range(part) for part in reversed(accept.split(",")) if part.strip()) or {"*/*": 1.0}
    json, events = _quality(JSON, ranges), _quality(EVENTS, ranges)
    if not json and not events:
        raise Refused(NOT_ACCEPTABLE)
    if json == events:
        return EVENTS in ranges and (JSON not in ranges or accept.lower().find(EVENTS) < accept.lower().find(JSON))
    return events > json


def _range(part: str) -> tuple[str, float]:
    media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return media_type, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media_type, 0.0


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    """The most specific range that covers a type decides."""
    family = media_type.partition("/")[0] + "/*"
    return next((ranges[covering] for covering in (media_type, family, "*/*") if covering in ranges), 0.0)
