"""How many tokens a text takes: as the model's own service counts them, else an estimate that errs upwards."""

import asyncio
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx2 import AsyncClient

_WORD = re.compile(r"[A-Za-z]+")
_LETTERS_A_TOKEN = 3  # of a word: "government" is one token to most models, German and names take more
_SPACE = 0.15
_DIGIT = 1.1
_PUNCTUATION = 0.8
_TWO_BYTES = 1.3  # accented Latin, Greek, Cyrillic, Hebrew, Arabic
_THREE_BYTES = 2.3  # Han, Kana, Thai, Devanagari
_HANGUL = 2.8
_FOUR_BYTES = 4.0  # emoji
_UP_TO_TWO_BYTES = 0x7FF
_UP_TO_THREE_BYTES = 0xFFFF
_SECONDS = 5.0  # for the counting of one prompt


def estimated_tokens(text: str) -> int:
    """An upper estimate that goes by the script, made for the vocabulary that knows other scripts least.

    Chosen so that no text in ``docs/decisions/0026-budget.md`` takes more in a vocabulary of 49,152 tokens of English;
    the vocabularies of large models need less, for other scripts a third of it.
    """
    words = sum(-(-len(word) // _LETTERS_A_TOKEN) for word in _WORD.findall(text))
    return words + round(sum(_other(character) for character in text) + 0.5)


def _other(character: str) -> float:
    """The share of a character that is no Latin letter."""
    code = ord(character)
    if code < 0x80:
        if character.isalpha() or character == " ":
            return _SPACE if character == " " else 0.0
        return _DIGIT if character.isdigit() or character == "\n" else _PUNCTUATION
    if code <= _UP_TO_TWO_BYTES:
        return _TWO_BYTES
    if code > _UP_TO_THREE_BYTES:
        return _FOUR_BYTES
    return _HANGUL if 0xAC00 <= code <= 0xD7A3 else _THREE_BYTES


class Tokenizer:
    """The ``/tokenize`` of llama.cpp and of vLLM. A service that has none is asked once."""

    def __init__(self, http: "AsyncClient", base_url: str, api_key: str, model: str) -> None:
        self._http = http
        self._url = f"{base_url.rstrip('/').removesuffix('/v1')}/tokenize"
        self._headers = {"Authorization": f"Bearer {api_key}"}
        self._model = model
        self._there = True

    async def count(self, texts: Sequence[str]) -> list[int] | None:
        """The tokens of each text, without those that mark a beginning; ``None`` where the service does not tell."""
        if not self._there:
            return None
        try:
            async with asyncio.timeout(_SECONDS):
                return [await self._one(text) for text in texts]
        except TimeoutError:
            return None
        except Exception:  # noqa: BLE001 - a page, a 404, another shape: it cannot count, and the estimate takes over
            self._there = False
            return None

    async def _one(self, text: str) -> int:
        asked = {"content": text, "model": self._model, "prompt": text, "add_special_tokens": False}
        answer = await self._http.post(self._url, json=asked, headers=self._headers)
        answer.raise_for_status()
        tokens = json.loads(answer.content)["tokens"]
        if not isinstance(tokens, list):
            raise TypeError("tokens must be a list")
        return len(tokens)
