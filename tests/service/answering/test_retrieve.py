from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.article import Passage
from corpus.library import Filters
from corpus.terms import stem
from service.answering.retrieve import Search, Stages, retrieve

AS_OF = date(2025, 6, 26)
ALL = Stages()
DATES = "When is the NATO summit in The Hague?"


@pytest.fixture
def find(archive, embedder):
    """Candidates for a question in the sample archive."""

    def search(question=DATES, as_of=AS_OF, limit=8, reranker=None, stages=ALL, **filters):
        vector = embedder.embed_questions([question])[0]
        return retrieve(archive, Search(question, vector, as_of, Filters(**filters), limit), reranker, stages)

    return search


class Fits:
    """A reranker that likes texts by a rule, and keeps what it was given."""

    def __init__(self, rule):
        self.rule = rule
        self.read = []

    def scores(self, question, texts):
        self.read.append((question, list(texts)))
        return [self.rule(text) for text in texts]


PLANS = Fits(lambda text: "plans" in text.splitlines()[0])  # in the title of what was overtaken by events


def articles(found):
    return list(dict.fromkeys(candidate.article.id for candidate in found.candidates))


def test_the_passages_that_answer_come_first(find):
    best = find("What does the Pentagon demand of Japan?").candidates[0]
    assert "Pentagon" in best.text
    assert best.text == best.article.body[best.passage.start : best.passage.end]


def test_words_find_what_meaning_alone_would_not(find):
    assert any("IP-4" in candidate.text for candidate in find("IP-4").candidates[:3])


def test_copies_of_one_story_are_one(find, archive):
    copies = archive.library.originals()
    assert copies  # the sample has the same wire story twice
    for copy, original in copies.items():
        assert (
            len(
                {copy, original}
                & set(articles(find("Why did Ishiba drop his plan to go to the NATO summit?", limit=20)))
            )
            == 1
        )


@pytest.mark.parametrize("limit", [1, 3, 8])
def test_there_are_no_more_articles_than_asked_for_and_at_most_three_passages_of_each(find, limit):
    found = find(limit=limit)
    assert 1 <= len(articles(found)) <= limit
    for identity in articles(found):
        assert sum(candidate.article.id == identity for candidate in found.candidates) <= 3


def test_scores_fall_within_an_article(find):
    found = find(limit=20).candidates
    for one, two in pairwise(found):
        assert one.article.id != two.article.id or one.score >= two.score


@pytest.mark.parametrize("publisher", ["Tern Institute", "tern institute"])
def test_a_filter_for_an_outlet_leaves_no_other(find, publisher):
    found = find(limit=20, publishers=(publisher,)).candidates
    assert {candidate.article.publisher for candidate in found} == {"Tern Institute"}


def test_a_filter_for_an_article_leaves_no_other(find):
    assert articles(find(article_ids=("polder-gazette-five-percent",))) == ["polder-gazette-five-percent"]


@pytest.mark.parametrize(
    ("after", "before", "days"),
    [
        ("2025-06-25", None, {"2025-06-25", "2025-06-26", "2025-06"}),
        (None, "2025-06-14", {"2025-06-12", "2025-06-13", "2025-06-14", "2025-06"}),
        ("2025-06-24", "2025-06-24", {"2025-06-24", "2025-06"}),
    ],
)
def test_bounds_are_inclusive_and_an_imprecise_date_matches_where_it_overlaps(find, after, before, days):
    found = find(limit=20, published_after=after, published_before=before).candidates
    assert {candidate.article.published.value for candidate in found} == days


@pytest.mark.parametrize(
    "filters", [{"publishers": ()}, {"publishers": ("nobody",)}, {"published_after": "2099"}, {"languages": ("tlh",)}]
)
def test_filters_that_leave_nothing_find_nothing(find, filters):
    assert find(**filters).candidates == ()


def test_undated_articles_are_left_out_of_filtered_results(find):
    assert any(candidate.article.published.value is None for candidate in find(limit=20).candidates)
    assert all(candidate.article.published.value for candidate in find(limit=20, published_after="1900").candidates)


def test_what_was_published_after_the_day_of_the_question_weighs_less(find):
    then = articles(find("Does Ishiba attend the NATO summit?", as_of=date(2025, 6, 13), limit=20))
    assert then[0] == "harbour-courier-ishiba-plans"
    now = find("Does Ishiba attend the NATO summit now?", limit=20)
    assert articles(now)[0] != "harbour-courier-ishiba-plans"


def test_a_question_for_what_is_new_weighs_old_articles_less(find):
    def share(question):
        """The score of an old article, as a share of the best."""
        found = find(question, limit=20).candidates
        return next(c.score for c in found if c.article.id == "harbour-courier-ishiba-plans") / found[0].score

    assert share("What is the latest on Ishiba and the NATO summit in The Hague?") < share(
        "What is known of Ishiba and the NATO summit in The Hague?"
    )


def test_a_rare_word_weighs_more_than_a_common_one(find):
    weights = find("Is the summit in Madrid?").weights
    assert weights["madrid"] > weights["summit"]


