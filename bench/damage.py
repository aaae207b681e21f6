"""Damages every file of an archive in every way, before the service opens it and while it serves.

    python bench/damage.py [--quick] [--seed N] [--only TEXT] [--jobs N] [--json FILE]

Each case runs in a process of its own, so that a case that kills the process is seen as a result. A case is right where
the answers are exactly those of the published snapshot (built anew from the truth where its indexes are damaged), or of
the one before, which is said, or where the archive is refused in one sentence before anything was served. Prints a
table of the outcomes; ends with 1 where a case is wrong. `--quick` takes a part of the cases of a small archive;
`--only` those whose name holds a text, to replay one with the seed that was printed.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path

from damage_archives import Made, make
from damage_cases import DAMAGES, MOMENTS, OUTCOMES, Case, Result, roles, run
from damage_service import service_cases

SIZES = {"small": 40, "layered": 2_600}  # articles; the second keeps its layers of vectors apart
CASE_S = 180  # a case that takes longer hangs
FORKED = multiprocessing.get_context("fork")  # warm: the imports of the libraries take seconds


def main() -> None:
    """Makes the archives, runs all cases, prints what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a part of the cases, for every change")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the flipped bytes")
    parser.add_argument("--only", default="", help="only cases whose name holds this")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="cases at one time")
    parser.add_argument("--json", type=Path, help="a file for all results")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TMPDIR"] = tempfile.tempdir = scratch  # of children that are killed as well
        for result in campaign(Path(scratch), given.seed, given.only, given.jobs, quick=given.quick):
            results.append(result)
            if not result.right:
                print(f"{result.case}: {result.outcome} {result.note}", flush=True)
    print_table(results)
    wrong = [result for result in results if not result.right]
    print(f"{len(results)} cases, {len(wrong)} wrong, seed {given.seed}")
    if given.json:
        figures = {"seed": given.seed, "wrong": len(wrong), "cases": [asdict(result) for result in results]}
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if wrong else 0)


def campaign(scratch: Path, seed: int, only: str, jobs: int, *, quick: bool) -> Iterator[Result]:
    """The results of all cases, as they come."""
    for name, size in list(SIZES.items())[: 1 if quick else None]:
        made = made_in_a_child(name, scratch / name, size)
        cases = [case for case in cases_of(made, quick=quick) if only in str(case)]
        yield from run_all(cases, made, scratch, seed, jobs)
    if not quick:
        yield from service_cases(scratch, seed, only)


def cases_of(made: Made, *, quick: bool) -> list[Case]:
    """Every file, every damage, both moments. The quick part is every file with one of the damages."""
    return [
        Case(made.name, role, how, moment, thorough=not quick or number % 6 == 0)
        for number, role in enumerate(roles(made.data))
        for turn, how in enumerate(DAMAGES)
        for moment in MOMENTS
        if not quick or (number + turn) % len(DAMAGES) == 0
    ]


def run_all(cases: Sequence[Case], made: Made, scratch: Path, seed: int, jobs: int) -> Iterator[Result]:
    """Run each case in a child, some at one time."""
    waiting = list(enumerate(cases))[::-1]
    running: dict[Connection, tuple[ForkProcess, Case, Path, float]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            number, case = waiting.pop()
            place = scratch / f"case-{made.name}-{number}"
            reading, writing = FORKED.Pipe(duplex=False)
            child = FORKED.Process(target=tell, args=(writing, partial(run, case, made, place, seed)))
            child.start()
            writing.close()
            running[reading] = child, case, place, time.monotonic()
        wait(list(running), timeout=1)
        for reading, (child, case, place, began) in list(running.items()):
            late = time.monotonic() - began > CASE_S
            if late:
                child.kill()
            if late or reading.poll():
                del running[reading]
                yield outcome_of(reading, child, case, time.monotonic() - began)
                shutil.rmtree(place, ignore_errors=True)


def outcome_of(reading: Connection, child: ForkProcess, case: Case, seconds: float) -> Result:
    """What a child told, or how it ended without telling anything."""
    try:
        told = reading.recv()
    except EOFError:
        told = None
    child.join()
    reading.close()
    if isinstance(told, Result) and child.exitcode == 0:
        return told
    note = told if isinstance(told, str) else ""
    return Result(case, f"WRONG: the process ended with {child.exitcode}", False, note, round(seconds, 2))


def tell(writing: Connection, work: Callable[[], object]) -> None:
    """In a child: do something and send what it gives; what it prints goes nowhere."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    try:
        writing.send(work())
    except Exception as error:  # whatever it is, it is what came of the case
        writing.send(f"{type(error).__name__}: {error}")
        raise


def made_in_a_child(name: str, folder: Path, articles: int) -> Made:
    """An archive; making it starts threads, which this process must not have when it forks."""
    reading, writing = FORKED.Pipe(duplex=False)
    child = FORKED.Process(target=tell, args=(writing, partial(make, name, folder, articles)))
    child.start()
    writing.close()
    told = reading.recv()
    child.join()
    if not isinstance(told, Made):
        raise SystemExit(f"the archive could not be made: {told}")
    return told


def print_table(results: Sequence[Result]) -> None:
    """How often each outcome came, by moment and kind of damage."""
    counts = Counter((result.case.moment, result.case.damage, result.outcome) for result in results)
    outcomes = [outcome for outcome in OUTCOMES if any(key[2] == outcome for key in counts)]
    width = max(map(len, outcomes), default=0)
    for moment in MOMENTS:
        print(f"\n{moment:{width}}", *(f"{how:>18}" for how in DAMAGES))
        for outcome in outcomes:
            print(f"{outcome:{width}}", *(f"{counts[moment, how, outcome]:18}" for how in DAMAGES))
        wrong = [sum(not r.right for r in results if (r.case.moment, r.case.damage) == (moment, h)) for h in DAMAGES]
        print(f"{'wrong':{width}}", *(f"{number:18}" for number in wrong))
    print()


if __name__ == "__main__":
    main()
