from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Date, Passage, Span
from service.answering.disagreement import find_dispute
from service.answering.evidence import Evidence
from service.answering.question.asked import understand
from service.answering.retrieve import Candidate
from tests.growth import assert_linear

QUESTIONS = (
    "When was the Alder treaty signed?",
    "How many people were killed at Alder?",
    "How much does Alder cost?",
    "Who won the Alder Prize?",
    "Where was the Alder treaty signed?",
    "Did Alder sign the treaty?",
    "Why did the Alder summit fail?",
)
SENTENCES = (
    "The Alder treaty was signed on 3 May 2025.",
    "The Alder treaty was signed on 4 May 2025.",
    "The Alder treaty was signed in Lusaka, Zambia.",
    "The Alder treaty was signed in Nairobi, not Lusaka.",
    "At Alder 12 people were killed and 30 injured.",
    "At Alder more than 40 people were killed so far.",
    "Ann Lee won the Alder Prize.",
    "The Alder Prize was won by Bo Chen.",
    "Alder did not sign the treaty, which costs $4 million.",
    "Alder costs 5 percent or $12.",
    "The Alder summit failed because of a quarrel over tariffs.",
    "The Alder summit failed because two leaders were ill.",
)
QUESTION = st.sampled_from(QUESTIONS).map(understand)
DAY = st.sampled_from([None, "2025", "2025-06", "2025-06-20", "2025-06-21"])
OUTLET = st.sampled_from([None, "The Gull", "The Heron", "The Lookout"])
ONE = st.tuples(st.sampled_from(SENTENCES) | st.text(max_size=200), DAY, OUTLET)


def evidence(told):
    found = []
    for number, (text, day, publisher) in enumerate(told):
        article = Article(f"a{number}", text, publisher=publisher, published=Date.of(day, "given"))
        candidate = Candidate(Passage(f"p{number}", article.id, 0, len(text)), article, 0.7, 0.5)
        vector = np.zeros(max(1, len(told)), np.float32)
        vector[number] = 1.0
        found.append(Evidence(candidate, Span(0, len(text)), text, 0.9, 0.8, True, 1.0, vector))
    return found


@given(QUESTION, st.lists(ONE, max_size=6))
def test_a_dispute_has_two_positions_of_different_stories_and_words(asked, told):
    found = find_dispute(asked, evidence(told))
    if found is not None:
        assert len(found.positions) >= 2
        assert all(found.positions)
        ids = [e.candidate.article.id for position in found.positions for e in position]
        assert len(ids) == len(set(ids))
        assert all(one[0].text != two[0].text for one, two in pairwise(found.positions))


@given(QUESTION, st.lists(ONE, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(asked, told, chance):
    given_order = evidence(told)
    shuffled = list(given_order)
    chance.shuffle(shuffled)
    assert find_dispute(asked, given_order) == find_dispute(asked, shuffled)


@given(QUESTION, ONE, st.lists(st.tuples(DAY, OUTLET), min_size=1, max_size=4))
def test_copies_never_dispute(asked, told, others):
    text = told[0]
    assert find_dispute(asked, evidence([told, *((text, day, outlet) for day, outlet in others)])) is None


@given(st.text(max_size=300), st.lists(ONE, max_size=4))
def test_any_question_is_taken(question, told):
    find_dispute(understand(question), evidence(told))


@pytest.mark.parametrize(
    "piece", ["1", "12 killed ", "A. ", "Ann Lee ", "not ", "(", "earlier report ", "May 3 ", "a, "]
)
def test_the_longest_sentences_are_read_in_linear_time(piece):
    def seek(length: int) -> None:
        long = piece * (length // len(piece))
        told = evidence([(f"The Alder treaty {long}", None, None), (f"Alder won 3 {long}", None, None)])
        for question in QUESTIONS:
            find_dispute(understand(question), told)

    assert_linear(seek, 2_000, 20_000)
    assert_linear(seek, 100_000, 1_000_000)
