import threading

import pytest

from corpus.errors import SnapshotDamaged
from corpus.terms import content_stems
from corpus.words import WordIndex, build_words

ROWS = [
    ("p1", "Two accounts", "Lee cancelled his journey to The Hague."),
    ("p2", "The summit", "Ishiba will not travel."),
    ("p3", "Tariffs", "The summit was postponed; talks on tariffs go on."),
]


@pytest.fixture
def words(tmp_path) -> WordIndex:
    build_words(tmp_path, ROWS)
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
    build_words(tmp_path, [("p1", "", "日本の首相 👨‍👩‍👧 e\u0301 שלום"), ("p2", "", "\x00" * 10 + "x" * 100_000)])
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
