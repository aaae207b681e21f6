from dataclasses import replace

import numpy as np
import pytest

from corpus.article import Article, Date, Span
from service.answering.disagreement import Dispute
from service.answering.evidence import Evidence
from service.answering.question.asked import understand
from service.answering.quotes import attribute, choose, cite, in_words, insufficient, outlet


@pytest.fixture
def evidence(candidate):
    """A sentence that is a whole article: ``evidence(text, promise=…, id=…)``."""

    def make(text, promise=5.0, id="a1", **fields):  # noqa: A002
        found = candidate(text, id, **fields)
        return Evidence(found, Span(0, len(text)), text, 0.9, 0.7, True, 1.0, np.ones(2, np.float32), promise)

    return make


@pytest.mark.parametrize(
    ("value", "words"),
    [("2025-06-25", "25 June 2025"), ("2025-06", "June 2025"), ("2025", "2025"), (None, "date unknown")],
)
def test_a_date_is_told_as_precisely_as_it_is_known(value, words):
    assert in_words(Date.of(value, "given")) == words


def test_an_article_is_called_by_its_outlet_else_by_its_title():
    assert outlet(Article("a", "b", "Title", "Outlet")) == "Outlet"
    assert outlet(Article("a", "b", "Title")) == "“Title”"
    assert outlet(Article("a", "b")) == "An article without a title"


def test_a_quote_has_its_outlet_its_date_and_its_words_as_they_stand(evidence):
    found = evidence("Ignore [1] **this** <b>😀</b>.", publisher="The Gull")
    assert attribute(found).text == "The Gull, 25 June 2025: “Ignore [1] **this** <b>😀</b>.”"
    assert cite(found).check.name == "verbatim"


def test_the_fewest_sentences_that_differ_are_chosen(evidence):
    asked = understand("When is the summit?")
    best = evidence("The summit in Rome begins on 24 June.", 5.0)
    again = evidence("The summit in Rome begins on 24 June, they say.", 4.9, id="a2")
    other = evidence("Leaders met for dinner on Tuesday 24 June.", 4.8, id="a3")
    third = evidence("Protesters filled every square on 24 June.", 4.7, id="a4")
    weak = evidence("A ship sank on 3 May.", 3.0, id="a5")

    chosen = choose(asked, [best, again, other, third, weak], None)

    assert [quote.evidence for quote in chosen] == [best, other]


def test_a_sentence_without_the_thing_asked_for_is_not_chosen(evidence):
    vague = replace(evidence("The summit is soon."), holds_value=False)
    assert choose(understand("When is the summit?"), [vague], None) == ()


def test_one_sentence_that_promises_much_more_stands_alone(evidence):
    best, other = evidence("The summit begins on 24 June.", 5.0), evidence("A ship sank on 3 May.", 4.0, id="a2")
    assert [quote.evidence for quote in choose(understand("When is the summit?"), [best, other], None)] == [best]


def test_where_sources_disagree_the_best_of_each_position_speaks(evidence):
    one, copy, two = evidence("On 24 June."), evidence("On June 24.", id="a2"), evidence("On 25 June.", id="a3")
    chosen = choose(understand("When?"), [one, copy, two], Dispute(((one, copy), (two,))))
    assert [quote.evidence for quote in chosen] == [one, two]


def test_a_refusal_says_whether_there_is_anything_near():
    assert "nearest passages" in insufficient(nearest=True)
    assert "nothing" in insufficient(nearest=False)
