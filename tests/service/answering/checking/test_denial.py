import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.checking.denial import denials
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "kind", "subject", "denied"),
    [
        ("Ishiba will not attend the summit.", "not", {"ishiba"}, ("attend",)),
        ("Lee doesn't plan to attend it.", "not", {"lee"}, ("plan", "attend")),
        ("Lee refused to attend it.", "not", {"lee"}, ("attend",)),
        ("Lee is unlikely to come.", "not", {"lee"}, ("come",)),
        ("No official reason was given.", "no", set(), ("offici", "reason")),
        ("Lee skipped the NATO summit.", "undo", {"lee"}, ("nato", "summit")),
        ("Lee called his trip off.", "undo", {"lee"}, ()),
        ("The leader, Mr Ishiba, dropped his plan to go to Rome.", "undo", {"leader", "mr", "ishiba"}, ("go", "rome")),
    ],
)  # fmt: skip
def test_a_denial_knows_whom_and_what_it_is_about(text, kind, subject, denied):
    found = denials(text)[0]
    assert (found.kind, found.subject) == (kind, frozenset(subject))
    assert found.denied[: len(denied)] == denied


@pytest.mark.parametrize(
    "text",
    ["Lee attends the summit.", "Not only Lee came.", "He came, no doubt.", "A missile hit.", "Exports dropped.", ""],
)
def test_other_sentences_deny_nothing(text):
    assert denials(text) == ()


def test_a_clause_keeps_its_denial_to_itself():
    (found,) = denials("Lee will attend, but Ishiba will not travel, and nobody asked")[:1]
    assert found.subject == {"ishiba"}
    assert found.denied == ("travel",)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    denials(text)


@pytest.mark.parametrize("piece", ["not ", "turned a b c ", "call ", "skip it, ", "n't", "drop his ", "stay at "])
def test_a_hundred_thousand_characters_take_linear_time(piece):
    assert_linear(lambda length: denials(piece * (length // len(piece))), 10_000, 100_000)
