"""An answer growing sentence by sentence: its text, its statements with their offsets, its numbered citations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.article import Span
from service.answering.answer import (
    Check,
    Checked,
    Citation,
    Position,
    Source,
    Statement,
    StatementChecked,
    Support,
    TextDelta,
)
from service.answering.retrieve import Candidate


@dataclass(frozen=True)
class Cited:
    """Words of an article that bear on a statement, and what a check of them found."""

    candidate: Candidate
    span: Span
    support: Support
    check: Check


class Composition:
    """Collects an answer. Numbers are given once, in order of first use, and never change."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.text = ""
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []
        self.cut = 0
        self.unknown_markers = 0
        self._sources: dict[str, Source] = {}
        for candidate in candidates:
            a = candidate.article
            number = len(self._sources) + 1
            self._sources.setdefault(
                a.id, Source(f"src_{number}", a.id, a.title, a.publisher, a.authors, a.url, False, a.published)
            )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The articles that were read, best first."""
        return tuple(self._sources.values())

    @property
    def checked(self) -> Checked:
        """How many statements were checked, held and were cut."""
        supported = sum(statement.support == "supported" for statement in self.statements)
        corrected = sum(statement.corrected for statement in self.statements)
        return Checked(len(self.statements) + self.cut, supported, self.cut, corrected, self.unknown_markers)

    def write(self, text: str) -> TextDelta:
        """Text that is no statement of its own, or the next piece of one."""
        self.text += text
        return TextDelta(text)

    def state(
        self, sentence: str, cited: Sequence[Cited], support: Support, *, corrected: bool = False
    ) -> tuple[TextDelta, StatementChecked]:
        """A whole sentence and its markers."""
        delta = self.write(sentence)
        marks, statement = self.conclude(sentence, cited, support, corrected=corrected)
        return TextDelta(delta.text + marks.text), statement

    def conclude(
        self, sentence: str, cited: Sequence[Cited], support: Support, *, corrected: bool = False
    ) -> tuple[TextDelta, StatementChecked]:
        """Close the sentence that ``text`` ends with: its markers, and its statement."""
        end = len(self.text)
        numbers = tuple(dict.fromkeys(self.cite(one) for one in cited))
        statement = Statement(sentence, end - len(sentence), end, numbers, support, corrected)
        self.statements.append(statement)
        marks = self.write("".join(f" [{number}]" for number in numbers))
        evidence = tuple(citation for citation in self.citations if citation.number in numbers)
        return marks, StatementChecked(sentence, statement.start, end, numbers, support, evidence, corrected)

    def cite(self, cited: Cited) -> int:
        """The number of a citation, a new one if these words were not cited before."""
        article, span = cited.candidate.article, cited.span
        for citation in self.citations:
            if (citation.article_id, citation.start, citation.end) == (article.id, span.start, span.end):
                return citation.number
        source = replace(self._sources[article.id], cited=True)
        self._sources[article.id] = source
        number = len(self.citations) + 1
        quote = article.body[span.start : span.end]
        self.citations.append(
            Citation(
                number=number,
                source=source.id,
                article_id=article.id,
                passage_id=cited.candidate.passage.id,
                start=span.start,
                end=span.end,
                quote=quote,
                support=cited.support,
                check=cited.check,
            )
        )
        return number

    def position(self, statement: str, cited: Sequence[Cited]) -> Position:
        """One side of a disagreement, with its citations."""
        return Position(statement, tuple(dict.fromkeys(self.cite(one) for one in cited)))
