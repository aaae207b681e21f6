import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Date
from corpus.dates import first_day
from ingest.clean import Cleaned, clean
from ingest.date_fields import read_field
from ingest.draft import Draft
from ingest.publication import publication
from tests.growth import assert_linear

TODAY = date(2026, 1, 1)
with (Path(__file__).parent / "dates_table.csv").open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table))
ADDRESS_PARTS = st.sampled_from(["/", "-", "2019", "10", "03", "1", "4", "sep", "20191003", "a", ".html", "2011-12"])


def story(row: dict[str, str], prose: str) -> Cleaned:
    head = f"Headline\n{row['written']}\n\n" if row["where"] == "line" else ""
    return clean(head + (row["written"] if row["where"] == "dateline" else "") + prose)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['where']} {row['written'] or row['url']}" for row in ROWS])
def test_what_was_written_gives_the_date_of_the_table(row, prose):
    in_field = row["where"] in {"given", "metadata"}
    draft = Draft(
        "a.txt",
        prose,
        says="metadata" if row["where"] == "metadata" else "given",
        published=row["written"] if in_field else None,
        updated=row["updated"] or None,
    )
    latest = date.fromisoformat(row["today"]) if row["today"] else TODAY
    found = publication(draft, story(row, prose), row["url"] or None, latest)
    assert found.published == Date(row["value"] or None, row["precision"], row["provenance"])
    assert "; ".join(f"{refused.field}: {refused.reason}" for refused in found.refused) == row["refused"]
    assert " ".join(found.ambiguous or found.orders) == row["days"]


def test_the_table_has_at_least_eighty_rows_and_each_once():
    assert len(ROWS) >= 80
    assert len({tuple(row.values()) for row in ROWS}) == len(ROWS)


def test_what_is_refused_is_shown_as_it_was_written(prose):
    (refused,) = publication(Draft("a", prose, published="31/31/2017"), clean(prose), None, TODAY).refused
    assert (refused.field, refused.written) == ("published", "31/31/2017")
    (refused,) = publication(Draft("a", prose, updated="x" * 2000), clean(prose), None, TODAY).refused
    assert (refused.field, len(refused.written)) == ("updated", 100)


def test_the_day_of_a_change_is_read_from_its_field_or_its_line(prose):
    line = "Headline\nPublished June 24, 2025 | Updated June 30, 2025\n\n"
    found = publication(Draft("a", prose), clean(line + prose), None, TODAY)
    assert found.updated == Date("2025-06-30", "day", "text")
    found = publication(Draft("a", prose, updated="2025-07"), clean(line + prose), None, TODAY)
    assert found.updated == Date("2025-07", "month", "given")


def test_an_article_that_writes_in_both_orders_settles_nothing(prose):
    found = publication(Draft("a", prose, published="25/6/2025", updated="6/26/2025"), clean(prose), None, TODAY)
    assert found.orders == {"month-first", "day-first"}
    found = publication(Draft("a", prose, published="7/8/2025", updated="6/26/2025"), clean(prose), None, TODAY)
    assert found.published.value == "2025-07-08"


@given(
    st.one_of(
        st.text(max_size=60),
        st.from_regex(r"\A[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\Z"),
        st.from_regex(r"\A-?[0-9]{1,17}\Z"),
    ),
    st.booleans(),
)
def test_any_field_gives_a_plausible_date_in_plain_digits_or_a_reason(written, by_machine):
    reading = read_field(written, TODAY, by_machine=by_machine)
    assert (reading.value is None) == (reading.reason is not None)
    for value in (reading.value, *(reading.ambiguous or ())):
        assert value is None or re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value)
        assert value is None or date(1500, 1, 1) <= first_day(value) <= TODAY
    assert reading.ambiguous is None or all(day.startswith(reading.value) for day in reading.ambiguous)


@given(st.dates(date(1970, 1, 2), TODAY))
def test_a_day_is_read_back_in_whatever_shape_it_was_written(day):
    iso = day.isoformat()
    shapes = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%b. %d, %Y", "%a, %d %b %Y 13:00:00 GMT")
    assert {read_field(day.strftime(shape), TODAY).value for shape in shapes} == {iso}
    for shape, order in (("%m/%d/%Y", 0), ("%d/%m/%Y", 1), ("%m/%d/%y", 0), ("%d.%m.%y", 1)):
        reading = read_field(day.strftime(shape), TODAY)
        assert iso == (reading.ambiguous[order] if reading.ambiguous else reading.value)


@given(st.lists(ADDRESS_PARTS, max_size=12).map("".join))
def test_any_address_gives_a_plausible_date_or_none(path):
    found = publication(Draft("a", "b"), Cleaned("b", (), None), f"https://p.example/{path}", TODAY).published
    assert found.value is None or (first_day(found.value) <= TODAY and found.provenance == "url")


@pytest.mark.parametrize(
    "piece", ["1", "-", "/2019", "/2019-10", "1/", "June ", "24 ", "June 24 ", " ", "A, ", "(", "9."]
)
def test_hostile_fields_addresses_and_texts_are_read_in_linear_time(piece):
    def read(length: int) -> None:
        text = (piece * length)[:length]
        draft = Draft("a", text, published=text, updated=text)
        publication(draft, Cleaned(text * 50, (), None, (text,)), f"https://p.example/{text}", TODAY)

    assert_linear(read, 2_000, 20_000)
