from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.stream.markers import Marker, MarkerParser
from tests.growth import assert_linear

GIVEN = frozenset({1, 2, 3})
NONE = Marker(())
PIECES = st.sampled_from(
    [
        *("[1]", "[2025]", "[sic]", "【2】", "[1, 3]", "[99]", "the summit", "😀", "\n", "[[1]]", "［", "］", "†"),
        *("[Source 2: The Gull]", "(https://a.example/b)", "source", "ref", "and", *"[]【】0123456789, ab.^()-:"),
    ]
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
        ("[1; 2]", [Marker((1, 2))]),
        ("[1 and 3]", [Marker((1, 3))]),
        ("[1-3]", [Marker((1, 2, 3))]),
        ("[1–2]", [Marker((1, 2))]),
        ("[[1]]", [Marker((1,))]),
        ("([1])", [Marker((1,))]),
        ("([1], [2])", [Marker((1, 2))]),
        ("[^1]", [Marker((1,))]),
        ("^[1]", [Marker((1,))]),
        ("【1†source】", [Marker((1,))]),
        ("［1］", [Marker((1,))]),
        ("[１]", [Marker((1,))]),
        ("[٢]", [Marker((2,))]),
        ("[01]", [Marker((1,))]),
        ("[Source 2]", [Marker((2,))]),
        ("[source: 2]", [Marker((2,))]),
        ("[Sources 1, 2]", [Marker((1, 2))]),
        ("[Source 2: The Gull, 3 June]", [Marker((2,))]),
        ("[src_2]", [Marker((2,))]),
        ("(Source 2)", [Marker((2,))]),
        ("[1](https://evil.example/a?b=c)", [Marker((1,))]),
        ("[1](see there)", [Marker((1,)), "(see there)"]),
    ],
)
def test_a_marker_names_its_sources(text, parts):
    assert parse(text) == (parts, 0)


@pytest.mark.parametrize(
    "text",
    [
        *"[2025] [sic] [Reuters] [1a] [] [,] [-1] [1.5] [1】 【1] [100] a]b [12:30] [2-1] [0-2] (1) x^2".split(),
        "[1948-2020]",
        *("[ ]", "[5 and 6 June]", "(source: Reuters)", "[sources say 2]", "m(2)", "[1\n]"),
        "[" + "1, " * 40 + "1]",
    ],
)
def test_brackets_around_anything_else_stay_prose(text):
    assert parse(f"He said {text} so.") == ([f"He said {text} so."], 0)


@pytest.mark.parametrize(
    ("text", "parts", "unknown"),
    [
        ("a [0] b", ["a ", NONE, " b"], 1),
        ("a [99].", ["a ", NONE, "."], 1),
        ("[1, 99]", [Marker((1,))], 1),
        ("[2-5]", [Marker((2, 3))], 2),
        ("[0, 98, 99]", [NONE], 3),
        ("【4:0†turn0file1】", [NONE], 1),
    ],
)
def test_a_number_that_was_not_given_is_dropped_and_counted(text, parts, unknown):
    assert parse(text) == (parts, unknown)


def test_zero_is_not_the_last_source():
    assert parse("[0]", given=frozenset({1})) == ([NONE], 1)


def test_the_target_of_a_link_goes_and_its_words_stay():
    assert parse("[Reuters](https://evil.example/x) said") == (["[Reuters] said"], 0)


@pytest.mark.parametrize("cut", ["[", "[1", "[1, ", "【", "【2", "[ ", "[20", "[[1", "([1", "^[2", "［1"])
def test_a_marker_that_is_cut_off_at_the_end_never_shows(cut):
    assert parse(f"In June {cut}") == (["In June "], 0)


@given(TEXTS, st.lists(st.integers(0, 60), max_size=8))
def test_a_text_gives_the_same_in_any_split(text, places):
    edges = sorted({0, len(text), *(min(place, len(text)) for place in places)})
    pieces = [text[start:end] for start, end in pairwise(edges)]
    assert parse(*pieces) == parse(text) == parse(*text)


@given(TEXTS)
def test_what_is_held_back_is_never_longer_than_a_marker_with_its_link(text):
    parser = MarkerParser(GIVEN)
    out = "".join(part for part in parser.feed(text + "x" * 600) if isinstance(part, str))
    assert out.endswith("x" * 80)


@pytest.mark.parametrize(
    "piece", ["[", "[1", "[1, ", "[[1]", "【", "x", "[ ", "](http://", "([1],", "[source 1: a", "^", "(s"]
)
def test_a_quarter_of_a_megabyte_of_the_worst_takes_linear_time(piece):
    assert_linear(lambda length: parse(piece * (length // len(piece))), 25_000, 250_000)
