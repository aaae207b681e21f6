"""What the environment sets, and what it does not."""

from pathlib import Path

import pytest

from corpus.errors import SettingError
from service.settings import read_settings


@pytest.fixture
def environment(monkeypatch):
    """An environment with these variables, and none of those that would be read besides."""
    for name in (
        "DATA",
        "LLM",
        "EMBEDDER",
        "RERANKER",
        "POLICY",
        "SUPPORT_CHECK",
        "MAX_BODY_BYTES",
        "MAX_IN_FLIGHT",
        "QUEUE",
        "CORS_ORIGINS",
    ):
        monkeypatch.delenv(f"DATELINE_{name}", raising=False)
    for name in ("DATELINE_ANSWER_DEADLINE_S", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def environment(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return environment


def test_an_empty_environment_gives_a_service_without_a_model(environment):
    environment()
    settings = read_settings()
    assert settings.llm is None
    assert settings.openai_api_key is None
    assert settings.policy == "cut"
    assert settings.data == Path("data")
    assert settings.cors_origins == ()


def test_a_key_alone_switches_nothing_on(environment):
    environment(OPENAI_API_KEY="sk-canary", OPENAI_BASE_URL="https://api.example/v1")
    settings = read_settings()
    assert settings.llm is None
    assert settings.openai_api_key.get_secret_value() == "sk-canary"
    assert "canary" not in repr(settings)


def test_the_environment_is_read_and_an_option_goes_before_it(environment):
    environment(DATELINE_LLM="openai:gpt", DATELINE_DATA="/srv/a", DATELINE_POLICY="strict", DATELINE_QUEUE="7")
    settings = read_settings(data=Path("b"))
    assert (settings.llm, settings.data, settings.policy, settings.queue) == ("openai:gpt", Path("b"), "strict", 7)


def test_an_empty_variable_is_an_unset_one(environment):
    environment(DATELINE_LLM="", OPENAI_API_KEY="")
    assert read_settings().llm is None
    assert read_settings().openai_api_key is None


def test_no_env_file_is_read(environment, tmp_path, monkeypatch):
    environment()
    (tmp_path / ".env").write_text("DATELINE_LLM=openai:gpt\n")
    monkeypatch.chdir(tmp_path)
    assert read_settings().llm is None


def test_origins_are_separated_by_commas(environment):
    environment(DATELINE_CORS_ORIGINS="https://a.example, http://b.example:8080,")
    assert read_settings().cors_origins == ("https://a.example", "http://b.example:8080")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATELINE_POLICY", "lenient"),
        ("DATELINE_QUEUE", "-1"),
        ("DATELINE_MAX_IN_FLIGHT", "0"),
        ("DATELINE_MAX_BODY_BYTES", "lots"),
        ("DATELINE_ANSWER_DEADLINE_S", "0"),
        ("DATELINE_ANSWER_DEADLINE_S", "nan"),
        ("DATELINE_CORS_ORIGINS", "https://a.example/"),
        ("DATELINE_CORS_ORIGINS", "a.example"),
        ("DATELINE_CORS_ORIGINS", "https://"),
        ("DATELINE_CORS_ORIGINS", "null"),
        ("DATELINE_SUPPORT_CHECK", "vibes"),
        ("DATELINE_SUPPORT_CHECK", "nli:"),
        ("DATELINE_SUPPORT_CHECK", "judge"),  # of no model
    ],
)
def test_a_value_that_cannot_work_is_named_in_one_line(environment, variable, value):
    environment(**{variable: value})
    with pytest.raises(SettingError) as error:
        read_settings()
    assert str(error.value).startswith(f"{variable} is ")
    assert "\n" not in str(error.value)
