"""Words and numbers that look like a time and are none, or that are part of a name."""

from datetime import date

import pytest

from service.answering.question import told
from service.answering.question.readings import left_of
from service.answering.question.timeframe import timeframe

ASKED = date(2025, 6, 18)


@pytest.mark.parametrize(
    "question",
    [
        "What did Theresa May promise?",
        "Did May resign as prime minister?",
        "Who may he appoint?",
        "who may she appoint?",
        "Who sat in May's cabinet?",
        "What was said by May about trade?",
        "What did the committee say about May Day?",
        "Where did they march to?",
        "Who led the Women's March?",
        "Who paid for the March on Washington?",
        "When did they march 5 miles?",
        "What did the second witness say?",
        "Who came in second?",
        "What did August Wilson write?",
        "Who lives in August Wilson's house?",
        "Who met in an august chamber?",
        "What did June Carter sing?",
        "Who made the film with April Jones?",
        "Who won Friday Night Lights?",
        "who starred in friday night lights?",
        "Was it on Monday Night Football?",
        "When is Black Friday?",
        "Who plays Wednesday Addams?",
        "Who writes for the Sunday Times?",
        "How do Mondays differ?",
        "Who leads the Arab Spring?",
        "What happened in the fall of Kabul?",
        "Why did Rome fall?",
        "Where is the spring?",
        "Who wrote Catch-22?",
        "Who published 1984 by Orwell?",
        "Who wrote 1984?",
        "Where is the class of 2019?",
        "Who directed Apocalypse Now?",
        "who directed apocalypse now?",
        "Which now-defunct bank failed?",
        "Which bank offers a current account?",
        "Who follows current affairs?",
        "How strong is the ocean current?",
        "How strong is the current in the river?",
        "Who made The Last of Us?",
        "Did they agree at last?",
        "What is his last name?",
        "Who spoke last?",
        "Was it a last-minute deal?",
        "What happened on the last day of the trial?",
        "What did she do in the last week of the campaign?",
        "Who died in the last year of his life?",
        "How did he lose 5 million dollars?",
        "Who held the 24-hour strike?",
        "What did the 9/11 report say?",
        "Why was the Boeing 737 grounded?",
        "Where did COVID-19 start?",
        "Who edits The Week?",
        "Who opened Fashion Week?",
        "Who hosts This Week?",
        "Who hosts Last Week Tonight?",
        "Who hosts The Tonight Show?",
        "What does USA Today report?",
        "Who sang Yesterday?",
        "Who said “in June 2019 we will win”?",
        'Who said "last week was bad"?',
        "Who said 'it happened in 2019'?",
        "Is it a just war?",
        "Is it just me?",
        "Who leads Just Stop Oil?",
        "What is the price of 2000 shares?",
        "How many of the 2000 workers left?",
        "In 2000 cases, who was ill?",
        "Did over 2019 people come?",
        "Did it cost $2019?",
        "Is 2019% a lot?",
        "Which version 2019.1.2 is safe?",
        "Who flew 2,019 miles?",
        "What is 0000-00-00?",
        "Who spoke on 2019-13-45?",
        "Who spoke on 05/06/2024?",
        "Who spoke on 30 February?",
        "What was found more than 100 years ago?",
        "What lived 66 million years ago?",
        "How long ago did it happen?",
        "Which team won the first quarter?",
        "How long is the second half of the match?",
        "Since the company is bankrupt, who pays?",
        "Who was named after the king?",
        "Who appeared before the court?",
        "Who is following the case?",
        "¿Qué pasó en junio de 2019?",
        "Was geschah am 24. Juni?",
        "Que s'est-il passé hier ?",
        "昨日何がありましたか",
        "",
    ],
)
def test_what_is_no_time_is_left_unread(question):
    assert timeframe(question, ASKED) is None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Who won the 2022 World Cup?", date(2022, 1, 1), date(2022, 12, 31)),
        ("Who won World Cup 2022?", date(2022, 1, 1), date(2022, 12, 31)),
        ("Who lost the 2020 election?", date(2020, 1, 1), date(2020, 12, 31)),
        ("What happened during the 2020 election?", date(2020, 1, 1), date(2020, 12, 31)),
        ("Who resigned after the 2020 election?", date(2020, 1, 1), None),
        ("Who resigned before the 2020 election?", None, date(2020, 12, 31)),
        ("Who came to G20 2019?", date(2019, 1, 1), date(2019, 12, 31)),
        ("Who fought in the Iran-Iraq War of 1980-1988?", date(1980, 1, 1), date(1988, 12, 31)),
        ("What caused the crisis of 2008?", date(2008, 1, 1), date(2008, 12, 31)),
        ("Who scored most in the 2019-20 season?", date(2019, 1, 1), date(2020, 12, 31)),
        ("Who was killed in the June 2019 fire?", date(2019, 6, 1), date(2019, 6, 30)),
        ("What did the January 6 committee find?", date(2025, 1, 6), date(2025, 1, 6)),
        ("What was decided at the November summit?", date(2024, 11, 1), date(2024, 11, 30)),
    ],
)
def test_a_date_in_a_name_is_not_stated_and_stays_among_the_words_to_search(question, first, last):
    found = timeframe(question, ASKED)
    assert found is not None
    assert (found.first, found.last, found.stated, found.confidence) == (first, last, False, 0.3)
    assert found.words == ()


@pytest.mark.parametrize(
    "question",
    [
        "What did the man who was shot in June 2019 tell the judge?",
        "Where is the ship that sank in 2019?",
        "Who owns the mill which burned last week?",
    ],
)
def test_the_time_of_something_that_is_only_mentioned_is_never_stated(question):
    found = timeframe(question, ASKED)
    assert found is not None
    assert not found.stated
    assert found.confidence <= 0.5


@pytest.mark.parametrize(
    "piece",
    "last |last week |in June |June, |2019 and |24 |24 June to |since the |man who |'a |\"|“|"
    "since the summit on June 3 |in  |\ud800|٢٤|Q1 |A |1-|after May ".split("|"),
)
def test_hostile_questions_are_read(piece):
    timeframe(piece * (20_000 // len(piece)), ASKED)


def test_the_words_before_a_period_are_looked_for_once_a_period_and_not_far(monkeypatch):
    looked_at = []

    def counted(text, after, start):
        looked_at.append(start)
        left = left_of(text, after, start)
        assert start - left.begin <= 64
        return left

    monkeypatch.setattr(told, "left_of", counted)
    for count in (100, 200, 400):
        looked_at.clear()
        timeframe("in June or " * count, ASKED)
        assert len(looked_at) == count
