import pytest


def column(lines, x=60, top=700, leading=12, size=10):
    return [(x, top - number * leading, size, text) for number, text in enumerate(lines)]


def test_lines_become_paragraphs_by_the_space_between_them(write, draft, pdf):
    page = [(60, 740, 20, "Harbour plan approved")]
    page += column(["The council voted on Monday for the plan of", "the harbour, after a debate of six hours."])
    page += column(["Work begins in March, the mayor said, and", "will take two years."], top=664)
    found = draft(write("a.pdf", pdf([page], {"Title": "Harbour plan", "Author": "Ines Okafor; Lea Brandt"})))
    assert found.text.split("\n\n") == [
        "Harbour plan approved",
        "The council voted on Monday for the plan of the harbour, after a debate of six hours.",
        "Work begins in March, the mayor said, and will take two years.",
    ]
    assert (found.title, found.authors, found.says) == ("Harbour plan", ("Ines Okafor", "Lea Brandt"), "metadata")


def test_a_paragraph_begins_where_a_line_is_indented_and_where_the_last_was_short(write, draft, pdf):
    lines = [
        "The council voted on Monday for the plan of the",
        "harbour, said the mayor.",
        "Work begins in March of the next year, she said,",
        "and will take two years as it seems to her now.",
    ]
    page = [
        *column(lines),
        (75, 652, 10, "Nobody spoke against it in the debate of the day,"),
        (60, 640, 10, "which took six hours."),
    ]
    assert len(draft(write("a.pdf", pdf([page]))).text.split("\n\n")) == 3


def test_columns_are_read_one_after_the_other_and_a_paragraph_goes_on_in_the_next(write, draft, pdf):
    left = column(["The council voted on", "Monday for the plan"], top=700)
    right = column(["of the harbour, after", "a debate of six hours."], x=320, top=700)
    assert draft(write("a.pdf", pdf([left + right]))).text == (
        "The council voted on Monday for the plan of the harbour, after a debate of six hours."
    )


def test_a_word_broken_at_the_end_of_a_line_is_whole_again_and_a_compound_keeps_its_hyphen(write, draft, pdf):
    lines = [
        "A well-known minister spoke of the negoti-",
        "ations in the capital, and of the well-",
        "known Franco-",
        "German plan.",
    ]
    assert draft(write("a.pdf", pdf([column(lines)]))).text == (
        "A well-known minister spoke of the negotiations in the capital, and of the well-known Franco-German plan."
    )


def test_running_heads_feet_and_page_numbers_go_and_a_date_in_them_stays_once(write, draft, pdf):
    stories = ["Ships came in from the north", "The mayor spoke for an hour", "Nobody was hurt in the fire"]
    pages = [
        [
            (60, 780, 8, "The Herald, 22 June 2025"),
            *column([f"{story} and the line goes on", "to its end, as it should do."]),
            (60, 40, 8, "All for you"),
            (300, 20, 8, f"Page {number} of 3"),
        ]
        for number, story in enumerate(stories, start=1)
    ]
    assert draft(write("a.pdf", pdf(pages))).text.split("\n\n") == [
        "The Herald, 22 June 2025",
        *(f"{story} and the line goes on to its end, as it should do." for story in stories),
    ]


def test_the_items_of_a_list_stay_apart(write, draft, pdf):
    assert (
        draft(write("a.pdf", pdf([column(["- first of all", "- second of all", "3. and third"])]))).text.count("\n\n")
        == 2
    )


@pytest.mark.parametrize("title", ["Microsoft Word - draft 3.doc", "untitled", "harbour.indd", "(anonymous)", ""])
def test_what_a_program_wrote_as_the_title_is_none(write, draft, pdf, title):
    title = title.replace("(", "\\(").replace(")", "\\)")
    assert draft(write("a.pdf", pdf([column(["Some words of a story."])], {"Title": title}))).title is None


def test_the_day_on_which_the_file_was_made_is_not_the_day_of_the_article(write, draft, pdf):
    found = draft(write("a.pdf", pdf([column(["Some words."])], {"CreationDate": "D:20240102030405Z"})))
    assert (found.published, found.updated) == (None, None)


def test_a_scanned_pdf_says_so(write, reason, pdf):
    assert reason(write("a.pdf", pdf([[], []]))) == "has no text, only pictures of it: it was scanned"


def test_a_locked_pdf_says_so(write, reason, pdf):
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >> /ID [<00> <00>]"
    assert reason(write("a.pdf", pdf([column(["Some words."])], trailer=lock))) == "is locked with a password"


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.4\n%%EOF", b"%PDF-1.7\n" + b"\x00" * 1000])
def test_what_is_no_pdf_says_so(write, reason, content):
    assert reason(write("a.pdf", content)) == "is broken, or no PDF"


def test_a_pdf_that_breaks_off_gives_what_it_has_or_says_so(write, read, pdf):
    whole = pdf([column(["Some words of a story."])])
    for length in range(20, len(whole), 40):
        assert len(read(write("a.pdf", whole[:length]))) == 1
