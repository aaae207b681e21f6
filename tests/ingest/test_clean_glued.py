"""Furniture that ran into a paragraph of the story: what is cut, and that each sentence beside it stays whole."""

import pytest

from ingest.clean import clean
from tests.growth import assert_linear

SECOND = "Their decision came late, and without reasons, officials of both governments said on Tuesday."


def cut(paragraph: str, prose: str) -> tuple[str, list[tuple[str, str]]]:
    """What is left of a paragraph between two others, and what was taken out of it."""
    cleaned = clean("\n\n".join((prose, paragraph, prose)), "A title")
    left = cleaned.body.removeprefix(f"{prose}\n\n").removesuffix(f"\n\n{prose}")
    return left, [(part.kind, part.text) for part in cleaned.removed]


@pytest.mark.parametrize(
    ("kind", "glued"),
    [
        ("advertisement", "How relevant is this ad to you?"),
        (
            "advertisement",
            "How relevant is this ad to you? Ad froze Cancel Submit Your effort is much appreciated. Close",
        ),
        ("navigation", "CLOSE"),
        ("share", "Facebook Twitter Pinterest"),
        ("subscribe", "Sign up for our newsletter here."),
        ("copyright", "© The Outlet."),
    ],
)
def test_furniture_in_front_of_the_first_sentence_goes(kind, glued, prose):
    assert cut(f"{glued} {SECOND}", prose) == (SECOND, [(kind, glued)])


@pytest.mark.parametrize(
    ("kind", "glued"),
    [
        ("advertisement", "ADVERTISEMENT"),
        ("related", "(RELATED: Why the ministers stayed at home)"),
        ("subscribe", "Subscribe to our newsletter."),
        ("credit", "Jane Roe contributed to this report."),
    ],
)
def test_furniture_behind_the_last_sentence_goes(kind, glued, prose):
    assert cut(f"{SECOND} {glued}", prose) == (SECOND, [(kind, glued)])


def test_a_box_of_links_in_the_middle_of_a_sentence_goes_and_the_sentence_reads_on(prose):
    box = "Jane Mary RoeMinisters stay at home Why the talks failed MORE"
    assert cut(f"The plan of Jane Roe {box} (Ohio) failed on Monday, officials said.", prose) == (
        "The plan of Jane Roe (Ohio) failed on Monday, officials said.",
        [("related", box)],
    )
    assert cut(f"The plan was Jane Roe {box}'s own, she said.", prose)[0] == "The plan was Jane Roe's own, she said."


def test_a_call_to_subscribe_goes_with_what_it_promises(prose):
    paragraph = "If you love our headlines, let us introduce you to a new friend. Sign up here for the letter."
    left, removed = cut(f"{paragraph}", prose)
    assert {kind for kind, _ in removed} == {"subscribe"}
    assert left == prose or not left


@pytest.mark.parametrize(
    "paragraph",
    [
        "“Sign up for our newsletter,” the poster read. The police took it down on Monday, officials said.",
        "She asked him to sign up for the newsletter. He did so at once, and got news of you in 2024.",
        "NATO wants MORE money from Japan, and Japan wants MORE ships from NATO, officials said on Monday.",
        "Twitter Inc and Facebook were asked to share what they know with the committee, officials said.",
        "The bank (more: the bank of the king) closed on Monday, officials said.",
    ],
)
def test_a_paragraph_of_the_story_stays_as_it_is(paragraph, prose):
    assert cut(paragraph, prose) == (paragraph, [])


def test_the_joiners_that_spell_words_stay_and_those_that_hide_text_go():
    persian, sinhala = "می\u200cخواهم", "ශ්\u200dරී"
    assert clean(f"{persian} {sinhala}").body == f"{persian} {sinhala}"
    assert clean("pass\u200cword \u200dx a\u200d\u200cb").body == "password x ab"
    assert clean("می\u200c\u200c\u200dخ").body == "می\u200cخ"


HOSTILE = {
    "one word": "a",
    "capitals": "A-",
    "a name and no end": "Jane Doe ",
    "boxes": "Ab Ab2x MORE ",
    "boxes without an end": "Aa AaB ",
    "brackets": "(RELATED: ",
    "calls": "Sign up for our newsletter. ",
    "lines that announce": "Read more:\n",
    "links": "Read more:\nA b c d e\n",
    "tags": "Topics:\n",
    "biographies": "Jane Doe is a reporter at X.\n",
    "teasers": "More:What is known of the talks so far\n",
    "joiners": "\u200d",
    "blanks": " \n",
    "questions": "How relevant is this ad to you? ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_grows_with_the_length_and_no_faster(name):
    piece = HOSTILE[name]
    assert_linear(lambda length: clean(piece * (length // len(piece))), 60_000, 480_000)


def test_thousands_of_biographies_take_no_longer():
    names = [f"Jane Roe{n:x} is a reporter at The Outlet.\n" for n in range(12_000)]
    assert_linear(lambda count: clean("".join(names[:count])), 1_500, 12_000)
