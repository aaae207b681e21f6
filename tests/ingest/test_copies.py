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


def story(first: int, last: int) -> str:
    """A text of words that no other part of it repeats."""
    return " ".join(f"word{number}" for number in range(first, last))


def find_copies(articles):
    """Among ``(id, body, first day)``, all of them new."""
    articles = list(articles)
    bodies = {identity: body for identity, body, _ in articles}
    sketched = [Sketched(identity, day, None, identity, sketch(body)) for identity, body, day in articles]
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


def test_a_copy_of_a_copy_has_the_same_original_and_a_late_comer_that_is_earlier_becomes_it():
    texts = {"a": story(0, 100), "b": story(30, 130), "c": story(60, 160)}
    days = {"a": "2025-06-01", "b": "2025-06-02", "c": "2025-06-03"}
    assert find_copies([(i, texts[i], days[i]) for i in "ac"]) == {}
    found = find_copies([(i, texts[i], days[i]) for i in "abc"])
    assert found == {"b": "a", "c": "a"}
    stored = [Sketched(i, days[i], None, found.get(i, i), sketch(texts[i])) for i in "abc"]
    earlier = Sketched("z", "2025-05-31", None, "z", sketch(texts["a"]))
    texts["z"] = texts["a"]
    assert copies.find_copies([*stored, earlier], texts.__getitem__, {"z"}) == {"a": "z", "b": "z", "c": "z"}


def test_what_was_found_before_is_not_read_again_unless_its_original_is_gone():
    texts = {"b": WIRE, "c": EDITED}
    stored = [Sketched(i, None, None, "b", sketch(texts[i])) for i in "bc"]
    assert copies.find_copies(stored, {}.__getitem__, set()) == {"c": "b"}
    orphans = [Sketched(i, None, None, "a", sketch(texts[i])) for i in "bc"]
    assert copies.find_copies(orphans, texts.__getitem__, set()) == {"c": "b"}


def test_two_versions_of_one_page_belong_together_however_much_was_changed():
    page = "https://example.com/summit"
    stored = [
        Sketched(i, day, page, i, sketch(text)) for i, day, text in (("v2", "2025-06-25", REPORT), ("v1", None, WIRE))
    ]
    assert copies.find_copies(stored, {"v1": WIRE, "v2": REPORT}.__getitem__, {"v1", "v2"}) == {"v1": "v2"}


def test_last_months_explainer_with_this_months_news_is_an_article_of_its_own():
    march, april = f"{story(0, 100)} {story(200, 230)}", f"{story(0, 100)} {story(300, 330)}"
    assert find_copies([("a", march, "2022-03-10"), ("b", april, "2022-04-14")]) == {}
    assert find_copies([("a", march, "2022-03-10"), ("b", april, "2022-03-12")]) == {"b": "a"}
    assert find_copies([("a", march, "2022-03-10"), ("b", march, "2022-04-14")]) == {"b": "a"}


def test_short_reports_of_one_form_are_not_copies_but_the_same_short_report_is():
    form = "The {} index closed {} percent higher on Monday, the exchange said in a statement."
    assert find_copies([("a", form.format("Tokyo", "two"), None), ("b", form.format("Seoul", "three"), None)]) == {}
    assert find_copies([("a", form.format("Tokyo", "two"), None), ("b", form.format("Tokyo", "two"), None)]) == {
        "b": "a"
    }


def test_texts_too_short_to_compare_and_empty_ones_are_no_copies():
    assert find_copies([("a", "", None), ("b", "", None), ("c", "No.", None), ("d", "No.", None)]) == {}


def test_the_two_reports_of_june_2025_are_two_sources(policy_brief, news_report, articles_of):
    (brief,), (report,) = articles_of(policy_brief).values(), articles_of(news_report).values()
    assert find_copies([("brief", brief.body, "2025-06-25"), ("report", report.body, None)]) == {}


def test_in_the_sample_archive_only_the_wire_story_has_a_copy(archive):
    assert archive.library.originals() == {"harbour-courier-ishiba-withdraws": "lantern-wire-ishiba-withdraws"}
