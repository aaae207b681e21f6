"""What is furniture and what is not, form by form. All lines here were written for these tests."""

import pytest

from ingest.clean import clean

FURNITURE = {
    "advertisement": [
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "We may earn a commission if you buy through links on this page.",
        "Anzeige",
        "Publicidad",
    ],
    "subscribe": [
        "Sign up for our newsletter and never miss a summit.",
        "Get our daily newsletter Upgrade your inbox with the news of the day.",
        "SUMMIT NEWSLETTER: Sign up now to get the latest",
        "[Want the news in your inbox? Sign up here for our morning letter.]",
        "(You can have this delivered to your inbox daily. Sign up here .)",
        "All the news of the summit, delivered to your phone.",
        "Please consider supporting our journalism by becoming a member today.",
        "Jetzt Newsletter abonnieren",
        "Abonnez-vous à notre lettre",
        "Suscríbete a nuestro boletín",
    ],
    "share": [
        "Share this story on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Read or Share this story: https://outlet.example/1",
        "Print",
        "Artikel teilen",
        "Partager sur Facebook",
    ],
    "copyright": [
        "Copyright 2025 The Outlet. All rights reserved.",
        "(c) 2025 The Outlet",
        "Alle Rechte vorbehalten.",
        "Tous droits réservés",
        "Todos los derechos reservados.",
    ],
    "credit": [
        "Jane Roe in Tokyo and Jack Roe in Seoul contributed to this report.",
        "Contributing: Jane Roe, The Outlet; The Associated Press",
        "With wire reports",
        "— With assistance by Jane Roe",
        "Reporting by Jane Roe; Editing by Jack Roe",
        "Photo: Jane Roe/Agency",
        "This article originally appeared in The Outlet.",
    ],
    "navigation": [
        "Read More",
        "Skip to main content",
        "Slideshow (3 images)",
        "Play video The ministers arrive in The Hague",
        "Weiterlesen",
        "Lire la suite",
    ],
    "related": [
        "SEE ALSO: Why the ministers stayed at home",
        "Read more about the summit here.",
        "(MORE: Why the ministers stayed at home)",
        "Why the ministers stayed at home Read more",
        "More:Why the ministers stayed at home",
        "What they want:Why the ministers stayed at home",
        "► The summit: Why the ministers stayed at home",
        "Lesen Sie auch: Warum die Minister zu Hause blieben",
        "À lire aussi : pourquoi les ministres sont restés",
    ],
}
STORY = [
    "More than 40 people died.",
    "Read the letter, he said.",
    "Share prices fell by 3 percent",
    "Share on the market fell.",
    "Fake alerts are sent to your phone, the police warned.",
    "The foundation donates money to support local journalism.",
    "Support for local journalism fell.",
    "Agents earn a commission on the products that they sell.",
    "Anger contributed to this report being late.",
    "This story was published to hurt him, the lawyer said.",
    "Subscribers left in droves.",
    "Sign up or leave, they were told.",
    "Get your inbox under control",
    "Print is dead",
    "Copyright law is changing.",
    "(c) the third of the clauses",
    "“Sign up for our newsletter,” read the poster in the window of the bank.",
    "Jane Roe contributed to the campaign.",
    "With Germany and France in the lead, the ministers left for home.",
    "Photographs of the summit were shown in court.",
    "Comments on the draft are due in June.",
    "The summit: what we know",
    "Where: The Hague",
    "By 10:30 A Dutch minister had left the room for the second time that day",
    "Follow the money",
]


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in FURNITURE.items() for line in lines])
def test_a_line_of_a_known_form_goes_with_its_kind(kind, line, prose):
    cleaned = clean("\n\n".join((prose, line, prose)), "A title")
    assert cleaned.body == f"{prose}\n\n{prose}"
    assert [(part.kind, part.text) for part in cleaned.removed] == [(kind, line)]


def test_furniture_of_several_sentences_goes_if_each_of_them_is(prose):
    for line in (
        "Copyright 2025 The Outlet. All rights reserved. This material may not be published again.",
        "Roe reported from Miami. Jane Doe and Jack Doe contributed to this report.",
        "Get our newsletter. Keep up with the news from Tokyo and Seoul.",
        "If you enjoyed this article, join us. Members read on. It helps. If you liked this article, support us.",
        "Reach the reporter at jane@outlet.example. Please support local journalism by subscribing today.",
    ):
        assert clean(f"{prose}\n\n{line}", "A title").body == prose


def test_a_biography_of_several_sentences_goes_if_each_tells_of_that_person(prose):
    first = "Jane Roe is a professor of law at the University of Somewhere."
    assert clean(f"{prose}\n\n{first} She wrote a book. The University was founded in 1900.", "A title").body == prose
    assert clean(f"{prose}\n\n{first} Talks go on in July.", "A title").body.endswith("Talks go on in July.")


@pytest.mark.parametrize("line", STORY)
def test_a_line_of_the_story_stays_wherever_it_stands(line, prose):
    for text in ((line, prose, prose), (prose, line, prose), (prose, prose, line)):
        assert clean("\n\n".join(text), "A title").body == "\n\n".join(text)


