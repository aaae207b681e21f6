"""Gold questions: what a reader asks, and what a right answer says, cites and leaves out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from corpus.article import short_hash
from corpus.errors import SettingError
from eval.forms import Forms
from eval.yaml_lines import Located, read_yaml
from service.answering.answer import Filters, Outcome, Question, Turn


@dataclass(frozen=True)
class GoldQuestion:
    """One question and what is known about its right answer; an empty field asks for nothing.

    ``facts`` and ``positions`` are lists of accepted forms: any form of each suffices. At least one article of ``cite``
    and every article of ``cite_all`` must be cited. ``place`` is the file and line it came from.
    """

    id: str
    question: Question
    outcome: Outcome
    facts: tuple[Forms, ...] = ()
    must_not: Forms = ()
    cite: tuple[str, ...] = ()
    cite_all: tuple[str, ...] = ()
    positions: tuple[Forms, ...] = ()
    tags: tuple[str, ...] = ()
    place: str = ""

    @property
    def article_ids(self) -> frozenset[str]:
        """The articles that the archive must hold for this question to make sense."""
        return frozenset((*self.cite, *self.cite_all, *(self.question.filters.article_ids or ())))


@dataclass(frozen=True)
class Gold:
    """The questions of all files in order; ``version`` is the hash of the files' text."""

    questions: tuple[GoldQuestion, ...]
    version: str

    @property
    def article_ids(self) -> frozenset[str]:
        """Every article that some question names."""
        return frozenset[str]().union(*(question.article_ids for question in self.questions))


def load(path: Path | None = None) -> Gold:
    """Read one file, or all ``*.yaml`` of a folder in order of name; by default the questions that come with Dateline.

    Raises:
        SettingError: a file cannot be read or is not gold; the message names the file, the line and the question.
    """
    located = [read_yaml(file) for file in _gold_files(path if path is not None else files("eval") / "gold")]
    questions = tuple(question for file in located for question in _questions(file))
    _refuse_duplicates(questions)
    return Gold(questions, short_hash("\0".join(file.text for file in located)))


def _gold_files(path: Traversable) -> list[Traversable]:
    try:
        if path.is_file():
            return [path]
        found = [file for file in path.iterdir() if file.name.endswith((".yaml", ".yml"))]
    except OSError as error:
        raise SettingError(
            f"{path} cannot be read ({error}): give a YAML file of gold questions, or a folder"
        ) from error
    if not found:
        raise SettingError(f"{path} holds no gold questions: give a YAML file, or a folder of them")
    return sorted(found, key=lambda file: file.name)


_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
_Words = Annotated[list[_Word], Field(min_length=1, max_length=50)]
_Ids = Annotated[list[_Id], Field(max_length=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Turn(_Strict):
    role: Literal["user", "assistant"]
    content: _Word


class _Filters(_Strict):
    published_after: date | None = None
    published_before: date | None = None
    publishers: _Words | None = None
    article_ids: Annotated[list[_Id], Field(min_length=1, max_length=1000)] | None = None
    languages: _Words | None = None


class _Question(_Strict):
    id: _Id
    question: _Word
    as_of: date | None = None
    history: list[_Turn] = []
    filters: _Filters = _Filters()
    outcome: Outcome
    facts: Annotated[list[_Words], Field(max_length=50)] = []
    must_not: Annotated[list[_Word], Field(max_length=50)] = []
    cite: _Ids = []
    cite_all: _Ids = []
    positions: Annotated[list[_Words], Field(max_length=50)] = []
    tags: Annotated[list[_Word], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _fits_its_outcome(self) -> Self:
        if self.outcome == "answered" and not self.facts:
            raise ValueError("an answered question needs at least one fact that a right answer says")
        if self.outcome == "disputed" and len(self.positions) < 2:
            raise ValueError("a disputed question needs two or more positions")
        if self.outcome != "disputed" and self.positions:
            raise ValueError("only a disputed question has positions")
        if self.outcome == "insufficient_evidence" and (self.facts or self.cite or self.cite_all):
            raise ValueError("a question that the archive does not answer has no facts and cites nothing")
        return self


class _File(_Strict):
    as_of: date
    questions: Annotated[list[_Question], Field(min_length=1, max_length=10_000)]


def _questions(file: Located) -> Iterator[GoldQuestion]:
    try:
        parsed = _File.model_validate(file.data)
    except ValidationError as error:
        raise SettingError(_message(file, error)) from error
    for index, question in enumerate(parsed.questions):
        line = file.line_of(("questions", index))
        yield _frozen(question, question.as_of or parsed.as_of, f"{file.name}:{line}")


def _frozen(raw: _Question, as_of: date, place: str) -> GoldQuestion:
    return GoldQuestion(
        id=raw.id,
        question=Question(
            text=raw.question,
            as_of=as_of,
            history=tuple(Turn(turn.role, turn.content) for turn in raw.history),
            filters=Filters(
                published_after=None if raw.filters.published_after is None else str(raw.filters.published_after),
                published_before=None if raw.filters.published_before is None else str(raw.filters.published_before),
                publishers=_tuple(raw.filters.publishers),
                article_ids=_tuple(raw.filters.article_ids),
                languages=_tuple(raw.filters.languages),
            ),
        ),
        outcome=raw.outcome,
        facts=tuple(tuple(forms) for forms in raw.facts),
        must_not=tuple(raw.must_not),
        cite=tuple(raw.cite),
        cite_all=tuple(raw.cite_all),
        positions=tuple(tuple(forms) for forms in raw.positions),
        tags=tuple(raw.tags),
        place=place,
    )


def _tuple(words: list[str] | None) -> tuple[str, ...] | None:
    return None if words is None else tuple(words)


def _refuse_duplicates(questions: Iterable[GoldQuestion]) -> None:
    seen: dict[str, str] = {}
    for question in questions:
        if question.id in seen:
            first = seen[question.id]
            raise SettingError(f"{question.place}: question {question.id!r} exists already at {first}: rename one")
        seen[question.id] = question.place


def _message(file: Located, error: ValidationError) -> str:
    """The first of what is wrong, in one line, with its place."""
    first, count = error.errors()[0], error.error_count()
    loc = first["loc"]
    field = ".".join(map(str, loc[2:] if loc[:1] == ("questions",) else loc)) or "the question"
    rest = f" (and {count - 1} more)" if count > 1 else ""
    where = f"{file.name}:{file.line_of(loc)}:{_question_named(file.data, loc)}"
    return f"{where} {field}: {first['msg']}{rest}: see docs/evaluating.md for the format"


def _question_named(data: object, loc: tuple[int | str, ...]) -> str:
    match data, loc:
        case {"questions": list(questions)}, ("questions", int(index), *_):
            raw = questions[index]
            return f" question {raw.get('id', index)!r}:" if isinstance(raw, Mapping) else f" question {index}:"
    return ""
