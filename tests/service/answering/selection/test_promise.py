from service.answering.selection.promise import Standing, lead, promise, shared

PLAIN = Standing(coverage=0.5, place=0.5, lead=0.5, value=0.0, shared=0.0)


def test_a_sentence_nearer_in_meaning_promises_more():
    assert promise(0.7, PLAIN) > promise(0.5, PLAIN)


def test_what_states_the_thing_asked_for_promises_more():
    assert promise(0.5, Standing(0.5, 0.5, 0.5, 1.0, 0.0)) > promise(0.5, PLAIN)


def test_the_beginning_of_an_article_leads():
    assert lead(0) == 1.0
    assert lead(100) > lead(2000) > 0


def test_a_name_that_several_articles_tell_of_is_shared():
    both, once = frozenset({"pire"}), frozenset({"reed"})
    assert shared([("a", both, 0.5), ("b", both, 0.5), ("b", once, 0.5)]) == [1.0, 1.0, 0.5]


def test_an_article_that_repeats_a_name_counts_once():
    once, other = frozenset({"reed"}), frozenset({"pire"})
    assert shared([("a", once, 0.5), ("a", once, 0.5), ("b", other, 0.5)]) == [1.0, 1.0, 1.0]


def test_where_nobody_is_named_nothing_is_shared():
    assert shared([("a", frozenset(), 0.5)]) == [0.0]
    assert shared([]) == []
