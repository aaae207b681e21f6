"""The addresses below ``/v1``, for clients that speak OpenAI's wire format."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from corpus.errors import NotFound
from service.web.accept import EVENTS_DESCRIBED
from service.web.completions import CompletionBody, CompletionFrames, completion, models
from service.web.connected import while_connected
from service.web.described import OF_ANSWERS, OF_BODIES, OF_PARAMETERS, OF_THE_ARCHIVE, openai_problems
from service.web.events import EventStream
from service.web.examples import ANSWER, shown
from service.web.kinds import NOT_FOUND
from service.web.problems import request_id
from service.web.routes import Here
from service.web.seen import seen

router = APIRouter(prefix="/v1")
_STARTED = int(time.time())  # what "created" means of a model that was made by starting the service


@router.post(
    "/chat/completions",
    response_model=None,
    responses={
        200: {"content": shown(completion(ANSWER, _STARTED)) | EVENTS_DESCRIBED},
        **openai_problems(*OF_BODIES, *OF_THE_ARCHIVE, *OF_ANSWERS),
    },
)
async def chat_completions(body: CompletionBody, request: Request, service: Here) -> Response:
    """Answer the last message of a conversation, at once or as a stream of chunks."""
    asker = service.asking(request)
    question = body.to_question()
    seen().question = question.text
    if body.stream:
        with_usage = bool(body.stream_options and body.stream_options.include_usage)
        frames = CompletionFrames(with_usage=with_usage)
        events = asker.events(question)
        return EventStream(events, service.questions, service.heartbeat_s, request_id(request), frames)

    async def answer() -> dict[str, Any]:
        async with service.questions.admitted():
            return completion(seen().answered(await asker.answer(question)), int(time.time()))

    return JSONResponse(await while_connected(request.receive, answer()))


@router.get("/models", responses=openai_problems())
async def list_models() -> dict[str, Any]:
    """The one model that there is."""
    return {"object": "list", "data": models(_STARTED)}


@router.get("/models/{model}", responses=openai_problems(*OF_PARAMETERS, NOT_FOUND))
async def one_model(model: Annotated[str, Path(max_length=200)]) -> dict[str, Any]:
    """One model by its name."""
    found = next((one for one in models(_STARTED) if one["id"] == model), None)
    if found is None:
        raise NotFound(f"there is no model {model[:80]!r} here: see /v1/models")
    return found
