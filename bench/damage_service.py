"""A handful of the same cases with the real commands: `dateline ingest`, `dateline serve`, HTTP, the packaged model."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
from damage_archives import copy
from damage_cases import DAMAGES, MOMENTS, PREVIOUS, REBUILT, REFUSED, SERVED, Case, Result, damage, roles
from first_answer import FIRST_QUESTION, REPOSITORY, free_port, running

from corpus.folder import DataFolder
from corpus.snapshots import open_snapshot, verify

_DELETED, _EMPTIED, _CUT, _FLIPPED = DAMAGES
_EXPECTED = {  # before start, while serving: what must come of it
    Case("real", "vectors/new/chroma.sqlite3", _FLIPPED, MOMENTS[0]): REBUILT,
    Case("real", "words/passages/segment.store", _CUT, MOMENTS[0]): REBUILT,
    Case("real", "library.sqlite", _EMPTIED, MOMENTS[0]): PREVIOUS,
    Case("real", "manifest.json", _FLIPPED, MOMENTS[0]): PREVIOUS,
    Case("real", "CURRENT", _DELETED, MOMENTS[0]): REFUSED,
    Case("real", "vectors/new/data_level0.bin", _FLIPPED, MOMENTS[1]): SERVED,
    Case("real", "words/passages/segment.idx", _EMPTIED, MOMENTS[1]): SERVED,
    Case("real", "library.sqlite", _CUT, MOMENTS[1]): PREVIOUS,
}
_START_S, _ASKS = 120, 20
_EXTRA = "The summit in The Hague was also watched from Lisbon, where an article of its own was written about it."

Answers = dict[int, object]  # by how many articles the archive then held: what was answered


def service_cases(scratch: Path, seed: int, only: str) -> Iterator[Result]:
    """Run them one after the other; what is right is what the archive answered while it was whole."""
    cases = [case for case in _EXPECTED if only in str(case)]
    if not cases:
        return
    data = DataFolder(scratch / "real")
    (scratch / "extra.md").write_text(_EXTRA, encoding="utf-8")
    _dateline("ingest", REPOSITORY / "articles", "--data", data)
    answers = _answers_of(data, scratch / "whole")
    _dateline("ingest", scratch / "extra.md", "--data", data)
    answers |= _answers_of(data, scratch / "whole")
    for case in cases:
        yield _run(case, data, answers, scratch / "case", seed)


def _run(case: Case, whole: DataFolder, answers: Answers, place: Path, seed: int) -> Result:
    began = time.monotonic()
    shutil.rmtree(place, ignore_errors=True)
    data = copy(whole, place)
    try:
        outcome, note = (_before if case.moment == MOMENTS[0] else _while_serving)(case, data, answers, seed)
    except (httpx.HTTPError, SystemExit) as error:
        outcome, note = "the service did not answer", str(error)
    right = outcome == _EXPECTED[case]
    told = outcome if right else f"WRONG: {outcome}"
    return Result(case, told, right, note, round(time.monotonic() - began, 2))


def _before(case: Case, data: DataFolder, answers: Answers, seed: int) -> tuple[str, str]:
    published = data.current_id()
    damage(roles(data)[case.role], case.damage, f"{seed} {case}")
    if _EXPECTED[case] == REFUSED:
        return _refused(data)
    command = _command("serve", "--data", data, "--port", port := free_port())
    with running(command, port, _START_S) as (_, client):
        outcome, note = _outcome(client, answers)
    if outcome == SERVED and data.current_id() != published:
        outcome = REBUILT
        data.point_to(published)
        _dateline("snapshots", "rebuild", "--data", data)
        verify(data.folder(data.current_id()))
    return outcome, note


def _while_serving(case: Case, data: DataFolder, answers: Answers, seed: int) -> tuple[str, str]:
    command = _command("serve", "--data", data, "--port", port := free_port())
    with running(command, port, _START_S) as (_, client):
        outcome, note = _outcome(client, answers)
        damage(roles(data)[case.role], case.damage, f"{seed} {case}")
        for _ in range(_ASKS):
            outcome, note = _outcome(client, answers)
            if outcome not in (SERVED, PREVIOUS):
                break
    return outcome, note


def _refused(data: DataFolder) -> tuple[str, str]:
    """One sentence, an exit code of its own, and no traceback."""
    ended = subprocess.run(_command("serve", "--data", data), capture_output=True, text=True, check=False, timeout=60)
    one_line = ended.returncode == 3 and ended.stderr.startswith("dateline: ") and ended.stderr.count("\n") == 1
    return (REFUSED if one_line else f"exit status {ended.returncode}"), ended.stderr.strip()


def _outcome(client: httpx.Client, answers: Answers) -> tuple[str, str]:
    """Which snapshot the answer is that of, and what `/readyz` says of it."""
    articles, answer = _asked(client)
    warning = client.get("/readyz").raise_for_status().json().get("warning", "")
    if answers.get(articles) != answer:
        return f"a wrong answer from {articles} articles", warning
    if articles == max(answers):
        return SERVED, warning
    return (PREVIOUS if warning else "the previous snapshot, and nothing said of it"), warning


def _asked(client: httpx.Client) -> tuple[int, object]:
    """How many articles the archive holds, and all of an answer that does not differ from time to time."""
    reply = client.post("/ask", json={"question": FIRST_QUESTION, "as_of": "2025-06-25"}).raise_for_status().json()
    return reply["corpus"]["articles"], [reply[part] for part in ("outcome", "text", "citations", "sources")]


def _answers_of(data: DataFolder, place: Path) -> Answers:
    """What a whole archive answers; it must find its own articles before that counts as right."""
    shutil.rmtree(place, ignore_errors=True)
    command = _command("serve", "--data", copy(data, place), "--port", port := free_port())
    with closing(open_snapshot(data)) as snapshot, running(command, port, _START_S) as (_, client):
        articles, answer = _asked(client)
        if articles != snapshot.manifest.articles:
            raise SystemExit(f"a whole archive of {snapshot.manifest.articles} articles is served as one of {articles}")
        return {articles: answer}


def _command(*arguments: object) -> list[str]:
    return [str(Path(sys.executable).with_name("dateline")), *map(str, arguments)]


def _dateline(*arguments: object) -> None:
    subprocess.run(_command(*arguments), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
