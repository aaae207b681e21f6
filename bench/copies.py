"""How well copies are found: real articles edited, shortened, put in another order, under other titles.

    python bench/copies.py [--develop] [--json FILE]

Of each of 200 real articles seven versions are made and hidden among all others. The pairs of articles that are put
together are compared with the pairs that belong together: versions of one article, and the copies that the public sets
hold by themselves, which were read and are named below by their ids. ``--develop`` takes 200 others and another seed:
thresholds are chosen there.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from ingest.clean import clean
from ingest.copies import Sketched, find_copies, sketch

DATA = Path(__file__).parents[2] / "shared" / "data"
SOURCES = 200
# Read one by one: the same story, whole or nearly, under another id.
KNOWN = [
    ("rt-f262982a5a", "rt-5d7d58d4d1"),
    ("rt-305b54c205", "rt-138ab520f6"),
    ("rt-326c15f5f9", "rt-da8f9f2dc0"),
    ("bNFvN0lGy1AbyeM3", "hSvdkWfp380aDTo6"),
    ("rt-1c57bafe9e", "rt-2cb189768a"),
    ("RHQbQZCjwWNSwPzV", "j6yJvAL7c9Si7lXb"),  # an agency's story in a paper
    ("JmBBZ0UFV5wUTYG9", "iR9EmCAmCuFAr5Wy"),  # one page, brought up to date
]


@dataclass(frozen=True)
class Version:
    """A text, the article that it was made of, how, and its day."""

    id: str
    source: str
    made: str
    body: str
    day: str | None


def edited(share: float) -> Callable[[str, random.Random, Sequence[str]], str]:
    """Replace, drop or add a word in some places."""

    def make(body: str, chance: random.Random, words: Sequence[str]) -> str:
        told = []
        for word in re.split(r"(\s+)", body):
            if word.strip() and chance.random() < share:
                told.append(chance.choice([chance.choice(words), "", f"{word} {chance.choice(words)}"]))
            else:
                told.append(word)
        return "".join(told)

    return make


def shortened(share: float) -> Callable[[str, random.Random, Sequence[str]], str]:
    """Keep the beginning, as a paper does that has less room."""

    def make(body: str, _chance: random.Random, _words: Sequence[str]) -> str:
        sentences = _sentences(body)
        return " ".join(sentences[: max(2, round(share * len(sentences)))])

    return make


def reordered(body: str, chance: random.Random, _words: Sequence[str]) -> str:
    """Shuffle the sentences three by three."""
    sentences = _sentences(body)
    blocks = [sentences[start : start + 3] for start in range(0, len(sentences), 3)]
    chance.shuffle(blocks)
    return " ".join(" ".join(block) for block in blocks)


def retitled(body: str, _chance: random.Random, _words: Sequence[str]) -> str:
    """Another outlet's first and last sentence around the rest."""
    sentences = _sentences(body)
    first = "This is what a news agency reports today, and our own desk has put it together for the readers at home."
    last = "The paper will follow the story and tell more as soon as more is known about it."
    return " ".join([first, *sentences[1:], last])


def mixed(body: str, chance: random.Random, words: Sequence[str]) -> str:
    """Two thirds of it, in another order, with words changed."""
    return edited(0.05)(reordered(shortened(0.67)(body, chance, words), chance, words), chance, words)


MADE = {
    "edited, 5 % of words": edited(0.05),
    "edited, 10 % of words": edited(0.10),
    "shortened to a half": shortened(0.5),
    "shortened to a third": shortened(0.33),
    "reordered": reordered,
    "retitled": retitled,
    "mixed": mixed,
}


def main() -> int:
    """Print the figures; 2 where the public sets are missing."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--develop", action="store_true", help="other articles, for choosing thresholds")
    options.add_argument("--json", type=Path)
    arguments = options.parse_args()
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not there")
        return 2
    real = _real()
    versions = real + _made(real, seed=1 if arguments.develop else 2)
    began = time.perf_counter()
    sketches = {version.id: sketch(version.body) for version in versions}
    sketched_s = time.perf_counter() - began
    began = time.perf_counter()
    bodies = {version.id: version.body for version in versions}
    sketched = [Sketched(v.id, v.day, None, v.id, sketches[v.id]) for v in versions]
    originals = find_copies(sketched, bodies.__getitem__, set(bodies))
    figures = _figures(versions, originals) | {
        "set": "develop" if arguments.develop else "report",
        "articles": len(versions),
        "sketch_ms_an_article": round(1000 * sketched_s / len(versions), 2),
        "find_s": round(time.perf_counter() - began, 2),
    }
    print(json.dumps(figures, indent=2))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _real() -> list[Version]:
    versions = []
    for name, identity, day in (("newsroom_sample", "id", "published"), ("rtqa2022_corpus", "doc_id", "publish_date")):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            told = str(fields[day]).replace("/", "-")
            known = re.fullmatch(r"20[012]\d-\d\d-\d\d", told)
            body = clean(fields["text"], fields["title"]).body
            versions.append(Version(fields[identity], fields[identity], "found", body, told if known else None))
    return versions


def _made(found: Sequence[Version], seed: int) -> list[Version]:
    chance = random.Random(seed)
    words = sorted({word for version in found[::20] for word in version.body.split()})
    long_enough = [version for version in found if len(_sentences(version.body)) >= 6]
    chance.shuffle(long_enough)
    halves = {1: long_enough[: len(long_enough) // 2], 2: long_enough[len(long_enough) // 2 :]}
    return [
        Version(
            f"{source.id}/{made}", source.source, made, make(source.body, chance, words), _later(source.day, chance)
        )
        for source in halves[seed][:SOURCES]
        for made, make in MADE.items()
    ]


def _later(day: str | None, chance: random.Random) -> str | None:
    return (date.fromisoformat(day) + timedelta(days=chance.randrange(4))).isoformat() if day else None


def _figures(versions: Sequence[Version], originals: dict[str, str]) -> dict[str, object]:
    source = {version.id: version.source for version in versions}
    same = dict(KNOWN)
    belongs = {identity: same.get(of, of) for identity, of in source.items()}
    clusters, truth = defaultdict(list), defaultdict(list)
    for version in versions:
        clusters[originals.get(version.id, version.id)].append(version.id)
        truth[belongs[version.id]].append(version.id)
    found, wanted = _pairs(clusters.values()), _pairs(truth.values())
    wrong = sorted({(source[a], source[b]) for a, b in found - wanted})
    by_made = {}
    for made in MADE:
        ids = [version.id for version in versions if version.made == made]
        joined = [one for one in ids if originals.get(one, one) == originals.get(source[one], source[one])]
        by_made[made] = round(len(joined) / len(ids), 4)
    return {
        "pairs": len(wanted),
        "precision": round(len(found & wanted) / max(1, len(found)), 4),
        "recall": round(len(found & wanted) / len(wanted), 4),
        "joined_with_its_original": by_made,
        "wrongly_together": wrong,
    }


def _pairs(clusters: Iterable[list[str]]) -> set[tuple[str, str]]:
    return {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}


def _sentences(body: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?”\"])\s+", body) if sentence]


if __name__ == "__main__":
    sys.exit(main())
