"""The addresses of the service; docs/api.md describes them for those who call them."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import PlainTextResponse, Response

from corpus.article import Article
from corpus.errors import DatelineError
from service.answering.answer import Answer, ArticlePage, SearchResult, SnapshotState
from service.web.accept import EVENTS_DESCRIBED, wants_events
from service.web.admission import Admission
from service.web.asking import Asking, Budget
from service.web.connected import while_connected
from service.web.described import OF_ANSWERS, OF_BODIES, OF_PARAMETERS, OF_PLACES, OF_THE_ARCHIVE, problems
from service.web.events import EventStream
from service.web.examples import ANSWER, FOUND, PAGE, STATE, shown
from service.web.feedback import FeedbackBody, FeedbackBook
from service.web.kinds import NOT_ACCEPTABLE, NOT_FOUND, Refused, kind_of
from service.web.limits import Gate
from service.web.metrics import MEDIA_TYPE, Metrics
from service.web.opening import Opening
from service.web.problems import problem, request_id, respond
from service.web.seen import seen
from service.web.wire import AskBody, SearchBody

router = APIRouter()


@dataclass(frozen=True)
class Service:
    """What the routes share: made once by ``create_app``."""

    opening: Opening
    questions: Gate
    reads: Gate  # apart, so that slow models do not keep readers of the archive out
    heartbeat_s: float
    admission: Admission | None
    feedback: FeedbackBook
    metrics: Metrics

    def asking(self, request: Request) -> Asking:
        """The asker, for the client of this request. Raises as ``Opening.asker``."""
        budget = None if self.admission is None else Budget(self.admission.rates, request.state.key)
        return Asking(self.opening.asker(), self.feedback, budget)


def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Here = Annotated[Service, Depends(_service)]
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
SnapshotId = Annotated[str, Query(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]


@router.post(
    "/ask",
    response_model=Answer,
    responses={
        200: {"content": shown(ANSWER) | EVENTS_DESCRIBED},
        **problems(*OF_BODIES, *OF_THE_ARCHIVE, *OF_ANSWERS, NOT_ACCEPTABLE),
    },
)
async def ask(body: AskBody, request: Request, service: Here) -> Answer | Response:
    """Answer one question, at once or as a stream of events, as ``Accept`` says."""
    as_events = wants_events(", ".join(request.headers.getlist("accept")))
    asker = service.asking(request)
    seen().question = body.question
    question = body.to_question()
    if as_events:
        return EventStream(asker.events(question), service.questions, service.heartbeat_s, request_id(request))

    async def answer() -> Answer:
        async with service.questions.admitted():
            return seen().answered(await asker.answer(question))

    return await while_connected(request.receive, answer())


@router.post(
    "/answers/{answer_id}/feedback",
    status_code=204,
    response_class=Response,
    responses=problems(*OF_BODIES, *OF_PLACES, NOT_FOUND),
)
async def feedback(answer_id: Id, body: FeedbackBody, service: Here) -> Response:
    """Take down what a reader says of an answer that was given lately, or of one of its citations."""
    async with service.reads.admitted():
        await service.feedback.add(answer_id, body)
    return Response(status_code=204)


@router.post("/search", responses={200: {"content": shown(FOUND)}, **problems(*OF_BODIES, *OF_THE_ARCHIVE)})
async def search(body: SearchBody, request: Request, service: Here) -> SearchResult:
    """The passages nearest to a query, best first."""
    asker = service.opening.asker()

    async def find() -> SearchResult:
        async with service.reads.admitted():
            as_of = body.as_of or date.today()
            return await asker.search(body.query, as_of, body.filters.to_filters(), body.limit)

    return await while_connected(request.receive, find())


@router.get("/articles", responses={200: {"content": shown(PAGE)}, **problems(*OF_PARAMETERS, *OF_THE_ARCHIVE)})
async def articles(
    service: Here,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> ArticlePage:
    """The articles of the published snapshot, a page at a time, without their bodies."""
    async with service.reads.admitted():
        return await service.opening.asker().articles(offset, limit)


@router.get("/articles/{article_id}", responses=problems(*OF_PARAMETERS, *OF_THE_ARCHIVE, NOT_FOUND))
async def article(article_id: Id, service: Here, snapshot: SnapshotId | None = None) -> Article:
    """One article with its body, as it stands in a snapshot: the published one unless another is named."""
    async with service.reads.admitted():
        return await service.opening.asker().article(article_id, snapshot)


@router.get("/snapshots/current", responses={200: {"content": shown(STATE)}, **problems(*OF_THE_ARCHIVE)})
async def current_snapshot(service: Here) -> SnapshotState:
    """What is being served."""
    async with service.reads.admitted():
        return await service.opening.asker().state()


@router.get("/healthz", responses=problems())
async def healthz() -> dict[str, str]:
    """Whether the process answers; touches nothing else."""
    return {"status": "ok"}


@router.get("/readyz", responses=problems(*OF_THE_ARCHIVE))
async def readyz(request: Request, service: Here) -> Response:
    """Whether questions can be answered now; if not, the reason, in words meant for the operator."""
    try:
        warning = await service.opening.asker().ready()
    except (DatelineError, Refused) as error:
        return respond(problem(kind_of(error), request_id(request), str(error)), request.url.path)
    model = service.opening.model_state
    state = {"status": "ready", "model": model, "warning": warning}
    told = {name: value for name, value in state.items() if value is not None}
    return Response(json.dumps(told), media_type="application/json")


@router.get("/metrics", response_class=PlainTextResponse, responses=problems())
async def metrics(service: Here) -> Response:
    """Figures for Prometheus."""
    return Response(service.metrics.page(), media_type=MEDIA_TYPE)