def test_an_unknown_word_is_bounded_but_an_unknown_name_is_not(find):
    weights = find("Does the summit of the leaders end in Atlantis with an unforeseeable result?").weights
    assert weights[stem("unforeseeable")] < weights[stem("Atlantis")]


@pytest.mark.parametrize("question", ["?", "the of a", "😀", "海牙", "x" * 2000, "body:summit AND title:*", "\x00"])
def test_any_question_is_searched_without_an_error(find, question):
    assert len(articles(find(question, limit=3))) <= 3


TIMED = (
    "What happened in December 9999?",
    "What was the news before 2 January 1000?",
    "Who met last year?",
    "Who meets next decade?",
    "What is the latest since the summit?",
    "What was reported in June 2025?",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.sampled_from(TIMED), st.dates(), st.integers(1, 20))
@example(TIMED[0], date.max, 1)
@example(TIMED[3], date.max, 20)
@example(TIMED[1], date.min, 1)
@example(TIMED[2], date.min, 20)
def test_questions_of_time_are_searched_on_any_day_without_an_error(find, question, as_of, limit):
    assert 1 <= len(articles(find(question, as_of=as_of, limit=limit))) <= limit


@pytest.mark.parametrize("question", ["What is the latest on the summit?", "What did NATO leaders decide in 2025?"])
def test_undated_articles_are_found_whatever_time_a_question_names(find, question):
    assert any(candidate.article.published.value is None for candidate in find(question, limit=20).candidates)


def test_the_same_question_finds_the_same(find):
    one, two = find(), find()
    assert one.candidates == two.candidates
    assert np.array_equal(one.vector, two.vector)


def test_a_hit_says_where_its_words_stand(find):
    candidate = find().candidates[0]
    hit = candidate.hit()
    assert candidate.article.body[hit.start : hit.end] == hit.text
    assert (hit.article_id, hit.publisher, hit.title) == (
        candidate.article.id,
        candidate.article.publisher,
        candidate.article.title,
    )


def test_the_order_of_a_reranker_is_followed(find):
    office = Fits(lambda text: text.startswith("NATO should open an office"))
    assert articles(find(reranker=office))[0] == "tern-institute-office" != articles(find())[0]


def test_a_reranker_reads_the_best_passage_of_each_story_once(find, archive):
    reads = Fits(len)
    find(reranker=reads)
    ((question, texts),) = reads.read
    assert question == DATES
    stories = archive.manifest.articles - len(archive.library.originals())
    assert len(texts) == len(set(texts)) == stories


def test_dates_weigh_what_a_reranker_puts_in_order(find):
    question = "What is known of Ishiba and the NATO summit in The Hague?"
    assert articles(find(question, reranker=PLANS))[0] == "harbour-courier-ishiba-plans"
    assert articles(find(question, as_of=date(2025, 6, 1), reranker=PLANS))[0] != "harbour-courier-ishiba-plans"


def test_a_reranker_that_reads_few_reads_those_that_are_best_by_their_dates_too(find, archive, monkeypatch):
    monkeypatch.setattr("service.answering.retrieve._RERANKED", 2)
    then = {"question": "Does Ishiba attend the NATO summit?", "as_of": date(2025, 6, 13), "limit": 20}
    best = articles(find(**then, stages=Stages(outlets=False)))
    without_dates = articles(find(**then, stages=Stages(outlets=False, time=False)))
    assert set(best[:2]) != set(without_dates[:2])
    reads = Fits(len)
    found = articles(find(**then, reranker=reads))
    assert [text.splitlines()[0] for text in reads.read[0][1]] == [
        archive.library.article(one).title for one in best[:2]
    ]
    assert set(found) == set(best)  # what was not read follows


def test_a_reranker_that_likes_all_alike_changes_no_order(find):
    plain = Stages(outlets=False, time=False)
    alike = Fits(lambda _text: 0.0)
    assert articles(find(limit=20, stages=plain, reranker=alike)) == articles(find(limit=20, stages=plain))


def test_a_reranker_has_nothing_to_order_where_nothing_is_found(find):
    assert find(publishers=("nobody",), reranker=Fits(len)).candidates == ()
    assert find(stages=Stages(meaning=False, words=False, whole_articles=False), reranker=Fits(len)).candidates == ()


def test_sentences_are_spans_of_the_body_wherever_the_passage_lies(candidate):
    body = "😀 First. Second one. Third one."
    inside = replace(candidate(body), passage=Passage("p", "a1", body.index("Second"), len(body)))
    assert [body[span.start : span.end] for span in inside.sentences()] == ["Second one.", "Third one."]


@pytest.mark.parametrize("body", ["word " * 1_000, "x" * 5_000, "word " * 200 + "x" * 3_000 + " end.", " a" * 4_000])
def test_what_runs_on_without_an_end_is_cut_and_nothing_of_it_is_lost(candidate, body):
    spans = candidate(body).sentences()
    assert all(0 < span.end - span.start <= 1_000 for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert "".join(body[span.start : span.end] for span in spans).replace(" ", "") == body.replace(" ", "")
