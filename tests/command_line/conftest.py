import os
import shutil
import sys

import pytest

import dateline


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """Nothing of the machine's own settings reaches a command."""
    for name in [name for name in os.environ if name.startswith(("DATELINE_", "OPENAI_"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process: its exit code, what it printed, what it complained of."""

    def run_command(*arguments):
        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            dateline.main()  # ends so always, and with no code where all went well
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return run_command


@pytest.fixture
def data(sample_data, tmp_path):
    """A copy of the sample archive that nobody has opened yet, to be written to."""
    shutil.copytree(sample_data.path, tmp_path / "data", ignore=shutil.ignore_patterns("*.lock"))
    return tmp_path / "data"
