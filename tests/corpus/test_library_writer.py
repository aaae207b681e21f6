import sqlite3
from contextlib import closing

import pytest
from hypothesis import strategies as st

from corpus.article import Details, Removed
from corpus.errors import ArchiveError
from corpus.library import Library
from corpus.library_writer import LibraryWriter

DATES = st.from_regex(r"20(1[0-9]|2[0-5])(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True)


def test_deleted_text_is_gone_from_the_bytes_of_the_file(library_of, an_article, put, tmp_path):
    first = library_of(an_article("a", "Secretwordone. " * 500), an_article("b"))
    second = LibraryWriter(tmp_path / "second.sqlite", first, "layer")
    second.bury(["a"])
    second.close()
    assert b"Secretwordone" in first.read_bytes()
    assert b"Secretwordone" not in (tmp_path / "second.sqlite").read_bytes()
    assert (tmp_path / "second.sqlite").stat().st_size < first.stat().st_size / 2


def test_a_copy_of_a_library_leaves_its_parent_as_it_was(library_of, an_article):
    first = library_of(an_article("a"), name="first.sqlite")
    before = first.read_bytes()
    second = library_of(an_article("b"), parent=first, name="second.sqlite")
    assert first.read_bytes() == before
    assert set(Library(second).versions()) == {"a", "b"}
    assert sorted(p.name for p in first.parent.iterdir()) == ["first.sqlite", "second.sqlite"]


def test_a_path_with_marks_of_an_address_is_still_a_path(tmp_path, an_article, put):
    folder = tmp_path / "50% ?mode=rw#x"
    folder.mkdir()
    writer = LibraryWriter(folder / "library.sqlite", None, "layer")
    put(writer, an_article("a"))
    writer.close()
    assert Library(folder / "library.sqlite").counts() == (1, 2)


def test_a_buried_article_is_gone_and_remembered(library_of, an_article, tmp_path):
    writer = LibraryWriter(tmp_path / "second.sqlite", library_of(an_article("a"), an_article("b")), "layer")
    writer.bury(["a", "never-there", "a"])
    writer.close()
    library = Library(tmp_path / "second.sqlite")
    assert set(library.versions()) == {"b"}
    assert library.tombstones() == {"a", "never-there"}


def test_copies_name_their_original_and_others_none(tmp_path, an_article, put):
    writer = LibraryWriter(tmp_path / "library.sqlite", None, "layer")
    for identity in "abc":
        put(writer, an_article(identity))
    writer.set_originals({"b": "a", "c": "a"})
    writer.set_originals({"b": "a"})
    writer.close()
    assert Library(tmp_path / "library.sqlite").originals() == {"b": "a"}


def test_where_fields_were_read_and_what_cleaning_took_out_is_kept_beside_the_article(tmp_path, an_article, put):
    writer = LibraryWriter(tmp_path / "library.sqlite", None, "layer")
    details = Details(
        {"title": "text", "published": "given"},
        (Removed("date", "June 25, 2025 | Policy Brief"), Removed("tags", "“Tags”")),
    )
    put(writer, an_article("a"), details)
    writer.close()
    library = Library(tmp_path / "library.sqlite")
    assert library.details("a") == details
    assert library.details("b") == Details()


@pytest.mark.parametrize("survivors", [range(0, 40, 2), range(1, 40, 2), range(39, 40), range(3)])
def test_a_sample_of_vectors_is_never_empty_while_there_are_passages(tmp_path, survivors, put, an_article):
    first = LibraryWriter(tmp_path / "first.sqlite", None, "layer")
    for number in range(40):
        put(first, an_article(f"a{number}", "One"))
    first.close()
    second = LibraryWriter(tmp_path / "second.sqlite", tmp_path / "first.sqlite", "layer")
    for number in set(range(40)) - set(survivors):
        second.delete(f"a{number}")
    second.close()
    library = Library(tmp_path / "second.sqlite")
    for limit in (1, 3, 16, 100):
        ids, vectors = library.sample_vectors("layer", limit)
        assert len(set(ids)) == len(vectors) == min(limit, len(survivors))


def test_the_passages_of_layers_that_are_not_kept_join_the_new_one(tmp_path, an_article, put):
    for number, layer in enumerate(("first", "second", "third")):
        before = tmp_path / f"{number - 1}.sqlite" if number else None
        writer = LibraryWriter(tmp_path / f"{number}.sqlite", before, layer)
        put(writer, an_article(layer))
        if layer == "third":
            put(writer, an_article("first", "Corrected"))
            assert writer.layers() == {"second": 2, "third": 3}
            writer.merge_layers({"second"})
        writer.close()
    library = Library(tmp_path / "2.sqlite")
    assert library.layers() == {"second": 2, "third": 3}
    ids, vectors = library.sample_vectors("second", 10_000)
    assert set(library.layers_of([*ids, "unknown"]).values()) == {"second"}
    assert vectors.shape == (2, 8)


def test_a_writer_tells_which_articles_changed(library_of, an_article, put, tmp_path):
    first = library_of(an_article("a"), an_article("b", "Stays"), name="first.sqlite")
    writer = LibraryWriter(tmp_path / "second.sqlite", first, "new")
    put(writer, an_article("a", "One thing. More"))
    put(writer, an_article("c", "Comes and goes"))
    writer.delete("c")
    writer.close()
    assert writer.changed == {"a", "c"}
    (changed,) = Library(tmp_path / "second.sqlite").articles_to_index(writer.changed)
    assert [changed.body[p.start : p.end] for p in changed.passages] == ["One thing", "More"]


def test_a_library_of_the_second_format_is_carried_over_with_what_it_knew(tmp_path, library_of, an_article, put):
    first = library_of(an_article("a"))
    with closing(sqlite3.connect(first, isolation_level=None)) as database:
        database.execute("UPDATE articles SET removed = ?", ('["Share this"]',))
        database.executescript(
            "ALTER TABLE articles DROP COLUMN provenance; DROP TABLE orders; DROP TABLE drafts; PRAGMA user_version=2;"
        )
    LibraryWriter(tmp_path / "second.sqlite", first, "new").close()
    library = Library(tmp_path / "second.sqlite")
    assert library.details("a") == Details({}, (Removed("unnamed", "Share this"),))


def test_a_library_of_the_first_format_can_be_written_on(tmp_path, library_of, an_article, put):
    first = library_of(an_article("a"))
    with closing(sqlite3.connect(first, isolation_level=None)) as database:  # what the first format had
        database.executescript(
            "DROP INDEX passages_of_layer; DROP INDEX copies; ALTER TABLE passages DROP COLUMN layer;"
            "ALTER TABLE passages DROP COLUMN embedded; ALTER TABLE articles DROP COLUMN sketch;"
            "ALTER TABLE articles DROP COLUMN provenance; DROP TABLE orders; DROP TABLE drafts; PRAGMA user_version=0;"
        )
    writer = LibraryWriter(tmp_path / "second.sqlite", first, "new")
    put(writer, an_article("b"))
    writer.merge_layers(())
    writer.close()
    library = Library(tmp_path / "second.sqlite")
    assert set(library.versions()) == {"a", "b"}
    assert library.layers() == {"new": 4}


def test_a_library_of_a_newer_format_is_refused(tmp_path, library_of, an_article):
    first = library_of(an_article("a"))
    with closing(sqlite3.connect(first, isolation_level=None)) as database:
        database.execute("PRAGMA user_version=99")
    with pytest.raises(ArchiveError, match="newer Dateline"):
        LibraryWriter(tmp_path / "second.sqlite", first, "new")
