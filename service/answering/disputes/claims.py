"""What one sentence claims in answer to a question: a date, a number, a name, places, yes or no."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.dates import DateMention, find_dates
from corpus.terms import Term, content_stems, stem, terms
from service.answering.checking.denial import denials
from service.answering.checking.values import stem_in
from service.answering.disputes.places import Place, place
from service.answering.disputes.proper_names import Casing, ProperName, proper_names
from service.answering.disputes.quantities import Quantity, amounts, counts, nouns
from service.answering.disputes.sought import HOLDERS, ONE_ALONE, Sought
from service.answering.evidence import Evidence

Value = DateMention | Quantity | ProperName | Place | bool

_AFTER = 40  # characters that a name which follows the words of a question is farther off than one before them
_BESIDE = 2  # characters between what stands directly side by side: "CEO Tim Cook"
_BY = re.compile(r"\bby\b|[:;]|\b(?:is|was|are|to)\b")
_OF = re.compile(r"\s+(?:of|at|for)\b")
_WHERE = frozenset("in at near outside to from".split())
# A name right after these is no subject: it says where, against whom, of what.
_NOT_SUBJECT = frozenset(
    """in at near on of from with against over during after before than for outside into beat beats beating defeat
    defeats defeated defeating thrashed edged""".split()
)
_PEOPLES = re.compile(r"[A-Z]\w+(?:ese|ian|ean|ish|can|lese|-born|-based)\Z|(?:French|Dutch|Greek|Swiss|Thai|German)\Z")
_DATELINE = re.compile(r"\)?\s*(?:\.\.\.|[…—–|·/•-])")
_SINCE = re.compile(r"\b(?:since|until|till|before|after|ahead of)\s+\Z", re.IGNORECASE)
_FINE = ("day", "month", "year")
_INFINITE = re.compile(r"\bto\s\Z")
_SAYING = re.compile(r"\b(?:said|says|told|announced|declared|confirmed|wrote|warned|decided)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Claim:
    """What a sentence says in answer; ``beside`` are values of the same kind that its story names as well.

    It has several ``values`` where it names a place by its town and by its country.
    """

    evidence: Evidence
    values: tuple[Value, ...]
    beside: tuple[Value, ...] = ()

    def against(self, other: "Claim") -> bool:
        """Whether both cannot be true: there is a value of each that agrees with nothing in the other's story."""
        return any(
            _comparable(mine, theirs)
            and not any(_agree(mine, told) for told in (theirs, *other.beside))
            and not any(_agree(told, theirs) for told in self.beside)
            for mine in self.values
            for theirs in other.values
        )

    def same_as(self, other: "Claim") -> bool:
        """Whether both tell one value."""
        pairs = [(mine, theirs) for mine in self.values for theirs in other.values if _comparable(mine, theirs)]
        return any(_agree(mine, theirs) for mine, theirs in pairs)


def claim(sought: Sought, evidence: Evidence, story: Sequence[str], known: Casing) -> Claim | None:
    """What a sentence claims, read with the texts of its story; ``None`` where it tells nothing of the kind sought."""
    match sought.compared:
        case "date":
            return _date(sought, evidence)
        case "count" | "amount":
            return _number(sought, evidence, story)
        case "name" | "place":
            return _names(sought, evidence, story, known)
        case "yes_no":
            return _yes_no(sought, evidence)
        case "reason":
            return None


def _comparable(one: Value, two: Value) -> bool:
    """Whether two values are of one kind: days with days, dollars with dollars, towns with towns."""
    match one, two:
        case DateMention(), DateMention():
            return _precision(one) == _precision(two)
        case Quantity(), Quantity():
            return one.comparable_with(two)
        case Place(), Place():
            return one.size == two.size
    return type(one) is type(two)


def _agree(one: Value, two: Value) -> bool:
    match one, two:
        case DateMention(), DateMention():
            return one.agrees_with(two)
        case Quantity(), Quantity():
            return one.agrees_with(two)
        case ProperName(), ProperName():
            return one.same_as(two)
        case Place(), Place():
            return one.name.same_as(two.name)
    return one == two


