import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from service.answering.selection.neighbours import with_neighbour
from tests.growth import assert_linear


def quoted(body, index, sort=frozenset()):
    span = with_neighbour(body, sentence_spans(body), index, sort)
    return body[span.start : span.end]


@pytest.mark.parametrize("second", ["She left at noon.", "But it was late.", "“They are here,” said the pilot."])
def test_a_sentence_that_begins_with_a_pronoun_brings_the_one_before(second):
    assert quoted(f"Ana Pires came. {second}", 1) == f"Ana Pires came. {second}"


def test_the_one_before_may_end_a_paragraph():
    body = "Ana Pires came to the harbour.\nShe left at noon."
    assert quoted(body, 1) == body


def test_a_heading_is_no_neighbour():
    assert quoted("The day in the harbour\nShe left at noon.", 1) == "She left at noon."


def test_the_first_sentence_stands_alone():
    assert quoted("She left at noon. It rained.", 0) == "She left at noon."


def test_the_very_thing_asked_for_is_named_before():
    body = "Gull Air will buy the harbour. The small airline paid in gold."
    assert quoted(body, 1, frozenset({"airlin"})) == body
    assert quoted(body, 1, frozenset({"ship"})) == "The small airline paid in gold."


def test_a_sentence_that_names_what_it_tells_of_stands_alone():
    assert quoted("Ana Pires came. Tom Reed left.", 1) == "Tom Reed left."


@given(st.text(max_size=300))
def test_any_text_is_cut_at_its_sentences(body):
    spans = sentence_spans(body)
    for index, span in enumerate(spans):
        found = with_neighbour(body, spans, index, frozenset({"x"}))
        assert found.end == span.end
        assert found.start in {span.start, spans[max(0, index - 1)].start}


def test_a_hundred_kilobytes_take_linear_time():
    def join(sentences: int) -> None:
        body = "But it, the the the. " * sentences
        spans = sentence_spans(body)
        for index in range(len(spans)):
            with_neighbour(body, spans, index, frozenset({"the"}))

    assert_linear(join, 500, 5_000)
