"""Retrieval where one article is so long that its passages alone fill every ranking."""

import json
from contextlib import closing
from datetime import date

import pytest

from corpus.embedder import DEFAULT_EMBEDDER
from corpus.folder import DataFolder
from corpus.library import Filters
from corpus.snapshots import open_snapshot
from ingest.pipeline import Sources, ingest
from service.answering.retrieve import Search, retrieve

FILLER = (
    "It was made by a smith whose name nobody has kept, and it came to the house with the rest of the estate. The"
    " curator has it cleaned every spring, before the doors are opened to visitors. Its handle was mended once with"
    " wire, and there is a dent on the side that faces the wall, where it fell from a cart on the day of the move. The"
    " label gives a year, and a question mark behind it, since the invoice was lost in a fire along with the others."
)
SHORT = {
    "short-1": "A kettle of the inventory stands in the hall, where school classes may touch it on Mondays.",
    "short-2": "Whoever wrote the inventory forgot one kettle, which hangs above the stove of the caretaker.",
    "short-3": "The mayor of Lenz resigned.",
}


@pytest.fixture(scope="module")
def find(tmp_path_factory, embedder):
    """Ids of articles found in an archive of one long article and three short ones: ``find(question, limit)``."""
    folder = tmp_path_factory.mktemp("long")
    entries = [f"The kettle inventory lists kettle number {number}, of copper, with its lid." for number in range(250)]
    lines = [{"id": "kettles", "text": "\n\n".join(f"{entry} {FILLER}" for entry in entries)}]
    lines += [{"id": identity, "text": text} for identity, text in SHORT.items()]
    (folder / "a.jsonl").write_text("\n".join(json.dumps(one) for one in lines))
    data = DataFolder(folder / "data")
    ingest(Sources([folder / "a.jsonl"]), data, embedder=DEFAULT_EMBEDDER)
    with closing(open_snapshot(data)) as opened:
        assert opened.manifest.passages > 200

        def search(question, limit):
            vector = embedder.embed_questions([question])[0]
            found = retrieve(opened, Search(question, vector, date(2025, 6, 18), Filters(), limit)).candidates
            return list(dict.fromkeys(candidate.article.id for candidate in found))

        yield search


def test_a_long_article_leaves_room_for_others(find):
    assert set(find("What does the kettle inventory tell?", limit=3)) == {"kettles", "short-1", "short-2"}
    assert set(find("What does the kettle inventory tell?", limit=9)) == {"kettles", *SHORT}
