"""What a client may send, checked field by field and handed on as the answering's own types.

What it gets back needs no second definition: the dataclasses of ``service.answering.answer`` are rendered as they are.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    WithJsonSchema,
    model_validator,
)

from corpus.dates import first_day, last_day
from service.answering.answer import Filters, Question, Turn
from service.web import examples

LONGEST_QUESTION = 2_000
LONGEST_TURN = 4_000
MOST_TURNS = 20
MOST_VALUES = 100
MOST_SOURCES = 20
MOST_HITS = 100

WRITTEN = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
"""What ``as_text`` takes, for the description of the API; JSON has no words for halves of surrogate pairs."""

_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def as_text(text: str) -> str:
    """Refuse what nobody writes: control characters (but tabs and line ends) and halves of surrogate pairs."""
    found = _UNWRITTEN.search(text)
    if found:
        raise ValueError(f"must not hold the control character U+{ord(found[0]):04X}")
    return text


def as_question(text: str) -> str:
    """A question without space around it, in Unicode's composed form (NFC)."""
    text = text.strip()
    if len(text) <= 3 * LONGEST_QUESTION:  # composing is slow on long runs of accents, and shortens to a third at most
        text = unicodedata.normalize("NFC", as_text(text))
    if not text:
        raise ValueError("must not be empty")
    if len(text) > LONGEST_QUESTION:
        raise ValueError(f"must have {LONGEST_QUESTION:,} characters at most")
    return text


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("must be a day as YYYY-MM-DD")
    day = _existing(value)
    if not 1000 <= day.year <= 9000:  # so that there are days before and after it
        raise ValueError("must lie between the years 1000 and 9000")
    return day


def _from(value: str) -> str:
    return _existing(value).isoformat()


def _until(value: str) -> str:
    _existing(value)
    return last_day(value).isoformat()


def _existing(value: str) -> date:
    if not _DATE.fullmatch(value):
        raise ValueError("must be YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        return first_day(value)
    except ValueError:
        raise ValueError("there is no such date") from None


def _fixed(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def _whole(value: object) -> object:
    """In JSON 3 and 3.0 are one number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, AfterValidator(as_text), Field(json_schema_extra={"pattern": WRITTEN})]
Whole = BeforeValidator(_whole)
_ASKED = {"minLength": 1, "maxLength": LONGEST_QUESTION, "pattern": WRITTEN, "allOf": [{"pattern": r"\S"}]}
QuestionText = Annotated[str, AfterValidator(as_question), Field(json_schema_extra=_ASKED)]
Day = Annotated[date, BeforeValidator(_day), Field(json_schema_extra={"pattern": "^[1-8][0-9]{3}-"})]
_PARTIAL = [
    {"type": "string", "pattern": "^[1-9][0-9]{3}$"},
    {"type": "string", "pattern": "^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"},
    {"type": "string", "format": "date"},
]
_Bound = WithJsonSchema({"anyOf": _PARTIAL})
Value = Annotated[Text, Field(min_length=1, max_length=200)]
Values = Annotated[list[Value], Field(min_length=1, max_length=MOST_VALUES)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnBody(_Body):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[Text, Field(max_length=LONGEST_TURN)]


class FiltersBody(_Body):
    """What the answer may draw on. Bounds are inclusive: ``2025-06`` begins on its first day and ends on its last."""

    published_after: Annotated[str, AfterValidator(_from), _Bound] | None = None
    published_before: Annotated[str, AfterValidator(_until), _Bound] | None = None
    publishers: Values | None = None
    article_ids: Values | None = None
    languages: Values | None = None

    @model_validator(mode="after")
    def _leave_some_days(self) -> Self:
        after, before = self.published_after, self.published_before
        if after and before and after > before:
            raise ValueError(f"published_after ({after}) must not be later than published_before ({before})")
        return self

    def to_filters(self) -> Filters:
        """As the answering takes them."""
        return Filters(
            self.published_after,
            self.published_before,
            publishers=_fixed(self.publishers),
            article_ids=_fixed(self.article_ids),
            languages=_fixed(self.languages),
        )


class AskedHow(_Body):
    """On what day, in what part of the archive and how a question is asked."""

    as_of: Day | None = None  # today
    filters: FiltersBody = FiltersBody()
    max_sources: Annotated[StrictInt, Field(ge=1, le=MOST_SOURCES), Whole] = 8
    fallback: StrictBool = False

    def asked(self, text: str, history: Iterable[Turn]) -> Question:
        """A question as the answering takes it."""
        day, filters = self.as_of or date.today(), self.filters.to_filters()
        return Question(text, day, tuple(history), filters, self.max_sources, self.fallback)


class AskBody(AskedHow):
    """The body of ``POST /ask``."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASK]})

    question: QuestionText
    history: Annotated[list[TurnBody], Field(max_length=MOST_TURNS)] = []

    def to_question(self) -> Question:
        """As the answering takes it."""
        return self.asked(self.question, (Turn(turn.role, turn.content) for turn in self.history))


class SearchBody(_Body):
    """The body of ``POST /search``."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SEARCH]})

    query: QuestionText
    as_of: Day | None = None  # today
    filters: FiltersBody = FiltersBody()
    limit: Annotated[StrictInt, Field(ge=1, le=MOST_HITS), Whole] = 10
