"""How well cleaning tells the article from what surrounds it, by the labels in tests/ingest/labels.

    python bench/clean.py [--errors]

Prints its figures as JSON and writes them to bench/out/clean.json. `--errors` names the errors on the half of the
labels that rules may be made by, and on no other: article, offsets, kind; the texts stay where they are.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Span
from corpus.sentences import sentence_spans
from ingest.clean import take_apart
from ingest.glued import Part

REPOSITORY = Path(__file__).resolve().parent.parent
LABELS = REPOSITORY / "tests" / "ingest" / "labels" / "furniture.json"
SHARED = REPOSITORY.parent / "shared"
OUT = REPOSITORY / "bench" / "out" / "clean.json"
UNDECIDED = "either"  # the label of what may stay or go: captions, corrections


@dataclass(frozen=True)
class Labelled:
    """An article and what is not part of it: half-open spans of code points of the raw text, each with its reason."""

    data: str
    id: str
    split: str
    chosen: str
    text: str
    title: str | None
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Outcome:
    """What cleaning did to one labelled article. Characters are counted without white space."""

    furniture: dict[str, int]  # characters by reason
    removed: dict[str, int]  # of those, by reason, what cleaning removed
    story: int
    story_cut: int
    sentences: int
    sentences_cut: int
    errors: tuple[tuple[str, int, int, str], ...]  # "kept" or "cut", start, end, reason or kind


def main() -> None:
    """Measures every labelled article: by half, and there by data set and by how the article was chosen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name the errors on the half for development")
    named: bool = parser.parse_args().errors
    articles = list(labelled())
    outcomes = [(article, measure(article)) for article in articles]
    figures = {
        f"{split}, {group}": summary(
            [o for a, o in outcomes if a.split == split and group in {"all", a.data, a.chosen}]
        )
        for split in ("develop", "report")
        for group in ("all", *dict.fromkeys(name for a in articles if a.split == split for name in (a.data, a.chosen)))
    }
    text = json.dumps(figures, indent=2)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text + "\n", encoding="utf-8")
    print(text)
    if named:
        for article, outcome in outcomes:
            for error in outcome.errors if article.split == "develop" else ():
                print(article.data, article.id, *error)


def labelled() -> Iterator[Labelled]:
    """The labelled articles with their texts from ``shared/``.

    Raises:
        FileNotFoundError: the texts are not there.
        ValueError: a text is not the one that was labelled.
    """
    texts = dict(_texts())
    for label in json.loads(LABELS.read_text(encoding="utf-8")):
        text, title = texts[label["data"], label["id"]]
        if hashlib.sha256(text.encode()).hexdigest() != label["sha256"]:
            raise ValueError(f"{label['data']} {label['id']} is not the text that was labelled")
        spans = tuple((start, end, reason) for start, end, reason in label["spans"])
        yield Labelled(label["data"], label["id"], label["split"], label["chosen"], text, title, spans)


def _texts() -> Iterator[tuple[tuple[str, str], tuple[str, str | None]]]:
    for data, key in (("newsroom_sample", "id"), ("rtqa2022_corpus", "doc_id")):
        with (SHARED / "data" / f"{data}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                fields = json.loads(line)
                yield (data, fields[key]), (fields["text"], fields["title"])
    for seed in (SHARED / "seeds").glob("*.txt"):
        yield ("seeds", seed.stem), (seed.read_text(encoding="utf-8"), None)


def measure(article: Labelled) -> Outcome:
    """Compare what cleaning removes with the labels, character by character."""
    text = article.text
    removed = removed_kinds(text, take_apart(text, article.title))
    reasons: list[str | None] = [None] * len(text)
    for start, end, reason in article.spans:
        reasons[start:end] = [reason] * (end - start)
    furniture: dict[str, int] = defaultdict(int)
    gone: dict[str, int] = defaultdict(int)
    story = story_cut = 0
    for character, label, kind in zip(text, reasons, removed, strict=True):
        if character.isspace() or label == UNDECIDED:
            continue
        if label is None:
            story, story_cut = story + 1, story_cut + (kind is not None)
        else:
            furniture[label] += 1
            gone[label] += kind is not None
    sentences = [span for span in sentence_spans(text) if None in reasons[span.start : span.end]]
    cut = [("cut", span.start, span.end, kind) for span in sentences if (kind := _cut_by(span, reasons, removed))]
    kept = [
        ("kept", start, end, reason)
        for start, end, reason in article.spans
        if reason != UNDECIDED and any(not removed[at] and not text[at].isspace() for at in range(start, end))
    ]
    return Outcome(dict(furniture), dict(gone), story, story_cut, len(sentences), len(cut), (*cut, *kept))


def _cut_by(sentence: Span, reasons: Sequence[str | None], removed: Sequence[str | None]) -> str | None:
    """The kind of the rule that took something of the story out of a sentence."""
    inside = range(sentence.start, sentence.end)
    return next((removed[at] for at in inside if removed[at] and reasons[at] is None), None)


def removed_kinds(text: str, parts: Sequence[Part]) -> list[str | None]:
    """For each character of a raw text the kind of the removed part that it is in, None if it was kept.

    The parts hold every character of the text in order, but white space and what is not visible: so they are aligned
    exactly, by walking along both.

    Raises:
        ValueError: they do not.
    """
    expected = [(character, part.kind) for part in parts for character in part.text if not character.isspace()]
    kinds: list[str | None] = [None] * len(text)
    at = 0
    for index, character in enumerate(text):
        if at < len(expected) and character == expected[at][0]:
            kinds[index] = expected[at][1]
            at += 1
        elif character.isprintable() and not character.isspace():
            raise ValueError(f"the parts have no {character!r} at {index}")
    if at != len(expected):
        raise ValueError("the parts hold more than the text")
    return kinds


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures of some articles together."""
    furniture: dict[str, int] = defaultdict(int)
    removed: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        for reason, count in outcome.furniture.items():
            furniture[reason] += count
            removed[reason] += outcome.removed.get(reason, 0)
    story, story_cut = sum(o.story for o in outcomes), sum(o.story_cut for o in outcomes)
    sentences, cut = sum(o.sentences for o in outcomes), sum(o.sentences_cut for o in outcomes)
    return {
        "articles": len(outcomes),
        "furniture_characters": sum(furniture.values()),
        "furniture_removed": _share(sum(removed.values()), sum(furniture.values())),
        "furniture_removed_by_reason": {
            reason: f"{removed[reason]} of {count}" for reason, count in sorted(furniture.items())
        },
        "story_characters": story,
        "story_characters_cut": story_cut,
        "story_characters_cut_share": _share(story_cut, story),
        "story_sentences": sentences,
        "story_sentences_cut": cut,
        "story_sentences_cut_share": _share(cut, sentences),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 5) if whole else None


if __name__ == "__main__":
    main()
