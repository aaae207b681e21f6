"""Does the quoted sentence bear out the statement? By rules: words, numbers, dates, names, denial, certainty."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.article import Article, Span
from corpus.embedder import Vectors
from corpus.terms import content_stems, stem
from service.answering.answer import Check, Support
from service.answering.checking.agreement import disagreeing_dates, missing_names, name_held, stems_held
from service.answering.checking.alignment import overlap, read_words, replaced, swapped, windows
from service.answering.checking.denial import contradict
from service.answering.checking.figures import disagreeing_numbers
from service.answering.checking.modality import base_form, overstated
from service.answering.checking.relative_days import named_days
from service.answering.checking.values import numbers, read_dates, read_terms
from service.answering.retrieve import Candidate

CHECK_NAME = "rules-2"
VERBATIM = Check("verbatim", 1.0)
Embed = Callable[[Sequence[str]], Vectors]

# Weights of the score, a logistic regression (decision 0023): a constant, the shares of words and of word pairs, and
# the cosine where it is known; and what is taken off where something speaks against a statement, or is told nowhere.
_WITHOUT = (-0.72, 0.75, 1.46)
_WITH = (-1.89, 0.31, 1.05, 2.34)
_OTHERWISE, _NOWHERE = 1.2, 0.65
_FLOOR = 0.48  # of the score: what shares less with the quote does not rest on it
_SHORTEST_QUOTE = 12  # characters; what is shorter proves nothing
_LONGEST_SOUGHT = 1000  # characters of a statement for which other passages are tried; each try costs time
_JUDGED = 3  # passages cited for one statement about which a second opinion is asked
_RUNS = 2  # of sentences of a passage that are looked at closely
# Words that a paraphrase may add without saying more.
_HARMLESS = frozenset(
    map(
        stem,
        """accord according add announce however last meanwhile moreover mr mrs ms note occur happen held hold
        place report said say state take tell therefore thus told took write wrote also both two one""".split(),
    )
)
# Too common to count as words, yet they turn round what is said.
_BOUNDS = frozenset(map(stem, "more most less least fewer over under below above before after until only all".split()))
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z]")


@dataclass(frozen=True)
class Verdict:
    """What a check found, a score in [0, 1], and the words of the statement that decided: those not borne out."""

    support: Support
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grounds:
    """The words of an article that a statement rests on, and what the check of them found."""

    candidate: Candidate
    span: Span
    verdict: Verdict
    check: str = CHECK_NAME

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.candidate.article.body[self.span.start : self.span.end]


class SecondOpinion(Protocol):
    """What may be asked after the rules: a model that reads statement and quote together."""

    name: str

    def judge(self, statement: str, quote: str) -> Verdict:
        """The model's verdict; it raises nothing but what its model raises."""


def check(statement: str, quote: str, context: str = "", passage: str = "", likeness: float | None = None) -> Verdict:
    """Compare a statement with quoted words.

    ``context`` (title, outlet, date) and ``passage`` (what stands around the quote) may hold names, and the year of a
    date. ``likeness`` is the cosine of the two, where it is known.

    ``supported``: all that carries the statement stands there. ``partial``: nothing speaks against it, but some words
    are not there. ``contradicted``: a number, a date, a denial or how sure it is differs. ``unsupported``: a name or
    a value is told nowhere, or too little is shared.
    """
    said, told = read_words(statement), read_words(quote)
    if _plain(statement) == _plain(quote):
        return Verdict("supported", 1.0)
    found = overlap(said, told.held, told.pairs)
    nearness = _nearness(found.words, found.pairs, likeness)
    score = _logistic(nearness)
    wrong, untold = _against(statement, quote, context, passage)
    if wrong:
        return Verdict("contradicted", _logistic(nearness - _OTHERWISE), wrong)
    if untold:
        return Verdict("unsupported", _logistic(nearness - _NOWHERE), untold)
    missing = _missing(statement, told.held | stems_held(context) | stems_held(quote))
    too_little = len(missing) >= len(said.content) - 1 and bool(missing)  # one word in common proves nothing
    if score < _FLOOR or too_little or not (said.content or numbers(statement)):
        return Verdict("unsupported", score, missing)
    _, surer = overstated(statement, quote)
    unsure = (*missing, *surer, *sorted(_bounds(statement) - _bounds(f"{quote} {context}")))
    return Verdict("partial" if unsure else "supported", score, unsure)


