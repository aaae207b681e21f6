"""What an ingest did, for a person and for a program."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.draft import Unread
from ingest.publication import Refused

MAX_NAMED = 10_000  # files and lines that gave no article, and dates that were refused, named one by one

T = TypeVar("T")


class First(Generic[T]):
    """The first of many, and how many there were."""

    def __init__(self, ones: Iterable[T] = ()) -> None:
        self.kept: list[T] = []
        self.count = 0
        for one in ones:
            self.add(one)

    def add(self, one: T) -> None:
        """Keep it if there is room, and count it."""
        self.count += 1
        if self.count <= MAX_NAMED:
            self.kept.append(one)


@dataclass(frozen=True)
class RefusedDate:
    """A date that was not believed: of which article, what its field says and why that cannot be."""

    article_id: str
    origin: str
    refused: Refused


@dataclass(frozen=True)
class Reading:
    """What reading gave: how many articles; what gave none; which fields were refused.

    Of the last two the first ``MAX_NAMED`` are named and all counted. ``lost``: a file that could not be read may hold
    an article that seems to be gone.
    """

    articles: int
    unread: tuple[Unread, ...]
    unread_count: int
    refused: tuple[RefusedDate, ...]
    refused_count: int
    lost: bool


@dataclass(frozen=True)
class IngestReport:
    """What an ingest did, or would do. ``snapshot`` is the published one: a new one only where something changed."""

    snapshot: str | None
    published: bool
    dry_run: bool
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: int
    gone: tuple[str, ...]
    retracted: tuple[str, ...]
    held_back: bool  # nothing was removed by ``sync``, because a file that could not be read may hold what seems gone
    reading: Reading
    dates: Mapping[str, int]  # of the articles read, how many are dated to the day, month, year or not at all
    articles: int
    passages: int
    copies: int  # articles of the archive that are copies of another one
    seconds: float

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What gave no article, and why."""
        return self.reading.unread

    @property
    def summary(self) -> str:
        """A few lines for a person."""
        rate = self.reading.articles / self.seconds if self.seconds else 0.0
        took = f"{self.reading.articles:,} articles in {self.seconds:.1f} s, {rate:.{0 if rate >= 10 else 1}f} a second"
        return "\n".join(line for line in (took, self._changes, self._dates, self._left_out, self._state) if line)

    @property
    def _changes(self) -> str:
        counts = (
            ("new", self.added),
            ("replaced", self.replaced),
            ("removed", self.gone),
            ("kept out, because retracted", self.retracted),
        )
        told = [f"{len(ids):,} {what}" for what, ids in counts if ids] + [f"{self.unchanged:,} unchanged"]
        told += ["none removed, because not all could be read"] if self.held_back else []
        return ("would be: " if self.dry_run else "") + ", ".join(told)

    @property
    def _dates(self) -> str:
        precise = {"day": "to the day", "month": "to the month", "year": "to the year", "unknown": "unknown"}
        told = [f"{self.dates[key]:,} {words}" for key, words in precise.items() if self.dates.get(key)]
        refused = f"; {self.reading.refused_count:,} refused" if self.reading.refused else ""
        return f"dated: {', '.join(told)}{refused}" if told else ""

    @property
    def _left_out(self) -> str:
        return f"not taken in: {self.reading.unread_count:,}, each named with its reason" if self.unread else ""

    @property
    def _state(self) -> str:
        if self.snapshot is None:
            return "nothing is published yet"
        state = "published" if self.published else "still" if self.dry_run else "nothing new: still"
        copies = f", {self.copies:,} of them copies" if self.copies else ""
        return f"{state} {self.snapshot}: {self.articles:,} articles{copies}, {self.passages:,} passages"
