import numpy as np
import pytest

from corpus.article import Span
from service.answering.disagreement import find_dispute
from service.answering.evidence import Evidence
from service.answering.question.asked import understand

WHEN = "When is the ASEAN summit in Jakarta?"
HOW_MANY = "How many countries signed the ASEAN pact?"
HOW_MUCH = "What percentage of output is the ASEAN target?"
WHY = "Why did the ASEAN summit fail?"


@pytest.fixture
def dispute(candidate):
    """The positions found among sentences of as many articles, as the numbers of the sentences."""

    def find(question, *sentences, **fields):
        evidence = []
        for number, sentence in enumerate(sentences):
            text, more = sentence if isinstance(sentence, tuple) else (sentence, {})
            vector = np.zeros(len(sentences), np.float32)
            vector[number] = 1.0
            given = {"publisher": f"Outlet {number}", **fields, **more}
            article = candidate(text, f"a{number}", given.pop("published", "2025-06-20"), **given)
            evidence.append(Evidence(article, Span(0, len(text)), text, 0.9, 0.8, True, 1.0, vector))
        found = find_dispute(understand(question), evidence)
        return found and [[int(e.candidate.article.id[1:]) for e in position] for position in found.positions]

    return find


@pytest.mark.parametrize(
    "sentences",
    [
        ("The ASEAN summit in Jakarta is on 24-26 June.", "The ASEAN summit in Jakarta is from June 24 to 26, 2025."),
        ("The ASEAN summit in Jakarta is from 24 to 26 June 2025.", "The ASEAN summit in Jakarta opens on June 24."),
        ("On June 25 the ASEAN summit in Jakarta went on.", "The ASEAN summit in Jakarta is from June 24 to 26."),
        ("The ASEAN summit in Jakarta is in June 2025.", "The ASEAN summit in Jakarta is on 24 June 2025."),
        ("The ASEAN summit in Jakarta: 2025-06-24.", "The ASEAN summit in Jakarta is on June 24th."),
        ("The ASEAN summit in Jakarta is on 24 and 25 June.", "The ASEAN summit in Jakarta is on June 24-25."),
        ("The ASEAN summit in Jakarta begins on 24 June.", "The ASEAN summit in Jakarta ends on 26 June."),
        ("The ASEAN summit in Jakarta is on 24 June.", "On 3 May they said they would skip the ASEAN summit."),
        ("The ASEAN summit in Jakarta is on 24 June 2025.", "The ASEAN summit in Jakarta is on 7 July 2026."),
        ("June 25, 2025 | The ASEAN summit in Jakarta is on 24 June.", "The ASEAN summit in Jakarta is on June 24."),
        ("The ASEAN summit in Jakarta is on 24 June.", "The ASEAN summit in Jakarta, yearly since 3 May 2022, nears."),
        ("The ASEAN summit in Jakarta is on 24 June, after May 2024.", "The ASEAN summit, as in 1976, is on 24 June."),
    ],
)  # fmt: skip
def test_the_same_days_in_other_words_are_no_dispute(dispute, sentences):
    assert dispute(WHEN, *sentences) is None


@pytest.mark.parametrize(
    "sentences",
    [
        ("The ASEAN summit in Jakarta is from June 24 to 26.", "The ASEAN summit in Jakarta is from June 24 to 25."),
        ("The ASEAN summit in Jakarta is on 24 June.", "The ASEAN summit in Jakarta is on 24 July."),
        ("The ASEAN summit in Jakarta is on 24 June 2025.", "The ASEAN summit in Jakarta is on 25 June 2025."),
        ("The ASEAN summit in Jakarta is on 27 June.", "The ASEAN summit in Jakarta is from June 24 to 26."),
    ],
)
def test_other_days_are_a_dispute(dispute, sentences):
    assert sorted(dispute(WHEN, *sentences)) == [[0], [1]]


def test_a_day_inside_both_ranges_does_not_hide_that_they_differ(dispute):
    ranges = (
        "The ASEAN summit in Jakarta is from 24 to 26 June.",
        "The ASEAN summit in Jakarta is from 24 to 25 June.",
    )
    day = "The ASEAN summit in Jakarta is on 25 June."
    for sentences in ((day, *ranges), (*ranges, day), (ranges[0], day, ranges[1])):
        assert len(dispute(WHEN, *sentences)) == 2