def _date(sought: Sought, evidence: Evidence) -> Claim | None:
    text = evidence.text
    words = terms(text)
    places = _places(words, sought) if sought.anchors else [w.start for w in words if stem_in(w.stem, _stems(sought))]
    mentions = [d for d in find_dates(text) if text[d.start : d.end] not in sought.years and _dates_it(text, d)]
    if not places:
        return None
    near = [(_gap(places, d.start), d) for d in mentions]
    told = [(abs(place - d.start), d) for place, d in near if not _said(text, place, d, words, sought)]
    if not told:
        return None
    nearest = min(told, key=lambda pair: (_FINE.index(_precision(pair[1])), pair[0]))[1]
    published = evidence.candidate.article.published.value
    year = int(published[:4]) if published else int(min(sought.years)) if len(sought.years) == 1 else None
    told_in_full = nearest.in_year(year)
    if sought.edge is not None:
        day = told_in_full.first if sought.edge == "first" else told_in_full.last
        told_in_full = replace(told_in_full, first=day, last=day)
    return Claim(evidence, (told_in_full,))


def _dates_it(text: str, date: DateMention) -> bool:
    """Whether something takes place on a date: it is none of publication, before the sentence, and no "since"."""
    dateline = not text[: date.start].strip(" (") and bool(_DATELINE.match(text, date.end))
    return not dateline and not _SINCE.search(text, max(0, date.start - 12), date.start)


def _said(text: str, place: int, date: DateMention, words: Sequence[Term], sought: Sought) -> bool:
    """Whether a verb of saying parts a date from the question's words: then it dates what was said."""
    saying = _SAYING.search(text, *sorted((place, date.start)))
    return saying is not None and not any(
        word.start == saying.start() and any(word.stem in anchor for anchor in sought.anchors) for word in words
    )


def _gap(places: Sequence[int], start: int) -> int:
    after = bisect_left(places, start)
    return min(places[max(0, after - 1) : after + 1], key=lambda place: abs(start - place))


def _places(words: Sequence[Term], sought: Sought) -> list[int]:
    for anchor in sought.anchors:
        found = [word.start for word in words if word.stem in anchor]
        if found:
            return found
    return []


def _number(sought: Sought, evidence: Evidence, story: Sequence[str]) -> Claim | None:
    near = nouns(sought.asked.text)
    named = sought.asked.kind != "how_much" and sought.compared == "amount"
    if named and near and not near & frozenset(content_stems(evidence.text)):
        return None

    def told(text: str) -> tuple[Quantity, ...]:
        if sought.compared == "count":
            return counts(sought.asked, text)
        return amounts(text, near or _stems(sought), plain=named)

    found = told(evidence.text)
    return (
        Claim(evidence, found[:1], tuple(q for text in (evidence.text, *story) for q in told(text))) if found else None
    )


def _names(sought: Sought, evidence: Evidence, story: Sequence[str], known: Casing) -> Claim | None:
    text = evidence.text
    found = [name for name in proper_names(text, known) if not _asked_of(name, sought)]
    beside = tuple(n for told in story for n in proper_names(told, known) if not _asked_of(n, sought))
    anchors = _anchors(text, sought)
    if _another_thing(text, sought, known):
        return None
    if sought.compared == "place" and sought.where:
        return _places_told(sought, evidence, found, beside)
    found = [n for n in found if not _no_subject(text, n, sought) or _beside(n, anchors)]
    if not anchors or not found:
        return None
    chosen = min(found, key=lambda name: (_distance(text, name, anchors), name.start))
    if sought.compared == "name":
        return Claim(evidence, (chosen,), beside)
    one = place(chosen)
    return Claim(evidence, (one,), tuple(map(place, beside))) if one.size in sought.sizes else None


