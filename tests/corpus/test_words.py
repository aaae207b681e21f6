import threading

import pytest

from corpus.article import Passage
from corpus.errors import SnapshotDamaged
from corpus.rows import IndexedArticle
from corpus.terms import content_stems, indexed_stems
from corpus.words import WordIndex, build_words, extend_words


def an_article(number: int, title: str | None, *texts: str) -> IndexedArticle:
    """An article of some passages, ``p`` and its number and their places."""
    places = [sum(map(len, texts[:place])) for place in range(len(texts) + 1)]
    passages = [
        Passage(f"p{number}" + "abc"[place] * bool(place), f"a{number}", *places[place : place + 2])
        for place in range(len(texts))
    ]
    return IndexedArticle(f"a{number}", "".join(texts), tuple(passages), title)


ARTICLES = [
    an_article(1, "Two accounts", "Lee cancelled his journey to The Hague."),
    an_article(2, "The summit", "Ishiba will not travel."),
    an_article(3, "Tariffs", "The summit was postponed; talks on tariffs go on."),
]


@pytest.fixture
def words(tmp_path) -> WordIndex:
    build_words(tmp_path, ARTICLES)
    return WordIndex(tmp_path)


def found(words: WordIndex, text: str, limit: int = 10) -> list[str]:
    return [passage for passage, _ in words.best(content_stems(text), limit)]


def test_other_forms_of_a_word_find_it(words):
    assert found(words, "Who cancels journeys?") == ["p1"]


def test_a_word_of_the_title_counts_for_its_passages_and_counts_more(words):
    assert found(words, "summit") == ["p2", "p3"]
    assert found(words, "summit", limit=1) == ["p2"]


def test_scores_fall_from_the_best(words):
    scores = [score for _, score in words.best(content_stems("summit tariffs talks"), 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


@pytest.mark.parametrize("text", ["", "the of and", "xylophone", "body:summit AND *", "\x00", '"unclosed'])
def test_no_words_or_strange_words_find_nothing_or_what_they_name(words, text):
    assert set(found(words, text)) <= {"p2", "p3"}


def test_passages_with_a_stem_are_counted(words):
    assert len(words) == 3
    assert words.passages_with("ishiba") == 1
    assert words.passages_with("xylophone") == 0


def test_an_index_of_nothing_finds_nothing(tmp_path):
    build_words(tmp_path, [])
    words = WordIndex(tmp_path)
    assert len(words) == 0
    assert found(words, "summit") == []


def test_text_in_any_script_is_indexed(tmp_path):
    build_words(
        tmp_path,
        [an_article(1, None, "日本の首相 👨‍👩‍👧 e\u0301 שלום"), an_article(2, None, "\x00" * 10 + "x" * 100_000)],
    )
    assert found(WordIndex(tmp_path), "שלום") == ["p1"]


def test_a_missing_index_is_said(tmp_path):
    with pytest.raises(SnapshotDamaged, match="dateline snapshots rebuild"):
        WordIndex(tmp_path / "none")


def test_many_threads_ask_one_index(words):
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(found(words, "summit"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["p2", "p3"]] * 8


def test_a_whole_article_is_found_by_words_that_stand_in_different_passages(tmp_path):
    several = an_article(4, "Fish", "The quota was cut. ", "Norway protested.")
    build_words(tmp_path, [*ARTICLES, several])
    words = WordIndex(tmp_path)
    assert (len(words), words.articles()) == (5, 4)
    assert [identity for identity, _ in words.best_articles(content_stems("Norway quota"), 9)] == ["a4"]
    assert found(words, "Norway quota") in (["p4", "p4b"], ["p4b", "p4"])


def test_what_changed_is_found_as_it_is_now_and_what_is_gone_is_not(tmp_path):
    build_words(tmp_path / "before", ARTICLES)
    changed = an_article(2, "The summit", "Ishiba travels after all.", "He leaves on Monday.")
    extend_words(tmp_path / "after", tmp_path / "before", ["a1", "a2", "never there"], [changed])
    words = WordIndex(tmp_path / "after")
    assert (len(words), words.articles()) == (3, 2)
    assert found(words, "journey Hague") == []
    assert set(found(words, "summit")) == {"p2", "p2b", "p3"}
    assert [identity for identity, _ in words.best_articles(content_stems("journey Monday"), 9)] == ["a2"]
    before = WordIndex(tmp_path / "before")
    assert found(before, "journey") == ["p1"]


def test_names_with_apostrophes_and_numbers_with_commas_are_found_and_counted(tmp_path):
    texts = ("Mayor O'Dwyer counted 1,234 trawlers of the U.S. fleet.", "Mayor O’Brien counted 3.5 tons.", "A mayor.")
    build_words(tmp_path, [an_article(number, None, text) for number, text in enumerate(texts)])
    words = WordIndex(tmp_path)
    for asked, expected in {"O’Dwyer": "p0", "O'Brien's": "p1", "1,234": "p0", "3.5": "p1", "U.S.": "p0"}.items():
        assert next(one for one, _ in words.best(indexed_stems(asked), 9)) == expected
    counted = {stem: words.passages_with(stem) for stem in ("o'dwyer", "1,234", "mayor", "o'nobody", "'")}
    assert counted == {"o'dwyer": 1, "1,234": 1, "mayor": 3, "o'nobody": 0, "'": 0}
