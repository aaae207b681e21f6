"""Who wrote it and how to reach them: what the last lines of an article tell that is no part of the story."""

import re

from corpus.sentences import sentence_spans

_LONGEST = 600  # what begins like a biography and is longer is a paragraph of the story
_ADDRESS = r"(?:@\w|\bon (?:twitter|facebook|instagram|x|bluesky|mastodon|threads)\b|\w@\w|\[email protected\])"
_CONTACT = re.compile(
    rf"(?:(?:you can )?(?:follow|reach|e-?mail|write to)|"
    rf"(?:please )?send (?:tips|letters|comments|e-?mails?|him|her|them)|"
    rf"(?:got|have) a (?:news )?tip\b|contact (?:the (?:author|reporter|writer)|\S+ ?\S* reporter|us|him|her|them|"
    rf"(?-i:[A-Z])\S+ (?-i:[A-Z])\S+)|(?:he|she|they) can be (?:reached|followed)|let us know)\b"
    rf"(?=.*{_ADDRESS})[^“”\"]{{5,300}}",
    re.IGNORECASE,
)
_NAME = r"(?-i:[A-Z])[\w.’'-]+(?: (?:(?-i:[A-Z])[\w.’'-]*|de|van|von|der|bin|al|la)){0,4}"
_ROLE = (
    r"(?:analyst|reporter|correspondent|editor|fellow|intern|journalist|writer|columnist|researcher|professor|director|"
    r"contributor|author|president|producer|lecturer|historian|scholar|strategist|founder|co-founder|economist|critic)s?\b"
)
_BIOGRAPHY = re.compile(
    rf"(?:about the author:?\s*)?(?P<name>{_NAME})(?:(?:,| and) {_NAME})?,? ?"
    rf"(?:(?:is|are) (?:(?:an?|the) (?:[^\s.!?]+ ){{0,9}}?|(?:[^\s.!?]+ ){{0,3}}?){_ROLE}|"
    r"(?:covers|writes about|reports on)\b[^.!?]{2,120}?\b(?:for|at)\b (?:the )?(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[“”\"]|\b(?:said|says|told)\b")
_AUTHOR = re.compile(
    rf"(?!the )(?P<name>{_NAME})(?:,| (?:is|are|covers|writes|reports|works)\b)"
    rf"(?=[^“”\"]*\b(?:follow|reach(?:ed)?|contact|e-?mail(?:ed)?|is on twitter)\b[^“”\"]{{0,80}}?{_ADDRESS})[^“”\"]*",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[A-Z]\w+")
_OF_THE_AUTHOR = re.compile(
    rf"\b(?:he|she|they|his|her|their|him|them|author|authors|follow|views|opinions|column|subscri\w*|journalism)\b|{_ADDRESS}",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(
    r"editor[’']s note: ?[^“”\"]{0,200}\b(?:views|opinions) expressed\b.*|"
    r"(?:the )?(?:views|opinions) expressed (?:in this|here|by)\b[^“”\"]{0,300}",
    re.IGNORECASE,
)


def kind_at_the_end(line: str, story: str) -> str | None:
    """The kind of furniture that one of the last lines is: ``contact``, ``biography``. ``story`` is what precedes it.

    A biography tells who somebody is of whom the story says nothing: a person of the story is named in it.
    """
    if len(line) > _LONGEST:
        return None
    if _CONTACT.fullmatch(line):
        return "contact"
    if _TO_THE_READER.fullmatch(line):
        return "biography"
    author, told = _AUTHOR.fullmatch(line), None if _SPEECH.search(line) else _BIOGRAPHY.match(line)
    is_author = author is not None and " " in author["name"]
    is_unknown = told is not None and " " in told["name"] and told["name"].split()[-1] not in story
    return "biography" if (is_author or is_unknown) and _is_of_one_person(line) else None


def _is_of_one_person(biography: str) -> bool:
    """Whether each sentence tells of those whom the first one names."""
    first, *others = (biography[span.start : span.end] for span in sentence_spans(biography))
    names = set(_CAPITAL.findall(first)) - {"The", "In", "A"}
    return all(_OF_THE_AUTHOR.search(other) or not names.isdisjoint(_CAPITAL.findall(other)) for other in others)
