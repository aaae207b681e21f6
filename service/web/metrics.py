"""Figures of the service for Prometheus; docs/operating.md lists them and says what to watch."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest

from corpus.manifest import Manifest
from service.answering.answer import Answer
from service.web.limits import Gate
from service.web.seen import Seen

MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0
_REJECTS = frozenset(
    "unauthorized forbidden-origin request-timeout body-too-large rate-limited budget-spent limits-unavailable"
    " overloaded starting stopping".split()
)
_WAITS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_LAGS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)
_BEAT_S = 0.25  # between two looks at how late the event loop is


class Metrics:
    """The figures of one app, in a registry of its own."""

    def __init__(
        self,
        gates: Mapping[str, Gate],
        serving: Callable[[], Manifest | None],
        model_state: Callable[[], str | None] = lambda: None,
    ) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second line for each, which nobody asks for
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "dateline_requests", "Requests by how they ended", ["route", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "dateline_request_seconds", "Whole requests", ["route"], buckets=_WAITS_S, registry=registry
        )
        self._first = Histogram(
            "dateline_first_token_seconds", "Until a stream's first text", buckets=_WAITS_S, registry=registry
        )
        self._rejects = Counter("dateline_rejects", "Requests that were turned away", ["reason"], registry=registry)
        self._model_errors = Counter("dateline_model_errors", "Failures of the model", ["kind"], registry=registry)
        self._cached = Counter("dateline_cached_answers", "Answers for which nothing was computed", registry=registry)
        self._statements = Counter("dateline_statements", "Statements that were checked", registry=registry)
        self._cut = Counter("dateline_statements_cut", "Statements that were not shown", registry=registry)
        self._markers = Counter("dateline_invalid_markers", "Markers that named no source", registry=registry)
        self._tokens = Counter("dateline_model_tokens", "Tokens of the model", ["direction"], registry=registry)
        self._lag = Histogram(
            "dateline_event_loop_lag_seconds", "Lateness of a timer", buckets=_LAGS_S, registry=registry
        )
        inside = Gauge("dateline_in_flight", "Requests inside of a gate", ["gate"], registry=registry)
        waiting = Gauge("dateline_queue", "Requests that wait before a gate", ["gate"], registry=registry)
        for name, gate in gates.items():
            inside.labels(name).set_function(partial(getattr, gate, "inside"))
            waiting.labels(name).set_function(partial(getattr, gate, "waiting"))
        age = Gauge("dateline_snapshot_age_seconds", "Since what is served was published", registry=registry)
        age.set_function(lambda: _age(serving()))
        resting = Gauge("dateline_model_resting", "Whether the failing model is left alone", registry=registry)
        resting.set_function(lambda: float(model_state() == "open"))
        ProcessCollector(registry=registry)

    def page(self) -> bytes:
        """All figures, in Prometheus' text format."""
        return generate_latest(self._registry)

    def count(self, route: str, outcome: str, request: Seen) -> None:
        """Count a request that has ended."""
        self._requests.labels(route, outcome).inc()
        self._seconds.labels(route).observe(request.seconds())
        if request.first_text_s is not None:
            self._first.observe(request.first_text_s)
        if request.problem in _REJECTS:
            self._rejects.labels(request.problem).inc()
        if request.problem is not None and request.problem.startswith("model-"):
            self._model_errors.labels(request.problem).inc()
        if request.answer is not None:
            self._count_answer(request.answer)

    async def watch_event_loop(self) -> None:
        """Measure, until cancelled, how late the event loop comes to what it has to do."""
        while True:
            due = time.perf_counter() + _BEAT_S
            await asyncio.sleep(_BEAT_S)
            self._lag.observe(max(0.0, time.perf_counter() - due))

    def _count_answer(self, answer: Answer) -> None:
        if answer.cached:  # what it took was counted when it was made
            self._cached.inc()
            return
        if any(notice.code == "model_failed" for notice in answer.notices):
            self._model_errors.labels("quotes-stood-in").inc()
        self._statements.inc(answer.checked.statements)
        self._cut.inc(answer.checked.cut)
        self._markers.inc(answer.checked.unknown_markers)
        self._tokens.labels("in").inc(answer.usage.input_tokens)
        self._tokens.labels("out").inc(answer.usage.output_tokens)


def _age(manifest: Manifest | None) -> float:
    return float("nan") if manifest is None else time.time() - datetime.fromisoformat(manifest.created).timestamp()