def ground(
    statement: str,
    cited: Sequence[Candidate],
    others: Iterable[Candidate],
    embed: Embed | None = None,
    second: SecondOpinion | None = None,
) -> tuple[Grounds, ...]:
    """The best one to three contiguous sentences for a statement in each passage that it cites.

    Where none of those bears it out, all other passages are tried (not for a statement of over 1,000 characters), and
    the best that does takes their place: a right statement with a wrong number gets its citation corrected. With
    ``embed`` likeness in meaning counts as well; ``second`` is asked about the best of what the rules let pass, at most
    three times here and once there.
    """
    found = _second(statement, _grounds(statement, cited, embed), second, _JUDGED)
    if any(g.verdict.support == "supported" for g in found):
        return tuple(g for g in found if g.verdict.support in {"supported", "partial"})
    sought = [c for c in others if _may_bear_out(statement, c, embed)] if len(statement) <= _LONGEST_SOUGHT else []
    elsewhere = _second(statement, _grounds(statement, sought, embed), second, 1)
    if elsewhere and elsewhere[0].verdict.support == "supported":
        return elsewhere[:1]
    return found[:1] or elsewhere[:1]


def _may_bear_out(statement: str, candidate: Candidate, embed: Embed | None) -> bool:
    """Whether a passage as a whole has enough of a statement's words: none of its sentences has more. Soon told."""
    if embed is not None:  # likeness in meaning may make up for words
        return True
    told = read_words(candidate.text)
    found = overlap(read_words(statement), told.held, told.pairs)
    return _logistic(_nearness(found.words, found.pairs, None)) >= _FLOOR


def _grounds(statement: str, candidates: Iterable[Candidate], embed: Embed | None) -> list[Grounds]:
    found = [runs for candidate in candidates if (runs := _runs(statement, candidate))]
    likeness: list[list[float | None]] = [[None] * len(runs) for runs in found]
    if embed is not None and found:
        first, *rest = embed([statement, *(run.text for runs in found for run in runs)])
        cosines = iter(rest)
        likeness = [[float(first @ next(cosines)) for _ in runs] for runs in found]
    return [_best(statement, *both) for both in zip(found, likeness, strict=True)]


@dataclass(frozen=True)
class _Run:
    """Contiguous sentences of a candidate."""

    candidate: Candidate
    span: Span

    @property
    def text(self) -> str:
        return self.candidate.article.body[self.span.start : self.span.end]


def _runs(statement: str, candidate: Candidate) -> list[_Run]:
    """The runs of sentences of a candidate that share most words with a statement, best first."""
    spans = candidate.sentences()
    body = candidate.article.body
    nearest = windows(read_words(statement), [body[s.start : s.end] for s in spans])
    runs = [_Run(candidate, Span(spans[first].start, spans[last - 1].end)) for first, last, _ in nearest]
    return [run for run in runs if run.span.end - run.span.start >= _SHORTEST_QUOTE][:_RUNS]


def _best(statement: str, runs: Sequence[_Run], likeness: Sequence[float | None]) -> Grounds:
    article = runs[0].candidate.article
    context = f"{article.title or ''} {article.publisher or ''} {article.published.value or ''}"
    passage = runs[0].candidate.text
    found = [
        Grounds(
            run.candidate,
            run.span,
            check(statement, run.text, f"{context} {_days(run.text, article)}", passage, likeness=near),
        )
        for run, near in zip(runs, likeness, strict=True)
    ]
    return min(found, key=lambda g: (*_rank(g), g.span.end - g.span.start))


