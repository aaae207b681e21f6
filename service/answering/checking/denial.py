"""What a sentence says is not so: "will not attend", "refused to attend", "skipped the summit"."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from corpus.terms import STOP_WORDS, Term, stem
from service.answering.checking.values import REMEMBERED, read_terms

_DENIALS = re.compile(
    r"\b(?P<not>not(?! (?:only|just|least)\b)|never|cannot|hardly|unlikely|untrue|false|fail(?:s|ed|ing)? to"
    r"|refus(?:es?|ed|ing|al) to|declin(?:es?|ed|ing) to)\b|(?P<nt>n['’]t\b)"
    r"|\b(?P<no>no(?! doubt\b)|none|nobody|nothing|without|neither|nor)\b"
    r"|\b(?P<undo>cancel\w*|skip(?:s|ped|ping)?|withdr(?:aw|aws|ew|awn|awing|awals?)|boycott\w*"
    r"|miss(?:es|ed|ing)?(?= (?:out|the|an?|his|her|its|their|this|that|most|much|all)\b)"
    r"|abandon\w*|scrap(?:s|ped|ping)?|absen(?:t|ce|ces)|shun\w*|snub\w*|reject\w*|den(?:y|ies|ied|ying)|refus\w+"
    r"|refrain\w*|(?:pull|opt|back|bow)(?:s|ed|ing)? out|stay(?:s|ed|ing)? (?:away|(?:at )?home)"
    r"|g[ai]v(?:e|es|ing) up|turn(?:s|ed|ing)? (?:\w+ ){0,5}down|call(?:s|ed|ing)? (?:\w+ ){0,5}off"
    r"|declin(?:es?|ed|ing) (?:the|an|his|her|its)"
    r"|drop(?:s|ped|ping)? (?:out|(?:(?:the|a|his|her|its|their) )?(?:plans?|trip|bid|visit)))\b",
    re.IGNORECASE,
)
_SUBJECT_BEGINS = re.compile(
    r"[;:.!?()“”\"\n]|, and\b|\b(?:but|while|although|whereas|which|who|because)\b", re.IGNORECASE
)
_CLAUSE_ENDS = re.compile(r"[,;:.!?()“”\"\n]|\b(?:and|but|while|although|whereas|because)\b", re.IGNORECASE)
# These say little alone; what is denied is the word after them: "does not plan to attend".
_LIGHT = frozenset(map(stem, "plan plans want intend expect expected wish seek decide agree mean able go".split()))
_ADVERB = 7  # letters from which a word in "ly" is taken for one: not "July", not "ally"
_SUBJECT = 6  # words before a denial among which its subject is looked for

Kind = Literal["not", "no", "undo"]


@dataclass(frozen=True)
class Denial:
    """Stems of the content words before it and of the words that it denies, the weighty one last.

    ``not`` turns over a verb, ``no`` a noun, ``undo`` is a verb that says of something that it does not happen.
    """

    kind: Kind
    subject: frozenset[str]
    denied: tuple[str, ...]
    verb: str = ""  # the word right before a "no": "found no evidence" is "did not find evidence"
    words: tuple[str, ...] = ()  # the denial as it is written


@lru_cache(REMEMBERED)
def denials(text: str) -> tuple[Denial, ...]:
    """The denials of an English text, in order; in linear time."""
    marks = list(_DENIALS.finditer(text))
    if not marks:
        return ()
    words = [term for term in read_terms(text) if term.end - term.start > 1 and term.stem not in STOP_WORDS]
    starts = [word.start for word in words]
    begins = [0, *(match.end() for match in _SUBJECT_BEGINS.finditer(text))]
    ends = [*(match.start() for match in _CLAUSE_ENDS.finditer(text)), len(text)]
    found = []
    for mark in marks:
        here, beyond = bisect_left(starts, mark.start()), bisect_left(starts, mark.end())
        begin, end = begins[bisect_left(begins, mark.start() + 1) - 1], ends[bisect_left(ends, mark.end())]
        before = words[max(0, here - _SUBJECT) : here]
        subject = frozenset(word.stem for word in before if begin <= word.start and word.end <= mark.start())
        following = takewhile(lambda word: word.start < end, words[beyond : beyond + _SUBJECT])  # noqa: B023 - used at once
        kind: Kind = "undo" if mark["undo"] else "no" if mark["no"] else "not"
        verb = words[here - 1].stem if kind == "no" and here and words[here - 1].end == mark.start() - 1 else ""
        found.append(Denial(kind, subject, _denied(text, following, 1 if kind == "not" else 2), verb, (mark.group(),)))
    return tuple(found)


def contradict(statement: str, said: frozenset[str], quote: str, told: frozenset[str]) -> tuple[str, ...]:
    """The words at which a statement denies what a quote says of the same subject, or the other way round.

    ``said`` and ``told`` are the stems of both. Empty where neither does; never where a statement has more denials
    than the quote.
    """
    mine, theirs = denials(statement), denials(quote)
    if not theirs:
        return mine[0].words if mine else ()
    denied_here, denied_there = _all_denied(mine), _all_denied(theirs)
    if len(mine) > len(theirs):
        return next((d for d in mine if not {*d.denied, d.verb} & denied_there), mine[-1]).words
    turned = [d.words for d in mine if d.kind == "not" and d.denied and d.denied[-1] in told - denied_there]
    turned += [d.denied for d in theirs if _turns_over(d, said, denied_here, mine)]
    subjects = [d.subject for d in theirs if d.kind != "no"]
    turned += [
        d.words
        for d in mine
        if d.kind != "no" and d.subject and d.subject <= told and all(s and not s & d.subject for s in subjects)
    ]
    return turned[0] if turned else ()


def _turns_over(theirs: Denial, said: frozenset[str], denied_here: frozenset[str], mine: tuple[Denial, ...]) -> bool:
    match theirs.kind:
        case "not":
            of_same = not theirs.subject or bool(theirs.subject & said)
            return of_same and bool(theirs.denied) and theirs.denied[-1] in said - denied_here
        case "no":
            return not mine and len(theirs.denied) > 1 and said.issuperset(theirs.denied)
        case "undo":
            return not mine and bool(theirs.subject & said) and bool(said.intersection(theirs.denied))


def _all_denied(found: Iterable[Denial]) -> frozenset[str]:
    return frozenset(stem for denial in found for stem in (*denial.denied, denial.verb))


def _denied(text: str, following: Iterable[Term], weighty: int) -> tuple[str, ...]:
    """The words up to the first, or second, that is neither light nor an adverb: "not been officially disclosed"."""
    taken: list[str] = []
    for word in following:
        taken.append(word.stem)
        adverb = text.endswith("ly", word.start, word.end) and word.end - word.start >= _ADVERB
        weighty -= word.stem not in _LIGHT and not adverb
        if not weighty:
            break
    return tuple(taken)
