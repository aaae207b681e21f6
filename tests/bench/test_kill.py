"""The SIGKILL campaign's model and its checks: what a harness must get right that is to be believed."""

import json
import sys
from pathlib import Path

import pytest

from corpus.folder import DataFolder

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def programs_of_bench(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def test_each_sentence_of_a_story_has_a_token_of_its_own_and_a_revision_changes_all_of_them():
    from kill_stories import Story, tokens

    before, after = tokens(Story("a", 0, 7).body), tokens(Story("a", 1, 7).body)

    assert len(set(before)) == 7
    assert not set(before) & set(after)


def test_the_ledger_tells_the_version_of_every_other_article():
    from kill_stories import LEDGER, Held, entries

    held = Held({}).changed({"a": "One.", "b": "Two."}, (), None)

    versions = held.versions
    del versions[LEDGER]
    assert entries(held.bodies[LEDGER]) == versions
    assert versions.keys() == {"a", "b"}


def test_a_retracted_article_stays_out_of_what_is_changed_later():
    from kill_stories import Held

    held = Held({"a": "One.", "b": "Two."}).without(["a"], "s1").changed({"a": "One again.", "c": "Three."}, (), "s2")

    assert held.bodies.keys() == {"b", "c", "ledger"}


def test_the_model_keeps_the_parent_before_newer_snapshots():
    from kill_stories import Held, Model

    held = {"s1": Held({}), "s2": Held({}, parent="s1"), "s3": Held({}, parent="s1"), "s4": Held({}, parent="s1")}
    model = Model("s4", held, set(held))

    assert model.to_remove(2, prune=False) == {"s2", "s3"}


def test_pruning_removes_what_holds_a_retracted_article_but_not_what_an_unpublished_snapshot_retracted():
    from kill_stories import Held, Model

    held = {
        "s1": Held({"a": "One.", "b": "Two."}),
        "s2": Held({"b": "Two."}, frozenset({"a"}), "s1"),
        "s3": Held({}, frozenset({"a", "b"}), "s2"),  # finished by a writer that was killed before it published
    }
    model = Model("s2", held, {"s1", "s2"})

    assert model.buried == {"a"}
    assert model.to_remove(3, prune=True) == {"s1"}


def test_what_a_killed_writer_leaves_lying_about_is_named(tmp_path):
    from kill_checks import leftovers

    for name in ("CURRENT", "writer.lock", "embeddings.sqlite-wal", "CURRENT.next", "staging"):
        (tmp_path / name).touch()

    assert sorted(leftovers(DataFolder(tmp_path))) == ["CURRENT.next is left over", "staging is left over"]


def test_a_record_that_was_cut_is_passed_over(tmp_path):
    from kill import Campaign, read

    campaign = Campaign(1, 10, tmp_path)
    campaign.records.write_text(json.dumps({"seed": 7}) + '\n{"seed": 8, "kil', encoding="utf-8")

    assert read(campaign) == [{"seed": 7}]


def test_a_kill_is_drawn_again_from_its_seed():
    from random import Random

    from kill_ways import Pace, draw_way

    pace = Pace({"change": 2.0}, {"change": 50}, {"change": {"folder.py:1", "folder.py:2"}})
    ways = [draw_way(Random(seed), "change", pace, publishes=True) for seed in range(200)]

    assert ways == [draw_way(Random(seed), "change", pace, publishes=True) for seed in range(200)]
    assert {way.kind for way in ways} == {"moment", "step", "line", "file"}
    assert all(way.seconds <= 1.15 * 2.0 for way in ways)
