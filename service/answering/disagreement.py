"""Where articles that are no copies of each other say different things in answer to one question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

from service.answering.disputes.claims import Claim, claim
from service.answering.disputes.proper_names import casing
from service.answering.disputes.reasons import other_reason, stated_reasons
from service.answering.disputes.sought import Sought, sought
from service.answering.disputes.updates import as_it_stands, in_force, of_another_year, other_edition
from service.answering.evidence import Evidence
from service.answering.question.asked import Asked

T = TypeVar("T")

_COMPARABLE = 0.5  # of the best sentence's score: what bears on the question less may speak of something else
_COVERS = 0.4  # of the best sentence's coverage
_SCORE = 0.3  # of a sentence, below which it does not bear on the question
_SAME_SUBJECT = 1.05  # names shared plus cosine: a passage that names others must be very near in meaning
_STORIES = 20  # the most that are read for one answer
_SENTENCE = 2_100  # characters: two of the longest sentences
_PASSAGE = 10_000
_POSITIONS = 4
_BEGINS = re.compile(r"\b(?:begin|began|start|open)\w*", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:end(?:s|ed|ing)?|clos(?:e|es|ed|ing)|conclud\w*|finish\w*)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Dispute:
    """Two or more incompatible positions, each with the sentences that take it, best first."""

    positions: tuple[tuple[Evidence, ...], ...]


def find_dispute(asked: Asked, evidence: Sequence[Evidence]) -> Dispute | None:
    """The disagreement among the sentences that answer a question, where the articles have one.

    Compared is what one sentence of each article claims: dates for a "when", numbers of one unit for a "how many", the
    name of the one who won, the place, yes or no, reasons for a "why". What was replaced, corrected or is said of
    another time disputes nothing, and where a question can have many right answers they are not compared at all.
    The order of the evidence does not matter. What is longer than any sentence or passage of an archive is not read.
    """
    wanted = sought(asked)
    if wanted is None:
        return None
    ordered = sorted(filter(_readable, evidence), key=lambda e: (-e.score, e.candidate.article.id, e.span.start))
    if wanted.compared == "reason":
        best, more = stated_reasons(asked, ordered)
        best = best[:_STORIES]
        return _disputed(_positions(best, other_reason, lambda one, two: not other_reason(one, two), more))
    claims = [c for c in _one_claim_a_story(wanted, ordered) if not of_another_year(wanted, c)]
    claims = in_force(wanted, _comparable(claims))
    positions = _positions(claims, lambda one, two: _at_odds(wanted, one, two), Claim.same_as)
    return _disputed([[c.evidence for c in position] for position in positions])


def _disputed(positions: Sequence[Sequence[Evidence]]) -> Dispute | None:
    return Dispute(tuple(map(tuple, positions[:_POSITIONS]))) if positions else None


def _one_claim_a_story(wanted: Sought, ordered: Sequence[Evidence]) -> list[Claim]:
    """Of each article the claim of its best sentence that makes one."""
    stories: dict[str, dict[str, str]] = {}
    for e in ordered:
        stories.setdefault(e.candidate.article.id, {})[e.candidate.passage.id] = as_it_stands(e.candidate.text)
    known = casing(text for passages in stories.values() for text in passages.values())
    found: dict[str, Claim] = {}
    for e in ordered:
        story = e.candidate.article.id
        if story not in found and _bears(e) and not wanted.of_a_part(e.text):
            plain = replace(e, text=as_it_stands(e.text))
            read = claim(wanted, plain, list(stories[story].values()), known)
            if read is not None:
                found[story] = replace(read, evidence=e)
    return list(found.values())[:_STORIES]


def _readable(e: Evidence) -> bool:
    return len(e.text) <= _SENTENCE and e.candidate.passage.end - e.candidate.passage.start <= _PASSAGE


def _bears(e: Evidence) -> bool:
    return e.score >= _SCORE and e.named + e.cosine >= _SAME_SUBJECT


def _comparable(claims: Sequence[Claim]) -> list[Claim]:
    best = max((c.evidence.score for c in claims), default=0.0)
    covered = max((c.evidence.coverage for c in claims), default=0.0)
    near = [c for c in claims if c.evidence.score >= _COMPARABLE * best]
    return [c for c in near if c.evidence.coverage >= _COVERS * covered]


def _at_odds(wanted: Sought, one: Claim, two: Claim) -> bool:
    if wanted.compared == "date" and _begin_and_end(one.evidence, two.evidence):
        return False
    return one.against(two) and not other_edition(wanted, one, two)


def _begin_and_end(one: Evidence, two: Evidence) -> bool:
    """Whether one sentence tells when a thing begins and the other when it ends."""
    edges = ((bool(_BEGINS.search(e.text)), bool(_ENDS.search(e.text))) for e in (one, two))
    return sorted(edges) == [(False, True), (True, False)]


def _positions(
    found: Sequence[T], at_odds: Callable[[T, T], bool], same: Callable[[T, T], bool], more: Sequence[T] = ()
) -> list[list[T]]:
    """The first two found that are at odds, what says the same as one of them, and what is at odds with all of these.

    What neither says the same as a position nor contradicts each is left out: it takes none.
    """
    first = next((pair for pair in combinations(found, 2) if at_odds(*pair)), None)
    if first is None:
        return []
    positions = [[one] for one in first]
    for one in (*found, *more):
        if one in first:
            continue
        agreeing = (p for p in positions if same(one, p[0]) and not any(at_odds(one, other) for other in p))
        home = next(agreeing, None)
        if home is not None:
            home.append(one)
        elif all(at_odds(one, p[0]) for p in positions):
            positions.append([one])
    return positions
