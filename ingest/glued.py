"""Page furniture that ran into a paragraph of the story: at its head, at its end, or in the middle of a sentence."""

import re
from dataclasses import dataclass

from corpus.article import Span
from corpus.sentences import sentence_spans
from ingest.furniture import kind_of
from ingest.signatures import kind_at_the_end


@dataclass(frozen=True)
class Part:
    """A stretch of a paragraph: of the story where ``kind`` is None, else furniture of that kind."""

    text: str
    kind: str | None = None


_AT_THE_HEAD = {
    "advertisement": re.compile(
        r"(?:ad feedback )?how relevant is this ad to you\?(?: did you encounter any technical issues\?)?"
        r"(?:.{0,900}?\bmuch appreciated\.(?: close\b)?)?\s*",
        re.IGNORECASE,
    ),
    "navigation": re.compile(r"CLOSE (?=[A-Z][a-z])"),  # the button of a video, in front of its caption
    "share": re.compile(
        r"(?:(?:Facebook|Twitter|Pinterest|WhatsApp|LinkedIn|Reddit|Email|Print|Share) ){3,9}(?=[A-Z])",
    ),
}
_AT_THE_END = {
    "advertisement": re.compile(r"(?<=[.!?”\"’')])\s(?:ADVERTISEMENT|Advertisement|Story continues below)$"),
    "related": re.compile(
        r"\((?:RELATED|MORE|READ MORE|READ|SEE ALSO|ALSO READ|WATCH|Related|Read more|See also)\s*:[^()]{5,240}\)$"
    ),
}
_ENDINGS = ("ADVERTISEMENT", "Advertisement", "below", ")")
# "Jane Doe Jane Mary DoeTalks resume Talks fail MORE": a box of links, flattened behind the name that it hung on.
_BOX = re.compile(r"\b([A-Z][\w’'-]{1,30}) ((?:[A-Z(][\w.()’'-]{0,30} ){0,5}?\1)(?=[A-Z0-9'\"])")
_BOX_END = " MORE"
_LONGEST_BOX = 900
_BY_SENTENCE = frozenset({"subscribe", "share", "credit", "copyright", "advertisement", "contact"})
_CUES = ("newsletter", "sign up", "subscri", "inbox", "to this ", "journalism", "copyright", "©", "reserved", "d this ")
_CUES_AT_THE_END = (*_CUES, "follow", "reach", "contact", "mail", " is ", " are ", " covers ")
_LONGEST_CUT = 2_000  # a longer paragraph is cut by its fixed forms alone
_MORE_SENTENCES = re.compile(r"[.!?…][”\"’')\]]* *[^\s\w]?[A-Z]")
# What may accompany a sentence of a kind, and would be of the story elsewhere.
_PROMISE = re.compile(
    r"(?=[^“”\"\d]*\b(?:headlines|news|newsletter|inbox|stories|updates|alerts|tips|reviews|deals|journalism|roundup|"
    r"privacy policy|unsubscribe)\b)"
    r"(?:(?:explore|discover|get|keep|stay|join|find|catch|never miss|sign up|want|looking for)\b|"
    r"[^“”\"\d]*\b(?:you|your|us|our|we)\b)[^“”\"\d]*",
    re.IGNORECASE,
)
_COMPANIONS = {
    "subscribe": _PROMISE,
    "contact": re.compile(r"(?:Got|Have) an? (?:news )?(?:tip|story)\b[^“”\"]{0,60}\?"),
    "credit": re.compile(r"[^“”\"]{2,80} reported from [^“”\"]{2,80}|(?:[A-Z][\w.,’'&)-]* ?){1,6}"),
    "advertisement": re.compile(r"[^“”\"]{2,80} independently (?:chosen|selected|reviewed)\b[^“”\"]{0,80}"),
}
_LONGEST_PROMISE = 300


