from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Date, Passage
from service.answering.support import check, ground
from tests.growth import assert_linear

QUOTE = "Prime Minister Shigeru Ishiba plans to attend this month's NATO summit in The Hague from June 24 to 26."
CONTEXT = "Ishiba plans to attend NATO summit The Harbour Courier 2025-06-12"


@pytest.mark.parametrize(
    "statement",
    [
        QUOTE,
        "Shigeru Ishiba plans to attend the NATO summit in The Hague.",
        "The NATO summit in The Hague takes place from 24 to 26 June.",
        "The NATO summit in The Hague takes place from 24 to 26 June 2025.",
        "Ishiba is planning to attend the NATO summit.",
        "However, he plans to attend the summit in The Hague, The Harbour Courier reported.",
        "On June 24, Ishiba plans to attend the NATO summit.",
    ],
)
def test_the_words_themselves_and_a_light_paraphrase_are_supported(statement):
    assert check(statement, QUOTE, CONTEXT).support == "supported"


@pytest.mark.parametrize(
    "statement",
    [
        "Prime Minister Shigeru Ishiba plans to skip this month's NATO summit in The Hague.",
        "Shigeru Ishiba will skip the NATO summit.",
        "Ishiba will not attend the NATO summit in The Hague.",
        "Ishiba won't attend the NATO summit in The Hague from June 24 to 26.",
        "Ishiba no longer plans to attend the NATO summit.",
        "Ishiba is unlikely to attend this month's NATO summit.",
        "Ishiba refused to attend the NATO summit in The Hague.",
        "Ishiba dropped his plans to attend the NATO summit.",
        "Ishiba called his NATO summit trip off.",
        "Ishiba will miss the NATO summit in The Hague.",
        "Ishiba plans to attend the NATO summit from June 24 to 25.",
        "Ishiba plans to attend the NATO summit in The Hague on July 24.",
        "Ishiba plans to attend the NATO summit in The Hague in 2019.",
        "Ishiba plans to attend the NATO summit in The Hague from June 24 to 26, 2019.",
    ],
)
def test_a_denial_or_another_date_is_contradicted(statement):
    assert check(statement, QUOTE, CONTEXT).support == "contradicted"


@pytest.mark.parametrize(
    "statement",
    [
        "Ishiba plans to attend the NATO summit in Vilnius from June 24 to 26.",
        "Kishida plans to attend the NATO summit in The Hague.",
        "Prime Minister Fumio Kishida plans to attend the NATO summit.",
        "ishiba plans to attend the nato summit in vilnius.",
        "Lee plans to attend the NATO summit in The Hague.",
        "Ishiba plans to boycott the NATO summit in The Hague.",
        "Ishiba plans to sabotage the NATO summit in The Hague.",
        "Ishiba plans to attend the EU summit in The Hague.",
        "Ishiba plans to attend the NATO summit in The Hague with Donald Trump.",
        "Ishiba plans to attend the NATO summit in The Hague and resign.",
        "Ishiba plans to bring 50 officials to the NATO summit.",
        "Ishiba plans to attend the NATO summit before the election.",
        "The summit is on Monday.",
        "Nothing of the sort is said anywhere.",
        "...",
        "",
    ],
)
def test_other_people_places_deeds_and_numbers_are_never_supported(statement):
    assert check(statement, QUOTE, CONTEXT).support != "supported"


@pytest.mark.parametrize(
    ("statement", "quote", "support"),
    [
        ("Ishiba will attend the NATO summit.", "Ishiba has decided to withdraw from the NATO summit.", "contradicted"),
        ("Ishiba plans to go to Rome.", "The leader, Mr Ishiba, has dropped his plan to go to Rome.", "contradicted"),
        ("The reasons have been disclosed.", "The reasons have not been officially disclosed.", "contradicted"),
        ("An official reason has been given.", "No official reason has been given.", "contradicted"),
        ("Lee will not attend the summit.", "Ishiba will not attend the summit. Lee will attend it.", "contradicted"),
        ("Ishiba did not cancel his trip.", "Ishiba cancelled his trip.", "contradicted"),
        ("Ishiba cancelled his trip.", "Ishiba did not cancel his trip.", "contradicted"),
        ("The court accepted the appeal of the firm.", "The court rejected the appeal of the firm.", "contradicted"),
        ("NATO's target is 2 percent.", "NATO's target is 5 percent.", "contradicted"),
        ("The trip cost $3 million.", "The trip cost 3 million euros.", "contradicted"),
        ("Five people died in the fire.", "Fifteen people died in the fire.", "contradicted"),
        ("Prices rose in Geneva by 5 percent.", "Prices fell in Geneva by 5 percent.", "partial"),
        ("At least 10 people died in Gaza.", "At most 10 people died in Gaza.", "contradicted"),
        ("Niger signed the treaty in Geneva.", "Nigeria signed the treaty in Geneva.", "unsupported"),
        ("Officials died in the fire in Berlin.", "Rebels died in the fire in Berlin.", "partial"),
    ],
)  # fmt: skip
def test_what_the_quote_says_otherwise_is_told(statement, quote, support):
    assert check(statement, quote).support == support


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("NATO's target is 2 percent.", "NATO's target is two per cent."),
        ("NATO's target is two percent.", "NATO's target is 2%."),
        ("The trip cost $2.3 billion.", "The trip cost 2,300 million dollars."),
        ("He sent 200 officials.", "He sent two hundred officials."),
        ("Japanese leaders met in Geneva.", "The leaders of Japan met in Geneva."),
        ("Lee will attend the summit.", "Ishiba will not attend, but Lee will attend the summit."),
        ("Ishiba withdrew from the summit.", "Ishiba withdrew from the summit, which Lee had refused to attend."),
        ("The summit is from June 24 to 26.", "Ishiba will withdraw from the summit in The Hague from June 24 to 26."),
        ("Lee stays away from the summit.", "Lee stays away from the summit, and nobody knows why."),
        ("South Korea is a partner.", "South Korea does not belong to NATO. It is a partner."),
    ],
)  # fmt: skip
def test_the_same_said_in_other_words_is_supported(statement, quote):
    assert check(statement, quote).support == "supported"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_are_compared_without_an_error(statement, quote):
    verdict = check(statement, quote)
    assert 0.0 <= verdict.score <= 1.0


