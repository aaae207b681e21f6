import sys
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from corpus.terms import STOP_WORDS, content_stems, stem, terms

ENDINGS = ("ing", "ation", "ally", "iveness", "ousness", "izations", "ements", "edly", "fulness", "ibility")


def test_forms_of_one_word_have_one_stem():
    assert stem("Cancelled") == stem("cancels") == stem("cancelling")
    assert stem("Ishiba's") == stem("Ishiba’s") == stem("ISHIBA")


def test_numbers_keep_their_points():
    assert [term.stem for term in terms("3.5 percent of 1,000.")] == ["3.5", "percent", "of", "1,000"]


def test_content_is_each_stem_once_in_order_without_stop_words():
    assert content_stems("The leaders of Japan, and of Korea, lead; a leader of Japan.") == (
        stem("leaders"),
        stem("Japan"),
        stem("Korea"),
        stem("lead"),
    )


def test_a_question_of_stop_words_alone_has_no_content():
    assert content_stems("What is it, and why?") == ()
    assert all(word == word.lower() for word in STOP_WORDS)


@given(st.text(max_size=200))
def test_terms_stand_where_they_say_in_order(text):
    found = terms(text)
    assert all(term.stem == stem(text[term.start : term.end]) for term in found)
    edges = [edge for term in found for edge in (term.start, term.end)]
    assert edges == sorted(edges)


def test_threads_that_stem_at_the_same_time_do_not_mix_up_their_words():
    words = [f"{a}{b}{end}" for a in "abcdefgh" for b in ("gener", "nation", "relat") for end in ENDINGS]
    alone = [stem(word) for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            for _ in range(10):
                stem.cache_clear()
                found = threads.map(lambda shift: [stem(word) for word in words[shift:] + words[:shift]], range(4))
                assert all(one == alone[shift:] + alone[:shift] for shift, one in enumerate(found))
    finally:
        sys.setswitchinterval(before)
