import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.checking.modality import Mood, moods, overstated


@pytest.mark.parametrize(
    ("text", "word", "mood"),
    [
        ("Lee may attend it.", "attend", Mood.MAY),
        ("Lee will soon attend it.", "attend", Mood.PLANNED),
        ("Lee plans to attend it.", "attend", Mood.PLANNED),
        ("Lee is expected to be released.", "releas", Mood.PLANNED),
        ("Lee attends it.", "attend", Mood.STATED),
        ("Lee has attended it.", "attend", Mood.DONE),
        ("Lee left it.", "leav", Mood.DONE),
    ],
)
def test_a_verb_is_told_in_a_mood(text, word, mood):
    assert moods(text)[word] == {mood}


def test_what_is_planned_is_not_done_and_what_may_be_is_not_planned():
    assert overstated("Lee attended it.", "Lee will attend it.") == (("attend",), ())
    assert overstated("Lee will attend it.", "Lee may attend it.") == ((), ("attend",))
    assert overstated("Lee may attend it.", "Lee will attend it.") == ((), ())


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    assert overstated(text, text) == ((), ()) or "did" in text
