"""docs/api.md against the code."""

import json
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from service.answering.answer import Answer, ArticlePage, SearchResult, SnapshotState
from service.web import examples, kinds
from service.web.problems import Problem
from service.web.wire import AskBody, SearchBody

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
TOLD = [examples.ASK, examples.ANSWER, examples.SEARCH, examples.FOUND, examples.PAGE, examples.STATE]
SHAPES = [AskBody, Answer, SearchBody, SearchResult, ArticlePage, SnapshotState, Problem]


@pytest.mark.parametrize(
    ("example", "shape"), list(zip(EXAMPLES, SHAPES, strict=True)), ids=[s.__name__ for s in SHAPES]
)
def test_each_example_has_the_shape_that_the_service_has(example, shape):
    adapter = TypeAdapter(shape)
    again = adapter.dump_python(adapter.validate_python(example), mode="json", exclude_unset=True)
    if shape in (AskBody, SearchBody):
        assert set(again) == set(example)
    else:
        assert {name: value for name, value in again.items() if value is not None} == example


@pytest.mark.parametrize(
    ("example", "told"), list(zip(EXAMPLES, TOLD, strict=False)), ids=[s.__name__ for s in SHAPES[:-1]]
)
def test_each_example_is_that_of_the_openapi_document(example, told):
    assert to_jsonable_python(told) == example


def test_every_problem_is_listed_with_its_status():
    listed = {
        slug: (status, wait) for slug, status, wait in re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d*) ?\|", PAGE, re.M)
    }
    known = {kind.slug: kind for kind in vars(kinds).values() if isinstance(kind, kinds.Kind)}
    assert listed == {slug: (str(kind.status), str(kind.retry_after or "")) for slug, kind in known.items()}
