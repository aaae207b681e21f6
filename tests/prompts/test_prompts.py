import re
from hashlib import sha256
from importlib.resources import files

import pytest

from prompts import ABSTAIN, Message, PromptError, load, parse

WANTED = frozenset({"name"})
TEXT = "# system\n\nBe brief.\n\n# user\n\nGreet $name.\n"
ANSWER = frozenset({"mark", "as_of", "sources", "question", "markers", "abstain"})
CONDENSE = frozenset({"history", "question"})
SHIPPED = pytest.mark.parametrize(("name", "placeholders"), [("answer", ANSWER), ("condense", CONDENSE)])


def test_a_prompt_becomes_a_system_and_a_user_message():
    assert parse("hello", TEXT, WANTED).fill(name="Ada") == (
        Message("system", "Be brief."),
        Message("user", "Greet Ada."),
    )


def test_what_is_put_in_is_never_looked_at_again():
    value = "$name ${name} $$ $other # user"
    assert parse("hello", TEXT, WANTED).fill(name=value)[1].content == f"Greet {value}."


def test_the_version_is_the_start_of_the_hash_of_the_text():
    assert parse("hello", TEXT, WANTED).version == sha256(TEXT.encode()).hexdigest()[:12]
    assert parse("hello", TEXT + " ", WANTED).version != parse("hello", TEXT, WANTED).version


@pytest.mark.parametrize("placeholders", [set(), {"other"}, {"name", "other"}])
def test_other_placeholders_than_expected_are_refused(placeholders):
    with pytest.raises(PromptError, match=r"has the placeholders \$name"):
        parse("hello", TEXT, placeholders)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Greet $name.",
        "# user\n\nGreet $name.",
        "# user\n\nGreet $name.\n\n# system\n\nBe brief.",
        "# system\n\n# user\n\nGreet $name.",
        "A note.\n\n" + TEXT,
        TEXT + "\n# user\n\nAgain.",
        TEXT + "\n# assistant\n\nHello.",
    ],
)
def test_a_file_without_exactly_the_two_parts_is_refused(text):
    with pytest.raises(PromptError, match="must consist of"):
        parse("hello", text, WANTED)


def test_a_dollar_that_opens_no_placeholder_is_refused():
    with pytest.raises(PromptError, match=r"write '\$\$'"):
        parse("hello", TEXT + "It costs $5.", WANTED)


@pytest.mark.parametrize("values", [{}, {"other": "x"}, {"name": "x", "other": "x"}])
def test_values_must_be_those_of_the_placeholders(values):
    with pytest.raises(PromptError, match="wants"):
        parse("hello", TEXT, WANTED).fill(**values)


@pytest.mark.parametrize("name", ["nothing", "../pyproject", "answer.md", "", "ANSWER"])
def test_a_prompt_that_does_not_exist_is_refused(name):
    with pytest.raises(PromptError):
        load(name, WANTED)


@SHIPPED
def test_a_shipped_prompt_loads_with_the_placeholders_that_the_code_fills(name, placeholders):
    prompt = load(name, placeholders)

    assert prompt.name == name
    assert re.fullmatch(r"[0-9a-f]{12}", prompt.version)


@SHIPPED
def test_no_shipped_prompt_holds_anything_that_reads_like_a_marker(name, placeholders):
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    assert not re.search(r"[\[【(]\s*\w{0,4}\d", text)


def test_in_the_answer_prompt_the_sources_come_before_the_question_and_the_rules_with_the_markers_last():
    user = load("answer", ANSWER).user
    order = [user.index(part) for part in ("$as_of", "$sources", "Question: $question", "How to answer", "$markers")]
    assert order == sorted(order)
    assert "$markers" in user.splitlines()[-1]


def test_the_answer_prompt_takes_the_phrase_of_abstaining_from_the_code():
    text = files("prompts").joinpath("answer.md").read_text(encoding="utf-8")
    assert ABSTAIN not in text
    system, _ = load("answer", ANSWER).fill(**dict.fromkeys(ANSWER - {"abstain"}, ""), abstain=ABSTAIN)
    assert system.content.endswith(ABSTAIN)
