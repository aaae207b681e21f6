"""The parent's side of reading: files are read by child processes, which bad ones may hang, flood or crash.

A child is started as a fresh program, never forked: the archive's indexes have threads, which a fork breaks.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.errors import ArchiveError, IngestError
from corpus.private import PrivateFolder
from ingest.child import DONE, FAILED
from ingest.draft import SourceFile, Unread
from ingest.fields import FieldMap
from ingest.prepare import Found, from_line
from ingest.sources import STDIN

_MANY = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv"})  # kinds of many articles
_SHARED_BYTES = 200_000  # from which on all children read such a file
_MAX_FAILURES = 10  # of the readers of one share of a file, each at another article
_CHUNK = 1 << 20  # bytes that lie ready for the parent while it does other things
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # and no key of anything


@dataclass(frozen=True)
class Limits:
    """What a child may take: bytes of memory, and seconds until its next word about a file; and how many there are."""

    memory: int = 1_500_000_000
    seconds: float = 30.0
    children: int = min(4, os.cpu_count() or 1)


LIMITS = Limits()


def read_all(
    files: Iterable[SourceFile],
    fields: FieldMap,
    today: date,
    known: Collection[str] = (),
    limits: Limits = LIMITS,
) -> Iterator[Found]:
    """Read and prepare the articles of files, in their order; whatever cannot be read comes with its reason.

    Drafts whose digests are ``known`` are not prepared again.

    The files go to the children in turn. A large file of many articles goes to all of them: each reads the whole, which
    is quick, and prepares those whose turn is its own. A child that is ahead waits. Closing the iterator ends them.
    """
    how: dict[str, object] = {
        "memory": limits.memory,
        "seconds": limits.seconds,
        "paths": fields.paths,
        "constants": fields.constants,
        "today": today.isoformat(),
    }
    ahead: deque[list[_Reader]] = deque()
    with ExitStack() as stack:
        scratch = stack.enter_context(closing(PrivateFolder())).path.resolve()
        how["scratch"] = str(scratch)
        how["known"] = str(_kept(scratch / "known.json", [json.dumps(list(known)).encode()]))
        readers = [_Reader(json.dumps(how, default=dict), limits) for _ in range(limits.children)]
        for reader in readers:
            stack.callback(reader.close)
        for number, file in enumerate(files):
            here = replace(file, path=_from_stdin(scratch)) if file.path == STDIN else file
            asked = readers if _is_shared(here) else [readers[number % len(readers)]]
            for part, reader in enumerate(asked):
                reader.ask(_Share(here, part, len(asked)))
            ahead.append(asked)
            if len(ahead) == 2 * len(readers):
                yield from _in_turn([reader.answer() for reader in ahead.popleft()])
        while ahead:
            yield from _in_turn([reader.answer() for reader in ahead.popleft()])


@dataclass(frozen=True)
class _Share:
    """What one child does of a file: of every ``of`` articles one, beginning with ``part``."""

    file: SourceFile
    part: int
    of: int


def _is_shared(file: SourceFile) -> bool:
    with suppress(OSError):
        return file.kind in _MANY and file.path.stat().st_size >= _SHARED_BYTES
    return False


def _in_turn(answers: list[Iterator[Found]]) -> Iterator[Found]:
    """One from each, again and again, as long as there are any; why a file failed only once."""
    told: set[Unread] = set()
    while answers:
        for one in list(answers):
            found = next(one, None)
            if found is None:
                answers.remove(one)
            elif not isinstance(found, Unread):
                yield found
            elif found not in told:
                told.add(found)
                yield found


def _from_stdin(scratch: Path) -> Path:
    """What comes in through a pipe as a file: its sender may be slow, and a second child may need it again."""
    if sys.stdin is None:
        raise IngestError("nothing can come in through a pipe: the standard input is closed")
    return _kept(scratch / "stdin", iter(lambda: sys.stdin.buffer.read(_CHUNK), b""))


def _kept(file: Path, content: Iterable[bytes]) -> Path:
    try:
        with file.open("wb") as stream:
            stream.writelines(content)
    except OSError as error:
        raise ArchiveError(
            f"what is read cannot be kept in {tempfile.gettempdir()} ({error.strerror or error}): "
            "make room there, or set TMPDIR"
        ) from error
    return file


class _Reader:
    """One place in the order of the files, and the child that is at work there, if one is."""

    def __init__(self, how: str, limits: Limits) -> None:
        self._how = how
        self._limits = limits
        self._asked: deque[_Share] = deque()
        self._child: _Child | None = None

    def ask(self, share: _Share) -> None:
        self._asked.append(share)
        if self._child is None:
            self._child = _Child(self._how)
        self._child.send(share, 0)

    def answer(self) -> Iterator[Found]:
        """What the first of the shares that were asked for holds, but for an article at which its reader fails."""
        file = self._asked[0].file
        given, last, failures, skipped = 0, "", 0, 0
        while True:
            child = self._child or self._begin_again(given)
            before = given
            try:
                for found in child.answers(self._limits):
                    given, last = given + 1, found.origin
                    yield found
                break
            except _ChildFailed as failure:
                self.close()
                if failure.may_be_chance and (child.has_read or given > before):
                    continue
                failures += 1
                if file.kind not in _MANY:
                    yield Unread(file.name, str(failure))
                    break
                if given == skipped or failures == _MAX_FAILURES:  # it is not one article that does it
                    yield Unread(file.name, f"{failure}; the rest of it is not read")
                    break
                yield Unread(file.name, f"{failure}, at an article after {last}")
                given = skipped = given + 1
        self._asked.popleft()
        if self._child is None and self._asked:
            self._begin_again(0)

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None

    def _begin_again(self, given: int) -> "_Child":
        """A new child, to go on with the first share where the last one stopped."""
        self._child = _Child(self._how)
        for place, share in enumerate(self._asked):
            self._child.send(share, 0 if place else given)
        return self._child


class _ChildFailed(Exception):
    """The child ended, or had to be ended; ``may_be_chance``: another may do better with the same file."""

    def __init__(self, reason: str, *, may_be_chance: bool) -> None:
        super().__init__(reason)
        self.may_be_chance = may_be_chance


class _Child:
    """A child process; its answers are read as they come, and never waited for longer than the limit."""

    def __init__(self, how: str) -> None:
        variables = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        here = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), variables.get("PYTHONPATH"))))
        variables |= {"PYTHONPATH": here, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        variables |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # each thread would take memory of the limit
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=variables,
            bufsize=0,
            start_new_session=True,  # an interrupt is the parent's to handle
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        for pipe in (self._input, self._output):
            _widen(pipe.fileno())
        self._poll = select.poll()
        self._poll.register(self._output, select.POLLIN)
        self._lines: deque[bytes] = deque()
        self._begun = bytearray()
        self._owed = 0  # shares that it has not answered yet
        self._since = 0.0  # when it last said something, or was asked while it had nothing to do
        self.has_read = False  # a whole file
        self._write(how)

    def send(self, share: _Share, given: int) -> None:
        """Tell what to read next, without the articles of it that were ``given`` already."""
        if not self._owed:
            self._since = time.monotonic()
        self._owed += 1
        file = share.file
        self._write(
            json.dumps([os.path.abspath(file.path), file.name, file.kind, share.part + given * share.of, share.of])
        )

    def answers(self, limits: Limits) -> Iterator[Found]:
        """What the next file holds.

        Raises:
            _ChildFailed: it could not be read to its end.
        """
        while (line := self._line(limits.seconds)) != DONE:
            if line == FAILED:
                reason = f"needs more than {limits.memory // 1_000_000} MB of memory"
                raise _ChildFailed(reason, may_be_chance=True)
            if line.startswith(FAILED):
                raise _ChildFailed(f"its reader failed: {line.removeprefix(FAILED)}", may_be_chance=False)
            yield from_line(line)
        self.has_read = True
        self._owed -= 1

    def close(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._input.close()
        self._output.close()

    def _line(self, seconds: float) -> str:
        while not self._lines:
            # What it said while nobody listened lies in the pipe; if nothing does, it has been silent all the time
            left = self._since + seconds - time.monotonic()
            if not self._poll.poll(max(0.0, left) * 1000):
                raise _ChildFailed(f"took longer than {seconds:g} s", may_be_chance=False)
            chunk = os.read(self._output.fileno(), _CHUNK)
            if not chunk:
                raise _ChildFailed(self._how_it_ended(), may_be_chance=True)
            self._since = time.monotonic()
            *ended, rest = chunk.split(b"\n")
            if ended:
                self._lines += [bytes(self._begun) + ended[0], *ended[1:]]
                self._begun.clear()
            self._begun += rest
        return self._lines.popleft().decode("utf-8")

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        return f"its reader crashed ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"

    def _write(self, line: str) -> None:
        with suppress(BrokenPipeError):  # it has ended: its answers will tell
            self._input.write(line.encode() + b"\n")


def _widen(pipe: int) -> None:
    """Let more lie in a pipe than 64 kB, where the system can, so that a child need not wait for its parent."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - not on every system

        with suppress(OSError):  # more than this user may have
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _CHUNK)
