"""Does the quoted sentence bear out the statement? Found by rules: words, numbers, dates, names, negation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.article import Span
from corpus.dates import DateMention, find_dates
from corpus.terms import STOP_WORDS, content_stems, stem, terms
from service.answering.answer import Check, Support
from service.answering.denial import contradict
from service.answering.retrieve import Candidate
from service.answering.values import names, numbers, stem_in

CHECK_NAME = "rules-1"
VERBATIM = Check("verbatim", 1.0)

_ENOUGH = 0.6  # share of the statement's words that the quote must hold to bear on it at all
_SHORTEST_QUOTE = 12  # characters; what is shorter proves nothing
_SHORTEST_STEM = 4  # letters of a country's name from which its people's is recognised
_PEOPLE = frozenset("n an ian i es is ish s e".split())  # stemmed: Korean, Iranian, Israeli, Japanese, British
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


@dataclass(frozen=True)
class Verdict:
    """What a check found; ``score`` in [0, 1] is the share of the statement's words that the quote holds."""

    support: Support
    score: float


@dataclass(frozen=True)
class Grounds:
    """The words of an article that a statement rests on, and what the check of them found."""

    candidate: Candidate
    span: Span
    verdict: Verdict

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.candidate.article.body[self.span.start : self.span.end]


def check(statement: str, quote: str, context: str = "", known: frozenset[str] = frozenset()) -> Verdict:
    """Compare a statement with quoted words; ``context`` (title, outlet, date) may hold names and dates as well.

    ``supported``: every word that carries the statement stands there, and numbers, dates and denials agree. Where some
    words are missing it is ``partial``; where the words agree but a value or a denial does not, ``contradicted``. A
    name that is not even among the stems of the whole passage (``known``) makes it ``unsupported``.
    """
    quoted = frozenset(content_stems(quote))
    held = quoted | frozenset(content_stems(context))
    words = _without_values(statement)
    missing, score = _missing(words, held, has_values=words != statement)
    named = names(words)
    if score < _ENOUGH or not all(_names_same(name, held | known) for name in named):
        return Verdict("unsupported", score)
    agree = _values_agree(statement, quote, context)
    denies = contradict(statement, frozenset(content_stems(statement)), quote, quoted)
    if denies or not agree:
        otherwise = denies or numbers(quote) or find_dates(quote)  # a value that is merely not told is no contradiction
        return Verdict("contradicted" if otherwise else "unsupported", score)
    in_quote = all(_names_same(name, held) for name in named | _opening(statement))
    whole = in_quote and not missing and _bounds(statement) <= _bounds(f"{quote} {context}")
    return Verdict("supported" if whole else "partial", score)


def ground(statement: str, cited: Sequence[Candidate], others: Iterable[Candidate]) -> tuple[Grounds, ...]:
    """The best one or two contiguous sentences for a statement in each passage that it cites.

    Where none of those bears it out, all other passages are tried, and the best that does takes their place: a right
    statement with a wrong number gets its citation corrected.
    """
    grounds = [found for candidate in cited if (found := _best_span(statement, candidate)) is not None]
    if any(found.verdict.support == "supported" for found in grounds):
        return tuple(sorted((g for g in grounds if g.verdict.support in {"supported", "partial"}), key=_rank))
    elsewhere = [found for candidate in others if (found := _best_span(statement, candidate)) is not None]
    borne_out = [found for found in elsewhere if found.verdict.support == "supported"]
    if borne_out:
        return (max(borne_out, key=lambda found: found.verdict.score),)
    return tuple(sorted(grounds, key=_rank)[:1]) or tuple(sorted(elsewhere, key=_rank)[:1])


def _best_span(statement: str, candidate: Candidate) -> Grounds | None:
    article = candidate.article
    context = f"{article.title or ''} {article.publisher or ''} {article.published.value or ''}"
    known = frozenset(content_stems(f"{context} {candidate.text}"))
    words = _without_values(statement)
    if _missing(words, known, has_values=words != statement)[1] < _ENOUGH:
        return None  # where the whole passage holds too little, no sentence of it holds enough
    spans = candidate.sentences()
    pairs = [Span(one.start, two.end) for one, two in pairwise(spans)]
    found = [
        Grounds(candidate, span, check(statement, article.body[span.start : span.end], context, known))
        for span in (*spans, *pairs)
        if span.end - span.start >= _SHORTEST_QUOTE
    ]
    return min(found, key=lambda g: (*_rank(g), g.span.end - g.span.start), default=None)


def _rank(grounds: Grounds) -> tuple[int, float, bool]:
    """Support first, then what shares most words: what contradicts more closely outweighs what supports in part."""
    support = grounds.verdict.support
    order = {"supported": 0, "contradicted": 1, "partial": 1, "unsupported": 2}
    return order[support], -grounds.verdict.score, support == "partial"


def _missing(words: str, held: frozenset[str], *, has_values: bool) -> tuple[list[str], float]:
    """The weighty words that are not held, and the share of those that are; values alone are a statement as well."""
    stems = [word for word in content_stems(words) if word not in _HARMLESS]
    missing = [word for word in stems if not stem_in(word, held)]
    return missing, 1.0 - len(missing) / len(stems) if stems else float(has_values)


def _without_values(statement: str) -> str:
    """The statement without its numbers and dates, which are compared by value and not by their words."""
    spans = [(n.start, n.end) for n in numbers(statement)] + [(d.start, d.end) for d in find_dates(statement)]
    for start, end in sorted(spans, reverse=True):
        statement = f"{statement[:start]} {statement[end:]}"
    return statement


def _values_agree(statement: str, quote: str, context: str) -> bool:
    told = {(number.value, number.unit) for number in numbers(f"{quote} {context}")}
    plain = {value for value, _ in told}
    for number in numbers(statement):
        if (number.value, number.unit) not in told and not (number.unit == "" and number.value in plain):
            return False
    dates = [*find_dates(quote), *find_dates(context)]
    return all(_date_told(date, dates) for date in find_dates(statement))


def _date_told(date: DateMention, dates: Sequence[DateMention]) -> bool:
    """Whether dates bear out each part of a date: day and month by one of them, the year by any, or by context."""
    first = date.first
    year_told = first.year is None or any(first.year in {other.first.year, other.last.year} for other in dates)
    return year_told and any(
        date.agrees_with(other)
        and (first.month is None or other.first.month is not None)
        and (first.day is None or other.first.day is not None)
        for other in dates
    )


def _names_same(name: str, held: frozenset[str]) -> bool:
    """Whether a word of a name is held, or one for its people: ``japanes`` for ``japan``, but not Niger for Nigeria."""
    return name in held or any(
        long.startswith(short) and long[len(short) :] in _PEOPLE
        for short, long in (sorted((name, other), key=len) for other in held)
        if len(short) >= _SHORTEST_STEM
    )


def _opening(statement: str) -> frozenset[str]:
    """The statement's first word, which may be a name as well: names are looked for among the other words only."""
    first = next(iter(terms(statement)), None)
    if first is None or not statement[first.start].isupper() or first.stem in STOP_WORDS | _HARMLESS:
        return frozenset()
    return frozenset({first.stem})


def _bounds(text: str) -> frozenset[str]:
    return frozenset(_BOUNDS.intersection(term.stem for term in terms(text)))
