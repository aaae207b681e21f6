"""JSON or events, by the Accept header."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.accept import wants_events
from service.web.kinds import Refused


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        ("", False),
        ("*/*", False),
        ("application/*", False),
        ("application/json", False),
        ("application/json; charset=utf-8", False),
        ("text/event-stream", True),
        ("Text/Event-Stream", True),
        ("text/*", True),
        ("text/event-stream, */*;q=0.1", True),
        ("text/event-stream, */*", True),
        ("application/json, text/event-stream", False),
        ("text/event-stream, application/json", True),
        ("text/event-stream;q=0.5, application/json", False),
        ("application/json;q=0.5, text/event-stream;q=0.9", True),
        ("application/json;q=0, */*", True),
        ("text/event-stream;q=0, */*", False),
        ("text/html, application/xhtml+xml, */*;q=0.8", False),
    ],
)
def test_the_client_gets_the_form_it_prefers(accept, events):
    assert wants_events(accept) is events


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "*/*;q=0", "application/json;q=much", ";;;"])
def test_a_client_that_takes_neither_is_refused(accept):
    with pytest.raises(Refused):
        wants_events(accept)


@given(st.text(alphabet="aq=;,/*. 01nftexv-s", max_size=80))
def test_no_header_breaks_the_reading(accept):
    with contextlib.suppress(Refused):
        assert wants_events(accept) in (True, False)
