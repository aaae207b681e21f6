"""What must hold after each kill of the SIGKILL campaign; looked at in a process of its own, which may die of it."""

import os
import pickle
import random
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from kill_stories import Held, Model, tokens, vector_of
from kill_writers import embedding_store, fork

from corpus.embedder import embedder_revision
from corpus.embeddings import text_key
from corpus.errors import DatelineError
from corpus.folder import DataFolder
from corpus.library import connect_to_read
from corpus.manifest import TRUTH, check_files, file_hash
from corpus.snapshots import Snapshot, open_snapshot

_SAMPLE = 40  # of what is also asked for one by one, as the service asks
_OPENED_AGAIN = 0.3  # share of earlier snapshots that are not only hashed but opened each time
_MOST_TOLD = 5


@dataclass
class Looked:
    """What a look at a data folder gave. ``whole`` maps each snapshot that was checked whole to its manifest's hash,
    ``layers`` names the layers of vectors that were."""

    problems: list[str] = field(default_factory=list)
    opening_s: float = 0.0
    whole: dict[str, str] = field(default_factory=dict)
    layers: set[str] = field(default_factory=set)


def look(data: DataFolder, model: Model, before: Looked, seed: int, log: Path) -> Looked:
    """Opens the published snapshot and every other one in sight, and compares each with the model.

    One that was checked whole before is hashed each time, and opened again now and then.
    """
    reading, writing = os.pipe()

    def task() -> None:
        found = _look(data, model, before, random.Random(seed))
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(found, stream)

    pid = fork(task, log)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    _, status = os.waitpid(pid, 0)
    if not told:
        return Looked([f"the process that opens the archive died: {os.waitstatus_to_exitcode(status)}, see {log.name}"])
    found = pickle.loads(told)
    assert isinstance(found, Looked)
    return found


def _look(data: DataFolder, model: Model, before: Looked, random_: random.Random) -> Looked:
    found = Looked(whole=dict(before.whole), layers=set(before.layers))
    began = time.monotonic()
    current: Snapshot | None = None
    try:
        current = open_snapshot(data)
        found.opening_s = time.monotonic() - began
    except DatelineError as error:
        found.problems.append(f"the published snapshot does not open: {error}")
    for snapshot_id in data.ids():
        try:
            _look_at(snapshot_id, current, data, model, found, random_)
        except (DatelineError, sqlite3.Error, OSError) as error:
            found.problems.append(f"snapshot {snapshot_id} cannot be read: {error}")
    found.problems += _store_problems(data)
    if current is not None:
        current.close()
    return found


def _look_at(
    snapshot_id: str, current: Snapshot | None, data: DataFolder, model: Model, found: Looked, random_: random.Random
) -> None:
    held = model.snapshots.get(snapshot_id)
    if held is None:
        found.problems.append(f"snapshot {snapshot_id} was made by nobody")
        return
    seal = file_hash(data.folder(snapshot_id) / "manifest.json")
    again = found.whole.get(snapshot_id) == seal
    is_current = current is not None and current.id == snapshot_id
    if again and not is_current and random_.random() > _OPENED_AGAIN:
        check_files(data.folder(snapshot_id))  # byte for byte what was opened before
        return
    snapshot = current if is_current else open_snapshot(data, snapshot_id, sharing=current if again else None)
    assert snapshot is not None
    try:
        if snapshot.library.versions() != held.versions:
            found.problems.append(f"snapshot {snapshot_id} holds other articles than it must")
        if not again:
            problems = _compare(snapshot, data.folder(snapshot_id), held, model, found.layers, random_)
            found.problems += [f"snapshot {snapshot_id}: {problem}" for problem in problems[:_MOST_TOLD]]
            found.whole[snapshot_id] = seal
            found.layers |= snapshot.manifest.layers.keys()
    finally:
        if not is_current:
            snapshot.close()


def _compare(
    snapshot: Snapshot, folder: Path, held: Held, model: Model, looked: set[str], random_: random.Random
) -> list[str]:
    """Every article, passage, vector and word of a snapshot against what it must hold."""
    problems = []
    for identity, body in held.bodies.items():
        article = snapshot.library.article(identity)
        if article is None or article.body != body:
            problems.append(f"article {identity} is {'lost' if article is None else 'another one'}")
    if snapshot.library.tombstones() != held.buried:
        problems.append(f"tombstones of {sorted(snapshot.library.tombstones() ^ held.buried)} are wrong")
    with closing(connect_to_read(folder / TRUTH)) as database:
        ((verdict,),) = database.execute("PRAGMA integrity_check(1)")
        rows = database.execute('SELECT article_id, start, "end", id, vector, embedded, layer FROM passages')
        passages = [_Stored(*row) for row in sorted(rows)]
    if verdict != "ok":
        problems.append(f"SQLite says {verdict}")
    problems += _passage_problems(passages, held.bodies)
    if snapshot.library.counts() != (len(held.bodies), len(passages)):
        problems.append("the counts are wrong")
    problems += _vector_problems(snapshot, folder, passages, looked, random_)
    return problems + _word_problems(snapshot, passages, held, model, random_)


@dataclass(frozen=True)
class _Stored:
    """A row of the truth's passages."""

    article_id: str
    start: int
    end: int
    id: str
    vector: bytes
    embedded: str
    layer: str


