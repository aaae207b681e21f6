"""What the writers of the SIGKILL campaign are asked to do next, drawn from a seed and from what the archive holds."""

import random

from kill_stories import LEDGER, Model, Story
from kill_writers import Operation

_OFTEN = {"change": 5, "ingest": 5, "retract": 3, "rollback": 3, "prune": 2, "retain": 2, "rebuild": 1, "embed": 1}


def draw(model: Model, random_: random.Random, seed: int, *, many: bool, command: bool) -> Operation:
    """Any operation that is possible now, or the real command. ``many``: the archive has several layers."""
    name = "command" if command else random_.choices(list(_OFTEN), list(_OFTEN.values()))[0]
    others = sorted(model.now.bodies.keys() - {LEDGER})
    earlier = sorted(model.published - {model.current})
    match name:
        case "retract" if len(others) > 2:
            return retract(model, random_.sample(others, random_.randint(1, 2)))
        case "rollback" if earlier:
            return _rollback(model, random_.choice(earlier))
        case "prune" | "retain":
            return Operation(name, keep=random_.randint(1, 3))
        case "rebuild":
            return Operation(name, model.now.without(model.buried, model.now.parent))
        case "embed":
            return Operation(name, put=tuple((f"e{n}", Story(f"e{seed}-{n}", 0, 70).body) for n in range(8)))
    return _draw_change(model, name, random_, _stories(model, random_, seed, many=many), sync=not many)


def _draw_change(model: Model, name: str, random_: random.Random, put: dict[str, str], *, sync: bool) -> Operation:
    keep = random_.randint(2, 4)
    if name in {"ingest", "command"}:
        return _ingest(model, name, put, keep, sync=sync and random_.random() < 0.4)
    others = sorted(model.now.bodies.keys() - put.keys() - {LEDGER})
    gone = random_.sample(others, random_.randint(0, min(1, len(others))))
    return change(model, put, gone, keep if random_.random() < 0.5 else None)


def change(model: Model, put: dict[str, str], gone: list[str] | None = None, keep: int | None = None) -> Operation:
    """Put some articles and delete others, with vectors that are there already."""
    gone = gone or []
    expected = model.now.changed(put, gone, model.current or None)
    return Operation("change", expected, put=(_ledger(expected.bodies), *put.items()), gone=tuple(gone), keep=keep)


def retract(model: Model, ids: list[str]) -> Operation:
    """Retract some articles."""
    return Operation("retract", model.now.without(ids, model.current), gone=tuple(ids))


def _rollback(model: Model, target: str) -> Operation:
    held = model.snapshots[target]
    if model.buried <= held.buried:
        return Operation("rollback", target=target)
    return Operation("rollback", held.without(model.buried, held.parent), target)


def _ingest(model: Model, name: str, put: dict[str, str], keep: int, *, sync: bool) -> Operation:
    """Files to ingest: the changed stories, or with ``sync`` all that stay; one that was retracted is among them."""
    gone = sorted(model.now.bodies.keys() - put.keys() - {LEDGER})[::2] if sync else []
    expected = model.now.changed(put, gone, model.current)
    written = expected.bodies if sync else dict([_ledger(expected.bodies), *put.items()])
    retracted = tuple((identity, Story(identity, 9, 5).body) for identity in sorted(model.now.buried)[:2])
    return Operation(name, expected, put=(*written.items(), *retracted), gone=tuple(gone), keep=keep, sync=sync)


def _stories(model: Model, random_: random.Random, seed: int, *, many: bool) -> dict[str, str]:
    """A few new stories, now and then a long one, and a few of those there changed."""
    sizes = [random_.randint(1, 12) for _ in range(random_.randint(1, 4))]
    put = {f"s{seed}-{n}": Story(f"s{seed}-{n}", 0, size).body for n, size in enumerate(sizes)}
    if many and random_.random() < 0.15:
        put[f"s{seed}-many"] = Story(f"s{seed}-many", 0, 400).body
    known = sorted(model.now.bodies.keys() - {LEDGER})
    again = random_.sample(known, min(len(known), random_.randint(0, 2)))
    return put | {identity: Story(identity, seed, random_.randint(1, 12)).body for identity in again}


def _ledger(bodies: dict[str, str]) -> tuple[str, str]:
    return LEDGER, bodies[LEDGER]
