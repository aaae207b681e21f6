"""docs/operating.md against the code."""

import re
from pathlib import Path

import typer.main

from dateline import app
from service.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs" / "operating.md").read_text(encoding="utf-8")
TABLE = PAGE[PAGE.index("## Settings") : PAGE.index("## Starting and stopping")]
ROWS = [[cell.strip() for cell in line.split("|")[1:4]] for line in TABLE.splitlines() if line.startswith("| `")]
LISTED = {variable: default for cell, default, _ in ROWS for variable in re.findall(r"`(\w+)`", cell)}
DEFAULTS = {
    name.upper() if name.startswith("openai") else f"DATELINE_{name.upper()}": field.default
    for name, field in Settings.model_fields.items()
}


def of_the_command_line(command):
    """The variables that a command and the commands in it read."""
    found = {parameter.envvar for parameter in command.params if parameter.envvar}
    for inner in getattr(command, "commands", {}).values():
        found |= of_the_command_line(inner)
    return found


def test_the_settings_that_there_are_and_no_others_are_listed():
    assert set(LISTED) == set(DEFAULTS) | of_the_command_line(typer.main.get_command(app))


def test_each_default_is_the_real_one():
    for variable, default in DEFAULTS.items():
        if default in (None, ()):
            assert LISTED[variable].startswith(("none", "told by")), variable
        else:
            told = str(default).lower() if isinstance(default, bool) else str(default)
            assert LISTED[variable].strip("`") in (told, told.removesuffix(".0")), variable


def test_each_variable_is_listed_once():
    assert len(LISTED) == sum(len(re.findall(r"`(\w+)`", cell)) for cell, _, _ in ROWS)


def test_links_lead_somewhere():
    root = Path(__file__).parents[3] / "docs"
    headings = {path.name: path.read_text(encoding="utf-8") for path in root.glob("*.md")}
    for path, anchor in re.findall(r"\]\(([\w./-]+\.md)(?:#([\w-]+))?\)", PAGE):
        assert (root / path).is_file(), path
        if anchor:
            assert re.search(rf"^#+ {anchor.replace('-', '[ -]')}$", headings[path], re.M | re.I), (path, anchor)
