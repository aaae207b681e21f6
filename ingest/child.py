"""The child's side of reading: ``python -m ingest.child`` reads files as it is told, where a bad one does little harm.

It is told how on its first line of input, then one file a line; it answers with the lines of ``ingest.prepare``, after
each file with ``DONE``, and before it ends by an error with ``FAILED`` and the error. It ends with its input.
"""

import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType

from ingest.draft import Draft, SourceFile, Unread
from ingest.fields import FieldMap
from ingest.prepare import prepare, to_line
from ingest.read import read_file

DONE = "."
FAILED = "!"

# What no reader has a reason to do, as Python's audit events tell it. What C code does of itself they do not tell:
# libxml2 and PDFium fetch nothing as they are used here.
_FORBIDDEN = frozenset(
    """os.exec os.fork os.forkpty os.posix_spawn os.spawn os.system pty.spawn subprocess.Popen
    os.chmod os.chown os.link os.mkdir os.rename os.rmdir os.symlink os.truncate os.kill
    shutil.rmtree""".split()
)
_SCRATCH_BYTES = 100_000_000  # of one file; py3langid unpacks its model into one
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Read files until the input ends."""
    tell = _take_output()
    first = sys.stdin.readline()
    if not first:
        return
    how = json.loads(first)
    known = frozenset(json.loads(Path(how["known"]).read_text(encoding="utf-8")))
    _give_up_rights(how["memory"], how["scratch"])
    sys.excepthook = _last_words(tell)
    fields = FieldMap({name: tuple(paths) for name, paths in how["paths"].items()}, how["constants"])
    today = date.fromisoformat(how["today"])
    # Should the parent be gone and a reader hang: twice the time that the parent would have waited, in seconds of work
    signal.setitimer(signal.ITIMER_PROF, 2 * how["seconds"])
    for line in sys.stdin:
        path, name, ending, first, of = json.loads(line)
        drafts = islice(read_file(SourceFile(Path(path), name, ending), fields), first, None, of)
        for answer in _answers(drafts, today, known):
            tell(answer)
            signal.setitimer(signal.ITIMER_PROF, 2 * how["seconds"])


def _answers(drafts: Iterable[Draft | Unread], today: date, known: frozenset[str]) -> Iterator[str]:
    for found in drafts:
        yield to_line(prepare(found, today, known) if isinstance(found, Draft) else found)
    yield DONE


def _take_output() -> Callable[[str], None]:
    """The way to the parent; whatever a library prints goes elsewhere."""
    wire = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=65_536)
    os.dup2(2, 1)

    def tell(line: str) -> None:
        wire.write(line + "\n")
        wire.flush()

    return tell


def _give_up_rights(memory: int, scratch: str) -> None:
    """Bound the memory in bytes; allow no programs, no network, and no files but in the scratch folder."""
    tempfile.tempdir = scratch
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_SCRATCH_BYTES, _SCRATCH_BYTES))

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if writes or event == "os.remove":
            allowed = _is_in(arguments[0], scratch)
        else:
            allowed = event not in _FORBIDDEN and not event.startswith("socket.")
        if not allowed:
            raise PermissionError(f"a reader may not do this: {event}")

    sys.addaudithook(refuse)


def _is_in(path: object, folder: str) -> bool:
    """Whether a path is a folder, or in it; no link leads out of it, since a child can make none."""
    return isinstance(path, str) and os.path.commonpath([folder, os.path.abspath(path)]) == folder


def _last_words(
    tell: Callable[[str], None],
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def speak(kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
        tell(FAILED + ("" if issubclass(kind, MemoryError) else f"{kind.__name__}: {error}"[:300].replace("\n", " ")))

    return speak


if __name__ == "__main__":
    main()