def _places_told(
    sought: Sought, evidence: Evidence, found: Sequence[ProperName], beside: Sequence[ProperName]
) -> Claim | None:
    """Of each size of places the one that stands nearest to the question's words."""
    text = evidence.text
    words = terms(text)
    near = _places(words, sought) or [word.start for word in words if word.stem in _stems(sought)]
    told = [n for n in found if _word_before(text, n) in _WHERE or _word_before(text, n).endswith(",")]
    by_size: dict[str, Place] = {}
    for name in sorted(told, key=lambda name: abs(_gap(near, name.start) - name.start)) if near else ():
        by_size.setdefault(place(name).size, place(name))
    values = tuple(place for size, place in by_size.items() if size in sought.sizes)
    return Claim(evidence, values, tuple(map(place, beside))) if values else None


def _beside(name: ProperName, anchors: Sequence[tuple[int, int]]) -> bool:
    """Whether a name stands directly before or after a word: "the office of Ann Lee, chief of the agency"."""
    return any(0 <= start - name.end <= _BESIDE for start, _ in anchors)


def _asked_of(name: ProperName, sought: Sought) -> bool:
    """Whether a name is one that the question names itself."""
    return any(stem_in(stem, _stems(sought)) for stem in name.stems)


def _no_subject(text: str, name: ProperName, sought: Sought) -> bool:
    """Whether a name cannot be the one who did it: it follows a preposition, stands in brackets, names a people."""
    before = _word_before(text, name)
    given = before == "to" and not any("award" in anchor for anchor in sought.anchors)
    inside = text.rfind("(", 0, name.start) > text.rfind(")", 0, name.start)
    return before in _NOT_SUBJECT or given or inside or (len(name.stems) == 1 and bool(_PEOPLES.match(name.text)))


def _word_before(text: str, name: ProperName) -> str:
    words = [word for word in text[max(0, name.start - 24) : name.start].lower().split() if word not in {"the", "a"}]
    return words[-1] if words else ""


def _anchors(text: str, sought: Sought) -> list[tuple[int, int]]:
    """Where the words of a question stand that one alone can be, but those that are said of something else."""
    words = terms(text)
    alone = [anchor for anchor in sought.anchors if anchor & ONE_ALONE]
    found = [(word.start, word.end) for anchor in alone for word in words if word.stem in anchor]
    return [(start, end) for start, end in found if not _of_another(text, end, words, sought)]


def _of_another(text: str, end: int, words: Sequence[Term], sought: Sought) -> bool:
    """Whether "president of" goes on with something that the question does not name."""
    of = _OF.match(text, end)
    if of is None:
        return False
    following = [word.stem for word in words if word.start >= of.end()][:5]
    return not any(stem_in(word, _stems(sought)) for word in following)


def _distance(text: str, name: ProperName, anchors: Sequence[tuple[int, int]]) -> int:
    def one(start: int, end: int) -> int:
        if name.end <= start:
            return name.start if _INFINITE.search(text, max(0, start - 4), start) else start - name.end
        between = text[end : name.start]
        holder = stem(text[start:end]) in HOLDERS
        if holder and len(between) <= _BESIDE:
            return 0
        return name.start - end + (0 if _BY.search(between) else _AFTER)

    return min(one(start, end) for start, end in anchors)


def _another_thing(text: str, sought: Sought, known: Casing) -> bool:
    """Whether a sentence names only what has a longer name than what is asked of: NBA Draft Combine for NBA Draft."""
    asked = frozenset().union(*sought.asked.names)
    longer = [name.longer_than(asked) for name in proper_names(text, known) if asked & frozenset(name.stems)]
    return bool(longer) and all(longer)


def _yes_no(sought: Sought, evidence: Evidence) -> Claim | None:
    """No where what is asked is denied, yes where it is told and nothing in the sentence is denied, else nothing."""
    asked, told = _stems(sought), frozenset(content_stems(evidence.text))
    found = denials(evidence.text)
    of_it = [d for d in found if any(stem_in(word, asked) for word in d.denied)]
    if any(not d.subject or d.subject & asked for d in of_it):
        return Claim(evidence, (False,))
    whole = all(stem_in(word, told) for word in asked)
    return Claim(evidence, (True,)) if whole and not found else None


def _stems(sought: Sought) -> frozenset[str]:
    return frozenset(sought.asked.stems)


def _precision(mention: DateMention) -> str:
    if mention.first.day is not None:
        return "day"
    return "month" if mention.first.month is not None else "year"
