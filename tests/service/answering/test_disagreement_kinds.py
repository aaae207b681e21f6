import numpy as np
import pytest

from corpus.article import Span
from service.answering.disagreement import find_dispute
from service.answering.evidence import Evidence
from service.answering.question.asked import understand


@pytest.fixture
def dispute(candidate):
    """The numbers of the sentences of each position; a sentence may come with the day and the outlet of its article."""

    def find(question, *told):
        evidence = []
        for number, one in enumerate(told):
            text, day, publisher = one if isinstance(one, tuple) else (one, "2025-06-20", f"Outlet {number}")
            vector = np.zeros(len(told), np.float32)
            vector[number] = 1.0
            article = candidate(text, f"a{number}", day, publisher=publisher)
            evidence.append(Evidence(article, Span(0, len(text)), text, 0.9, 0.8, True, 1.0, vector))
        found = find_dispute(understand(question), evidence)
        return found and sorted(sorted(int(e.candidate.article.id[1:]) for e in one) for one in found.positions)

    return find


WON = "Who won the Alder Prize?"
WHERE = "Where was the Alder treaty signed?"
MANY = "How many people were killed in the Alder mine?"
REVENUE = "What was the revenue of Alder in 2024?"


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (WON, "Marta Quiroga won the Alder Prize.", "The Alder Prize was won by Henrik Solberg."),
        (WON, "Marta Quiroga, winner of the Alder Prize, wept.", "In Oslo Henrik Solberg won the Alder Prize."),
        (
            "Who is the president of Alder?",
            "Alder president Ann Lee spoke.",
            "Bo Chen, president of Alder, was silent.",
        ),
        (
            "Which company bought Alder?",
            "Gull Corp. bought Alder on Monday.",
            "Alder was bought by Heron Inc. for cash.",
        ),
        (WHERE, "The Alder treaty was signed in Lusaka.", "The Alder treaty was signed in Nairobi."),
        (WHERE, "The Alder treaty was signed in Zambia.", "The Alder treaty was signed in Kenya."),
        (
            "Which city hosts the Alder Games?",
            "This time Lusaka hosts the Alder Games.",
            "The Alder Games are hosted by Nairobi.",
        ),
        (MANY, "The collapse killed 12 people in the Alder mine.", "In the Alder mine 30 people were killed."),
        (REVENUE, "Alder had revenue of $4.2 billion in 2024.", "Revenue of Alder was $3.1 billion in 2024."),
        (
            "Did Ann Lee attend the Alder summit?",
            "Ann Lee attended the Alder summit.",
            "Ann Lee did not attend the Alder summit.",
        ),
        ("When was Alder founded?", "Alder was founded on 3 May 1990.", "Alder was founded on 3 May 1991."),
    ],
)
def test_two_outlets_that_tell_another_value_disagree(dispute, question, one, two):
    assert dispute(question, one, two) == [[0], [1]]
    assert dispute(question, two, one) == [[0], [1]]


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (WON, "Marta Quiroga won the Alder Prize.", "The Alder Prize was won by Quiroga of Peru."),
        (WON, "Marta Quiroga beat Henrik Solberg and won the Alder Prize.", "Quiroga won the Alder Prize."),
        (WON, "Marta Quiroga won the Alder Prize.", "Swedish writers won the Alder Prize, said the jury in Oslo."),
        (WON, "Marta Quiroga won the Alder Prize in 2023.", "Henrik Solberg won the Alder Prize in 2025."),
        (WON, "Marta Quiroga won the Alder Prize.", "Henrik Solberg won the second stage of the Alder Prize."),
        (WHERE, "The Alder treaty was signed in Lusaka.", "The Alder treaty was signed in Zambia."),
        (
            WHERE,
            "The Alder treaty was signed in Lusaka.",
            "The Alder treaty was signed at the Mulungushi Conference Centre.",
        ),
        (MANY, "The Alder mine collapse killed more than 40 people.", "The Alder mine collapse killed 43 people."),
        (MANY, "The Alder mine collapse killed at least 12 people.", "The Alder mine collapse killed 15 people."),
        (
            MANY,
            "In the Alder mine 12 people were killed, 30 injured.",
            "In the Alder mine 30 people were injured, 12 killed.",
        ),
        ("How many people live in Alder?", "In Alder live 1.2 million people.", "Alder has 1,187,000 people."),
        ("How many countries are in Alder?", "Alder has 32 countries.", "Three leaders of countries came to Alder."),
        ("How many minutes did it last?", "It lasted 90 minutes.", "It lasted, and 10 minutes after it they left."),
        (REVENUE, "Alder had revenue of $4.2 billion in 2024.", "Revenue of Alder rose 20 percent in 2024."),
        (
            "Who is the chief of the Alder Bank?",
            "Ann Lee is chief of the Alder Bank.",
            "Bo Chen is chief of the Alder Bank Foundation.",
        ),
        (
            "On which day does the Alder summit begin?",
            "The Alder summit is from 4 to 6 June.",
            "The Alder summit is from 4 to 5 June.",
        ),
    ],
)
def test_what_can_both_be_true_is_no_dispute(dispute, question, one, two):
    assert dispute(question, one, two) is None
    assert dispute(question, two, one) is None


