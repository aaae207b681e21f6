import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.forms import plain, says, says_any


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("It lasts June 24\u201326.", "June 24-26"),
        ("It lasts June 24 \u2014 26.", "June 24-26"),
        ("IN  THE\nHAGUE", "The Hague"),
        ("Lee\u2019s party", "lee's party"),
        ("a target of 5% of GDP", "5%"),
        ("of 5\u00a0percent", "5 percent"),
        ("the 2+2 talks", "2+2"),
        ("by 2022.", "2022"),
        ("TÜRKİYE", "türki̇ye"),
    ],
)
def test_a_form_is_found_however_it_is_spaced_dashed_or_capitalised(text, form):
    assert says(text, form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a tariff of 25 percent", "5 percent"),
        ("1.5 percent", "5 percent"),
        ("1,5 percent", "5 percent"),
        ("it is 2.5", "2"),
        ("24-26 June", "24-2"),
        ("tariffs", "tariff"),
        ("the Hague", "ague"),
    ],
)
def test_a_form_is_not_found_inside_a_longer_word_or_number(text, form):
    assert not says(text, form)


def test_one_form_of_several_suffices():
    assert says_any("He withdrew.", ("cancelled", "withdrew"))
    assert not says_any("He withdrew.", ())


@given(st.text())
def test_plain_text_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(whitelist_categories=["L"]), min_size=1).filter(plain), st.text(), st.text())
def test_a_form_between_spaces_is_always_found(form, before, after):
    assert says(f"{before} , {form} , {after}", form)


@given(st.text(), st.text(min_size=1).filter(plain))
def test_any_form_can_be_asked_of_any_text(text, form):
    assert says(text, form) in (True, False)
    assert says(form, form) or not form.isalnum()
