"""An ingest on the terminal: how far it is while it runs, and what it did."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from corpus.errors import SettingError
from corpus.folder import DataFolder
from ingest.pipeline import Sources, ingest, preview
from ingest.report import IngestReport

_NAMED = 20  # of what was not taken in; a report file names more


class _Rate(ProgressColumn):
    """Articles a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar with rate and time left, moved by ``(what, done, total)``; silent where the output is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        shown = "reading"

        def show(what: str, done: int, total: int | None) -> None:
            nonlocal shown
            if what != shown:  # another rate
                bar.reset(task, description=what, total=total)
                shown = what
            bar.update(task, completed=done, total=total)

        yield show


def run(
    sources: Sources, data: DataFolder, *, embedder: str, sync: bool, keep: int | None, console: Console
) -> IngestReport:
    """Ingest with a bar on the console; without a number of snapshots to ``keep`` only say what would happen.

    Raises:
        DatelineError: as ``ingest``.
    """
    with progress_bar(console) as progress:
        if keep is None:
            return preview(sources, data, embedder=embedder, sync=sync, progress=progress)
        return ingest(sources, data, embedder=embedder, sync=sync, keep=keep, progress=progress)


def write_report(report: IngestReport, file: Path) -> None:
    """Write the whole report as JSON.

    Raises:
        SettingError: the file cannot be written; what was published stays.
    """
    try:
        file.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise SettingError(f"the report {file} cannot be written ({reason}); all else is done") from error


def print_report(report: IngestReport, out: Console, err: Console) -> None:
    """What was not taken in and which fields were refused, the first of each, and the summary."""
    reading = report.reading
    for unread in reading.unread[:_NAMED]:
        err.print(f"skipped {_shown(unread.origin)}: {_shown(unread.reason)}", markup=False)
    for one in reading.refused[:_NAMED]:
        field, written, reason = one.refused.field, one.refused.written, one.refused.reason
        err.print(f"refused the field {field} of {_shown(one.origin)}, {written!r}: {reason}", markup=False)
    more = max(0, reading.unread_count - _NAMED) + max(0, reading.refused_count - _NAMED)
    if more:
        err.print(f"and {more:,} more of these: --report FILE names them", markup=False)
    out.print(report.summary, markup=False)


def _shown(text: str) -> str:
    """Text of a stranger's as it may reach a terminal: no character of it moves the cursor."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