def test_headlines_behind_the_line_that_announces_them_go_and_the_next_heading_stays(prose):
    links = (
        "More from the region:",
        "Why the ministers of Japan stayed at home",
        "What the summit was about this year",
    )
    cleaned = clean("\n\n".join((prose, *links, "The costs of it", prose)), "A title")
    assert cleaned.body == f"{prose}\n\nThe costs of it\n\n{prose}"
    assert [part.kind for part in cleaned.removed] == ["related"] * 3


def test_an_announcement_that_is_followed_by_prose_is_of_the_story(prose):
    text = f"More from the statement of the minister:\n\n{prose}"
    assert clean(text, "A title").body == text


def test_many_lines_with_a_glued_label_are_a_transcript(prose):
    transcript = [f"Jane Roe:We have said all that there is to say {n}" for n in range(5)]
    assert clean("\n\n".join((prose, *transcript, prose)), "A title").body.count("Jane Roe:") == 5


def test_bylines_in_front_of_the_story_go(prose):
    for lines in (
        ("Jane Roe", "THE OUTLET"),
        ("Jane Roe and Jack Roe", "Associated Press"),
        ("By Jane Roe",),
        ("Reuters",),
    ):
        cleaned = clean("\n\n".join((*lines, prose)), "A title")
        assert cleaned.body == prose
        assert [part.kind for part in cleaned.removed] == ["byline"] * len(lines)
    assert clean(f"Global Warming\n\n{prose}", "A title").body == f"Global Warming\n\n{prose}"


def test_the_first_line_of_a_text_without_a_title_is_no_byline(prose):
    assert clean(f"Japan Stays Away\n\nTHE HAGUE\n\n{prose}").headline == "Japan Stays Away"


def test_the_place_in_front_of_the_first_sentence_is_neither_headline_nor_furniture(prose):
    for place in ("CNN —", "THE HAGUE (Reuters) –", "New York Agency —"):
        cleaned = clean(f"{place}\n\n{prose}")
        assert (cleaned.body, cleaned.headline) == (f"{place}\n\n{prose}", None)


def test_the_hour_of_an_update_goes_as_a_date_but_tells_no_day(prose):
    cleaned = clean(f"Updated at 6:25 p.m. ET\n\n{prose}", "A title")
    assert [part.kind for part in cleaned.removed] == ["date"]
    assert cleaned.date_lines == ()


BIOGRAPHIES = [
    "Jane Roe is a professor of law at the University of Somewhere.",
    "Jane Roe covers the courts for The Outlet. Reach her at jane@outlet.example or on Twitter @janeroe.",
    "Jane Roe, a former minister, is on the board of the bank. Follow her on Twitter @janeroe.",
    "Jane Roeis a research analyst at the Foundation, where Jack Doe is an intern. Follow Jane on X@janeroe.",
    "The views expressed in this article are those of the author alone.",
]


@pytest.mark.parametrize("line", BIOGRAPHIES)
def test_who_wrote_it_goes_at_the_end_and_there_alone(line, prose):
    cleaned = clean("\n\n".join((prose, prose, line)), "A title")
    assert (cleaned.body, [part.kind for part in cleaned.removed]) == (f"{prose}\n\n{prose}", ["biography"])
    opening = "\n\n".join((line, *[f"{prose} {n}." for n in range(8)]))
    assert clean(opening, "A title").body == opening


def test_a_person_of_the_story_has_no_biography(prose):
    text = f"{prose}\n\nThe plan of Jane Roe failed on Monday, officials said.\n\nJane Roe is a professor of law."
    assert clean(text, "A title").body == text


@pytest.mark.parametrize(
    "line",
    [
        "The man is a professor of law at the university.",
        "There is also the problem of the president, who answers to nobody.",
        "Jane Roe is a professor, and she said that the plan would fail.",
        "“I am Jane Roe,” she said. “Follow me on Twitter @janeroe.”",
        "Follow the road to The Hague and you will see the camp.",
        "Anyone who saw the car should call the police at once.",
    ],
)
def test_a_last_sentence_of_the_story_stays(line, prose):
    assert clean(f"{prose}\n\n{line}", "A title").body == f"{prose}\n\n{line}"


@pytest.mark.parametrize(
    "line",
    [
        "Follow Jane Roe on Twitter @janeroe.",
        "Contact Jane Roe at jane@outlet.example.",
        "Reach the reporter at jane@outlet.example",
        "Got a tip? Write to tips@outlet.example",
        "Send letters to letters@outlet.example.",
    ],
)
def test_how_to_reach_the_author_goes_at_the_end(line, prose):
    cleaned = clean(f"{prose}\n\n{line}", "A title")
    assert (cleaned.body, [part.kind for part in cleaned.removed]) == (prose, ["contact"])


def test_tags_in_one_line_go_at_the_end(prose):
    for line in (
        "Topics: Japan, NATO",
        "Schlagwörter: Japan, NATO",
        "Mots-clés : Japon, OTAN",
        "Etiquetas: Japón, OTAN",
    ):
        assert [part.kind for part in clean(f"{prose}\n\n{line}", "A title").removed] == ["tags"]
