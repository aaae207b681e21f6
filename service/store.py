"""``service.sqlite``: who may ask, and what readers said of answers. Nothing here belongs to a snapshot."""
# ruff: noqa: S608 - column names are constants of this file; every value is bound

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Literal

from corpus.errors import NotFound, SettingError, StoreError

PAGE = "page"  # the name of the key of the service's own page
SELF = "self"  # as an origin: the service's own, whatever its address
PER_MINUTE = 120
PAGE_TOKENS_PER_DAY = 1_000_000  # anyone can take this key from the page: its harm has a bound
MOST_FEEDBACK = 10_000  # so that no reader can fill the disk; the oldest goes first
_SCHEMA = """
PRAGMA busy_timeout = 5000;
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, hash BLOB NOT NULL UNIQUE, origins TEXT,
    per_minute INTEGER NOT NULL, tokens_per_day INTEGER, created TEXT NOT NULL, revoked TEXT
);
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT, answer_id TEXT NOT NULL, rating TEXT NOT NULL, reason TEXT,
    citation INTEGER, question TEXT NOT NULL, answer TEXT NOT NULL, given TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS feedback_given ON feedback (given);
CREATE TABLE IF NOT EXISTS made_once (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_KEY = "id, name, origins, per_minute, tokens_per_day, created, revoked"
_FEEDBACK = "answer_id, rating, reason, citation, question, answer, given"

Rating = Literal["up", "down"]


@dataclass(frozen=True)
class Key:
    """Who asks, and how much. A key with ``origins`` is public: it works from pages of these origins alone."""

    id: str
    name: str
    origins: tuple[str, ...] | None
    per_minute: int
    tokens_per_day: int | None
    created: str
    revoked: str | None = None


@dataclass(frozen=True)
class Feedback:
    """What a reader said of an answer, or of one of its citations; ``question`` and ``answer`` are JSON."""

    answer_id: str
    rating: Rating
    reason: str | None
    citation: int | None
    question: str
    answer: str
    given: str


class Store:
    """One open ``service.sqlite`` of a data folder; safe for several threads, and beside other processes.

    Every method raises ``StoreError`` where the file cannot be read or written.
    """

    def __init__(self, data: Path) -> None:
        self._path = path_in(data)
        self._lock = Lock()
        with self._told():
            data.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))  # readers' questions are nobody else's
            self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            with self._told():
                self._database.executescript(_SCHEMA)
        except StoreError:
            self._database.close()
            raise

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def add_key(
        self, name: str, origins: Sequence[str] | None, per_minute: int = PER_MINUTE, tokens_per_day: int | None = None
    ) -> tuple[Key, str]:
        """Make a key. The secret is given here and nowhere again: only its hash is stored.

        Raises:
            SettingError: a key of that name is there.
        """
        secret = ("dlw_" if origins else "dl_") + secrets.token_urlsafe(32)
        key = Key(
            f"key_{secrets.token_hex(4)}", name, tuple(origins) if origins else None, per_minute, tokens_per_day, _now()
        )
        told = json.dumps(key.origins) if key.origins else None
        row = (key.id, name, hash_of(secret), told, per_minute, tokens_per_day, key.created, None)
        try:
            self._run(f"INSERT INTO keys VALUES ({', '.join('?' * len(row))})", row)
        except sqlite3.IntegrityError:
            raise SettingError(f"there is a key named {name!r}: revoke it first, or choose another name") from None
        return key, secret

    def all_keys(self) -> tuple[Key, ...]:
        """All keys, revoked ones too, oldest first."""
        return tuple(_key(row) for row in self._run(f"SELECT {_KEY} FROM keys ORDER BY created, rowid"))

    def working_keys(self) -> dict[bytes, Key]:
        """The keys that were not revoked, by the hash of their secret."""
        rows = self._run(f"SELECT hash, {_KEY} FROM keys WHERE revoked IS NULL")
        return {bytes(hashed): _key(row) for hashed, *row in rows if isinstance(hashed, bytes)}

    def limit(self, identity: str, per_minute: int | None, tokens_per_day: int | None) -> Key:
        """Change how much a key may ask, by its id or name; ``None`` leaves a limit as it is.

        Raises:
            NotFound: there is no such key that works.
        """
        changed = "per_minute = coalesce(?, per_minute), tokens_per_day = coalesce(?, tokens_per_day)"
        return self._change(changed, (per_minute, tokens_per_day), identity)

    def revoke(self, identity: str) -> Key:
        """Take a key back, by its id or name; its name is free again.

        Raises:
            NotFound: there is no such key that works.
        """
        return self._change("revoked = ?, name = name || ' (' || id || ')'", (_now(),), identity)

    def changes(self) -> int:
        """A number that differs once another connection has written; asking for it costs microseconds."""
        return int(str(self._run("PRAGMA data_version")[0][0]))

    def page_secret(self) -> str:
        """The secret of the key of the service's own page: public, and the same for every process on this folder.

        The key is made with the first call. It can be limited and revoked as any other, and is not made again.
        """
        with self._lock, self._told():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                secret = self._page_secret()
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
            return secret

    def add_feedback(self, feedback: Feedback, keep_days: int) -> None:
        """Keep it, and forget what is older than so many days, or too much."""
        one = feedback
        row = (one.answer_id, one.rating, one.reason, one.citation, one.question, one.answer, one.given)
        self._run(f"INSERT INTO feedback ({_FEEDBACK}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._run("DELETE FROM feedback WHERE number <= (SELECT max(number) FROM feedback) - ?", (MOST_FEEDBACK,))
        self.forget_feedback(keep_days)

    def forget_feedback(self, keep_days: int) -> None:
        """Delete what is older than so many days."""
        oldest = (datetime.now(UTC) - timedelta(days=keep_days)).isoformat(timespec="seconds")
        self._run("DELETE FROM feedback WHERE given < ?", (oldest,))

    def feedback(self) -> tuple[Feedback, ...]:
        """All that is kept, in the order in which it came."""
        return tuple(_feedback(row) for row in self._run(f"SELECT {_FEEDBACK} FROM feedback ORDER BY number"))

    def _page_secret(self) -> str:
        found = self._database.execute("SELECT value FROM made_once WHERE name = ?", (PAGE,)).fetchone()
        if found:
            return str(found[0])
        secret = "dlw_" + secrets.token_urlsafe(32)
        name = PAGE  # unless an operator has taken it
        if self._database.execute("SELECT 1 FROM keys WHERE name = ?", (name,)).fetchone():
            name = f"{PAGE} {secrets.token_hex(2)}"
        key = (
            f"key_{secrets.token_hex(4)}",
            name,
            hash_of(secret),
            json.dumps([SELF]),
            PER_MINUTE,
            PAGE_TOKENS_PER_DAY,
        )
        self._database.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", (*key, _now()))
        self._database.execute("INSERT INTO made_once VALUES (?, ?)", (PAGE, secret))
        return secret

    def _change(self, columns: str, values: tuple[object, ...], identity: str) -> Key:
        where = "(id = ? OR name = ?) AND revoked IS NULL"
        rows = self._run(f"UPDATE keys SET {columns} WHERE {where} RETURNING {_KEY}", (*values, identity, identity))
        if not rows:
            raise NotFound(f"no key {identity!r} that works: see `dateline keys list`")
        return _key(rows[0])

    def _run(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock, self._told(), closing(self._database.execute(query, values)) as cursor:
            return cursor.fetchall()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except (sqlite3.Error, OSError) as error:
            advice = "free some space, or see who may read and write there"
            raise StoreError(f"{self._path} cannot be used ({error}): {advice}") from error


def path_in(data: Path) -> Path:
    """Where the file lies in a data folder."""
    return data / "service.sqlite"


def hash_of(secret: str) -> bytes:
    """SHA-256 is enough: a secret of 256 random bits cannot be guessed, however quick the hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _key(row: Sequence[object]) -> Key:
    identity, name, origins, per_minute, tokens, created, revoked = row
    named = tuple(json.loads(str(origins))) if origins is not None else None
    budget = None if tokens is None else int(str(tokens))
    gone = None if revoked is None else str(revoked)
    return Key(str(identity), str(name), named, int(str(per_minute)), budget, str(created), gone)


def _feedback(row: Sequence[object]) -> Feedback:
    answer_id, rating, reason, citation, question, answer, given = row
    said: Rating = "up" if rating == "up" else "down"
    told, number = None if reason is None else str(reason), None if citation is None else int(str(citation))
    return Feedback(str(answer_id), said, told, number, str(question), str(answer), str(given))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