@given(st.sampled_from([QUOTE, "No official reason was given.", "Lee, 60, did not cancel; 5% of $3 million is lost."]))
def test_a_sentence_bears_itself_out(sentence):
    assert check(sentence, sentence).support == "supported"


def test_a_right_statement_with_a_wrong_number_gets_its_citation_corrected(candidate):
    wrong = candidate("The office in Japan was proposed by nobody. It is a long-term goal.", "wrong")
    right = candidate("He spoke for an hour. Ishiba plans to attend the summit in The Hague. Then he left.", "right")

    (found,) = ground("Ishiba plans to attend the summit in The Hague.", [wrong], [right])

    assert found.candidate is right
    assert found.quote == "Ishiba plans to attend the summit in The Hague."
    assert found.verdict.support == "supported"


def test_a_right_number_stays(candidate):
    cited = candidate("Ishiba plans to attend the summit in The Hague.", "cited")
    other = candidate("Ishiba plans to attend the summit in The Hague.", "other")
    assert [found.candidate for found in ground("Ishiba plans to attend the summit.", [cited], [other])] == [cited]


def test_the_best_support_comes_first(candidate):
    part = candidate("Ishiba plans to attend the summit in The Hague.", "part")
    whole = candidate("Ishiba plans to attend the summit in The Hague with two aides.", "whole")
    found = ground("Ishiba plans to attend the summit with two aides.", [part, whole], [])
    assert [one.verdict.support for one in found][:1] == ["supported"]
    assert found[0].candidate is whole


def test_two_sentences_are_quoted_where_one_is_not_enough(candidate):
    body = "He left. Ishiba leads Japan. He plans to attend the summit. It rains."
    (found,) = ground("Ishiba plans to attend the summit.", [candidate(body)], [])
    assert found.quote == "Ishiba leads Japan. He plans to attend the summit."


def test_a_passage_that_denies_it_outweighs_one_that_shares_some_words(candidate):
    body = "Ishiba will stay away from the NATO summit. Ishiba once spoke of a NATO summit."
    (found,) = ground("Ishiba will attend the NATO summit.", [candidate(body)], [])
    assert found.verdict.support == "contradicted"


def test_nothing_short_is_quoted(candidate):
    assert ground("In June.", [candidate("In June. Yes.")], [])[0].quote == "In June. Yes."
    assert ground("Yes.", [candidate("Yes. No.")], []) == ()


def test_a_quote_is_cut_from_the_article_wherever_its_passage_lies(candidate):
    body = "😀 Before. The summit in The Hague is in June. After."
    start = body.index("The summit")
    inside = replace(candidate(body), passage=Passage("p", "a1", start, len(body)))
    (found,) = ground("The summit in The Hague is in June.", [inside], [])
    assert body[found.span.start : found.span.end] == found.quote == "The summit in The Hague is in June."


def test_a_sentence_without_an_end_is_quoted_in_part_and_in_time(candidate):
    def without_end(times: int) -> str:
        return "The summit in The Hague is in June " + "and the ministers talk about trade and security " * times

    said = "The summit in The Hague is in June."
    assert_linear(lambda times: ground(said, [candidate(without_end(times))], []), 200, 2_000)
    body = without_end(2_000)
    found = ground(said, [candidate(body)], [])
    assert [body[one.span.start : one.span.end] for one in found] == [one.quote for one in found]
    assert 12 <= len(found[0].quote) <= 2_001


