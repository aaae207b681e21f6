"""The language of an article: the tag that is stated, else what its text is written in."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})  # tags of BCP 47 that name none
_CURRENT = {"iw": "he", "in": "id", "ji": "yi"}  # codes that were replaced

_SAMPLES = (200, 1000)  # characters that are read: more of them where the first leave a doubt
_LEAST = 60  # of a shorter text nobody can be sure
_SURE = 0.9  # py3langid's probability


def language_tag(stated: str) -> str | None:
    """A BCP 47 tag as it is usually written (``en``, ``en-GB``, ``zh-Hant``), or ``None`` where the text is none."""
    if not _TAG.fullmatch(stated):
        return None
    language, *rest = re.split("[-_]", stated)
    if language.lower() in _NO_LANGUAGE:
        return None
    cased = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([_CURRENT.get(language.lower(), language.lower()), *cased])


def detect_language(text: str) -> str | None:
    """The language that a text is written in, if py3langid is sure of it.

    It knows 97 languages by their letters (Lui and Baldwin, langid.py, 2012). Reading its model takes 0.8 s, once.
    """
    for length in _SAMPLES:
        sample = text[:length].encode("utf-8", "replace")
        if len(sample) < _LEAST:
            return None
        language, probability = _identifier().classify(sample)
        if probability >= _SURE:
            return language_tag(language)
    return None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 0.8 s, where no language is stated

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
