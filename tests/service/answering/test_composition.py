from dataclasses import replace

from corpus.article import Span
from service.answering.answer import Check, Checked, StatementChecked, TextDelta
from service.answering.composition import Cited, Composition

CHECK = Check("rules-1", 0.9)


def cited(candidate, start, end, support="supported"):
    return Cited(candidate, Span(start, end), support, CHECK)


def test_statements_stand_where_they_say_and_markers_stand_outside(candidate):
    source = candidate("One thing. 😀 Another thing.")
    composition = Composition([source])

    events = [*composition.state("One thing.", [cited(source, 0, 10)], "supported"), composition.write("\n")]
    events += composition.state("More.", [cited(source, 0, 10), cited(source, 11, 27)], "partial")

    assert composition.text == "One thing. [1]\nMore. [1] [2]"
    assert [(s.start, s.end) for s in composition.statements] == [(0, 10), (15, 20)]
    assert all(composition.text[s.start : s.end] == s.text for s in composition.statements)
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == composition.text
    assert [event.evidence for event in events if isinstance(event, StatementChecked)][1] == tuple(
        composition.citations
    )


def test_a_citation_is_cut_from_the_article_and_numbered_once(candidate):
    one, two = candidate("One thing. Another.", "a1"), candidate("A third.", "a2")
    composition = Composition([one, two])

    assert [composition.cite(cited(*where)) for where in ((two, 0, 8), (one, 0, 10), (two, 0, 8), (one, 11, 19))] == [
        1,
        2,
        1,
        3,
    ]
    assert [citation.quote for citation in composition.citations] == ["A third.", "One thing.", "Another."]
    assert [citation.source for citation in composition.citations] == ["src_2", "src_1", "src_1"]


def test_an_article_is_one_source_however_many_passages_it_gives(candidate):
    one = candidate("One thing. Another.", "a1")
    again = replace(one, passage=replace(one.passage, id="p_2", start=11))
    composition = Composition([one, again, candidate("A third.", "a2")])
    assert [(source.id, source.article_id, source.cited) for source in composition.sources] == [
        ("src_1", "a1", False),
        ("src_2", "a2", False),
    ]


def test_a_source_is_cited_once_its_words_are(candidate):
    one, two = candidate("One thing.", "a1"), candidate("Another.", "a2")
    composition = Composition([one, two])
    before = composition.sources
    composition.position("the other side", [cited(two, 0, 8)])
    assert [source.cited for source in before] == [False, False]
    assert [source.cited for source in composition.sources] == [False, True]


def test_what_was_cut_counts_as_checked(candidate):
    source = candidate("One thing.")
    composition = Composition([source])
    composition.state("One thing.", [cited(source, 0, 10)], "supported")
    composition.state("Some of it.", [cited(source, 0, 10, "partial")], "partial")
    composition.cut += 2
    assert composition.checked == Checked(statements=4, supported=1, cut=2)