def test_a_growing_toll_is_an_update_and_a_falling_one_a_dispute(dispute):
    early = ("The Alder mine collapse killed 12 people.", "2025-06-20", "The Gull")
    late = ("The Alder mine collapse killed 15 people.", "2025-06-21", "The Heron")
    assert dispute(MANY, early, late) is None
    assert dispute(MANY, (early[0], "2025-06-22", "The Gull"), late) == [[0], [1]]


def test_an_older_figure_of_one_outlet_is_replaced_and_so_is_who_repeated_it(dispute):
    question = "How many countries signed the Alder pact?"
    old = ("Twelve countries signed the Alder pact.", "2025-06-01", "The Gull")
    repeated = ("The Alder pact was signed by 12 countries.", "2025-06-01", "The Heron")
    new = ("Fourteen countries signed the Alder pact.", "2025-06-03", "The Gull")
    assert dispute(question, old, repeated, new) is None
    assert dispute(question, repeated, new) == [[0], [1]]


def test_a_correction_takes_back_what_others_repeated(dispute):
    question = "When is the Alder regatta?"
    wrong = ("The Alder regatta is on 26 June.", "2025-06-20", "The Gull")
    notice = "The Alder regatta is on 25 June. An earlier version of this article said 26 June."
    assert dispute(question, wrong, (notice, "2025-06-21", "The Gull")) is None
    assert dispute(question, wrong, (notice, "2025-06-21", "The Heron")) is None
    assert dispute(question, wrong, ("The Alder regatta is on 25 June.", "2025-06-21", "The Heron")) == [[0], [1]]


def test_a_plan_that_came_to_nothing_is_no_dispute(dispute):
    question = "Will Ann Lee attend the Alder summit?"
    plan = ("Ann Lee plans to attend the Alder summit.", "2025-06-12", "The Gull")
    end = ("Ann Lee will not attend the Alder summit.", "2025-06-23", "The Heron")
    assert dispute(question, plan, end) is None
    assert dispute(question, (plan[0], "2025-06-23", "The Gull"), end) == [[0], [1]]


def test_reports_half_a_year_apart_are_about_two_events(dispute):
    question = "What was the magnitude of the Alder earthquake?"
    one = ("The Alder earthquake had a magnitude of 5.9.", "2025-06-22", "The Gull")
    assert dispute(question, one, ("The Alder earthquake had a magnitude of 7.6.", "2022-10-26", "The Heron")) is None
    assert dispute(question, one, ("The Alder earthquake had a magnitude of 7.6.", "2025-06-23", "The Heron"))


def test_what_takes_no_position_is_not_counted_to_one(dispute):
    question = "When is the Alder regatta?"
    days = ("The Alder regatta is on 24 June.", "The Alder regatta is on 25 June.")
    assert dispute(question, *days, "The Alder regatta is in June 2025.") == [[0], [1]]


def test_reasons_differ_by_what_stands_after_the_word_that_gives_them(dispute):
    question = "Why did the Alder summit fail?"
    trade = "The Alder summit failed because of a quarrel over tariffs."
    assert dispute(question, trade, "The Alder summit failed because two leaders were ill.") == [[0], [1]]
    assert dispute(question, trade, "Behind the failed Alder summit lay friction over tariffs.") is None
    assert dispute(question, trade, "No reason for it was disclosed: the Alder summit failed due to nothing.") is None
    assert dispute("What reason does Ann Lee give for it?", trade, "It failed because two leaders were ill.") is None


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        ("ハーグのNATO首脳会議はいつですか?", "首脳会議は6月24日から26日まで。", "首脳会議は6月24日から25日まで。"),
        ("Wann ist der Gipfel in Den Haag?", "Der Gipfel ist vom 24. bis 26. Juni.", "Der Gipfel ist am 24. Juni."),
        ("متى القمة؟", "القمة في ٢٤ يونيو.", "القمة في ٢٥ يونيو."),
    ],
)
def test_in_other_languages_nothing_is_claimed(dispute, question, one, two):
    assert dispute(question, one, two) is None
