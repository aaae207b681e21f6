import pytest

from ingest.authors import byline_authors, named_authors
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Analysis by Jane Doe", ("Jane Doe",)),
        ("Jane Doe, Staff Writer", ("Jane Doe",)),
        ("Jane Doe, Opinion Contributor", ("Jane Doe",)),
        ("Jane Doe (jane.doe@outlet.example)", ("Jane Doe",)),
        ("Jane Doe, John Q. Roe and Zoë O’Hara", ("Jane Doe", "John Q. Roe", "Zoë O’Hara")),
        ("Jane Doe & John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, jane doe, JANE DOE", ("Jane Doe, jane doe, JANE DOE",)),
        ("John Roe, Jr., Jane van der Doe", ("John Roe Jr.", "Jane van der Doe")),
        ("Associated Press", ("Associated Press",)),
        ("Jane Doe, The Associated Press", ("Jane Doe", "Associated Press")),
        ("Doe, Jane", ("Doe, Jane",)),
        ("Department of Health and Human Services", ("Department of Health and Human Services",)),
        ("jane@outlet.example", None),
        ("https://outlet.example/authors/jane", None),
        ("Staff", None),
        ("", None),
    ],
)
def test_a_field_names_its_authors(entry, names):
    assert named_authors([entry]) == names


def test_nobody_is_named_twice():
    assert named_authors(["Jane Doe", "By JANE DOE", "John Roe"]) == ("Jane Doe", "John Roe")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By JANE DOE and John Roe | June 24, 2025", ("JANE DOE", "John Roe")),
        ("By Jane Doe, June 24, 2025", ("Jane Doe",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By The Associated Press", ("Associated Press",)),
    ],
)
def test_a_byline_names_its_authors(line, names):
    assert byline_authors(["June 24, 2025", line, "By John Other"]) == names


@pytest.mark.parametrize(
    "line",
    [
        "By Popular Demand",
        "By The Numbers",
        "By Land and Sea",
        "By Jane",
        "By 2030",
        "by the sea",
        "Jane Doe",
        "By " + "A" * 300,
    ],
)
def test_what_is_no_byline_beyond_doubt_names_nobody(line):
    assert byline_authors([line]) is None


@pytest.mark.parametrize("piece", ["A ", "Jane Doe, ", "By ", "a@", "and ", "Jane ", "J.", ", Jr.", "Doe-"])
def test_hostile_names_are_read_in_linear_time(piece):
    def read(length: int) -> None:
        named_authors([(piece * 2_000)[:2_000]] * (length // 10_000))
        named_authors([(piece * length)[: length // 50]])
        byline_authors(["By " + (piece * length)[:length], "By " + (piece * 190)[:190]])

    assert_linear(read, 100_000, 1_000_000)
