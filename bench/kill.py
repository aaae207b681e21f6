"""SIGKILL of writers at random moments of every stage, with a reader that asks all the time; looks at all after each.

    python bench/kill.py --kills 150 --seed 1 --state FOLDER [--json FILE]
    python bench/kill.py --seed 1 --state FOLDER --only 1203     # one kill again, with those of its episode before it

Two lanes run beside each other: one over an archive of 3,000 passages in several layers, one over a tiny one. Most
kills hit writers that are forked warm and get prepared vectors; some hit the real command. Each kill is a line of
FOLDER/kills.jsonl; a later run with the same folder goes on from there. Exit code 1 tells that something did not hold;
the data folder is then kept under FOLDER/failed.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawArray
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from kill_episode import KILLS, SEEDS, Episode, Kill
from kill_ways import Counters, Pace, Way

from corpus.embedder import embedder_revision
from corpus.folder import DataFolder

GOAL = 10_000  # kills over several runs
OPENING_S = 2.0  # target of the 99th percentile; told, and no failure: a busy machine may miss it
EPISODES = 1_000_000  # numbers of episodes of one campaign; even, so that the lane follows from the number
LANES = ("large", "tiny")
_MOST_KEPT = 5  # data folders of failures


@dataclass(frozen=True)
class Campaign:
    """What was asked for, and where the records lie."""

    seed: int
    kills: int
    state: Path

    @property
    def records(self) -> Path:
        """One line of JSON for each kill."""
        return self.state / "kills.jsonl"


def main() -> None:
    """Runs the lanes, then prints this run and the total so far."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=150, help="how many more kills")
    parser.add_argument("--seed", type=int, default=1, help="of the whole campaign")
    parser.add_argument("--state", type=Path, required=True, help="folder of records and of what is worked on")
    parser.add_argument("--only", type=int, help="replay the kill of this seed, with those of its episode before it")
    parser.add_argument("--json", type=Path, help="write the figures there")
    given = parser.parse_args()
    began = time.monotonic()
    campaign = Campaign(given.seed, given.kills, given.state.absolute())
    campaign.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(campaign.state / "lock")  # held by the lanes too, as long as one of them lives
    try:
        lock.acquire(timeout=0)
    except Timeout:
        sys.exit(f"{campaign.state} is in use by another run")
    prepare(campaign)
    first = len(read(campaign))
    if given.only is not None:
        sys.exit(replay(campaign, given.only))
    died = run_lanes(campaign)
    records = read(campaign)
    result = figures(records[first:], records, time.monotonic() - began)
    text = json.dumps(result, indent=2)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")
    failures = sum(bool(one["problems"]) for one in records)
    told(result, failures)
    sys.exit(int(died or failures > 0))


def told(result: dict[str, Any], failures: int) -> None:
    """Prints what it comes to."""
    print(f"{result['kills_so_far']:,} of {GOAL:,} kills, {failures} failures")
    p99 = result["opening_s"]["p99"]
    print(f"open again: p99 {p99:.2f} s, {'below' if p99 < OPENING_S else 'NOT BELOW'} the target of {OPENING_S} s")


