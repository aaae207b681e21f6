import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.model.tokens import estimated_tokens


@pytest.mark.parametrize(
    ("text", "counted"),  # by SmolLM2-135M-Instruct, whose vocabulary of 49,152 tokens is made of English
    [
        ("The prime minister said on Monday that he will stay at home, his office told reporters.", 18),
        (
            "日本の首相は月曜日、ハーグで開かれるNATO首脳会議への出席を見送ると発表した。中東情勢の緊迫化が理由だという。",
            97,
        ),
        ("대통령은 이번 주 헤이그에서 열리는 나토 정상회의에 참석하지 않기로 결정했다고 대통령실이 밝혔다.", 118),
        ("قال رئيس الوزراء يوم الاثنين إنه لن يحضر قمة حلف شمال الأطلسي في لاهاي بسبب الوضع في الشرق الأوسط.", 94),
        ("1234567890 98.76 12,000,000", 27),
        ("https://www.news.example/2025/06/24/japan-south-korea-leaders-skip-nato-summit-in-the-hague.html", 47),
    ],
)
def test_the_estimate_errs_upwards_and_by_less_than_twice_and_a_half(text, counted):
    assert counted <= estimated_tokens(text) <= 2.5 * counted


@given(st.text(max_size=200), st.text(max_size=200))
def test_two_texts_take_no_more_together_than_apart(one, two):
    assert estimated_tokens(f"{one}\n{two}") <= estimated_tokens(one) + estimated_tokens("\n") + estimated_tokens(two)
