"""Whether measured figures are good enough to let a change through."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from corpus.errors import SettingError
from eval.metrics import Metric
from eval.run import Report
from eval.yaml_lines import read_yaml


@dataclass(frozen=True)
class Threshold:
    """What a metric must reach, or must not exceed; exactly one of the two is given."""

    metric: Metric
    at_least: float | None = None
    at_most: float | None = None

    @property
    def demands(self) -> bool:
        """Whether any value could miss it: 0 for the least and 1 for the most let everything through."""
        return (self.at_least or 0) > 0 or (1 if self.at_most is None else self.at_most) < 1

    def holds(self, value: float) -> bool:
        """Whether a value is good enough; the bound itself is."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        return f">= {self.at_least:.3f}" if self.at_least is not None else f"<= {self.at_most:.3f}"


@dataclass(frozen=True)
class Verdict:
    """Whether the gate opens, and each reason why it does not."""

    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """No reason against."""
        return not self.reasons

    @property
    def exit_code(self) -> int:
        """0 where it passed, 1 where it did not; files that cannot be read end with 2, the code of `SettingError`."""
        return 0 if self.passed else 1


def judge(report: Report, thresholds: tuple[Threshold, ...]) -> Verdict:
    """Compare each figure with its threshold.

    The gate stays shut as well where an article is missing, where a question failed, and where a threshold demands
    something of a metric that no question scored: what was not measured did not pass.
    """
    reasons = [f"article {identity} is named in gold and is not in the archive" for identity in report.missing_articles]
    reasons += [f"question {failure.gold.id} got no answer ({failure.error})" for failure in report.failures]
    for threshold in thresholds:
        figure = report.figure(threshold.metric)
        if not threshold.demands:
            continue
        if figure.value is None:
            reasons.append(f"{threshold.metric} was scored by no question: add one, or drop the threshold {threshold}")
        elif not threshold.holds(figure.value):
            reasons.append(f"{threshold.metric} is {figure.value:.3f} (n={figure.n}), not {threshold}")
    return Verdict(tuple(reasons))


_Bound = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Threshold(BaseModel):
    model_config = ConfigDict(extra="forbid")

    at_least: _Bound | None = None
    at_most: _Bound | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give either at_least or at_most")
        return self


_THRESHOLDS = TypeAdapter(dict[Metric, _Threshold])


def load_thresholds(path: Path | None = None) -> tuple[Threshold, ...]:
    """Read thresholds, by default those that come with Dateline.

    Raises:
        SettingError: the file cannot be read, names an unknown metric, or holds a bound outside of [0, 1].
    """
    file = read_yaml(path if path is not None else files("eval") / "gate.yaml")
    try:
        parsed = _THRESHOLDS.validate_python(file.data)
    except ValidationError as error:
        first = error.errors()[0]
        loc = tuple(part for part in first["loc"] if part != "[key]")
        where = f"{file.name}:{file.line_of(loc)}: {'.'.join(map(str, loc)) or 'thresholds'}"
        raise SettingError(f"{where}: {first['msg']}: see docs/evaluating.md for the format") from error
    return tuple(Threshold(metric, raw.at_least, raw.at_most) for metric, raw in parsed.items())