def prepare(campaign: Campaign) -> None:
    """Makes the folders, and has every temporary file of this campaign in one of them."""
    scratch, work = campaign.state / "tmp", campaign.state / "work"
    for folder in (scratch, work):  # of a run that was ended
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (scratch, work, campaign.state / "failed"):
        folder.mkdir(parents=True, exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    embedder_revision()  # hashes the weights once, for all writers that are forked


def run_lanes(campaign: Campaign) -> bool:
    """One process for each kind of archive, until all kills are done; whether one of them broke."""
    counts: Counters = RawArray("L", len(LANES))
    played = [int(str(one["seed"])) // SEEDS for one in read(campaign)]
    mine = [number % EPISODES for number in played if number // EPISODES == campaign.seed]
    first = max(mine, default=-1) // len(LANES) + 1
    pids, coordinator = [], os.getpid()
    for lane in range(len(LANES)):
        pid = os.fork()
        if not pid:
            code = 1
            try:
                run_lane(campaign, lane, first, counts, coordinator)
                code = 0
            finally:
                if code:
                    sys.excepthook(*sys.exc_info())
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        pids.append(pid)
    codes = [os.waitpid(pid, 0)[1] for pid in pids]
    return any(codes)


def run_lane(campaign: Campaign, lane: int, first: int, counts: Counters, coordinator: int) -> None:
    """Plays one episode after the other on copies of one archive, as long as the process that coordinates lives."""
    with tempfile.TemporaryDirectory(dir=campaign.state / "work") as work:
        base = _base(Path(work), LANES[lane])
        turn = first

        def wanted() -> bool:
            return sum(counts) < campaign.kills and os.getppid() == coordinator

        def tell(kill: Kill) -> None:
            counts[lane] += kill.killed
            write(campaign, kill)
            print(line(kill, sum(counts), campaign.kills), flush=True)

        while wanted():
            number = campaign.seed * EPISODES + turn * len(LANES) + lane
            _play(campaign, base, number, wanted, tell)
            turn += 1


def replay(campaign: Campaign, seed: int) -> int:
    """Plays an episode from its beginning up to one kill; gives the exit code."""
    failed = []
    ways = {one["seed"]: Way(**one["way"]) for one in read(campaign)}

    def tell(kill: Kill) -> None:
        failed.extend(kill.problems)
        print(line(kill, kill.seed % SEEDS + 1, seed % SEEDS + 1), *kill.problems, sep="\n    ", flush=True)

    with tempfile.TemporaryDirectory(dir=campaign.state / "work") as work:
        base = _base(Path(work), LANES[seed // SEEDS % len(LANES)])
        base.ways = {one: way for one, way in ways.items() if way.kind != "finish"}
        _play(campaign, base, seed // SEEDS, lambda: True, tell, seed % SEEDS + 1)
    return int(bool(failed))


def _base(work: Path, kind: str) -> Episode:
    base = Episode(DataFolder(work / "base"), kind, Pace(), work / "base.log")
    base.make_base()
    return base


def _play(
    campaign: Campaign,
    base: Episode,
    number: int,
    wanted: Callable[[], bool],
    tell: Callable[[Kill], None],
    until: int = KILLS,
) -> None:
    """One episode on a fresh copy; where something does not hold, the folder is kept."""
    folder = base.data.path.with_name(f"episode-{number}")
    folder.mkdir()
    failed: list[int] = []

    def told(kill: Kill) -> None:
        failed.extend([kill.seed] if kill.problems else [])
        tell(kill)

    base.copy(folder / "data", folder / "log").play(number, wanted, told, until)
    if failed and len(list((campaign.state / "failed").iterdir())) < _MOST_KEPT:
        shutil.copytree(folder, campaign.state / "failed" / str(failed[0]), dirs_exist_ok=True)
    shutil.rmtree(folder)


def write(campaign: Campaign, kill: Kill) -> None:
    """Appends one line, whole."""
    text = json.dumps(kill.record()) + "\n"
    descriptor = os.open(campaign.records, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, text.encode())
    os.close(descriptor)


def read(campaign: Campaign) -> list[dict[str, Any]]:
    """All kills so far; a line that was cut by an end of this program is left out."""
    if not campaign.records.exists():
        return []
    found = []
    for text in campaign.records.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):
            found.append(json.loads(text))
    return found


def line(kill: Kill, done: int, wanted: int) -> str:
    """One kill for a person."""
    at = {"moment": f"after {kill.way.seconds:.2f} s", "step": f"at step {kill.way.step}"}
    places = {"file": kill.way.place, "line": f"before {kill.way.place}"}
    how = (at | places).get(kill.way.kind, "to its end") + (", group" if kill.way.group else "")
    end = "; ".join(kill.problems) or "ok"
    return f"{done}/{wanted} seed {kill.seed} {kill.kind} {kill.operation} {how}: {kill.stage}: {end}"


def figures(records: list[dict[str, Any]], so_far: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Counts and times of one run; ``kills_so_far`` is of all runs."""
    killed = [one for one in records if one["killed"]]
    opening = sorted(one["opening_s"] for one in records) or [0.0]
    return {
        "kills": len(killed),
        "kills_so_far": sum(one["killed"] for one in so_far),
        "ended_before_the_kill": len(records) - len(killed),
        "failures": sum(bool(one["problems"]) for one in records),
        "seeds_of_failures": [one["seed"] for one in records if one["problems"]],
        "seconds": round(seconds, 1),
        "by_operation": Counter(one["operation"] for one in killed),
        "by_stage": Counter(one["stage"] for one in killed),
        "by_way": Counter(one["way"]["kind"] for one in killed),
        "by_archive": Counter(one["kind"] for one in killed),
        "with_its_group": sum(one["way"]["group"] for one in killed),
        "with_a_check_left_running": sum(one["orphans"] for one in killed),
        "asks": sum(one["asks"] for one in records),
        "opening_s": {"p50": statistics.median(opening), "p99": _share(opening, 0.99), "max": opening[-1]},
    }


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


if __name__ == "__main__":
    main()
