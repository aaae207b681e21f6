"""What goes into the answering of a question and what comes out, in the shape in which it goes over the wire."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.article import Date
from corpus.library import Filters as Filters  # noqa: PLC0414 - part of the contract
from service.answering.listed import ArticlePage as ArticlePage  # noqa: PLC0414 - these too
from service.answering.listed import ArticleSummary as ArticleSummary  # noqa: PLC0414
from service.answering.listed import Hit as Hit  # noqa: PLC0414
from service.answering.listed import SearchResult as SearchResult  # noqa: PLC0414
from service.answering.listed import SnapshotState as SnapshotState  # noqa: PLC0414

Support = Literal["supported", "partial", "unsupported", "contradicted"]
Outcome = Literal["answered", "disputed", "insufficient_evidence"]


@dataclass(frozen=True)
class Turn:
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Question:
    """What is asked, on which day, after what was said before, of which part of the archive."""

    text: str
    as_of: date
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    max_sources: int = 8
    fallback: bool = False  # answer by quotes where the model fails before its first word


@dataclass(frozen=True)
class Check:
    """Which check looked at a citation, its score in [0, 1], and which words of the statement are not borne out."""

    name: str
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """The exact words that a statement rests on: ``quote == body[start:end]`` of the article."""

    number: int
    source: str
    article_id: str
    passage_id: str
    start: int
    end: int
    quote: str
    support: Support
    check: Check


@dataclass(frozen=True)
class Statement:
    """One sentence of the answer. ``answer.text[start:end] == text``; markers stand outside of it.

    ``corrected``: the check cites other words than the model did.
    """

    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    support: Support
    corrected: bool = False


@dataclass(frozen=True)
class Source:
    """An article that was read for the answer, cited or not."""

    id: str
    article_id: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...] | None
    url: str | None
    cited: bool
    published: Date


@dataclass(frozen=True)
class Position:
    """What one side of a disagreement says."""

    statement: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Disagreement:
    """What is disputed, and two or more positions on it."""

    about: str
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class PromptVersion:
    """Which prompt file was used; ``version`` is the hash of its text."""

    name: str
    version: str


@dataclass(frozen=True)
class Answerer:
    """What composed the text: a chat model, or ``quotes``, the archive's own sentences."""

    kind: Literal["quotes", "model"]
    model: str | None = None
    prompt: PromptVersion | None = None


@dataclass(frozen=True)
class CorpusState:
    """The snapshot that the answer was drawn from."""

    snapshot: str
    articles: int
    newest: str | None


@dataclass(frozen=True)
class Usage:
    """Tokens as counted by the model's service; zeros without a model. ``cost``: US dollars, where a price is set."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True)
class Timing:
    """Milliseconds from the question's arrival."""

    retrieve: int
    first_token: int
    total: int


@dataclass(frozen=True)
class Checked:
    """How many statements were checked, held, were cut, and got their citation corrected.

    ``unknown_markers`` counts the numbers that the model cited and that named no source that it was given.
    """

    statements: int
    supported: int
    cut: int
    corrected: int = 0
    unknown_markers: int = 0


@dataclass(frozen=True)
class Notice:
    """What a reader should know of how an answer came about, in plain words and as a code that stays.

    The model failed and quotes stand in; it reached its limit of length; it had no room for every passage.
    """

    code: Literal["model_failed", "cut_short", "sources_left_out", "not_borne_out"]
    text: str


@dataclass(frozen=True)
class Answer:
    """One checked answer; its fields are the contract of ``POST /ask``.

    ``cached``: nothing was computed for this request, since the same was asked before or at the same time. It is that
    answer, with its id, times and tokens.
    """

    id: str
    question: str
    outcome: Outcome
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    disagreements: tuple[Disagreement, ...]
    as_of: str
    nearest: tuple[Hit, ...]
    checked: Checked
    answerer: Answerer
    corpus: CorpusState
    usage: Usage
    timing_ms: Timing
    notices: tuple[Notice, ...] = ()
    cached: bool = False


@dataclass(frozen=True)
class Started:
    """Event ``answer.started``."""

    id: str
    answerer: Answerer
    as_of: str


@dataclass(frozen=True)
class SourcesFound:
    """Event ``sources``: the articles that are being read, before any text."""

    sources: tuple[Source, ...]


@dataclass(frozen=True)
class TextDelta:
    """Event ``text.delta``: the deltas of an answer, joined, are its text."""

    text: str


@dataclass(frozen=True)
class StatementChecked:
    """Event ``statement``: one statement, as in the answer, and its citations in full as ``evidence``."""

    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    support: Support
    evidence: tuple[Citation, ...]
    corrected: bool = False


@dataclass(frozen=True)
class DisagreementFound:
    """Event ``disagreement``."""

    about: str
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Completed:
    """Event ``answer.completed``: the whole answer."""

    answer: Answer


Event = Started | SourcesFound | TextDelta | StatementChecked | DisagreementFound | Completed
