"""Every type of problem that a client may meet, and which error is which."""

from dataclasses import dataclass

from corpus.errors import (
    ArchiveError,
    BadQuestion,
    EmbedderError,
    ModelBroke,
    ModelError,
    ModelRefused,
    ModelRefusedKey,
    ModelResting,
    ModelUnreachable,
    NoSnapshot,
    NotFound,
    Overloaded,
    Stopped,
    StoreError,
    WriterBusy,
)


@dataclass(frozen=True)
class Kind:
    """One type of problem. ``detail`` is what a stranger may read; ``says_why`` puts the error's own words instead."""

    slug: str
    status: int
    title: str
    detail: str
    retry_after: int | None = None
    says_why: bool = False


class Refused(Exception):
    """The web edge itself turns a request away; its text is the reason in words meant for the operator."""

    def __init__(self, kind: Kind, reason: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(reason or kind.detail)
        self.kind = kind
        self.retry_after = kind.retry_after if retry_after is None else retry_after


MALFORMED = Kind("malformed-json", 400, "Malformed JSON", "The body is not JSON in UTF-8.")
UNAUTHORIZED = Kind("unauthorized", 401, "Unauthorized", "Send one key that works: Authorization: Bearer KEY.")
FORBIDDEN_ORIGIN = Kind(
    "forbidden-origin", 403, "Forbidden origin", "This key works only from the pages that it was made for."
)
NOT_FOUND = Kind("not-found", 404, "Not found", "There is nothing at this address.", says_why=True)
WRONG_METHOD = Kind("method-not-allowed", 405, "Method not allowed", "This address takes other methods; see Allow.")
NOT_ACCEPTABLE = Kind(
    "not-acceptable", 406, "Not acceptable", "An answer comes as application/json or as text/event-stream."
)
SLOW_BODY = Kind("request-timeout", 408, "Request timeout", "The body did not arrive in time.")
BODY_TOO_LARGE = Kind("body-too-large", 413, "Body too large", "The body is larger than this service reads.")
NOT_JSON = Kind("unsupported-media-type", 415, "Unsupported media type", "Send the body as application/json.")
INVALID = Kind("invalid-request", 422, "Invalid request", "See errors: each wrong field with what is wrong with it.")
BAD_QUESTION = Kind("bad-question", 422, "Bad question", "This question cannot be asked.", says_why=True)
RATE_LIMITED = Kind("rate-limited", 429, "Too many requests", "This key has asked too often within a minute.")
BUDGET_SPENT = Kind(
    "budget-spent", 429, "Budget spent", "This key has used its tokens of the day; the next begins at midnight UTC."
)
INTERNAL = Kind("internal", 500, "Internal error", "Something went wrong here; the log has it under the request_id.")
MODEL_REFUSED_KEY = Kind(
    "model-refused-key", 502, "Model refused the key", "The model's service did not accept this service's key."
)
MODEL_REFUSED = Kind("model-refused", 502, "Model refused", "The model, or its provider, declined to answer this.")
MODEL_BROKE = Kind("model-broke", 502, "Model failed", "The model's service did not give a whole answer.")
MODEL_UNREACHABLE = Kind(
    "model-unreachable", 504, "Model unreachable", "The model's service did not respond in time.", retry_after=10
)
MODEL_UNAVAILABLE = Kind(
    "model-unavailable",
    503,
    "Model unavailable",
    "The model's service keeps failing and is left alone.",
    retry_after=20,
)
DEADLINE_PASSED = Kind("deadline-passed", 504, "Deadline passed", "It took longer than this service allows.")
STARTING = Kind("starting", 503, "Starting", "The service is opening its archive.", retry_after=2)
OVERLOADED = Kind("overloaded", 503, "Overloaded", "Too many questions at once; ask again shortly.", retry_after=2)
STOPPING = Kind("stopping", 503, "Stopping", "The service is being stopped; ask again shortly.", retry_after=5)
NO_SNAPSHOT = Kind(
    "no-snapshot", 503, "Nothing published", "The archive has no published snapshot yet.", retry_after=30
)
WRITER_BUSY = Kind(
    "writer-busy", 503, "Archive busy", "The archive is being written; ask again shortly.", retry_after=5
)
ARCHIVE_UNAVAILABLE = Kind("archive-unavailable", 503, "Archive unavailable", "The archive cannot be read right now.")
STORE_UNAVAILABLE = Kind(
    "store-unavailable", 503, "Store unavailable", "Keys and feedback cannot be read right now.", retry_after=5
)
LIMITS_UNAVAILABLE = Kind(
    "limits-unavailable", 503, "Limits unavailable", "What was asked so far cannot be counted right now.", retry_after=5
)
UNAVAILABLE = Kind("unavailable", 503, "Unavailable", "The service could not be opened; its log has the reason.")

_BY_ERROR: dict[type[BaseException], Kind] = {
    BadQuestion: BAD_QUESTION,
    NotFound: NOT_FOUND,
    NoSnapshot: NO_SNAPSHOT,
    WriterBusy: WRITER_BUSY,
    ArchiveError: ARCHIVE_UNAVAILABLE,
    EmbedderError: ARCHIVE_UNAVAILABLE,
    StoreError: STORE_UNAVAILABLE,
    Overloaded: OVERLOADED,
    Stopped: STOPPING,
    ModelRefusedKey: MODEL_REFUSED_KEY,
    ModelRefused: MODEL_REFUSED,
    ModelUnreachable: MODEL_UNREACHABLE,
    ModelResting: MODEL_UNAVAILABLE,
    ModelBroke: MODEL_BROKE,
    ModelError: MODEL_BROKE,
}


def kind_of(error: BaseException) -> Kind:
    """The type of problem that an error is; ``internal`` for what nobody foresaw."""
    if isinstance(error, Refused):
        return error.kind
    return next((_BY_ERROR[cls] for cls in type(error).__mro__ if cls in _BY_ERROR), INTERNAL)
