import re

import pytest

from corpus.errors import SettingError
from eval.gold import load
from service.answering.answer import Filters, Turn

HEAD = "as_of: 2025-06-26\nquestions:\n"
PLAIN = HEAD + "  - {id: place, question: 'Where is it?', outcome: answered, facts: [[The Hague]]}\n"


def test_the_questions_that_come_with_dateline_load():
    gold = load()
    outcomes = [question.outcome for question in gold.questions]
    assert len(gold.questions) >= 30
    assert outcomes.count("insufficient_evidence") >= 9
    assert outcomes.count("disputed") >= 3
    assert any(question.question.history for question in gold.questions)
    assert gold.article_ids


def test_a_question_takes_the_day_of_its_file_unless_it_has_its_own(write):
    extra = "  - {id: other, question: 'When?', as_of: 2025-06-15, outcome: insufficient_evidence}\n"
    first, second = load(write("gold.yaml", PLAIN + extra)).questions
    assert (first.question.as_of.isoformat(), second.question.as_of.isoformat()) == ("2025-06-26", "2025-06-15")
    assert (first.place, second.place) == ("gold.yaml:3", "gold.yaml:4")


def test_everything_that_can_be_written_arrives(write):
    path = write(
        "gold.yaml",
        HEAD
        + """
  - id: full
    question: When is it?
    history: [{role: user, content: "Where is it?"}, {role: assistant, content: In The Hague.}]
    filters: {published_after: 2025-06-01, published_before: 2025-06-30, publishers: [Tern Institute],
              article_ids: [a1], languages: [en]}
    outcome: disputed
    facts: [[June], [2025, this year]]
    must_not: [no]
    cite: [a2, a3]
    cite_all: [a4]
    positions: [[24-25 June], [24-26 June]]
    tags: [dispute]
""",
    )
    (question,) = load(path).questions
    assert question.question.history == (Turn("user", "Where is it?"), Turn("assistant", "In The Hague."))
    assert question.question.filters == Filters("2025-06-01", "2025-06-30", ("Tern Institute",), ("a1",), ("en",))
    assert question.facts == (("June",), ("2025", "this year"))
    assert question.must_not == ("no",)
    assert question.positions == (("24-25 June",), ("24-26 June",))
    assert question.article_ids == {"a1", "a2", "a3", "a4"}


def test_a_folder_is_read_in_order_of_its_files_names(write, tmp_path):
    write("b.yaml", PLAIN.replace("place", "second"))
    write("a.yml", PLAIN.replace("place", "first"))
    write("notes.txt", "no gold")
    assert [question.id for question in load(tmp_path).questions] == ["first", "second"]


def test_another_text_is_another_version(write):
    one = load(write("one.yaml", PLAIN)).version
    assert load(write("same.yaml", PLAIN)).version == one
    assert load(write("other.yaml", PLAIN.replace("Where", "When"))).version != one


def test_an_id_used_twice_is_refused_with_both_places(write, tmp_path):
    write("a.yaml", PLAIN)
    write("b.yaml", PLAIN)
    with pytest.raises(SettingError, match=r"b\.yaml:3: question 'place' exists already at a\.yaml:3"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("outcome: answered", "gold.yaml:3: question 'q': the question: Value error, an answered question needs"),
        ("outcome: maybe", "gold.yaml:5: question 'q': outcome: Input should be 'answered'"),
        ("outcome: disputed\n    positions: [[one]]", "a disputed question needs two or more positions"),
        ("outcome: answered\n    facts: [[a]]\n    positions: [[b], [c]]", "only a disputed question has positions"),
        ("outcome: insufficient_evidence\n    cite: [a1]", "has no facts and cites nothing"),
        ("outcome: answered\n    facts: [flat]", "gold.yaml:6: question 'q': facts.0: Input should be a valid list"),
        ("outcome: answered\n    facts: [[]]", "gold.yaml:6: question 'q': facts.0: List should have at least 1"),
        ("outcome: answered\n    facts: [['  ']]", "question 'q': facts.0.0: String should have at least 1"),
        ("outcome: answered\n    fact: [[a]]", "gold.yaml:6: question 'q': fact: Extra inputs are not permitted"),
        ("outcome: answered\n    facts: [[a]]\n    cite: [a b]", "question 'q': cite.0: String should match pattern"),
        ("outcome: answered\n    facts: [[a]]\n    as_of: soon", "gold.yaml:7: question 'q': as_of: "),
        ("outcome: answered\n    outcome: answered", "gold.yaml:6: the key 'outcome' is repeated"),
        ("outcome: [answered", "gold.yaml:6: not YAML"),
        ("outcome: &o answered\n    tags: [*o]", "gold.yaml:6: the alias *o is not supported"),
    ],
)
def test_an_error_names_the_file_the_line_and_the_question(write, question, message):
    path = write("gold.yaml", HEAD + "  - id: q\n    question: Where?\n    " + question + "\n")
    with pytest.raises(SettingError, match=re.escape(message)) as caught:
        load(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "just words", "- a list", "questions: []", HEAD, HEAD + "  - 7\n"])
def test_a_file_that_is_no_gold_is_refused(write, text):
    with pytest.raises(SettingError, match=r"gold\.yaml:\d+:"):
        load(write("gold.yaml", text))


def test_what_cannot_be_read_is_refused(tmp_path, write):
    with pytest.raises(SettingError, match="cannot be read"):
        load(tmp_path / "none")
    with pytest.raises(SettingError, match="holds no gold questions"):
        load(tmp_path)
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match=r"bytes\.yaml cannot be read"):
        load(tmp_path / "bytes.yaml")
    with pytest.raises(SettingError, match="larger than"):
        load(write("long.yaml", "#" * 1_000_001))
    with pytest.raises(SettingError, match=r"deep\.yaml:1: nested more than"):
        load(write("deep.yaml", "[" * 400_000))
