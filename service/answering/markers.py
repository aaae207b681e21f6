"""Citation markers in streamed text (``[2]``, ``[1, 3]``, ``【1】``), resolved as they arrive in any split."""

from dataclasses import dataclass, field

_OPEN = {"[": "]", "【": "】"}
_INSIDE = frozenset("0123456789, ")
_LONGEST = 24  # characters inside of one marker; what is longer is prose
_DIGITS = 2  # a number of more digits is an editorial "[2025]", no source


@dataclass(frozen=True)
class Marker:
    """The given sources that one marker names, in its order."""

    sources: tuple[int, ...]


@dataclass
class MarkerParser:
    """A state machine, linear in its input. Only a marker that may still be one is held back.

    ``unknown`` counts the numbers that named no given source; they are dropped, and so is a marker of such alone.
    Brackets around anything else ("[sic]", "[2025]", "[Reuters]") stay prose.
    """

    given: frozenset[int]
    unknown: int = 0
    _held: str = field(default="", init=False)

    def feed(self, text: str) -> list[str | Marker]:
        """Prose and markers in order, as far as they are decided."""
        out: list[str | Marker] = []
        plain: list[str] = []
        for character in text:
            if self._held:
                self._continue(character, out, plain)
            elif character in _OPEN:
                self._held = character
            else:
                plain.append(character)
        _flush(plain, out)
        return out

    def end(self) -> list[str | Marker]:
        """The text is over: what is still held back is a marker that was cut off, and is dropped."""
        self._held = ""
        return []

    def _continue(self, character: str, out: list[str | Marker], plain: list[str]) -> None:
        if character == _OPEN[self._held[0]]:
            held, self._held = self._held + character, ""
            marker = self._resolve(held[1:-1])
            if marker is None:
                plain.append(held)
            elif marker.sources:
                _flush(plain, out)
                out.append(marker)
        elif character in _INSIDE and len(self._held) <= _LONGEST:
            self._held += character
        else:
            plain.append(self._held)
            self._held = ""
            if character in _OPEN:
                self._held = character
            else:
                plain.append(character)

    def _resolve(self, inside: str) -> Marker | None:
        parts = [part.strip() for part in inside.split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts):
            return None
        numbers = [int(part) for part in parts]
        self.unknown += sum(number not in self.given for number in numbers)
        return Marker(tuple(dict.fromkeys(number for number in numbers if number in self.given)))


def _flush(plain: list[str], out: list[str | Marker]) -> None:
    if plain:
        out.append("".join(plain))
        plain.clear()
