import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.markers import Marker, MarkerParser

GIVEN = frozenset({1, 2, 3})
PIECES = st.sampled_from(
    [*"[]【】0123456789, ab.", "[1]", "[2025]", "[sic]", "【2】", "[1, 3]", "[99]", "the summit", "😀", "\n", "[[1]]"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


def parse(*pieces, given=GIVEN):
    """What came out, neighbouring prose joined, and how many numbers were unknown."""
    parser = MarkerParser(given)
    parts = [part for piece in pieces for part in parser.feed(piece)] + parser.end()
    joined = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined, parser.unknown


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("In June [1].", ["In June ", Marker((1,)), "."]),
        ("[1, 3]", [Marker((1, 3))]),
        ("[1,2 ,3]", [Marker((1, 2, 3))]),
        ("[ 2 ]", [Marker((2,))]),
        ("[1][3]", [Marker((1,)), Marker((3,))]),
        ("[2, 2]", [Marker((2,))]),
        ("出席しない【1】。", ["出席しない", Marker((1,)), "。"]),
        ("【1, 2】", [Marker((1, 2))]),
    ],
)
def test_a_marker_names_its_sources(text, parts):
    assert parse(text) == (parts, 0)


@pytest.mark.parametrize(
    "text",
    [
        *"[2025] [sic] [Reuters] [1a] [] [,] [-1] [1.5] [1】 【1] [１] [100] a]b [1;2]".split(),
        "[ ]",
        "[" + "1, " * 20 + "1]",
    ],
)
def test_brackets_around_anything_else_stay_prose(text):
    assert parse(f"He said {text} so.") == ([f"He said {text} so."], 0)


@pytest.mark.parametrize(
    ("text", "parts", "unknown"),
    [
        ("a [0] b", ["a  b"], 1),
        ("a [99].", ["a ."], 1),
        ("[1, 99]", [Marker((1,))], 1),
        ("[0, 98, 99]", [], 3),
    ],
)
def test_a_number_that_was_not_given_is_dropped_and_counted(text, parts, unknown):
    assert parse(text) == (parts, unknown)


def test_zero_is_not_the_last_source():
    assert parse("[0]", given=frozenset({1})) == ([], 1)


@pytest.mark.parametrize("cut", ["[", "[1", "[1, ", "【", "【2", "[ ", "[20"])
def test_a_marker_that_is_cut_off_at_the_end_never_shows(cut):
    assert parse(f"In June {cut}") == (["In June "], 0)


@given(TEXTS, st.lists(st.integers(0, 60), max_size=8))
def test_a_text_gives_the_same_in_any_split(text, places):
    edges = sorted({0, len(text), *(min(place, len(text)) for place in places)})
    pieces = [text[start:end] for start, end in pairwise(edges)]
    assert parse(*pieces) == parse(text) == parse(*text)


@given(TEXTS)
def test_no_word_is_lost_and_none_is_made_up(text):
    def letters(prose):
        return [character for character in prose if character not in "[]【】0123456789, "]

    parts, _ = parse(text)
    assert letters("".join(part for part in parts if isinstance(part, str))) == letters(text)


@given(TEXTS)
def test_what_is_held_back_is_never_longer_than_a_marker(text):
    parser = MarkerParser(GIVEN)
    out = "".join(part for part in parser.feed(text + "x" * 30) if isinstance(part, str))
    assert out.endswith("x" * 29)


@pytest.mark.parametrize("piece", ["[", "[1", "[1, ", "[[1]", "【", "x", "[ "])
def test_a_megabyte_of_the_worst_takes_linear_time(piece):
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 8
