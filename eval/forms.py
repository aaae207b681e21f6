"""Whether a text says something, where a person listed the forms in which it may be said."""

import re
import unicodedata
from collections.abc import Iterable

Forms = tuple[str, ...]

_DASHES = re.compile(r"(?: ?[-\u2010-\u2015\u2212])+ ?")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def plain(text: str) -> str:
    """One spelling for what reads the same: NFKC, lower case, straight quotes, one space, ``-`` for every dash."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_QUOTES)
    return _DASHES.sub("-", " ".join(folded.split()))


def says(text: str, form: str) -> bool:
    """Whether a form stands in a text as whole words: ``5 percent`` is in neither ``25 percent`` nor ``1.5 percent``.

    Both are compared as `plain` spells them.
    """
    wanted = re.escape(plain(form))
    return re.search(rf"(?<!\w)(?<!\d[.,]){wanted}(?!\w)(?![.,]\d)", plain(text)) is not None


def says_any(text: str, forms: Iterable[str]) -> bool:
    """Whether a text says at least one of the forms."""
    return any(says(text, form) for form in forms)
