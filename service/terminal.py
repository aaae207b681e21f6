"""Answers, passages and articles as a person reads them in a terminal."""

import dataclasses
from collections.abc import Sequence

from rich.console import Console

from corpus.article import Article, Date, Details
from corpus.manifest import Manifest
from service.answering.answer import Answer, Completed, Hit, Question, TextDelta
from service.answering.ask import Asker


async def print_text(asker: Asker, question: Question, console: Console) -> Answer:
    """Answer a question and print the text as it comes; raises as ``Asker.events``."""
    async for event in asker.events(question):
        if isinstance(event, TextDelta):
            console.print(event.text, end="", markup=False)
        if isinstance(event, Completed):
            return event.answer
    raise AssertionError("events end with Completed")


def print_grounds(answer: Answer, console: Console) -> None:
    """What stands behind an answer whose text was printed: quotes, disagreements, nearest passages, who answered."""
    console.print("\n")
    sources = {source.id: source for source in answer.sources}
    for citation in answer.citations:
        source = sources[citation.source]
        told = _told(source.publisher, source.title, source.published, source.article_id)
        console.print(f"[{citation.number}] {told}", markup=False)
        console.print(f"    {citation.support} ({citation.check.name}): “{citation.quote}”", markup=False)
    for disagreement in answer.disagreements:
        sides = " against ".join("".join(f"[{n}]" for n in position.citations) for position in disagreement.positions)
        console.print(f"Sources disagree: {disagreement.about} {sides}", style="bold", markup=False)
    print_hits(answer.nearest, console)
    for notice in answer.notices:
        console.print(notice.text, style="bold", markup=False)
    who = answer.answerer.model or "no model, the archive's own sentences"
    told = f"{answer.outcome} as of {answer.as_of}, by {who}; snapshot {answer.corpus.snapshot}"
    console.print(told, style="dim", markup=False)


def print_hits(hits: Sequence[Hit], console: Console) -> None:
    """Passages with their scores, best first."""
    for hit in hits:
        told = _told(hit.publisher, hit.title, hit.published, hit.article_id)
        console.print(f"{hit.score:.3f}  {told}", markup=False)
        console.print(f"       {hit.text}\n", markup=False)


def print_list(articles: Sequence[Article], console: Console) -> None:
    """One line an article."""
    for a in articles:
        told = f"{a.publisher or 'outlet unknown'}  {a.title or 'untitled'}"
        console.print(f"{a.id}  {a.published.value or 'date unknown':12}  {told}", markup=False)


def print_snapshots(manifests: Sequence[Manifest], current: str, console: Console) -> None:
    """One line a snapshot; a star before the published one."""
    for m in manifests:
        mark = "*" if m.id == current else " "
        console.print(f"{mark} {m.id}  {m.created}  {m.articles} articles  by {m.by}", markup=False)


def print_article(article: Article, details: Details, console: Console) -> None:
    """An article whole, with where its fields were read and what cleaning took out of it, as far as that is given."""
    for name, value in without_body(article).items():
        read_in = details.provenance.get(name, "none")
        told = f" ({read_in})" if read_in != "none" and not isinstance(value, dict) else ""
        console.print(f"{name}: {_plain(value)}{told}", markup=False)
    console.print(f"\n{article.body}", markup=False)
    for part in details.removed:
        console.print(f"\nremoved, {part.kind}: {part.text}", style="dim", markup=False)


def without_body(article: Article) -> dict[str, object]:
    """The fields of an article but for its text."""
    return {name: value for name, value in dataclasses.asdict(article).items() if name != "body"}


def _told(publisher: str | None, title: str | None, published: Date, article_id: str) -> str:
    return " · ".join(part for part in (publisher, title, published.value or "date unknown", article_id) if part)


def _plain(value: object) -> str:
    if isinstance(value, dict):  # a date
        return f"{value['value']} ({value['provenance']})" if value["value"] else "unknown"
    if value is None:
        return "unknown"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
