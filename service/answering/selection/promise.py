"""How likely a sentence is to answer, compared with the others that were found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# Of a logistic regression on four sets of questions (decision 0025): what each feature adds to the log-odds.
_OF_COSINE, _OF_COVERAGE, _OF_PLACE, _OF_LEAD, _OF_VALUE, _OF_SHARED = 3.21, 1.29, 1.58, 0.71, 0.66, 1.57
_LEAD = 600  # characters: where the lead of an article fades


@dataclass(frozen=True)
class Standing:
    """What speaks for a sentence besides its own meaning, each in [0, 1].

    ``coverage``: the share of the question's word weight that it holds. ``place``: one over the rank of its article.
    ``lead``: how near the article's beginning it stands. ``value``: it states the kind of thing asked for. ``shared``:
    how many of the found articles tell of a name that it tells of and the question does not. (What many passages on one
    question repeat is often its answer: Clarke and others, "Exploiting redundancy in question answering", 2001.)
    """

    coverage: float
    place: float
    lead: float
    value: float
    shared: float


def promise(cosine: float, standing: Standing) -> float:
    """Log-odds, up to a constant, that a sentence answers; comparable within one question only."""
    return (
        _OF_COSINE * cosine
        + _OF_COVERAGE * standing.coverage
        + _OF_PLACE * standing.place
        + _OF_LEAD * standing.lead
        + _OF_VALUE * standing.value
        + _OF_SHARED * standing.shared
    )


def lead(start: int) -> float:
    """How near the beginning of its article a sentence stands that begins at ``start``, in (0, 1]."""
    return 1 / (1 + start / _LEAD)


def shared(told: Sequence[tuple[str, frozenset[str], float]]) -> list[float]:
    """For each sentence the weight of its name that most articles tell of, in [0, 1].

    ``told`` gives of each sentence its article, the names that the question lacks, and how well it bears on the
    question; an article counts once for a name, by the sentence that bears best.
    """
    by_article: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for article, names, weight in told:
        for name in names:
            by_article[name][article] = max(by_article[name][article], weight)
    weights = {name: sum(articles.values()) for name, articles in by_article.items()}
    most = max(weights.values(), default=0.0) or 1.0
    return [max((weights[name] for name in names), default=0.0) / most for _, names, _ in told]
