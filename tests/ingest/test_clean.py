import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Removed
from ingest.clean import clean, take_apart

LINES = st.sampled_from(
    [
        "June 25, 2025 | Policy Brief",
        "Japan, South Korea Abruptly Pull Out of NATO Summit",
        "By Jane Doe",
        "THE HAGUE, June 24, 2025",
        "Share this article",
        "© 2025 The Outlet",
        "Issues:",
        "Iran Israel China",
        "Jane Doe is a research analyst at the Foundation.",
        "The leaders of both countries abruptly cancelled their plans to attend the summit, officials said.",
        "A line that stops at the margin of the page and goes on in the one that",
        "- a point of a list",
        "Q: Why?",
        "He left.",
        "日本の首相は欠席した。",
        "Read more:",
        "More:What is known of the talks so far",
        "How relevant is this ad to you? The leaders of both countries stayed at home, officials said.",
        "The talks will go on in July, both sides said. (RELATED: What the talks are about)",
        "The talks failed. Sign up for our newsletter here.",
        "Jane Doe Jane Mary DoeTalks go on Talks fail MORE said that she would stay.",
        "Follow Jane Doe on Twitter: @jane",
        "",
    ]
)
PARAGRAPH = "The leaders of both countries abruptly cancelled their plans to attend the summit, officials said."
STORY_LINES = (
    "What the ministers said",
    "“Follow me on Twitter,” the president told the crowd in The Hague, and thousands did as they were told.",
    "Jane Doe, who is a professor at the university, said that copyright would be on the agenda of the next meeting.",
    "Share prices fell, and related shares with them: the newsletter of the bank had told its readers in March.",
    "Advertisement is what pays for it, the publisher of the newspaper told a committee of the Senate on Tuesday.",
    "He signed up for the newsletter, and subscribed to it by e-mail.",
    "Contributing to this report of the committee cost her three years.",
    "More than 40 people died in the fire, most of them at home.",
    "- a point of a list",
    "日本の首相は欠席した。",
)
STORY = st.sampled_from(STORY_LINES)
FURNITURE = st.sampled_from(
    [
        "Advertisement",
        "Share this article",
        "Sign up for our newsletter",
        "© 2025 The Outlet",
        "Read more: What is known of the talks",
        "Contributing: The Associated Press",
        "Jane Roe and Jack Roe contributed to this report.",
        "(RELATED: What is known of the talks)",
        "Alle Rechte vorbehalten.",
        "Lire aussi : ce que l’on sait des négociations",
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\u2028", "\f"])
PAGES = st.lists(st.tuples(LINES, BREAKS), max_size=25).map(lambda parts: "".join(a + b for a, b in parts))
VISIBLE = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=200)


def letters(*texts: str) -> str:
    """The characters of some texts in order, white space apart."""
    return "".join(character for text in texts for character in text if not character.isspace())


@given(st.one_of(PAGES, VISIBLE.map(lambda text: clean(text).body)), st.none() | LINES)
def test_nothing_is_lost_what_is_not_in_the_body_was_removed(text, title):
    parts, cleaned = take_apart(text, title or None), clean(text, title or None)
    assert letters(text) == letters(*(part.text for part in parts))
    assert letters(cleaned.body) == letters(*(part.text for part in parts if part.kind is None))
    assert cleaned.removed == tuple(Removed(part.kind, part.text) for part in parts if part.kind)
    assert bool(cleaned.body) == bool(text.strip())


@given(st.lists(STORY | FURNITURE, max_size=12), st.none() | LINES)
def test_a_story_among_furniture_is_left_whole_and_cleaning_it_again_takes_nothing(lines, title):
    body = clean("\n\n".join([PARAGRAPH, *lines, PARAGRAPH]), title or None).body
    assert body.split("\n\n") == [PARAGRAPH, *(line for line in lines if line in STORY_LINES), PARAGRAPH]
    assert clean(body, title or None).body == body


@given(PAGES)
def test_the_body_is_paragraphs_with_one_blank_line_between(text):
    body = clean(text).body
    assert all(part == part.strip() and part for part in body.split("\n\n") if body)
    assert "\n\n\n" not in body


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_can_be_cleaned_and_then_stored(text):
    clean(text).body.encode("utf-8")


def test_a_headline_and_date_line_that_are_repeated_go_and_the_headline_is_told(prose):
    head = "June 25, 2025 | Policy Brief\n\nJapan Pulls Out of NATO Summit\n\n"
    cleaned = clean(head * 2 + prose)
    assert cleaned.body == prose
    assert cleaned.headline == "Japan Pulls Out of NATO Summit"
    assert [removed.kind for removed in cleaned.removed] == ["date", "headline"] * 2
    assert cleaned.date_lines == ("June 25, 2025", "June 25, 2025")


def test_a_known_title_that_is_repeated_goes_and_a_line_that_is_not_it_stays(prose):
    assert clean(f"THE TITLE!\n\n{prose}", "The title").body == prose
    assert clean(f"A question of money\n\n{prose}", "The title").body == f"A question of money\n\n{prose}"


@pytest.mark.parametrize(
    "line",
    [
        "June 25, 2025",
        "THE HAGUE, June 24, 2025",
        "Strait Bulletin, 24 June 2025",
        "2025-06-24T10:00:00Z",
        "Published: Wednesday, June 25, 2025, 10:30 am EST",
        "Tokyo — 25.06.2025",
    ],
)
def test_a_line_that_is_a_day_is_a_date_line(line, prose):
    cleaned = clean(f"The headline\n\n{line}\n\n{prose}")
    assert (cleaned.body, cleaned.headline, cleaned.date_lines) == (prose, "The headline", (line,))


@pytest.mark.parametrize(
    "headline",
    [
        "Japan will skip summit of 24 June 2025",
        "Election 2024: what we know",
        "What happened on June 24, 2025",
        "By the numbers: 24 allies in 2025",
        "2025",
        "Summit, 24 hours after: 2025 in review",
    ],
)
def test_a_headline_with_a_year_is_no_date_line(headline, prose):
    cleaned = clean(f"{headline}\n\n{prose}")
    assert (cleaned.headline, cleaned.date_lines) == (headline, ())


def test_furniture_between_and_after_paragraphs_goes(prose):
    furniture = (
        "Advertisement",
        "Share this article",
        "Subscribe to our newsletter",
        "© 2025 The Outlet",
        "3 comments",
    )
    kinds_of_furniture = ("advertisement", "share", "subscribe", "copyright", "share")
    cleaned = clean("\n\n".join(part for line in furniture for part in (prose, line)))
    assert cleaned.body == "\n\n".join([prose] * 5)
    assert cleaned.removed == tuple(map(Removed, kinds_of_furniture, furniture))


@pytest.mark.parametrize(
    "start", ["Copyright law", "Share on the market", "Subscribe or not,", "Skip to 1998:", "© means"]
)
def test_a_paragraph_of_the_story_that_begins_like_furniture_stays(start, prose):
    story = f"{start} is what the ministers talked about for most of the night in The Hague. {prose}"
    assert clean(f"{prose}\n\n{story}\n\n{prose}").body == f"{prose}\n\n{story}\n\n{prose}"


def test_biographies_and_lists_of_topics_at_the_end_go(prose):
    tail = (
        "Jane Doe is a research analyst at the Foundation.",
        "Issues:",
        "Indo-Pacific Law",
        "Topics:",
        "Iran Israel",
    )
    cleaned = clean("\n\n".join(("A headline", prose, prose, *tail)))
    assert cleaned.body == f"{prose}\n\n{prose}"
    assert cleaned.removed == tuple(map(Removed, ("headline", "biography", *["tags"] * 4), ("A headline", *tail)))


def test_hard_wrapped_lines_become_paragraphs():
    text = (
        "The leaders of Japan and South Korea, two of the closest treaty\nallies, abruptly canceled plans to attend the"
        " summit that is\nheld in The Hague.\n\nTheir decision came late, and without reasons, officials of both\n"
        "governments said on Monday.\n"
    )
    assert clean(text).body.split("\n\n") == [
        "The leaders of Japan and South Korea, two of the closest treaty allies, abruptly canceled plans to attend the"
        " summit that is held in The Hague.",
        "Their decision came late, and without reasons, officials of both governments said on Monday.",
    ]


def test_the_points_of_a_list_stay_apart():
    points = [f"- point number {n} of a list whose points are long, and without a stop" for n in range(6)]
    assert clean("\n".join(points)).body.split("\n\n") == points
    short = ["Bread", "Milk", "Eggs", "Salt"]
    assert clean("\n".join(short)).body.split("\n\n") == short


def test_an_interview_keeps_its_questions(prose):
    interview = ["Q: Why?", "A: Nobody said.", "Q: Why?", f"A: {prose}"]
    assert clean("\n".join(interview)).body.split("\n\n") == interview


def test_a_first_sentence_that_is_short_is_no_headline(prose):
    assert clean(f"He left.\n\n{prose}").headline is None
    assert clean(f"He left.\n\n{prose}").body == f"He left.\n\n{prose}"


@pytest.mark.parametrize("text", ["short", "A headline\nAnother", "Advertisement", "Topics:", "June 25, 2025"])
def test_a_text_without_a_story_is_kept_as_it_is(text):
    assert clean(text).body == text.replace("\n", "\n\n")
    assert clean(text).removed == ()


def test_a_text_of_one_line_is_its_body(prose):
    assert clean(prose).body == prose
    assert clean(f"{prose} " * 500).body == (f"{prose} " * 500).strip()


def test_characters_that_hide_or_reorder_text_are_taken_out():
    text = "a\u200bb\u202ec\U000e0041d\x1b[31me\x9bf\ufeffg"
    assert clean(text).body == "abcd[31mefg"


def test_pages_and_lines_in_other_spellings_are_parted():
    assert clean("One.\fTwo.\u2028Three.\x85Four.\r\nFive.").body.split("\n\n") == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
    ]


def test_text_is_in_one_normal_form():
    assert clean("e\u0301te\u0301").body == "\u00e9t\u00e9"
