"""What the tests of written answers share: two articles, and what holds of every answer."""

from itertools import pairwise

from service.answering.answer import StatementChecked, TextDelta

ONE = (
    "The U.S. said on Monday that No. 10 Downing Street will attend the NATO summit in The Hague from June 24 to 26. "
    "Mr. Ishiba decided to withdraw from the summit."
)
TWO = "Japan's leader stays at home. “We will not come,” he said. Prices rose 5.5 percent 😀."
LIE = "The moon is made of green cheese. "
POLICIES = ("cut", "mark", "strict")


def holds(composition, events):
    """What is true of every answer: the deltas are its text, and each statement stands where it says."""
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == composition.text
    assert [event.text for event in events if isinstance(event, StatementChecked)] == [
        statement.text for statement in composition.statements
    ]
    for statement in composition.statements:
        assert composition.text[statement.start : statement.end] == statement.text
    for one, two in pairwise(composition.statements):
        assert one.end <= two.start
    for citation in composition.citations:
        assert citation.quote in (ONE if citation.article_id == "a1" else TWO)
