import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics
from eval.metrics import Figure

OUTCOMES = st.sampled_from(["answered", "disputed", "insufficient_evidence"])
PAIRS = st.lists(st.tuples(OUTCOMES, OUTCOMES))


def test_fact_recall_is_the_share_of_facts_said_in_any_form(gold_question, answer):
    gold = gold_question(facts=(("The Hague", "Den Haag"), ("24 June",), ("Kyodo",), ("Vilnius",)))
    said = answer(text="In Den Haag, from 24 June. [1]")
    assert metrics.fact_recall(gold, said) == 0.5
    assert metrics.missed_facts(gold, said) == (("Kyodo",), ("Vilnius",))


def test_a_fact_in_a_position_is_said_and_a_fact_only_in_a_quote_is_not(gold_question, answer):
    gold = gold_question(facts=(("Kyodo",),))
    assert metrics.fact_recall(gold, answer(positions=[("Kyodo says so.", ()), ("NHK says no.", ())])) == 1
    assert metrics.fact_recall(gold, answer(quotes=[("a1", "Kyodo reported it.")])) == 0


def test_a_forbidden_form_makes_an_answer_wrong_however_often_it_stands(gold_question, answer):
    gold = gold_question(must_not=("Rutte", "Stoltenberg"))
    wrong = answer(text="It is Rutte, Mark Rutte.")
    assert metrics.wrong_fact(gold, wrong) == 1
    assert metrics.wrong_facts(gold, wrong) == ("Rutte",)
    assert metrics.wrong_fact(gold, answer(text="The archive does not tell.")) == 0


@pytest.mark.parametrize(
    ("cite", "cite_all", "cited", "score"),
    [
        (("a1", "a2"), (), ["a2"], 1),
        (("a1", "a2"), (), ["a3"], 0),
        (("a1",), (), [], 0),
        ((), ("a1", "a2"), ["a1", "a2", "a3"], 1),
        ((), ("a1", "a2"), ["a1"], 0),
        (("a3",), ("a1",), ["a1"], 0),
        (("a3",), ("a1",), ["a1", "a3"], 1),
    ],
)
def test_the_right_source_is_one_of_cite_and_all_of_cite_all(gold_question, answer, cite, cite_all, cited, score):
    gold = gold_question(cite=cite, cite_all=cite_all)
    assert metrics.right_source(gold, answer(quotes=[(identity, "Kyodo") for identity in cited])) == score


def test_a_position_counts_where_a_disagreement_states_or_quotes_it(gold_question, answer):
    gold = gold_question("disputed", positions=(("24-25 June",), ("24 to 26 June",), ("27 June",)))
    shown = answer(
        quotes=[("a1", "It lasts from 24 to 26 June.")],
        positions=[("Two days, 24\u201325 June.", ()), ("Three.", (1,))],
    )
    assert metrics.dispute_recall(gold, shown) == pytest.approx(2 / 3)
    assert metrics.missed_positions(gold, shown) == (("27 June",),)


def test_a_position_that_stands_only_in_the_text_was_not_shown_as_a_dispute(gold_question, answer):
    gold = gold_question("disputed", positions=(("24-25 June",), ("24-26 June",)))
    assert metrics.dispute_recall(gold, answer(text="24-25 June or 24-26 June", outcome="disputed")) == 0


def test_what_does_not_apply_is_not_scored(gold_question, answer):
    gold, said = gold_question("insufficient_evidence"), answer()
    measures = (metrics.fact_recall, metrics.wrong_fact, metrics.right_source, metrics.dispute_recall)
    assert [measure(gold, said) for measure in measures] == [None] * 4


def test_the_unscored_are_left_out_of_a_mean_and_of_its_n():
    assert metrics.mean("fact_recall", [1.0, None, 0.5]) == Figure("fact_recall", 0.75, 2)
    assert metrics.mean("fact_recall", [None]) == Figure("fact_recall", None, 0)


def test_precision_and_recall_of_refusals_are_told_apart():
    refused, answered = "insufficient_evidence", "answered"
    pairs = [(refused, refused), (answered, refused), (answered, refused), (refused, answered), (answered, answered)]
    precision = metrics.outcome_precision("abstention_precision", refused, pairs)
    assert precision == Figure("abstention_precision", pytest.approx(1 / 3), 3)
    assert metrics.outcome_recall("abstention_recall", refused, pairs) == Figure("abstention_recall", 0.5, 2)


@given(PAIRS)
def test_precision_and_recall_lie_between_0_and_1_or_are_not_scored(pairs):
    for measure, metric in (
        (metrics.outcome_precision, "dispute_precision"),
        (metrics.outcome_recall, "abstention_recall"),
    ):
        figure = measure(metric, "disputed", pairs)
        assert (figure.value is None) == (figure.n == 0)
        assert figure.value is None or 0 <= figure.value <= 1


@given(PAIRS)
def test_recall_is_precision_with_the_sides_exchanged(pairs):
    exchanged = [(got, wanted) for wanted, got in pairs]
    recall = metrics.outcome_recall("abstention_recall", "insufficient_evidence", pairs)
    assert recall == metrics.outcome_precision("abstention_recall", "insufficient_evidence", exchanged)


@given(st.lists(st.none() | st.floats(0, 1)))
def test_a_mean_lies_among_its_values_and_counts_them(values):
    figure = metrics.mean("fact_recall", values)
    scored = [value for value in values if value is not None]
    assert figure.n == len(scored)
    if scored:
        assert min(scored) - 1e-12 <= figure.value <= max(scored) + 1e-12
    else:
        assert figure.value is None


@given(st.text(min_size=1), st.data())
def test_a_cut_of_the_body_is_exact_and_any_other_words_are_not(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert metrics.quote_exact(text[start:end], start, end, text)
    assert not metrics.quote_exact(text[start:end] + "x", start, end, text)


@pytest.mark.parametrize(
    ("quote", "start", "end", "body"),
    [("", 0, 0, "abc"), ("c", -1, 3, "abc"), ("abc", 0, 9, "abc"), ("abc", 0, 3, None), ("", 2, 1, "abc")],
)
def test_an_empty_a_negative_an_overlong_and_an_unstored_quote_are_not_exact(quote, start, end, body):
    assert not metrics.quote_exact(quote, start, end, body)
