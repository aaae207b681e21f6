"""The OpenAPI document: true of this service, and its examples true of its schemas."""

from contextlib import closing

import jsonschema
import pytest

from service.store import Store
from service.web import kinds

pytestmark = pytest.mark.anyio

ADDRESSES = 12
OPEN = {"/healthz", "/readyz"}


@pytest.fixture
async def document(start):
    client = await start()
    return (await client.get("/openapi.json")).json()


def operations(document):
    return [(path, found) for path, methods in document["paths"].items() for found in methods.values()]


def contents(document):
    """Every body that the document speaks of, with the address that takes or gives it."""
    for path, operation in operations(document):
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        yield from ((path, content) for body in bodies for content in body.get("content", {}).values())


async def test_every_example_holds_to_its_schema(document):
    schemas = document["components"]["schemas"]
    checked = 0
    for _, content in contents(document):
        schema = {"$ref": "#/components/schemas/X", "components": {"schemas": {**schemas, "X": content["schema"]}}}
        given = [content["example"]] if "example" in content else []
        for example in [*given, *(one["value"] for one in content.get("examples", {}).values())]:
            jsonschema.validate(example, schema)
            checked += 1
    for name, schema in schemas.items():
        for example in schema.get("examples", []):
            jsonschema.validate(example, {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})
            checked += 1
    assert checked > 150


async def test_every_address_that_gives_json_shows_what_it_gives(document):
    assert len(document["paths"]) == ADDRESSES
    for path, operation in operations(document):
        for content in operation["responses"].get("200", {}).get("content", {}).values():
            plain = path in {"/healthz", "/readyz", "/metrics", "/articles/{article_id}"} or path.startswith(
                "/v1/models"
            )
            assert plain or "example" in content, path


async def test_every_problem_is_listed_somewhere(document):
    listed = {
        slug
        for _, operation in operations(document)
        for response in operation["responses"].values()
        for content in response.get("content", {}).values()
        for slug in content.get("examples", {})
    }
    elsewhere = {"method-not-allowed"}  # of an address that takes other methods
    assert listed == {k.slug for k in vars(kinds).values() if isinstance(k, kinds.Kind)} - elsewhere


async def test_a_service_that_needs_no_key_asks_for_none(document):
    assert "securitySchemes" not in document["components"]
    assert not any("security" in operation for _, operation in operations(document))


async def test_a_service_that_needs_a_key_says_where(start, tmp_path):
    with closing(Store(tmp_path)) as store:
        store.add_key("reader", None)
    client = await start(data=tmp_path, keys="always")
    document = (await client.get("/openapi.json")).json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, operation in operations(document):
        assert ("security" in operation) == (path not in OPEN), path
