import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language import detect_language, language_tag
from tests.growth import assert_linear

DATA = Path(__file__).parents[2].parent / "shared" / "data"
TEXTS = {
    "en": "The ministers met for two days and agreed on a plan for the harbours of the northern coast, which will "
    "cost less than was feared. The opposition said that the figures had been known since spring and asked why.",
    "de": "Die Minister trafen sich zwei Tage lang und einigten sich auf einen Plan für die Häfen der Nordküste, der "
    "weniger kosten wird als befürchtet. Die Opposition sagte, die Zahlen seien seit dem Frühjahr bekannt gewesen.",
    "fr": "Les ministres se sont réunis pendant deux jours et ont adopté un plan pour les ports de la côte nord, qui "
    "coûtera moins cher que prévu. L’opposition a déclaré que les chiffres étaient connus depuis le printemps.",
    "es": "Los ministros se reunieron durante dos días y acordaron un plan para los puertos de la costa norte, que "
    "costará menos de lo que se temía. La oposición dijo que las cifras se conocían desde la primavera.",
    "ja": "閣僚らは二日間にわたって会合を開き、北海岸の港湾に関する計画で合意した。"
    "費用は懸念されていたよりも少なくなる見込みだ。"
    "野党は、数字は春から知られていたと述べ、なぜ発表が遅れたのかと質問した。",
}


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en_us", "en-US"),
        ("zh-hant-TW", "zh-Hant-TW"),
        ("iw", "he"),
        ("und", None),
        ("English", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_stated_language_is_a_tag_or_nothing(stated, tag):
    assert language_tag(stated) == tag


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_shows_its_language(language):
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text", ["", "Yes.", "1234 5678 " * 100, "Merkel, Macron, Trump", "\ud800" * 300, "\x01" * 300, "\U0010ffff" * 300]
)
def test_a_text_that_shows_no_language_has_none(text):
    assert detect_language(text) is None


def test_where_the_first_lines_leave_a_doubt_more_is_read():
    names = "Merkel, Macron, Trump, Biden, Johnson, Conte, Rutte, Orban, Putin, Xi. " * 3
    assert detect_language(names) is None
    assert detect_language(names + TEXTS["en"] * 3) == "en"


@given(st.text(max_size=1_000))
def test_any_text_has_a_language_tag_or_none(text):
    found = detect_language(text)
    assert found is None or language_tag(found) == found


def test_a_long_text_takes_linear_time():
    assert_linear(lambda times: detect_language(TEXTS["en"] * times), 1_000, 10_000)


@pytest.mark.parametrize("name", ["newsroom_sample.jsonl", "rtqa2022_corpus.jsonl"])
def test_english_articles_are_found_to_be_english(name):
    if not (DATA / name).is_file():
        pytest.skip(f"SKIPPED FOR WANT OF DATA: {name} is not in shared/data beside the repository")
    texts = [json.loads(line)["text"] for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    found = [detect_language(text) for text in texts]
    assert set(found) == {"en"}