def _days(quote: str, article: Article) -> str:
    return " ".join(day.isoformat() for day in named_days(quote, article.published.value))


def _second(statement: str, found: list[Grounds], second: SecondOpinion | None, most: int) -> tuple[Grounds, ...]:
    """Best first; with a second opinion its verdict on the first ``most`` that the rules let pass, and no others.

    What the rules refuse stays refused, and what stands there word for word needs no opinion.
    """
    ranked = sorted(found, key=_rank)
    if second is None or (ranked and ranked[0].verdict.score == 1):
        return tuple(ranked)
    passed = [g for g in ranked if g.verdict.support in {"supported", "partial"}][:most]
    judged = [replace(g, verdict=second.judge(statement, g.quote), check=second.name) for g in passed]
    return tuple(sorted(judged or ranked, key=_rank))


def _rank(grounds: Grounds) -> tuple[int, float, bool]:
    """Support first, then the score: what contradicts more closely outweighs what supports in part."""
    support = grounds.verdict.support
    order = {"supported": 0, "contradicted": 1, "partial": 1, "unsupported": 2}
    return order[support], -_closeness(grounds.verdict), support == "partial"


def _closeness(verdict: Verdict) -> float:
    """The odds that the score stands for, without what was taken off for a contradiction."""
    odds = verdict.score / (1 - verdict.score) if verdict.score < 1 else math.inf
    return odds * math.exp(_OTHERWISE) if verdict.support == "contradicted" else odds


def _against(statement: str, quote: str, context: str, passage: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a statement that a quote tells otherwise, and those that are told nowhere."""
    around = f"{passage} {context}"
    values = disagreeing_numbers(statement, quote, around)
    dates = disagreeing_dates(statement, quote, around)
    told_else = (numbers(quote) and values) or (dates and read_dates(quote))
    denied = contradict(statement, frozenset(content_stems(statement)), quote, frozenset(content_stems(quote)))
    done, _ = overstated(statement, quote)
    turned = swapped(statement, quote)
    names = missing_names(statement, stems_held(quote) | stems_held(passage) | stems_held(context))
    if not _CAPITAL_INSIDE.search(passage or quote):  # then any word may be a name
        names += replaced(statement, quote, passage)
    wrong = (*(values + dates if told_else else ()), *denied, *_written(statement, (*done, *turned)))
    untold = (*(() if told_else else values + dates), *_written(statement, names))
    return tuple(dict.fromkeys(wrong)), tuple(dict.fromkeys(untold))


def _missing(statement: str, held: frozenset[str]) -> tuple[str, ...]:
    """The words that carry a statement, as it writes them, and are not held; values are compared elsewhere."""
    words = read_words(_without_values(statement)).content
    return _written(statement, [w for w in words if w not in _HARMLESS and w not in held and not name_held(w, held)])


def _without_values(statement: str) -> str:
    spans = [(n.start, n.end) for n in numbers(statement)] + [(d.start, d.end) for d in read_dates(statement)]
    for start, end in sorted(spans, reverse=True):
        statement = f"{statement[:start]} {statement[end:]}"
    return statement


def _written(statement: str, stems: Iterable[str]) -> tuple[str, ...]:
    """Stems as the statement writes them."""
    wanted = frozenset(stems)
    words = (statement[t.start : t.end] for t in read_terms(statement))
    return tuple(
        dict.fromkeys(word for word in words if wanted and (stem(word) in wanted or base_form(word) in wanted))
    )


def _bounds(text: str) -> frozenset[str]:
    return frozenset(_BOUNDS.intersection(term.stem for term in read_terms(text)))


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(' ."“”').casefold()


def _nearness(words: float, pairs: float, likeness: float | None) -> float:
    """How near a statement is to a quote, as log odds."""
    weights, features = (_WITHOUT, (1.0, words, pairs)) if likeness is None else (_WITH, (1.0, words, pairs, likeness))
    return sum(w * f for w, f in zip(weights, features, strict=True))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