PLACES = st.sampled_from(["Lusaka", "Geneva", "The Hague", "Oslo"])
PEOPLE = st.sampled_from(["Ishiba", "Mr Lee", "Ada Musonda", "the minister"])
TEMPLATES = st.sampled_from(
    [
        "On {d} June {a} met {n} ministers in {p}.",
        "{a} told {p} that {n} ships and {m} trains were late.",
        "At least {n} people were hurt in {p}, {a} said, and {m} went home.",
        "{a} spent ${n} million in {p}, {m}% more than in 20{d}.",
    ]
)
SENTENCES = st.builds(
    lambda text, d, n, m, a, p: text.format(d=d, n=n, m=m, a=a, p=p),
    TEMPLATES, st.integers(10, 28), st.integers(2, 9999), st.integers(2, 99), PEOPLE, PLACES,
)  # fmt: skip


@given(SENTENCES)
def test_a_verbatim_sentence_is_always_supported(sentence):
    assert check(sentence, f"{sentence}").support == "supported"


@given(SENTENCES, st.data())
def test_a_sentence_with_a_digit_changed_is_never_supported(sentence, data):
    places = [place for place, character in enumerate(sentence) if character.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != sentence[place]]))
    assert check(f"{sentence[:place]}{digit}{sentence[place + 1 :]}", sentence).support != "supported"


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Kishida plans to visit Oslo.", "Lee plans to visit Oslo."),
        ("Netherlands striker Bo Berg left the club.", "The striker Bo Berg left the club."),
        ("Lee attended the summit.", "Lee may attend the summit."),
        ("Lee did attend the summit.", "Lee plans to attend the summit."),
        ("Lee left the club.", "Lee is expected to leave the club."),
        ("The fire killed 30 people.", "The fire killed 12 people and 30 horses."),
        ("The road is 50 km long.", "The road is 50 miles long."),
        ("Prices rose by 3 percent.", "Prices rose by 3 percentage points."),
        ("The meeting is on Friday.", "The meeting is on Monday."),
        ("The town has about 90 shops.", "The town has 43 shops."),
        ("The summit is on 3 May.", "The invitation was sent on 3 May. The summit in The Hague is on 24 June."),
        ("Japan beat Korea in Oslo.", "Korea beat Japan in Oslo."),
        ("The game ended 2-1.", "The game ended 2-0."),
        ("The match is on 24 June.", "The match is in June."),
    ],
)
def test_what_the_quote_does_not_bear_out_is_cut(statement, quote):
    verdict = check(statement, quote)
    assert verdict.support in {"contradicted", "unsupported"}
    assert verdict.words


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The town has more than 40 shops.", "The town has 43 shops."),
        ("The town has about 40 shops.", "The town has 43 shops."),
        ("The town has 12 shops.", "The town has a dozen shops."),
        ("A million people came to Oslo.", "1,000,000 people came to Oslo."),
        ("NATO met in Oslo.", "The North Atlantic Treaty Organization met in Oslo."),
        ("Dutch ministers met in Oslo.", "The ministers of the Netherlands met in Oslo."),
        ("Police found no weapon.", "Police did not find any weapon."),
        ("The match is in June.", "The match is on 24 June."),
        ("Lee left the club.", "Lee has left the club."),
    ],
)
def test_another_form_of_the_same_is_borne_out(statement, quote):
    assert check(statement, quote).support in {"supported", "partial"}
    assert check(statement, quote).support == "supported" or "June" not in quote


def test_a_day_of_the_week_is_read_from_the_day_of_publication(candidate):
    told = candidate("Lee opened the harbour of Lusaka on Tuesday.")
    dated = replace(told, article=replace(told.article, published=Date("2025-06-25", "day", "given")))
    statement = "Lee opened the harbour of Lusaka on 24 June 2025."
    assert ground(statement, [dated], [])[0].verdict.support == "supported"
    assert ground(statement.replace("24", "23"), [dated], [])[0].verdict.support != "supported"
    undated = replace(told, article=replace(told.article, published=Date(None, "unknown", "none")))
    assert ground(statement, [undated], [])[0].verdict.support != "supported"


def test_the_words_that_decided_are_told():
    assert check("Lee met 7 ministers in Oslo.", "Lee met 9 ministers in Oslo.").words == ("7",)
    assert check("Lee met ministers from Chad in Oslo.", "Lee met ministers in Oslo.").words == ("Chad",)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("会議は6月25日に開かれる。", "会議は6月24日に開かれる。"),
        ("Der Gipfel kostet 7 Millionen Euro.", "Der Gipfel kostet 9 Millionen Euro."),
        ("정상회의는 6월 25일에 열린다.", "정상회의는 6월 24일에 열린다."),
        ("يعقد الاجتماع في 25 يونيو.", "يعقد الاجتماع في 24 يونيو."),
    ],
)
def test_a_changed_number_is_never_supported_in_any_language(statement, quote):
    assert check(statement, quote).support != "supported"
    assert check(quote, quote).support == "supported"


@pytest.mark.parametrize("piece", ["9", "9,", "A ", "a b ", "not ", "may to ", "“", "A.B.", "1 June to ", "é"])
def test_a_long_hostile_statement_is_checked_in_time_that_grows_with_its_length(piece):
    quote = piece * (1_000 // len(piece)) + "."
    assert_linear(lambda length: check(piece * (length // len(piece)) + ".", quote), 200, 2_000)
