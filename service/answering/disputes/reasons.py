"""The reasons that sentences state, and whether two of them state one reason in other words."""

import re
from collections.abc import Sequence

from corpus.terms import content_stems, stem
from service.answering.checking.values import names, reason_cue, stem_in
from service.answering.evidence import Evidence
from service.answering.question.asked import Asked

_SAME = 0.62  # cosine of two sentences from which they state one reason
_SHARED = 0.25  # of the words of the shorter reason: from here on it is one reason
_SUBJECT = 1.0  # names shared plus cosine: a passage that names others must be near in meaning
_SCORE = 0.3
_SECOND = 0.7  # of the score of its story's best
_CUE = re.compile(
    r"\b(?:because|due to|owing to|friction|quarrel|over|about|stem(?:s|med|ming)? from|related to|linked to"
    r"|have to do with|driven by|prompted by|in response to|protest\w*|to avoid|to focus"
    r"|out of (?=concern|fear|respect|anger|protest)|so that|in order to"
    r"|concerns?|fears?|worr\w+|likelihood|point(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"\b(?:no|not|never|without)\b.{0,40}\b(?:reasons?|explanations?|explain\w*|disclosed|public|comment)\b",
    re.IGNORECASE,
)
# These tell that a reason is given, and by whom, not which.
_EMPTY = frozenset(
    map(
        stem,
        """decision decisions decide decided reason reasons reported report reportedly said say says according week
        month year last also may might appear appears likely linked related due concern concerns month""".split(),
    )
)


def stated_reasons(asked: Asked, evidence: Sequence[Evidence]) -> tuple[list[Evidence], list[Evidence]]:
    """The sentences that state a reason and bear on the question: each story's best, and those nearly as good.

    Of an outlet only its latest piece speaks.
    """
    stated = [e for e in evidence if _states_one(e.text) and e.score >= _SCORE and e.named + e.cosine >= _SUBJECT]
    latest: dict[str, str] = {}
    for article in (e.candidate.article for e in stated):
        if article.publisher and article.published.value:
            latest[article.publisher] = max(article.published.value, latest.get(article.publisher, ""))
    told = [e for e in stated if _of_latest(e, latest) and _reason_words(e, frozenset(asked.stems))]
    best: dict[str, Evidence] = {}
    for e in told:
        best.setdefault(e.candidate.article.id, e)
    more = [e for e in told if e.score >= _SECOND * best[e.candidate.article.id].score]
    return list(best.values()), [e for e in more if e is not best[e.candidate.article.id]]


def other_reason(one: Evidence, two: Evidence) -> bool:
    """Whether two sentences state different reasons: they share few of the words after the word that gives it."""
    mine, theirs = _reason_words(one), _reason_words(two)
    shared = sum(stem_in(word, theirs) for word in mine)
    return float(one.vector @ two.vector) < _SAME and shared < _SHARED * max(1, min(len(mine), len(theirs)))


def _states_one(text: str) -> bool:
    return reason_cue(text) and not _UNTOLD.search(text)


def _reason_words(e: Evidence, asked: frozenset[str] = frozenset()) -> frozenset[str]:
    cue = _CUE.search(e.text)
    told = content_stems(e.text[cue.start() :] if cue else e.text)
    return frozenset(told) - _EMPTY - asked - (frozenset() if cue else names(e.text))


def _of_latest(e: Evidence, latest: dict[str, str]) -> bool:
    article = e.candidate.article
    return not article.publisher or not article.published.value or article.published.value >= latest[article.publisher]
