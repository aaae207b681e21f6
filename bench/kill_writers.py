"""The writers of the SIGKILL campaign: what each of them does, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kill_stories import Held, NoModel, article_of, vector_of
from kill_ways import SOURCES, Counters, Way, count_steps, kill_in_time, watched

from corpus.article import Article, Passage, short_hash
from corpus.embedder import DEFAULT_EMBEDDER, Embedder, embedder_revision
from corpus.embeddings import EmbeddingStore, text_key
from corpus.folder import DataFolder
from corpus.history import prune, rebuild, retain, retract, rollback
from corpus.library_writer import Piece
from corpus.publish import publish, stage
from corpus.sentences import sentence_spans
from ingest import pipeline
from ingest.passages import SPLITTER, split, text_to_embed


@dataclass(frozen=True)
class Operation:
    """One thing that a writer is asked to do, and what must hold once it has happened.

    ``expected`` is what a newly published snapshot must hold, ``target`` the earlier one that is published again;
    without both nothing is published. ``keep`` is how many snapshots stay, ``None`` where none is removed.
    """

    name: str
    expected: Held | None = None
    target: str | None = None
    put: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    keep: int | None = None
    sync: bool = False


@dataclass(frozen=True)
class Ended:
    """How a writer ended: killed, or with an exit code. ``orphans``: something that it had started went on."""

    killed: bool
    code: int
    seconds: float
    orphans: bool
    group: int


def run(operation: Operation, data: DataFolder, way: Way, log: Path, steps: Counters) -> Ended:
    """Runs a writer in a process of its own, warm but for the real command, and kills it in some way."""
    began = time.monotonic()
    if operation.name == "command":
        pid = _command(operation, data, log)
    else:
        pid = fork(lambda: _work(operation, data, way, steps), log)
    kill_in_time(pid, data, way)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - began
    code = os.waitstatus_to_exitcode(status)
    return Ended(code == -signal.SIGKILL, code, seconds, _is_alive(pid), pid)


def fork(task: Callable[[], object], log: Path) -> int:
    """Does something in a forked process, the leader of its own group; what it prints goes to a file. Gives its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        stream = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(stream, 1)
        os.dup2(stream, 2)
        code = _outcome(task)
    finally:  # whatever happens, what the parent goes on to do is not done twice
        os._exit(code)


def _outcome(task: Callable[[], object]) -> int:
    code = 1
    try:
        task()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def prepare_files(operation: Operation, data: DataFolder, folder: Path) -> None:
    """Writes the articles of an operation as files to ingest, and for the real command stores their vectors."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    articles = [article_of(*one) for one in operation.put]
    for number, article in enumerate(articles):
        record = {"id": article.id, "title": article.title, "date": article.published.value, "body": article.body}
        with (folder / f"{number % 3}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record) + "\n")
    if operation.name == "command":
        texts = [text_to_embed(a.title, a.body[p.start : p.end]) for a in articles for p in split(a)]
        store = embedding_store(data)
        store.embed(texts)
        store.close()


def files_of(data: DataFolder) -> Path:
    """Where the files to ingest lie."""
    return data.path.with_name(data.path.name + "-files")


def lines_of(data: DataFolder) -> Path:
    """Where a writer that was watched tells which lines it ran."""
    return data.path.with_name(data.path.name + "-lines")


def embedding_store(data: DataFolder) -> EmbeddingStore:
    """The archive's store of vectors, with no model behind it."""
    return EmbeddingStore(data.embeddings, embedder_revision(), _no_model)


def texts_to_embed(operation: Operation) -> list[list[str]]:
    """The batches of the operation ``embed``: all sentences of its articles."""
    return [[body[span.start : span.end] for span in sentence_spans(body, "en")] for _, body in operation.put]


def _no_model(_name: str = "") -> Embedder:
    return NoModel()  # type: ignore[return-value]  # all vectors are known: to load a model would be an error


def _work(operation: Operation, data: DataFolder, way: Way, steps: Counters) -> None:
    keep = operation.keep or 1
    work: dict[str, Callable[[], object]] = {
        "change": lambda: _change(operation, data),
        "ingest": lambda: _ingest(operation, data),
        "retract": lambda: retract(data, operation.gone),
        "rollback": lambda: rollback(data, operation.target),
        "rebuild": lambda: rebuild(data),
        "retain": lambda: retain(data, keep),
        "prune": lambda: prune(data, keep),
        "embed": lambda: _embed(operation, data, steps),
    }
    count_steps(way, steps)
    if way.kind in {"line", "finish"}:
        watched(work[operation.name], way, lines_of(data))
    else:
        work[operation.name]()


def _ingest(operation: Operation, data: DataFolder) -> None:
    """The real pipeline, but for the model, which would take seconds to load."""
    vars(pipeline)["open_embedder"] = _no_model
    keep = operation.keep or 1
    pipeline.ingest(pipeline.Sources([files_of(data)]), data, embedder=DEFAULT_EMBEDDER, sync=operation.sync, keep=keep)


def _change(operation: Operation, data: DataFolder) -> None:
    """Put and delete articles with prepared vectors, publish, and remove old snapshots, as an ingest would."""
    with data.writer():
        parent = operation.expected.parent if operation.expected else None
        with stage(data, parent) as staging:
            for identity in operation.gone:
                staging.library.delete(identity)
            for identity, body in operation.put:
                article = article_of(identity, body)
                staging.library.put(article, _pieces(article))
            publish(staging, parent=parent, by="bench", model=embedder_revision(), splitter=SPLITTER)
        if operation.keep is not None:
            retain(data, operation.keep)


def _pieces(article: Article) -> list[Piece]:
    """A passage for each sentence: small ones, so that a short archive has several layers."""
    pieces = []
    for span in sentence_spans(article.body, "en"):
        key = text_key(text_to_embed(article.title, article.body[span.start : span.end]))
        identity = f"p_{short_hash(f'{article.id}/{article.version}/{span.start}')}"
        pieces.append(Piece(Passage(identity, article.id, span.start, span.end), vector_of(key), key))
    return pieces


def _embed(operation: Operation, data: DataFolder, steps: Counters) -> None:
    with data.writer():
        store = embedding_store(data)
        for number, texts in enumerate(texts_to_embed(operation)):
            store.embed(texts)
            steps[1] = number + 1  # acknowledged
        store.close()


def _command(operation: Operation, data: DataFolder, log: Path) -> int:
    """Starts the real ``dateline ingest``; gives its process id."""
    command = [sys.executable, "-m", "dateline", "ingest", str(files_of(data)), "--data", str(data.path)]
    command += ["--keep", str(operation.keep)] + ["--sync"] * operation.sync
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command, cwd=SOURCES, env=environment, stdout=stream, stderr=stream, start_new_session=True
        )
    process.returncode = 0  # it is waited for by its id
    return process.pid


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
