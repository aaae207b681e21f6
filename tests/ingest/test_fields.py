import pytest

from corpus.errors import SettingError
from ingest.fields import COMMON_NAMES, MAX_FIELDS, FieldMap, draft_from, read_fields


def fields_of(record: dict, said: FieldMap = COMMON_NAMES):
    return draft_from("a", {"text": "Text."} | record, said)


@pytest.mark.parametrize("name", ["text", "Body", "content", "articleBody", "ARTICLE", "story"])
def test_the_text_has_many_names(name):
    assert draft_from("a", {name: "Text."}).text == "Text."


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"Headline": "H"}, "title", "H"),
        ({"name": "H"}, "title", "H"),
        ({"title": {"rendered": "H"}}, "title", "H"),
        ({"doc_id": "d-1"}, "id", "d-1"),
        ({"guid": 7}, "id", "7"),
        ({"publish_date": "2022/02/07"}, "published", "2022/02/07"),
        ({"pubDate": "Mon, 3 Feb 2020"}, "published", "Mon, 3 Feb 2020"),
        ({"published": "", "pubDate": "2020", "created": "2024"}, "published", "2020"),
        ({"dateModified": "2021-01-02"}, "updated", "2021-01-02"),
        ({"link": "https://a.example/x"}, "url", "https://a.example/x"),
        ({"source": {"id": None, "name": "The Herald"}}, "publisher", "The Herald"),
        ({"inLanguage": "de"}, "language", "de"),
        (
            {"author": "Ines Okafor; Tobias Wenk and Lea Brandt"},
            "authors",
            ("Ines Okafor", "Tobias Wenk", "Lea Brandt"),
        ),
        ({"authors": ["Ines Okafor", None, " "]}, "authors", ("Ines Okafor",)),
        ({"author": [{"@type": "Person", "name": "Ines Okafor"}]}, "authors", ("Ines Okafor",)),
        ({"creator": {"name": "Ines Okafor"}}, "authors", ("Ines Okafor",)),
    ],
)
def test_common_names_are_known(record, field, value):
    assert getattr(fields_of(record), field) == value


def test_a_text_in_paragraphs_is_one_text():
    assert draft_from("a", {"body": ["One.", "Two."]}).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "value", [True, [1], {"x": 1}, None, "  ", {"name": {"name": {"name": {"name": {"name": "deep"}}}}}]
)
def test_what_is_no_word_is_no_field(value):
    assert fields_of({"title": value}).title is None


@pytest.mark.parametrize(
    "record", [{}, {"text": None}, {"text": " "}, {"text": 5}, {"text": [1]}, {"article": {"name": "x"}}]
)
def test_a_record_without_a_text_says_where_it_was_looked_for(record):
    with pytest.raises(ValueError, match="has no text: none of text, body, content"):
        draft_from("a", record)


def test_a_record_of_a_million_fields_is_refused():
    with pytest.raises(ValueError, match=f"more than {MAX_FIELDS} fields"):
        fields_of({str(number): "" for number in range(100_000)})


def test_flags_name_fields_and_paths_into_objects():
    said = read_fields(["title=headline", "published=meta.date", "authors = meta.by", "id=dc.id"])
    record = {"headline": "H", "title": "other", "meta": {"date": "2020", "by": ["Ines"]}, "dc.id": "d"}
    found = fields_of(record, said)
    assert (found.title, found.published, found.authors, found.id) == ("H", "2020", ("Ines",), "d")


def test_a_file_names_fields_constants_and_parts_and_a_flag_goes_before_it(tmp_path):
    file = tmp_path / "fields.toml"
    file.write_text(
        '[fields]\ntitle = "head"\npublisher = {value = "The Herald"}\ntext = ["lead", "main.body"]\nid = ["a", "b"]\n'
    )
    said = read_fields(["title=headline"], file)
    found = draft_from("a", {"lead": "L.", "main": {"body": "B."}, "headline": "H", "head": "no", "b": "2"}, said)
    assert (found.title, found.publisher, found.text, found.id) == ("H", "The Herald", "L.\n\nB.", "2")


def test_a_mapped_field_has_no_other_names():
    with pytest.raises(ValueError, match="none of lead is there"):
        draft_from("a", {"text": "T."}, read_fields(["text=lead"]))


@pytest.mark.parametrize("flag", ["title", "=x", "title=", "subtitle=x"])
def test_a_flag_that_names_no_field_is_an_error(flag):
    with pytest.raises(SettingError, match="is no field"):
        read_fields([flag])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "fields = 1",
        "[fields]\ntitle = 5",
        "[fields]\ntitle = []",
        "[fields]\ntitle = {value = 1}",
        "[other]\n",
        "[fields]\ntitle = {value = 'a', x = 1}",
        "not toml",
        "[fields]\n[more]\n",
        "[fields]\ntitle = " + "[" * 5000,
    ],
)
def test_a_file_that_is_no_map_is_an_error(tmp_path, content):
    file = tmp_path / "fields.toml"
    file.write_text(content)
    with pytest.raises(SettingError):
        read_fields((), file)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        read_fields((), tmp_path / "none.toml")
