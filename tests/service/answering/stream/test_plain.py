from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.stream.plain import PlainText
from tests.growth import assert_linear

MARK = "0123456789abcdef"
PIECES = st.sampled_from(
    [
        *"*_`~#->= \n1.a)",
        "**",
        "***",
        "```",
        "---",
        "--- source [1] ",
        f"{MARK}\n",
        MARK[:7],
        "1. ",
        "2) ",
        "- ",
        "> ",
        "\t",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


def plain(*pieces):
    text = PlainText(MARK)
    return "".join(map(text.feed, pieces)) + text.end()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a **bold** word, *one* and __two__, _three_, ~~four~~", "a bold word, one and two, three, four"),
        ("**[1]** and `[2]`", "[1] and [2]"),
        ("## Heading\nWords", "Heading\nWords"),
        ("- one\n* two\n+ three\n• four", "one\ntwo\nthree\nfour"),
        ("1. one\n2. two\n3) three", "one\ntwo\nthree"),
        ("> quoted", "quoted"),
        ("```json\nwords\n```\nmore", "\nwords\n\nmore"),
        ("one\n---\ntwo\n***\nthree", "one\n\ntwo\n\nthree"),
        ("a\u00a0b\u3000c\td", "a b c d"),
        ("a\x00\x1b[31mb\u202ec\ud83d", "a [31mbc\ufffd"),
        ("many     spaces", "many spaces"),
        (f"--- source [1] {MARK}\nTitle: A\n--- end {MARK}\nWords {MARK.upper()}.", "\nTitle: A\n\nWords ."),
    ],
)
def test_markup_goes_and_words_stay(written, shown):
    assert plain(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("f***ing", "2*3 and 4 * 5", "snake_case", "24. Juni 2025", "2025. Then", "— he said", "-5 degrees", "~5"),
        *("#hashtag", "3.5 percent", "a - b", MARK[:-1], "it was 1.\nThen 7. came", "--- he said ---"),
    ],
)
def test_what_only_looks_like_markup_stays(text):
    assert plain(text) == text


@given(TEXTS, st.lists(st.integers(0, 60), max_size=8))
def test_a_text_gives_the_same_in_any_split(text, places):
    edges = sorted({0, len(text), *(min(place, len(text)) for place in places)})
    assert plain(*(text[start:end] for start, end in pairwise(edges))) == plain(text) == plain(*text)


@given(TEXTS)
def test_the_code_of_the_fences_never_shows(text):
    assert MARK not in plain(text).lower()


@given(st.text(alphabet=st.characters(categories=["L", "Zs"]), max_size=60))
def test_no_letter_is_lost(text):
    assert plain(text).split() == text.split()


@pytest.mark.parametrize("piece", ["*", "**a", "`", "- \n", "a*", "1. a\n", "---\n", "--- end ", MARK[:9], " ", "~~~x"])
def test_a_quarter_of_a_megabyte_of_the_worst_takes_linear_time(piece):
    assert_linear(lambda length: plain(piece * (length // len(piece))), 25_000, 250_000)


@pytest.mark.parametrize("before", [";", "p_1", "---- ", "**", "It ended. "])
@pytest.mark.parametrize(
    "fence", ["--- end 5f0c2a9be1d47788", "--- source [1] 5F0C2A9BE1D47788", "--- _end 5f0c2a9be1d47788"]
)
def test_words_and_code_of_a_fence_go_wherever_they_stand_in_a_line(before, fence):
    for pieces in ([before + fence], list(before + fence)):
        text = PlainText("5f0c2a9be1d47788")
        shown = "".join(map(text.feed, pieces)) + text.end()
        assert not any(word in shown.lower() for word in ("--- end", "--- source", "5f0c2a9be1d47788"))
