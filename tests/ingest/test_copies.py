from ingest import copies
from ingest.copies import Sketched, sketch

WIRE = (
    "Japan's prime minister, Shigeru Ishiba, has dropped his plan to go to the NATO summit, which The Hague hosts from"
    " June 24 to 26. Kyodo, the Japanese news agency, reported the withdrawal and named well-informed people in the"
    " government as its source. South Korea's president had turned the invitation down before him. No official reason"
    " has been given for either absence, and none is expected before the summit ends."
)
EDITED = WIRE.replace("well-informed people", "officials").replace("dropped his plan", "given up his plan")
REPORT = (
    "Shigeru Ishiba will not travel to The Hague. The prime minister of Japan stays at home while NATO meets from June"
    " 24 to 26, the agency Kyodo said on Monday. Lee Jae-myung, the president of South Korea, also declined. Neither"
    " government told why, though analysts in Tokyo point to the strikes on Iran and to the quarrel over tariffs."
)


def find_copies(articles):
    """Among ``(id, body, first day)``, all of them new."""
    articles = list(articles)
    bodies = {identity: body for identity, body, _ in articles}
    sketched = [Sketched(identity, day, identity, sketch(body)) for identity, body, day in articles]
    return copies.find_copies(sketched, bodies.__getitem__, set(bodies))


def test_an_edited_version_of_a_wire_story_is_a_copy_of_the_earlier_one():
    assert find_copies([("paper", EDITED, "2025-06-24"), ("wire", WIRE, "2025-06-23")]) == {"paper": "wire"}


def test_a_wire_story_inside_of_a_longer_piece_is_a_copy():
    longer = f"{WIRE} The paper adds that the mayor of the town was not asked. He would not have known either."
    assert find_copies([("wire", WIRE, "2025-06-23"), ("paper", longer, "2025-06-24")]) == {"paper": "wire"}


def test_two_reports_on_one_event_are_not_copies():
    assert find_copies([("wire", WIRE, "2025-06-23"), ("report", REPORT, "2025-06-23")]) == {}


def test_all_copies_name_one_original_the_earliest_dated_and_undated_ones_are_last():
    bodies = [("a", WIRE, None), ("b", EDITED, "2025-06-25"), ("c", WIRE, "2025-06-23"), ("d", EDITED, None)]
    assert find_copies(bodies) == find_copies(reversed(bodies)) == {"a": "c", "b": "c", "d": "c"}


def test_texts_too_short_to_compare_and_empty_ones_are_no_copies():
    assert find_copies([("a", "", None), ("b", "", None), ("c", "No.", None), ("d", "No.", None)]) == {}


def test_the_two_reports_of_june_2025_are_two_sources(policy_brief, news_report, articles_of):
    (brief,), (report,) = articles_of(policy_brief).values(), articles_of(news_report).values()
    assert find_copies([("brief", brief.body, "2025-06-25"), ("report", report.body, None)]) == {}


def test_in_the_sample_archive_only_the_wire_story_has_a_copy(archive):
    assert archive.library.originals() == {"harbour-courier-ishiba-withdraws": "lantern-wire-ishiba-withdraws"}
