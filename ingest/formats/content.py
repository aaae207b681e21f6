"""The bytes of one file, unpacked, and never more of them than a limit; and how bytes become text."""

import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING, BinaryIO

from ingest.draft import SourceFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FILE_BYTES = 100_000_000  # of a file that is read as a whole, unpacked
MAX_STREAM_BYTES = 20_000_000_000  # of a file that is read line by line, unpacked
MAX_RATIO = 200  # of unpacked to packed bytes, beyond the first 100 MB; news text packs to a fourth
MAX_LINE = 10_000_000  # bytes
MAX_PAGE = 10_000_000  # characters of a file of one article, with its markup
_BUFFER = 65_536
_HEAD = 4096  # bytes in which a page declares its encoding
_DECLARED = re.compile(
    rb"<meta\b[^<>]{0,200}\bcharset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,40})"
    rb"|<\?xml\b[^<>]{0,200}\bencoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_-]{2,40})",
    re.IGNORECASE,
)


class Unreadable(Exception):
    """A file, or what is left of it, cannot be read; the message is the reason, for a person."""


class Content:
    """What one file holds, unpacked if it is gzip (told by its first bytes). Usable once, in a ``with`` statement.

    Every method raises ``Unreadable`` for what is too large, broken or no text.
    """

    def __init__(self, file: SourceFile) -> None:
        self.name = file.name
        try:
            # Not through a link, and without waiting for the other end of a pipe.
            descriptor = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror}") from None
        self._file = os.fdopen(descriptor, "rb")
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            self._file.close()
            raise Unreadable("is not a regular file")
        self.is_packed = self._file.peek(2)[:2] == b"\x1f\x8b"
        self._size = found.st_size
        limit = max(MAX_FILE_BYTES, MAX_RATIO * found.st_size) if self.is_packed else MAX_STREAM_BYTES
        unpacked = gzip.GzipFile(fileobj=self._file) if self.is_packed else self._file
        self._stream = io.BufferedReader(_Limited(unpacked, min(limit, MAX_STREAM_BYTES)), _BUFFER)

    def __enter__(self) -> "Content":
        return self

    def __exit__(self, *_: object) -> None:
        with closing(self._file):
            self._stream.close()

    def begins_with(self, *magic: bytes) -> bool:
        """Whether the content begins with one of these bytes."""
        return self._stream.peek(_BUFFER).startswith(magic)

    def whole(self) -> bytes:
        """All bytes."""
        if not self.is_packed and self._size > MAX_FILE_BYTES:
            raise _too_large()
        content = self._stream.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise _too_large()
        return content

    def text(self) -> str:
        """The whole as text, its line breaks made one kind."""
        try:
            return decode(self.whole())
        except ValueError as error:
            raise Unreadable(f"cannot be read: {error}") from None

    def page(self) -> str:
        """The whole text of a file of one article."""
        text = self.text()
        if len(text) > MAX_PAGE:
            raise Unreadable(f"longer than {MAX_PAGE} characters")
        return text

    def lines(self) -> Iterator[str | None]:
        """The lines without their breaks, one at a time; ``None`` stands for one that is too long."""
        if self.begins_with(b"\xff\xfe", b"\xfe\xff"):  # in UTF-16 a line break is no single byte
            yield from self.text().split("\n")
            return
        self._refuse_binary()
        other = _unlike_latin(self._stream.peek(_BUFFER))
        first = True
        while line := self._stream.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = self._stream.readline(MAX_LINE)
                yield None
            else:
                yield _decode_line(line.removeprefix(b"\xef\xbb\xbf") if first else line, other).rstrip("\r\n")
            first = False

    def _refuse_binary(self) -> None:
        if b"\x00" in self._stream.peek(_BUFFER):
            raise Unreadable("cannot be read: it is binary, not text")


class _Limited(io.RawIOBase):
    """A stream that raises ``Unreadable`` where it breaks off, cannot be unpacked, or gives more than ``left``."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, left: int) -> None:
        self._stream = stream
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        target = memoryview(buffer)
        try:
            part = self._stream.read(len(target))
        except EOFError:
            raise Unreadable("breaks off: its packed content has no end") from None
        except (OSError, zlib.error) as error:
            raise Unreadable(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
        self._left -= len(part)
        if self._left < 0:
            raise Unreadable(f"unpacks to more than {MAX_RATIO} times its size, or {MAX_STREAM_BYTES:,} bytes")
        target[: len(part)] = part
        return len(part)


def decode(raw: bytes) -> str:
    """Text from bytes in UTF-8, UTF-16 with its mark, what a page of HTML declares, or Windows-1252.

    Line breaks become line feeds.

    Raises:
        ValueError: the bytes are no text.
    """
    if b"\x00" in raw[:_BUFFER] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is binary, not text")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        likely = ["utf-16"]
    else:
        declared = _DECLARED.search(raw, 0, _HEAD)
        likely = [
            "utf-8-sig",
            (declared[1] or declared[2]).decode("ascii") if declared else _unlike_latin(raw),
            "cp1252",
        ]
    for encoding in likely:
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except (UnicodeError, LookupError):
            continue
    raise ValueError("it is not text in UTF-8, UTF-16 or Windows-1252")


def _decode_line(raw: bytes, other: str) -> str:
    """One line: a file can change its encoding in the middle, where somebody appended to it."""
    for encoding in ("utf-8", other):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("cp1252", "replace")


def _unlike_latin(raw: bytes) -> str:
    """The encoding of a text of another script that is not in UTF-8; Windows-1252 for all else.

    Among encodings of the Latin script a guess is worse than the commonest: they differ in single letters.
    """
    sample = raw[:_BUFFER]
    with suppress(UnicodeDecodeError):
        sample[:-4].decode("utf-8")  # but for a character that the sample may cut
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for such a text

    guess = from_bytes(sample).best()
    letters = [c for c in str(guess or "") if c.isalpha()]
    return guess.encoding if guess and sum(c > "\u024f" for c in letters) > len(letters) / 2 else "cp1252"


def _too_large() -> Unreadable:
    return Unreadable(f"larger than {MAX_FILE_BYTES // 1_000_000} MB: only JSON Lines and CSV may be")
