"""What each stage of retrieval does, in a small archive on one pact."""

import json
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

import pytest

from corpus.embedder import DEFAULT_EMBEDDER
from corpus.folder import DataFolder
from corpus.library import Filters
from corpus.snapshots import open_snapshot
from ingest.pipeline import Sources, ingest
from service.answering.retrieve import Search, Stages, retrieve

ASKED = date(2025, 6, 18)
PACT = "What is known of the Meridian pact?"
ALL = Stages()
NO_RANKING = Stages(meaning=False, words=False, whole_articles=False)
WIRE = (
    "Twelve ministers put their names to the Meridian pact on fishing rights in the harbour hall of Lusaka, and "
    "each of them called it a beginning. The treaty limits what trawlers may catch between the two capes. It will "
    "be reviewed by a board of seven judges, who meet twice a year and publish what they find."
)
TABLE = (
    "The tally of the harbour office for the {month} shows that {count} trawlers of the Meridian pact came in with "
    "their holds full of herring, mackerel and squid, that the crews were paid on the day after landing, and that "
    "no captain was fined for nets with meshes narrower than the treaty allows. The office adds that the weather "
    "was fair, that the cranes on the northern quay worked without a pause, and that buyers from the inland towns "
    "took most of the catch before noon, as they have done since the market hall was built."
)
BICYCLE = "Does the boy on the bicycle take the figures to town, or a bakery its rolls with herring, or the ferry?"
LEANING = (
    "The lighthouse keepers of the northern cape have watched over the shoals for longer than any of the trawlers "
    "has been afloat, and their log books fill a wall of the reading room in the old customs house, where visitors "
    "may leaf through them on two afternoons of the month if they ask the warden for the key a day before. Nobody "
    "reads them in winter, when the room is too cold to sit in, and the ink of the oldest ones has turned brown.",
    "They were asked to count every trawler under the Meridian pact that passes the cape at night, and to tell the "
    "board of judges by telegraph, which they did until the mast fell in a storm. Since then a boy on a bicycle has "
    "taken the figures of the Meridian pact to town each morning, and the board has had no reason to complain of "
    "him, for he has been late only once, on the day when the bridge was up for a sailing ship to go through it.",
    "A bakery beside the market hall sells rolls with herring from five in the morning, and its owner says that she "
    "knows the price of fish better than any broker, since she buys forty crates a week and haggles for each one. "
    "Her grandmother did the same on the same corner, with a handcart in the place of the van, and a bell that now "
    "hangs over the door of the shop and rings whenever somebody comes in to get out of the rain for a while.",
    "The ferry to the islands leaves from the southern quay at seven, at noon and at four, and takes bicycles but no "
    "cars. In summer it is wise to come half an hour early, for the queue of day trippers then reaches around the "
    "corner to the tram stop. Dogs travel free of charge as long as they are kept on a lead, and there is tea on the "
    "upper deck, where a brass band plays on Sundays if the wind allows it and enough of its players are awake.",
    "Painters have come to the bay for its light since a colony of them took over the empty rope works. What they "
    "make hangs in the town hall and in the two inns, which take canvases in the place of rent. One of them has put "
    "the whole fleet on the ceiling of the tram depot, boat by boat, with the names that the crews gave him, and it "
    "is said that no captain is content with the colour of his own hull but that each one likes those of the others.",
)
ARTICLES = (
    ("announced", "2019-05-10", "The Gull", "The Meridian pact is to be signed in Lusaka in June, envoys say."),
    ("signed", "2019-06-05", "The Gull", "The Meridian pact was signed in Lusaka, and crowds lined the quay."),
    ("recalled", "2022-03-01", "The Gull", "Three years on, the signing of the Meridian pact in Lusaka is recalled."),
    ("extended", "2025-06-16", "The Courier", "The Meridian pact was extended in Lusaka by five more years."),
    ("preview", "2025-05-18", "The Lantern", "A summit on the Meridian pact is planned for July in Port Sorrel."),
    ("tomorrow", "2025-06-19", "The Lantern", "The Meridian pact faces a vote in Lusaka, the board of judges says."),
    ("primer", None, "The Gull", "The Meridian pact is a treaty on fishing rights, reviewed by a board of judges."),
    ("wire", "2025-01-10", "Tern Wire", WIRE),
    ("wire-again", "2025-01-11", "The Courier", WIRE),
    (
        "tallies",
        "2025-02-01",
        None,
        "\n\n".join(
            TABLE.format(month=month, count=count) for month, count in (("spring", 41), ("spring", 52), ("autumn", 41))
        ),
    ),
    ("cape", "2025-03-01", None, "\n\n".join(LEANING)),
    ("choir", "2025-06-17", "The Gull", "A choir of bakers sang carols in Port Sorrel, and the mayor wept."),
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stages")
    lines = [{"id": i, "published": day, "publisher": outlet, "text": text} for i, day, outlet, text in ARTICLES]
    (folder / "a.jsonl").write_text("\n".join(json.dumps({k: v for k, v in one.items() if v}) for one in lines))
    data = DataFolder(folder / "data")
    ingest(Sources([folder / "a.jsonl"]), data, embedder=DEFAULT_EMBEDDER)
    with closing(open_snapshot(data)) as opened:
        assert opened.manifest.articles == len(ARTICLES)
        yield opened


@pytest.fixture(scope="module")
def find(snapshot, embedder):
    """Candidates for a question: ``find(question, limit=20, stages=…, as_of=…, published_after=…)``."""

    def search(question=PACT, limit=20, stages=ALL, as_of=ASKED, **filters):
        vector = embedder.embed_questions([question])[0]
        asked = Search(question, vector, as_of, Filters(**filters), limit)
        return retrieve(snapshot, asked, stages=stages).candidates

    return search


def articles(candidates):
    return list(dict.fromkeys(candidate.article.id for candidate in candidates))


def falls(candidates):
    """Whether scores fall within each article, and from the best of one to the best of the next."""
    best = {c.article.id: c.score for c in reversed(candidates)}
    of_articles = [best[identity] for identity in articles(candidates)]
    within = all(one.score >= two.score > 0 for one, two in pairwise(candidates) if one.article.id == two.article.id)
    return within and of_articles == sorted(of_articles, reverse=True)


# Time


def test_what_announced_a_stated_time_is_found_and_nothing_older_and_the_undated_is(find):
    found = articles(find("Which Meridian pact was signed in Lusaka in June 2019?"))
    assert {"announced", "signed", "recalled", "primer"} <= set(found)
    assert found[0] == "signed"
    found = articles(find("Which Meridian pact was signed in Lusaka in July 2019?"))
    assert "announced" not in found
    assert {"signed", "recalled", "primer"} <= set(found)


def test_news_of_a_stated_time_comes_from_that_time(find):
    assert set(articles(find("What happened in Lusaka in June 2019?"))) == {"signed", "primer"}


def test_under_the_callers_bound_and_a_stated_date_nothing_undated_is_returned(find):
    question = "Which Meridian pact was signed in Lusaka in July 2019?"
    assert "primer" not in articles(find(question, published_after="2019-05-01"))
    assert "announced" not in articles(find(question, published_after="2019-05-01"))  # the question's bound is tighter
    assert set(articles(find(question, published_before="2019-12-31"))) == {"signed"}
    assert "signed" not in articles(find(question, published_after="2020-01-01"))  # the caller's is


@pytest.mark.parametrize("question", ["What happened to the Meridian pact in March 2015?", "Was it signed in 2024?"])
def test_where_nothing_dated_is_from_the_stated_time_the_search_goes_on_without_it(find, question):
    found = articles(find(question, as_of=date(2025, 1, 1), published_before="2023-01-01"))
    assert set(found) == {"announced", "signed", "recalled"}


def test_an_undated_article_alone_does_not_stand_for_the_stated_time(find):
    found = articles(find("What happened to the Meridian pact in March 2015?"))
    assert {"primer", "signed", "extended"} <= set(found)


def test_of_a_time_to_come_the_previews_are_found(find):
    question = "What is planned for the summit in Port Sorrel in July 2025?"
    assert articles(find(question, as_of=date(2025, 5, 20)))[0] == "preview"
    assert articles(find(question, as_of=date(2025, 6, 30), publishers=("The Lantern",)))[0] == "preview"


@pytest.mark.parametrize("question", ["What is the latest on the Meridian pact?", "What was done this week in Lusaka?"])
def test_a_question_for_what_is_new_finds_the_newest_first(find, question):
    found = articles(find(question))
    assert found[0] == "extended"
    assert found.index("extended") < found.index("signed")


def test_without_the_time_stage_no_date_counts(find):
    question = "What is the latest on the Meridian pact?"
    on, off = find(question, limit=5), find(question, limit=20, stages=Stages(time=False))
    assert articles(on)[0] == "extended"
    scores = {candidate.article.id: candidate.score for candidate in reversed(off)}
    weighed = {candidate.article.id: candidate.score for candidate in reversed(find(question))}
    assert weighed["tomorrow"] < 0.5 * scores["tomorrow"]
    assert weighed["signed"] < scores["signed"]
    stated = "Which Meridian pact was signed in Lusaka in June 2019?"
    assert "announced" in articles(find(stated, stages=Stages(time=False)))


def test_without_time_words_only_what_is_from_after_the_question_weighs_less(find):
    on, off = find(stages=Stages(outlets=False)), find(stages=Stages(outlets=False, time=False))
    weighed, scores = ({c.passage.id: (c.article.id, c.score) for c in found} for found in (on, off))
    for passage, (article, score) in weighed.items():
        assert score == pytest.approx(scores[passage][1] * (0.3 if article == "tomorrow" else 1.0))


# Rankings


def test_each_ranking_finds_what_it_can_by_itself(find):
    by_meaning = find("QX-77", stages=replace(NO_RANKING, meaning=True))
    assert len(articles(by_meaning)) == len(ARTICLES) - 1  # everything is near to some degree; a copy is no story
    for one in (replace(NO_RANKING, words=True), replace(NO_RANKING, whole_articles=True)):
        assert articles(find("choirs", stages=one)) == ["choir"]
        assert find("QX-77", stages=one) == ()


def test_an_article_found_only_by_its_whole_text_has_passages_nearest_in_meaning(find):
    question = "Which count of trawlers under the Meridian pact was taken at night?"
    found = find(question, stages=replace(NO_RANKING, whole_articles=True))
    of_cape = [c for c in found if c.article.id == "cape"]
    assert 1 <= len(of_cape) <= 3
    assert of_cape[0].text.startswith("They were asked to count")


def test_without_any_ranking_nothing_is_found(find):
    assert find(stages=NO_RANKING) == ()
    assert find("What happened in June 2019?", stages=NO_RANKING) == ()


@pytest.mark.parametrize("name", [field.name for field in fields(Stages)])
@pytest.mark.parametrize("question", [PACT, "What is the latest from Lusaka?", "Who signed in June 2019?"])
def test_retrieval_works_without_any_one_stage(find, name, question):
    found = find(question, limit=4, stages=Stages(**{name: False}))
    assert 1 <= len(articles(found)) <= 4
    assert falls(found)
    assert all(len([c for c in found if c.article.id == one]) <= 3 for one in articles(found))


@pytest.mark.parametrize("limit", [1, 2, 5, 20])
def test_there_are_as_many_articles_as_asked_for_where_the_archive_has_them(find, limit):
    assert len(articles(find(limit=limit))) == min(limit, len(ARTICLES) - 1)


def test_a_shorter_list_is_the_beginning_of_a_longer_one(find):
    assert articles(find(limit=20))[:5] == articles(find(limit=5))


# Copies, outlets, neighbours


def test_copies_are_one_story_and_without_the_stage_two(find):
    both = {"wire", "wire-again"}
    assert len(both & set(articles(find()))) == 1
    assert both <= set(articles(find(stages=Stages(copies=False))))


def test_a_copy_stands_for_its_story_where_the_original_is_filtered_out(find):
    assert "wire-again" in articles(find(publishers=("The Courier",)))
    assert "wire" in articles(find(publishers=("Tern Wire",)))


def test_passages_with_other_numbers_both_stay_and_one_that_says_the_same_goes(find):
    question = "How many trawlers of the Meridian pact did the harbour office tally?"
    texts = [c.text for c in find(question) if c.article.id == "tallies"]
    assert sum("52 trawlers" in text for text in texts) == 1
    assert sum("41 trawlers" in text for text in texts) == 1
    everything = [c for c in find(question, stages=Stages(copies=False)) if c.article.id == "tallies"]
    assert len(everything) == 3


def test_the_best_article_is_the_same_with_and_without_several_outlets(find):
    for question in (PACT, "What is the latest from Lusaka?", "Who sang?"):
        assert articles(find(question))[0] == articles(find(question, stages=Stages(outlets=False)))[0]


def test_of_one_outlet_the_order_is_that_of_the_scores(find):
    with_stage, without = (articles(find(publishers=("The Gull",), stages=Stages(outlets=on))) for on in (True, False))
    assert with_stage == without


def test_several_outlets_are_heard_earlier(find, snapshot):
    def first_places(stages):
        outlets = [snapshot.library.article(one).publisher for one in articles(find(stages=stages))]
        return sum(outlets.index(outlet) for outlet in set(outlets) - {None})

    assert first_places(Stages()) <= first_places(Stages(outlets=False))


def test_a_passage_that_begins_with_they_is_followed_by_the_one_before_it(find):
    def places(neighbours):
        stages = Stages(meaning=False, neighbours=neighbours)
        return [LEANING.index(c.text) for c in find("boy telegraph", stages=stages) if c.article.id == "cape"]

    assert (places(neighbours=False), places(neighbours=True)) == ([1], [1, 0])


def test_scores_never_rise_from_article_to_article_nor_within_one(find):
    for question in (PACT, BICYCLE, "harbour", "Who sang?"):
        assert falls(find(question))


# Filters


def test_what_filters_leave_is_found_whatever_it_says(find):
    assert articles(find(article_ids=("choir", "nobody"))) == ["choir"]
    assert find(article_ids=("nobody",)) == ()
    assert find("Who signed in June 2019?", article_ids=("nobody",)) == ()
    assert find(publishers=("The Gull",), published_after="2026-01-01") == ()
