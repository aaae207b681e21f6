"""The committed widget is the one that its source builds, small, and built from locked packages."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "service" / "static" / "widget.js"
LARGEST_GZIPPED = 45_000


def test_the_committed_file_is_what_the_source_builds(tmp_path):
    node, packages = shutil.which("node"), ROOT / "widget" / "node_modules" / "esbuild"
    if node is None or not packages.is_dir():
        reason = "no Node, or no packages in widget/ (npm ci): the committed widget was not compared with its source"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    subprocess.run([node, "build.mjs", str(tmp_path)], cwd=ROOT / "widget", check=True, timeout=120)
    for name in ("widget.js", "widget.licenses.txt"):
        assert (tmp_path / name).read_bytes() == (BUILT.parent / name).read_bytes(), "run: cd widget && npm run build"


def test_the_widget_is_small():
    assert len(gzip.compress(BUILT.read_bytes(), 9)) <= LARGEST_GZIPPED


def test_the_widget_makes_no_code_of_text():
    code = BUILT.read_text(encoding="utf-8")
    assert [word for word in ("eval(", "new Function", "document.write", "insertAdjacentHTML") if word in code] == []


def test_packages_are_locked_to_exact_versions_and_to_no_registry():
    lock = json.loads((ROOT / "widget" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all("integrity" in package for package in packages.values())
    assert [name for name, package in packages.items() if "resolved" in package] == []
    asked = lock["packages"][""]
    versions = (asked["dependencies"] | asked["devDependencies"]).values()
    assert all(version[0].isdigit() for version in versions)
