"""The days that a sentence names by the day on which it was published: "yesterday", "on Tuesday"."""

import re
from datetime import date, timedelta

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NAMED = re.compile(
    rf"\b(?:(?P<near>yesterday|today|tonight|tomorrow)|(?P<weekday>{'|'.join(_DAYS)}))\b", re.IGNORECASE
)
_OFFSETS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def named_days(text: str, published: str | None) -> tuple[date, ...]:
    """The days that a text names, read from ``published`` (``YYYY-MM-DD``; from a month or a year nothing is read).

    A day of the week may be the last one or the next one: both are given, the day of publication as well.
    """
    if published is None or len(published) != len("2025-06-24"):
        return ()
    day = date.fromisoformat(published)
    found: list[date] = []
    for match in _NAMED.finditer(text):
        if match["near"]:
            found += _moved(day, _OFFSETS[match["near"].lower()])
        else:
            ahead = (_DAYS.index(match["weekday"].lower()) - day.weekday()) % 7
            found += [moved for days in {ahead, ahead - 7} for moved in _moved(day, days)]
    return tuple(dict.fromkeys(found))


def _moved(day: date, days: int) -> list[date]:
    try:
        return [day + timedelta(days)]
    except OverflowError:
        return []  # the calendar ends there
