"""What the Dockerfile promises, as far as reading it tells; scripts/dockerfile_steps.py executes it."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
FINAL = LINES[max(number for number, line in enumerate(LINES) if line.startswith("FROM")) :]
COPIED = [
    source for line in LINES if line.startswith("COPY ") and "--from" not in line for source in shlex.split(line)[1:-1]
]


def test_the_last_stage_runs_as_a_user_without_rights_given_as_a_number():
    (user,) = [line.split()[1] for line in FINAL if line.startswith("USER")]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


def test_the_health_check_and_the_entry_point_are_scripts_of_ours():
    (health,) = [line for line in FINAL if line.startswith("HEALTHCHECK")]
    (entry,) = [line for line in FINAL if line.startswith("ENTRYPOINT")]
    assert "/app/scripts/healthcheck" in health
    assert entry == 'ENTRYPOINT ["/app/scripts/entrypoint"]'


def test_everything_that_is_copied_exists_and_is_let_through_by_the_ignore_file():
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert COPIED
    assert [source for source in COPIED if not (ROOT / source).exists()] == []
    assert [source for source in COPIED if source.partition("/")[0] not in let_through] == []
    assert [name for name in let_through if name not in {source.partition("/")[0] for source in COPIED}] == []


def test_every_script_that_is_named_is_there_and_may_be_executed():
    named = set(re.findall(r"scripts/[\w.]+", TEXT))
    assert [name for name in named if not (ROOT / name).exists()] == []
    run = [name for name in named if name.endswith((".sh", "entrypoint", "healthcheck"))]
    assert [name for name in run if not (ROOT / name).stat().st_mode & 0o111] == []


def test_an_index_with_a_cpu_build_can_be_given():
    assert "ARG PIP_EXTRA_INDEX_URL" in LINES
