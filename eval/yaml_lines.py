"""YAML in which every word is text and every place has a line number, so that an error can say where it is."""

from dataclasses import dataclass
from importlib.resources.abc import Traversable

import yaml

from corpus.errors import SettingError

Loc = tuple[int | str, ...]
_MAX_BYTES = 1_000_000
_MAX_DEPTH = 20  # PyYAML takes time that grows with the square of the depth


@dataclass(frozen=True)
class Located:
    """What a YAML file holds (mappings, lists and strings), and on which line each part of it begins."""

    name: str
    text: str
    data: object
    lines: dict[Loc, int]

    def line_of(self, loc: Loc) -> int:
        """The line of a part, or of the nearest part around it that stands in the file."""
        while loc not in self.lines:
            loc = loc[:-1]
        return self.lines[loc]


def read_yaml(file: Traversable) -> Located:
    """Read one file of at most a megabyte. Aliases, repeated keys and deep nesting are refused.

    Scalars stay strings (``no`` is a word and ``2022`` is not a number), as accepted forms are words.

    Raises:
        SettingError: the file cannot be read, or is not such YAML; the message names the file and the line.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file.name} cannot be read ({error}): give a readable file in UTF-8") from error
    if len(raw) > _MAX_BYTES:
        raise SettingError(f"{file.name} is larger than {_MAX_BYTES} bytes: split it into several files")
    try:
        _refuse_what_unfolds(file.name, text)
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        lines: dict[Loc, int] = {(): 1}
        data = None if root is None else _plain(file.name, root, (), lines)
    except yaml.YAMLError as error:
        raise SettingError(f"{_where_broken(file.name, error)}: correct the line") from error
    return Located(file.name, text, data, lines)


def _refuse_what_unfolds(name: str, text: str) -> None:
    """Stop at deep nesting, and at an alias: it may point at its own list, and a few may unfold into gigabytes."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        place = _place(name, event.start_mark.line if event.start_mark else None)
        if isinstance(event, yaml.AliasEvent):
            raise SettingError(f"{place}: the alias *{event.anchor} is not supported: write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise SettingError(f"{place}: nested more than {_MAX_DEPTH} deep: see docs/evaluating.md for the format")


def _plain(name: str, node: yaml.Node, loc: Loc, lines: dict[Loc, int]) -> object:
    lines[loc] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(name, item, (*loc, index), lines) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in mapping:
                place = _place(name, key.start_mark.line)
                raise SettingError(f"{place}: the key {key.value!r} is repeated or no word: rename or remove it")
            mapping[key.value] = _plain(name, value, (*loc, key.value), lines)
        return mapping
    return node.value


def _place(name: str, line_from_zero: int | None) -> str:
    return name if line_from_zero is None else f"{name}:{line_from_zero + 1}"


def _where_broken(name: str, error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError):
        line = error.problem_mark.line if error.problem_mark else None
        return f"{_place(name, line)}: not YAML ({error.problem})"
    return f"{name}: not YAML ({' '.join(str(error).split())})"
