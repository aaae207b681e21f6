"""Lines drawn as an SVG file, for figures that are easier seen than read."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path

_WIDTH, _HEIGHT, _LEFT, _BELOW = 640, 360, 64, 48
_COLOURS = ("#0b5cad", "#b4460f", "#2e7d32", "#6a3d9a", "#555555", "#a0205a")

Points = Sequence[tuple[float, float]]


def draw(file: Path, title: str, axes: tuple[str, str], lines: Mapping[str, Points], *, log: bool = False) -> None:
    """Write lines of points with names; ``axes`` names them, and ``log`` makes both logarithmic."""
    scale = log10 if log else float
    xs = [scale(x) for points in lines.values() for x, _ in points]
    ys = [scale(y) for points in lines.values() for _, y in points]
    across, up = _Axis(xs, _LEFT, _WIDTH - 12), _Axis(ys, _HEIGHT - _BELOW, 30)
    parts = [f'<text x="{_LEFT}" y="16" font-weight="bold">{escape(title)}</text>']
    parts += [f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(axes[0])}</text>']
    parts += [f'<text x="12" y="{_HEIGHT / 2}" transform="rotate(-90 12 {_HEIGHT / 2})">{escape(axes[1])}</text>']
    for value in dict.fromkeys(x for points in lines.values() for x, _ in points):
        at = across.place(scale(value))
        parts.append(f'<text x="{at:.1f}" y="{_HEIGHT - 28}" text-anchor="middle">{value:g}</text>')
    for value in (up.least, (up.least + up.most) / 2, up.most):
        shown = 10**value if log else value
        at = up.place(value)
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{shown:.3g}</text>')
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - 12}" stroke="#ddd"/>')
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{across.place(scale(x)):.1f},{up.place(scale(y)):.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_LEFT + 8}" y="{44 + 15 * number}" fill="{colour}">{escape(name)}</text>')
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="100%" height="100%" fill="#fff"/>'
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([svg, *parts, "</svg>"]) + "\n", encoding="utf-8")


class _Axis:
    """Where values stand between two edges of the picture."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        self.least, self.most = min(values), max(values)
        self._begin, self._end = begin, end

    def place(self, value: float) -> float:
        share = (value - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return self._begin + share * (self._end - self._begin)
