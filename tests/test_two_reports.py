"""Two reports of one event that disagree: as the first two were found, and with all names, places and dates swapped."""

import asyncio
import calendar
import random
from datetime import date
from pathlib import Path

import pytest

from corpus.embedder import DEFAULT_EMBEDDER
from corpus.folder import DataFolder
from ingest.pipeline import Sources, ingest
from service.answering.answer import Answer, Question
from service.settings import read_settings
from service.start import open_asker

pytestmark = pytest.mark.usefixtures("verified_in_this_process")

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
AS_OF = date(2025, 6, 25)


def ask(data: Path, *questions: str) -> list[Answer]:
    async def run() -> list[Answer]:
        asker = await open_asker(read_settings(data=data))
        try:
            answers = [await asker.answer(Question(question, AS_OF)) for question in questions]
            for answer in answers:
                for citation in answer.citations:
                    body = (await asker.article(citation.article_id, answer.corpus.snapshot)).body
                    assert body[citation.start : citation.end] == citation.quote
            return answers
        finally:
            await asker.close()

    return asyncio.run(run())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="THE TWO FIRST REPORTS WERE NOT TRIED: ../shared/seeds is not there")
def test_the_first_two_reports_disagree_on_the_dates_each_in_its_own_words(tmp_path):
    report = ingest(Sources([SEEDS]), DataFolder(tmp_path), embedder=DEFAULT_EMBEDDER)
    assert (len(report.added), report.unread) == (2, ())

    dates, unknown = ask(tmp_path, "When is the NATO summit in The Hague?", "Who is the secretary general of NATO?")

    assert dates.outcome == "disputed"
    assert len(dates.disagreements) == 1
    quotes = {citation.article_id: citation.quote for citation in dates.citations}
    assert len(quotes) == 2
    assert any("June 24 to 26" in quote for quote in quotes.values())
    assert any("June 24 to June 25" in quote for quote in quotes.values())
    assert unknown.outcome == "insufficient_evidence"
    assert unknown.statements == ()
    assert unknown.nearest


GATHERINGS = [
    "the congress of glaciologists",
    "the Mercosur summit",
    "the coffee growers' conference",
    "the Arctic regatta",
]
CITIES = ["Reykjavik", "Nairobi", "Port Moresby", "São Paulo", "Tbilisi"]
PEOPLE = ["Marta Quiroga", "Henrik Solberg", "Tamar Beridze", "Ousmane Diallo"]
PHRASINGS = [
    "When is {what} in {city}?",
    "When does {what} in {city} take place?",
    "On which dates is {what} in {city}?",
]


@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.slow
def test_it_is_the_same_with_any_names_places_and_dates(tmp_path, seed):
    chance = random.Random(seed)
    what, city = chance.choice(GATHERINGS), chance.choice(CITIES)
    one, two = chance.sample(PEOPLE, 2)
    month, first = calendar.month_name[chance.randrange(1, 13)], chance.randrange(1, 24)
    shorter, longer = f"{month} {first} to {first + 1}", f"{month} {first} to {first + 2}"
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.md").write_text(
        f"---\npublisher: The Lookout\npublished: 2025-06-20\ntitle: {one} stays away\n---\n\n"
        f"{one} will not come to {what}, held in {city} from {longer}. The office gave no reason for the change "
        f"of plans.\n\nFriends of {one} spoke of a bad cold. The weather in {city} is mild in that season.\n",
        encoding="utf-8",
    )
    (folder / "two.txt").write_text(
        f"Visitors from forty countries are expected when {what} opens its doors in {city} ({shorter}).\n\n"
        f"{two} paid for the flowers. Hotels have been sold out since the spring, and a second hall was rented.\n",
        encoding="utf-8",
    )
    ingest(Sources([folder]), DataFolder(tmp_path / "data"), embedder=DEFAULT_EMBEDDER)

    phrased = [phrasing.format(what=what, city=city) for phrasing in PHRASINGS]
    for answer in ask(tmp_path / "data", *phrased):
        assert answer.outcome == "disputed", f"seed {seed}: {answer.question}\n{answer.text}"
        assert shorter in answer.text
        assert longer in answer.text
    (missing,) = ask(tmp_path / "data", f"Who presides over {what}?")
    assert missing.outcome == "insufficient_evidence", f"seed {seed}: {missing.text}"
