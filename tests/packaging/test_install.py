"""scripts/install.sh makes an environment, leaves a finished one alone, makes a broken one anew. No network is used."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory) -> Path:
    """A folder with pip's own wheel, put together again from the pip that is installed here."""
    pip = distribution("pip")
    folder = tmp_path_factory.mktemp("wheels")
    with zipfile.ZipFile(folder / f"pip-{pip.version}-py3-none-any.whl", "w") as wheel:
        for file in pip.files:
            if not file.as_posix().startswith("..") and file.suffix != ".pyc":
                wheel.write(file.locate(), file.as_posix())
    return folder


@pytest.fixture
def clone(tmp_path) -> Path:
    """The smallest folder that the script can work in: it locks pip alone."""
    folder = tmp_path / "a clone"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "install.sh", folder / "scripts")
    (folder / "pyproject.toml").write_text("")
    (folder / "requirements.lock").write_text(f"pip=={distribution('pip').version}\n")
    return folder


@pytest.fixture
def install(wheels):
    def in_clone(clone: Path, *, python: str = sys.executable) -> subprocess.CompletedProcess:
        environment = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PYTHON": python}
        command = ["scripts/install.sh", ".venv", "pip"]
        return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)

    return in_clone


@pytest.mark.slow
def test_a_finished_environment_is_left_alone_and_one_that_is_half_made_or_moved_is_made_anew(clone, install):
    lock = clone / "requirements.lock"
    good = lock.read_text()
    lock.write_text("pip==0.0.1\n")
    assert install(clone).returncode != 0

    lock.write_text(good)
    mended = install(clone)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert "making .venv" in mended.stdout

    again = install(clone)
    assert (again.returncode, again.stdout) == (0, "")

    (clone / "pyproject.toml").write_text("# changed\n")
    changed = install(clone)
    assert changed.returncode == 0
    assert "installing" in changed.stdout
    assert "making" not in changed.stdout

    moved = clone.rename(clone.with_name("elsewhere"))
    assert "making .venv" in install(moved).stdout
    assert str(moved) in (moved / ".venv" / "bin" / "pip").read_text()


def test_without_a_fitting_python_the_message_says_what_to_do(clone, install, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "cat", "cksum", "grep"):
        (tools / name).symlink_to(shutil.which(name))
    command = [shutil.which("bash"), "scripts/install.sh", ".venv", "pip"]
    said = subprocess.run(command, cwd=clone, env={"PATH": str(tools)}, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.startswith("No Python 3.11 or newer found.")
    assert len(said.stderr.splitlines()) == 1