def test_each_position_keeps_all_that_take_it(dispute):
    june, july = "The ASEAN summit in Jakarta is on 24 June.", "The ASEAN summit in Jakarta is on 1 July."
    assert dispute(WHEN, june, july, june, july) == [[0, 2], [1, 3]]


def test_at_most_four_positions_are_told(dispute):
    days = [f"The ASEAN summit in Jakarta is on {day} June." for day in range(1, 9)]
    assert len(dispute(WHEN, *days)) == 4


@pytest.mark.parametrize(
    ("question", "one", "two", "differ"),
    [
        (HOW_MANY, "Four countries signed the ASEAN pact.", "The ASEAN pact was signed by 4 countries.", False),
        (HOW_MANY, "Twenty-one countries signed the ASEAN pact.", "21 countries signed the ASEAN pact.", False),
        (HOW_MANY, "Four countries signed the ASEAN pact.", "Five countries signed the ASEAN pact.", True),
        (HOW_MUCH, "The ASEAN target is 5% of output.", "The ASEAN target is 5 percent of output.", False),
        (HOW_MUCH, "The ASEAN target is five percent of output.", "The ASEAN target is 5 per cent of output.", False),
        (HOW_MUCH, "The ASEAN target is 5 percent, up from 2 percent.", "The ASEAN target is 5 percent.", False),
        (HOW_MUCH, "The ASEAN target is 5 percent.", "The ASEAN target is 3 percent.", True),
        (HOW_MUCH, "The ASEAN target is 5 percent.", "The ASEAN target is 3 million dollars.", False),
    ],
)
def test_numbers_of_one_unit_are_compared_by_value(dispute, question, one, two, differ):
    assert bool(dispute(question, one, two)) == differ


def test_different_reasons_are_told_apart_and_one_reason_in_other_words_is_not(dispute):
    trade = "The ASEAN summit failed because of a quarrel over trade and tariffs."
    assert dispute(WHY, trade, "It failed because two leaders stayed at home.") == [[0], [1]]
    assert dispute(WHY, trade, "It failed because of a quarrel over trade and tariffs, they say.") is None


def test_an_outlet_that_corrects_itself_does_not_disagree_with_itself(dispute):
    old = ("The ASEAN summit in Jakarta is on 24 June.", {"published": "2025-06-01"})
    new = ("The ASEAN summit in Jakarta is on 1 July.", {"published": "2025-06-10"})
    assert dispute(WHEN, old, new, publisher="The Gull") is None
    assert dispute(WHEN, old, new) == [[0], [1]]


def test_one_article_is_one_voice(candidate):
    article = candidate("The ASEAN summit in Jakarta is on 24 June. The ASEAN summit in Jakarta is on 25 June.")
    cut = article.article.body.index(". ") + 1
    evidence = [
        Evidence(
            article, span, article.article.body[span.start : span.end], 0.9, 0.8, True, 1.0, np.ones(1, np.float32)
        )
        for span in (Span(0, cut), Span(cut + 1, len(article.article.body)))
    ]
    assert find_dispute(understand(WHEN), evidence) is None


def test_what_bears_on_the_question_much_less_is_not_compared(candidate):
    def sentence(text, coverage, identity):
        return Evidence(
            candidate(text, identity), Span(0, len(text)), text, coverage, 0.8, True, 1.0, np.ones(1, np.float32)
        )

    near = sentence("The ASEAN summit in Jakarta is on 24 June.", 1.0, "a1")
    far = sentence("A regatta near Jakarta is on 3 May.", 0.5, "a2")
    assert find_dispute(understand(WHEN), [near, far]) is None


@pytest.mark.parametrize("question", ["Who attends ASEAN?", "Where is it?", "What did he say?", "Tell me of ASEAN."])
def test_where_many_answers_can_be_right_there_is_no_dispute(dispute, question):
    assert dispute(question, "The ASEAN summit is on 24 June.", "The ASEAN summit is on 1 July.") is None
    assert dispute(question, "Ann Lee attended the ASEAN summit.", "Bo Chen attended the ASEAN summit.") is None
    assert dispute(WHEN) is None
