"""Where articles that are no copies of each other say different things: dates, numbers, and stated reasons."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.dates import DateMention
from corpus.terms import content_stems
from service.answering.asked import Asked
from service.answering.evidence import Evidence, answering
from service.answering.values import counted, nearest_date, numbers

_COMPARABLE = 0.8  # of the best sentence's coverage: what bears on the question less may speak of something else
_SAME_REASON = 0.62  # cosine of two sentences from which they give one reason
_POSITIONS = 4
_BEGINS = re.compile(r"\b(?:begin|began|start|open)\w*", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:end(?:s|ed|ing)?|clos(?:e|es|ed|ing)|conclud\w*|finish\w*)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Dispute:
    """Two or more incompatible positions, each with the sentences that take it, best first."""

    positions: tuple[tuple[Evidence, ...], ...]


def find_dispute(asked: Asked, evidence: Sequence[Evidence]) -> Dispute | None:
    """The disagreement among the sentences that answer a question, where the articles have one.

    Compared are one sentence a story at most, of those that bear on the question about as well as the best: dates of
    one precision for a "when", numbers of one unit for a "how many", reasons for a "why". Of one outlet the latest
    piece speaks: an older figure of its own was replaced, not contradicted.
    """
    found = _latest_of_each_outlet(_one_a_story(answering(evidence)))
    match asked.kind:
        case "when":
            positions = _by_date(asked, _comparable(found))
        case "how_many" | "how_much":
            positions = _by_number(asked, _comparable(found))
        case "why":
            positions = _grouped(found, _same_reason)
        case _:
            return None
    return Dispute(tuple(map(tuple, positions[:_POSITIONS]))) if len(positions) > 1 else None


def _by_date(asked: Asked, evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    subject = frozenset(asked.stems)
    dated: list[tuple[Evidence, DateMention]] = []
    for e in evidence:
        mention = nearest_date(e.text, subject)
        if mention is not None:
            published = e.candidate.article.published.value
            dated.append((e, mention.in_year(int(published[:4]) if published else None)))
    if not dated:
        return []
    precision = _precision(dated[0][1])
    values = {e: mention for e, mention in dated if _precision(mention) == precision}
    kept = [e for e, mention in dated if _precision(mention) == precision]
    kept.sort(key=lambda e: values[e].first == values[e].last)  # a day joins the one range that it lies in
    return _grouped(kept, lambda one, two: values[one].agrees_with(values[two]) or _begin_and_end(one, two))


def _by_number(asked: Asked, evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    def told(e: Evidence) -> frozenset[tuple[float, str]]:
        found = counted(e.text, asked.units) if asked.kind == "how_many" else [n for n in numbers(e.text) if n.unit]
        return frozenset((number.value, number.unit) for number in found)

    if not evidence:
        return []
    units = {unit for _, unit in told(evidence[0])}
    kept = [e for e in evidence if units & {unit for _, unit in told(e)}]
    return _grouped(kept, lambda one, two: bool(told(one) & told(two)))


def _begin_and_end(one: Evidence, two: Evidence) -> bool:
    """Whether one sentence tells when a thing begins and the other when it ends."""
    edges = ((bool(_BEGINS.search(e.text)), bool(_ENDS.search(e.text))) for e in (one, two))
    return sorted(edges) == [(False, True), (True, False)]


def _grouped(evidence: Sequence[Evidence], same: Callable[[Evidence, Evidence], bool]) -> list[list[Evidence]]:
    groups: list[list[Evidence]] = []
    for e in evidence:
        home = next((group for group in groups if same(group[0], e)), None)
        if home is None:
            groups.append([e])
        else:
            home.append(e)
    return groups


def _same_reason(one: Evidence, two: Evidence) -> bool:
    first, second = frozenset(content_stems(one.text)), frozenset(content_stems(two.text))
    overlap = len(first & second) / max(1, min(len(first), len(second)))
    return float(one.vector @ two.vector) >= _SAME_REASON or overlap >= 0.5


def _comparable(evidence: Sequence[Evidence]) -> list[Evidence]:
    best = max((e.coverage for e in evidence), default=0.0)
    return [e for e in evidence if e.coverage >= _COMPARABLE * best]


def _one_a_story(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each article; copies were collapsed when the passages were retrieved."""
    seen: dict[str, Evidence] = {}
    for e in evidence:
        seen.setdefault(e.candidate.article.id, e)
    return list(seen.values())


def _latest_of_each_outlet(evidence: Sequence[Evidence]) -> list[Evidence]:
    latest: dict[str, str] = {}
    for article in (e.candidate.article for e in evidence):
        if article.publisher and article.published.value:
            latest[article.publisher] = max(article.published.value, latest.get(article.publisher, ""))
    return [e for e in evidence if _is_latest(e.candidate.article, latest)]


def _is_latest(article: Article, latest: dict[str, str]) -> bool:
    day = article.published.value
    return article.publisher is None or day is None or day >= latest[article.publisher]


def _precision(mention: DateMention) -> str:
    if mention.first.day is not None:
        return "day"
    return "month" if mention.first.month is not None else "year"
