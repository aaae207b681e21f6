from dataclasses import replace
from datetime import date

import pytest

from corpus.library import Filters
from service.answering.evidence import answering, coverage, enough, evidence_score, gather, stating
from service.answering.retrieve import Search, retrieve

AS_OF = date(2025, 6, 26)


@pytest.fixture
def weigh(archive, embedder):
    """What the sample archive holds on a question: the passages and their sentences."""

    def weigh(question):
        found = retrieve(archive, Search(question, embedder.embed_questions([question])[0], AS_OF, Filters(), 8))
        return found, gather(found, embedder.embed)

    return weigh


@pytest.mark.parametrize(
    "question",
    [
        "When is the NATO summit in The Hague?",
        "Why did President Lee not go to the NATO summit?",
        "What did the Chosun Daily report on Lee?",
        "How much of gross domestic product does the Pentagon want Japan to spend on defence?",
    ],
)
def test_what_the_archive_tells_is_enough(weigh, question):
    retrieved, evidence = weigh(question)
    assert enough(retrieved, evidence)
    assert stating(evidence)


@pytest.mark.parametrize(
    "question",
    [
        "Who is the secretary general of NATO?",
        "Which team won the football world cup?",
        "When was the Eiffel Tower built?",
        "How many people live in Jakarta?",
        "?!",
        "海牙北约峰会是什么时候？",
    ],
)
def test_what_the_archive_does_not_tell_is_not_enough(weigh, question):
    assert not enough(*weigh(question))


def test_sentences_are_cut_from_their_articles_and_ordered_by_promise(weigh):
    _, evidence = weigh("When is the NATO summit in The Hague?")
    for found in evidence:
        assert found.candidate.article.body[found.span.start : found.span.end] == found.text
        assert found.candidate.passage.start <= found.span.start < found.span.end <= found.candidate.passage.end
        assert 0.0 <= found.coverage <= 1.0
    assert [found.promise for found in evidence] == sorted((found.promise for found in evidence), reverse=True)


def test_what_is_held_against_each_other_states_what_is_asked_for(weigh):
    _, evidence = weigh("When is the NATO summit in The Hague?")
    assert answering(evidence)
    assert set(answering(evidence)) <= set(stating(evidence))


def test_the_best_sentence_of_each_article_is_read(weigh):
    retrieved, evidence = weigh("Why did President Lee not go to the NATO summit?")
    assert {e.candidate.article.id for e in evidence} == {c.article.id for c in retrieved.candidates}


def test_a_sentence_that_begins_with_a_pronoun_brings_the_one_before(weigh):
    _, evidence = weigh("When did Mr Ishiba become prime minister of Japan?")
    assert all(not found.text.startswith(("He ", "It ", "His ", "They ")) for found in evidence)


def test_coverage_is_the_share_of_the_questions_word_weight(weigh):
    retrieved, _ = weigh("When is the NATO summit in The Hague?")
    assert coverage(retrieved, "The NATO summit in The Hague") == pytest.approx(1.0)
    assert coverage(retrieved, "Nothing of the sort") == 0.0
    assert 0.0 < coverage(retrieved, "A summit") < 1.0


def test_without_passages_there_is_no_evidence(archive, embedder):
    found = retrieve(archive, Search("When?", embedder.embed_questions(["When?"])[0], AS_OF, Filters(publishers=()), 8))
    assert gather(found, embedder.embed) == ()
    assert evidence_score(found, ()) < 0.001
    assert not enough(found, ())


def test_the_same_find_tells_less_among_more_passages(weigh):
    found, evidence = weigh("When is the NATO summit in The Hague?")
    among_many = replace(found, passages=1000 * found.passages)
    assert evidence_score(among_many, evidence) < evidence_score(found, evidence)


def test_the_sentence_with_all_of_the_questions_words_leads_though_others_tell_of_names_that_many_articles_tell(weigh):
    _, evidence = weigh("What is the new spending target of NATO?")
    assert evidence[0].text.startswith("NATO has set a new target for what its member states spend on defence")


def test_a_text_that_stands_in_two_passages_is_compared_once(weigh):
    _, evidence = weigh("Which leaders stay away from the NATO summit?")
    assert len({found.text for found in evidence}) == len(evidence)
