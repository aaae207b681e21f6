"""The prompts, as files beside this one. Each is versioned by the hash of its text and checked when loaded.

A prompt file has two parts, ``# system`` and ``# user``, each opened by that line alone. Placeholders are those of
``string.Template`` (``$name``); what is put in for them is never looked at again, so a value may contain ``$name``.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Literal

ABSTAIN = "The archive does not answer this."
"""What a model writes, word for word, where the sources hold no answer; prompt and code share it."""

_PART = re.compile(r"^# (\w+)[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z_]+")


class PromptError(ValueError):
    """A prompt file is missing, lacks a part, or its placeholders are not those that the code fills."""


@dataclass(frozen=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True)
class Prompt:
    """A prompt whose placeholders are known to be the expected ones; ``version`` is 12 hex digits."""

    name: str
    version: str
    placeholders: frozenset[str]
    system: str
    user: str

    def fill(self, **values: str) -> tuple[Message, Message]:
        """The system and the user message with every placeholder replaced.

        Raises:
            PromptError: a value is missing or has no placeholder.
        """
        if values.keys() != self.placeholders:
            raise PromptError(f"prompt {self.name!r} wants {_listed(self.placeholders)}, not {_listed(values.keys())}")
        return (
            Message("system", Template(self.system).substitute(values)),
            Message("user", Template(self.user).substitute(values)),
        )


@cache
def load(name: str, placeholders: frozenset[str]) -> Prompt:
    """The prompt in ``prompts/NAME.md``, with exactly these placeholders.

    Raises:
        PromptError: there is no such file, or it is not such a prompt.
    """
    if not _NAME.fullmatch(name):
        raise PromptError(f"{name!r} cannot be the name of a prompt: use a-z and _")
    try:
        text = files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"prompts/{name}.md cannot be read: {error}") from error
    return parse(name, text, placeholders)


def parse(name: str, text: str, placeholders: AbstractSet[str]) -> Prompt:
    """Read a prompt from the text of its file.

    Raises:
        PromptError: not one system part and then one user part, or other placeholders than these.
    """
    before, *parts = _PART.split(text)
    if before.strip() or parts[::2] != ["system", "user"] or not all(part.strip() for part in parts[1::2]):
        raise PromptError(f"prompt {name!r} must consist of a part '# system' and then a part '# user'")
    system, user = (part.strip() for part in parts[1::2])
    found = _identifiers(name, system) | _identifiers(name, user)
    if found != placeholders:
        raise PromptError(f"prompt {name!r} has the placeholders {_listed(found)}, not {_listed(placeholders)}")
    return Prompt(name, sha256(text.encode()).hexdigest()[:12], frozenset(placeholders), system, user)


def _identifiers(name: str, text: str) -> set[str]:
    template = Template(text)
    if not template.is_valid():
        raise PromptError(f"prompt {name!r} has a '$' that opens no placeholder: write '$$' for the sign itself")
    return set(template.get_identifiers())


def _listed(names: AbstractSet[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names)) or "none"