def _passage_problems(passages: list[_Stored], bodies: dict[str, str]) -> list[str]:
    """Orphans, spans outside of a body, and sentences that are in no passage or in two."""
    problems = [f"passage {one.id} is an orphan" for one in passages if one.article_id not in bodies]
    of_article: dict[str, list[str]] = {identity: [] for identity in bodies}
    for one in passages:
        body = bodies.get(one.article_id, "")
        if not 0 <= one.start < one.end <= len(body):
            problems.append(f"passage {one.id} lies outside of {one.article_id}")
        of_article.setdefault(one.article_id, []).extend(tokens(body[one.start : one.end]))
    problems += [f"passages of {a} are lost or doubled" for a, body in bodies.items() if of_article[a] != tokens(body)]
    wrong = [one.id for one in passages if one.vector != vector_of(one.embedded).tobytes()]
    return problems + [f"passage {identity} has another's vector" for identity in wrong]


def _vector_problems(
    snapshot: Snapshot, folder: Path, passages: list[_Stored], looked: set[str], random_: random.Random
) -> list[str]:
    """Layers that hold a passage twice or lack one, and passages that their own vectors do not find."""
    problems = []
    standing: dict[str, list[_Stored]] = {name: [] for name in snapshot.manifest.layers}
    for one in passages:
        standing.setdefault(one.layer, []).append(one)
    if standing.keys() != snapshot.manifest.layers.keys():
        return [f"layers {sorted(standing)} stand in the truth, {sorted(snapshot.manifest.layers)} were built"]
    for name, built in snapshot.manifest.layers.items():
        with closing(connect_to_read(folder / "vectors" / name / "chroma.sqlite3")) as database:
            ids = [identity for (identity,) in database.execute("SELECT embedding_id FROM embeddings")]
        if len(ids) != built or len(set(ids)) != built or not {one.id for one in standing[name]} <= set(ids):
            problems.append(f"layer {name} holds {len(ids)} vectors of {len(set(ids))} passages, not {built}")
        if name not in looked:  # else the very same bytes were checked whole before
            problems += _not_found(snapshot, name, standing[name])
        for one in random_.sample(standing[name], min(_SAMPLE, len(standing[name]))):
            vector = np.frombuffer(one.vector, dtype=np.float32)
            if one.id not in [found for found, s in snapshot.vectors.nearest_in(name, vector, 3) if s > 0.999]:
                problems.append(f"passage {one.id} is not found in layer {name}")
    return problems


def _not_found(snapshot: Snapshot, layer: str, passages: list[_Stored]) -> list[str]:
    """Every passage of a layer that its own vector does not find; asked for at once, 20 times faster."""
    vectors = np.frombuffer(b"".join(one.vector for one in passages), dtype=np.float32)
    collection = snapshot.vectors.indexes[layer]._collection
    found = collection.query(query_embeddings=vectors.reshape(len(passages), -1), n_results=3, include=["distances"])
    lost = [one.id for one, nearest in zip(passages, found["ids"], strict=True) if one.id not in nearest]
    return [f"passage {identity} is not found by its vector in layer {layer}" for identity in lost]


def _word_problems(
    snapshot: Snapshot, passages: list[_Stored], held: Held, model: Model, random_: random.Random
) -> list[str]:
    """Passages that their own words do not find, and words of other snapshots that still find one."""
    problems = []
    if len(snapshot.words) != len(passages):
        problems.append(f"{len(snapshot.words)} of {len(passages)} passages are indexed by words")
    for one in passages:
        word = tokens(held.bodies.get(one.article_id, "")[one.start : one.end])[:1]
        found = snapshot.words.best(word, 3)
        problems += [] if [identity for identity, _ in found] == [one.id] else [f"no word finds passage {one.id}"]
    gone = [
        body
        for other in model.snapshots.values()
        for identity, body in other.bodies.items()
        if held.bodies.get(identity) != body
    ]
    words = [tokens(body)[:1] for body in random_.sample(gone, min(_SAMPLE, len(gone)))]
    found_again = [word for word in words if snapshot.words.best(word, 1)]
    return problems + [f"{word} of an article that is gone still finds a passage" for word in found_again]


def _store_problems(data: DataFolder) -> list[str]:
    """Whether each vector that was stored for later ingests is the one of its text."""
    if not data.embeddings.exists():
        return []
    try:
        embedding_store(data).close()  # one that was killed while it was being made has no table yet
    except DatelineError as error:
        return [f"embeddings.sqlite cannot be used again: {error}"]
    with closing(sqlite3.connect(data.embeddings)) as database:
        ((verdict,),) = database.execute("PRAGMA integrity_check(1)")
        rows = database.execute("SELECT text, vector FROM embeddings WHERE revision = ?", (embedder_revision(),))
        wrong = [text for text, blob in rows if blob[:-4] != vector_of(text).tobytes()]
    problems = [] if verdict == "ok" else [f"embeddings.sqlite: {verdict}"]
    return problems + [f"embeddings.sqlite: another's vector for {text}" for text in wrong[:_MOST_TOLD]]


def not_stored(data: DataFolder, batches: list[list[str]]) -> list[str]:
    """The vectors that a writer acknowledged and that are not in the store."""
    if not batches:
        return []
    with closing(sqlite3.connect(data.embeddings)) as database:
        stored = {text for (text,) in database.execute("SELECT text FROM embeddings")}
    lost = [text for texts in batches for text in texts if text_key(text) not in stored]
    return [f"{len(lost)} acknowledged vectors are lost from embeddings.sqlite"] if lost else []


def leftovers(data: DataFolder) -> list[str]:
    """What lies in a data folder that should not, once a writer has ended well."""
    allowed = ("CURRENT", "snapshots", "writer.lock", "writer.json")
    names = (one.name for one in data.path.iterdir())
    return [
        f"{name} is left over" for name in names if name not in allowed and not name.startswith(data.embeddings.name)
    ]