def cut(paragraph: str, *, at_the_end: bool = False, story: str = "") -> list[Part]:
    """The parts of a paragraph in order. Their texts joined are the paragraph, white space between them apart.

    A sentence stays whole or goes whole; only a box of links is cut out of the middle of one. ``at_the_end`` says
    that it is one of the last paragraphs, where the author may be told; ``story`` is what precedes it.
    """
    head, rest = _cut_head(paragraph)
    rest, tail = _cut_end(rest)
    middle = [part for stretch in _cut_boxes(rest) for part in _cut_sentences(stretch, at_the_end, story)]
    parts = [Part(part.text.strip(), part.kind) for part in (*head, *middle, *tail)]
    return [part for part in parts if part.text]


def whole(line: str, kind: str | None, *, at_the_end: bool = False) -> str | None:
    """The kind of a line whose form is of ``kind``, None if one of its sentences may be of the story after all."""
    if kind not in _BY_SENTENCE or line.startswith(("(", "[")) or not _MORE_SENTENCES.search(line):
        return kind
    return kind if all(_sentences(line, at_the_end, "").values()) else None


def _cut_head(paragraph: str) -> tuple[list[Part], str]:
    for kind, form in _AT_THE_HEAD.items():
        found = form.match(paragraph)
        if found:
            return [Part(found[0], kind)], paragraph[found.end() :]
    return [], paragraph


def _cut_end(paragraph: str) -> tuple[str, list[Part]]:
    for kind, form in _AT_THE_END.items() if paragraph.endswith(_ENDINGS) else ():
        found = form.search(paragraph, max(0, len(paragraph) - 300))
        if found:
            return paragraph[: found.start()], [Part(found[0], kind)]
    return paragraph, []


def _cut_boxes(paragraph: str) -> list[Part]:
    parts, kept = [], 0
    for found in _BOX.finditer(paragraph) if _BOX_END in paragraph else ():
        end = paragraph.find(_BOX_END, found.end(), found.end() + _LONGEST_BOX)
        if end == -1 or found.start(2) < kept:
            continue
        parts += [
            Part(paragraph[kept : found.start(2)]),
            Part(paragraph[found.start(2) : end + len(_BOX_END)], "related"),
        ]
        kept = end + len(_BOX_END)
    return [*parts, Part(paragraph[kept:])]


def _cut_sentences(stretch: Part, at_the_end: bool, story: str) -> list[Part]:
    text = stretch.text
    if stretch.kind or len(text) > _LONGEST_CUT or not _has_a_cue(text, at_the_end):
        return [stretch]
    kinds = _sentences(text, at_the_end, story)
    kept = [span for span, kind in kinds.items() if kind is None]
    if len(set(kinds.values())) == 1:
        return [Part(text, next(iter(kinds.values())))]
    if not kept:
        return [Part(text[span.start : span.end], kind) for span, kind in kinds.items()]
    start, end = kept[0].start, kept[-1].end
    before = [Part(text[span.start : span.end], kind) for span, kind in kinds.items() if span.end <= start]
    after = [Part(text[span.start : span.end], kind) for span, kind in kinds.items() if span.start >= end]
    return [*before, Part(text[start:end]), *after]


def _sentences(text: str, at_the_end: bool, story: str) -> dict[Span, str | None]:
    """The sentences of a text in order, each with its kind of furniture."""
    kinds = {span: _kind_of_sentence(text[span.start : span.end], at_the_end, story) for span in sentence_spans(text)}
    others = [span for span, kind in kinds.items() if kind is None]
    first, last = next(iter(kinds.values()), None), next(reversed(kinds.values()), None)
    accompanied = next((kind for kind in kinds.values() if kind in _COMPANIONS), None)
    if first == last == "subscribe" or (  # what stands between two calls to subscribe is a call as well
        accompanied
        and len(text) <= _LONGEST_PROMISE
        and all(_COMPANIONS[accompanied].fullmatch(text, span.start, span.end) for span in others)
    ):
        return {span: kind or accompanied for span, kind in kinds.items()}
    return kinds


def _has_a_cue(text: str, at_the_end: bool) -> bool:
    small = text.lower()
    return any(cue in small for cue in (_CUES_AT_THE_END if at_the_end else _CUES))


def _kind_of_sentence(sentence: str, at_the_end: bool, story: str) -> str | None:
    kind = kind_of(sentence)
    if kind in _BY_SENTENCE:
        return kind
    return kind_at_the_end(sentence, story) if at_the_end else None
