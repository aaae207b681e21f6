"""The lock names an exact version for everything, and is the lock of this pyproject.toml."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LINES = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if not line.startswith("#")]
LOCKED = {canonicalize_name(wanted.name): wanted for wanted in map(Requirement, LINES)}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WANTED = [
    *PROJECT["project"]["dependencies"],
    *(wanted for extra in PROJECT["project"]["optional-dependencies"].values() for wanted in extra),
    *PROJECT["build-system"]["requires"],
]


def version(name: str) -> str:
    (pin,) = LOCKED[canonicalize_name(name)].specifier
    return pin.version


def test_each_line_is_one_exact_version_without_a_host_or_a_local_version():
    assert [line for line in LINES if not re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line)] == []
    assert len(LOCKED) == len(LINES)


@pytest.mark.parametrize("wanted", WANTED)
def test_what_the_project_asks_for_is_locked_in_a_version_that_fits(wanted):
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(version(requirement.name), prereleases=True)


def test_pip_itself_is_locked():
    assert version("pip")


def test_what_is_installed_here_is_what_is_locked():
    installed = {canonicalize_name(found.name): found.version.partition("+")[0] for found in distributions()}
    others = {name: number for name, number in installed.items() if name in LOCKED and number != version(name)}
    assert others == {}
    required = {canonicalize_name(Requirement(wanted).name) for wanted in WANTED}
    assert required - installed.keys() == set()
