from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.sentences import LONGEST_SENTENCE, sentence_spans
from ingest.clean import clean
from ingest.passages import split, text_to_embed
from tests.growth import assert_linear

PIECES = st.sampled_from(
    [
        "He said so. ",
        "Mr. Smith of the U.S. left on June 24. ",
        "The leaders of both countries abruptly cancelled their plans to attend the summit. ",
        "word " * 200,
        "x" * 700,
        "日本の首相は欠席した。",
        "שלום עולם. ",
        "👨‍👩‍👧 🎌! ",
        "e\u0301te\u0301. ",
        "𝔘𝔫𝔦. ",
        "\r\n",
        "\n\n",
        "\u2028",
        "\t",
        "...",
        '"What?" Lee said. ',
        "1. ",
        "” “",
        "; ",
    ]
)
BODIES = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=300), st.lists(PIECES, max_size=40).map("".join)
)


@given(BODIES, st.sampled_from([None, "en", "ja", "zz"]))
@example("Same. " * 400, None)
@example("\ud800. Next. " * 100, None)
def test_passages_are_runs_of_whole_sentences_and_hold_each_one_exactly_once(body, language):
    article = Article("a", body, language=language)
    sentences = sentence_spans(body, language)
    passages = split(article)
    held = []
    for passage in passages:
        inside = [s for s in sentences if passage.start <= s.start < passage.end]
        assert (passage.start, passage.end) == (inside[0].start, inside[-1].end)
        assert body[passage.start : passage.end].strip() == body[passage.start : passage.end]
        held += inside
    assert tuple(held) == sentences
    assert all(one.end <= two.start for one, two in pairwise(passages))
    assert len({passage.id for passage in passages}) == len(passages)
    assert split(article) == passages
    gaps = pairwise([0, *(place for passage in passages for place in (passage.start, passage.end)), len(body)])
    assert not any(body[start:end].strip() for start, end in list(gaps)[::2])


def test_passages_are_of_about_600_characters_and_end_where_paragraphs_do():
    paragraph = "The leaders cancelled their plans to attend the summit in The Hague. " * 6
    body = "\n\n".join([paragraph.strip()] * 8)
    texts = [body[p.start : p.end] for p in split(Article("a", body))]
    assert len(texts) == 8
    assert set(texts) == {paragraph.strip()}


def test_what_never_ends_is_many_passages_and_its_neighbours_are_not_lost():
    body = "Before. " + "and so on " * 5000 + "to its end. After."
    texts = [body[p.start : p.end] for p in split(Article("a", body))]
    assert " ".join(texts) == body
    assert texts[0] == "Before."
    assert texts[-1].endswith("After.")
    assert max(map(len, texts)) <= 600 + LONGEST_SENTENCE


@given(BODIES)
@example("“" * 3_000)
@example("no end " * 300 + "x" * 3_000)
def test_a_passage_is_at_most_a_piece_and_a_sentence_long(body):
    assert all(p.end - p.start <= 600 + LONGEST_SENTENCE for p in split(Article("a", body)))


@pytest.mark.parametrize("piece", ["x", "日", "“", "”.“", "“A. ", "a ", "; ", "\n"])
def test_a_long_body_is_split_in_linear_time(piece):
    assert_linear(lambda length: split(Article("a", (piece * length)[:length])), 20_000, 200_000)


def test_an_empty_body_has_no_passages():
    assert split(Article("a", "")) == split(Article("a", " \n\n ")) == ()


def test_articles_with_one_body_have_passages_of_their_own_and_a_correction_new_ones():
    body = "One sentence. Another one."
    ids = [passage.id for identity in ("a", "b") for passage in split(Article(identity, body))]
    assert len(set(ids)) == len(ids) == 2
    assert split(Article("a", body)) == split(Article("a", body))
    assert split(Article("a", "One sentence. Another 1."))[0].id not in ids


def test_the_embedder_sees_the_title_in_front_where_there_is_one():
    assert text_to_embed("Title", "text") == "Title\ntext"
    assert text_to_embed(None, "text") == text_to_embed("", "text") == "text"


def test_the_reports_are_covered_sentence_by_sentence(either_seed):
    article = Article("a", clean(either_seed.read_text(encoding="utf-8")).body)
    passages = split(article)
    covered = [s for p in passages for s in sentence_spans(article.body) if p.start <= s.start < p.end]
    assert tuple(covered) == sentence_spans(article.body)
    assert len(passages) > 4
