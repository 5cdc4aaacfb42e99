"""The OpenAPI documents, by the NL API Design Rules (Logius)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema_rs import meta

from tests import issuing
from tests.http.asking import SERVICES, Served, in_path
from tests.http.conftest import Serve

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
ALWAYS = {"400", "401", "403", "429", "431", "503"}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def properties(node: Any) -> Iterator[str]:
    """Yield the name of every property of every schema."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        for each in node.values():
            yield from properties(each)
    if isinstance(node, list):
        for each in node:
            yield from properties(each)


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    if isinstance(node, list):
        for each in node:
            yield from references(each)


async def document_of(serve: Serve, service: str, **settings: Any) -> tuple[Served, dict[str, Any]]:
    served = await serve(service, **settings)
    return served, (await served.client.get("/openapi.json")).json()


@pytest.mark.parametrize("service", SERVICES)
async def test_the_document_says_what_it_is_and_where_and_whom_to_ask(
    serve: Serve, service: str
) -> None:
    _, document = await document_of(serve, service, public_url=f"https://{service}.example.org/")
    assert document["openapi"].startswith("3.")
    assert document["servers"] == [{"url": f"https://{service}.example.org/v1"}]
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert document["info"]["contact"]["url"]
    assert document["info"]["contact"]["name"]
    assert document["info"]["contact"]["email"] == "sensoor@sensoor.example"
    assert document["info"]["title"]
    assert document["info"]["description"]


@pytest.mark.parametrize("service", SERVICES)
async def test_addresses_are_plain(serve: Serve, service: str) -> None:
    _, document = await document_of(serve, service)
    for path in document["paths"]:
        assert not path.endswith("/"), path
        assert not path.startswith("/v1/"), path
        for part in path.strip("/").split("/"):
            assert re.fullmatch(r"\{\w+\}", part) or KEBAB.fullmatch(part), path
    for path, method, operation in operations(document):
        assert method in {"GET", "POST", "PUT", "DELETE"}
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                assert CAMEL.fullmatch(parameter["name"]), (path, parameter["name"])


@pytest.mark.parametrize("service", SERVICES)
async def test_fields_are_in_camel_case(serve: Serve, service: str) -> None:
    _, document = await document_of(serve, service)
    named = set(properties(document))
    assert len(named) > 10
    assert not {name for name in named if not CAMEL.fullmatch(name)}


@pytest.mark.parametrize("service", SERVICES)
async def test_each_operation_says_how_to_get_in_who_may_and_what_is_refused(
    serve: Serve, service: str
) -> None:
    served, document = await document_of(serve, service)
    schemes = document["components"]["securitySchemes"]
    assert schemes["openIdConnect"]["openIdConnectUrl"] == (
        f"{issuing.issuer().address}/.well-known/openid-configuration"
    )
    assert schemes["bearer"] == {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    for path, method, operation in operations(document):
        assert operation["security"] == [{"openIdConnect": []}, {"bearer": []}]
        row = served.table[f"{method} /v1{path}"]
        roles = ", ".join(f"{role} ({row[role]})" for role in sorted(row))
        assert operation["description"].endswith(f"For: {roles}.")
        assert operation["summary"]
        statuses = set(operation["responses"])
        assert statuses >= ALWAYS, (path, method)
        assert "422" not in statuses
        assert ("413" in statuses) == ("408" in statuses) == ("requestBody" in operation)
        for status in statuses:
            if int(status) >= 400:
                content = operation["responses"][status]["content"]
                assert list(content) == ["application/problem+json"], (path, status)
    assert "ValidationError" not in document["components"]["schemas"]


@pytest.mark.parametrize("service", SERVICES)
async def test_a_client_that_is_made_from_the_document_finds_every_endpoint(
    serve: Serve, service: str
) -> None:
    served, document = await document_of(serve, service, public_url=f"https://{service}.example")
    (server,) = document["servers"]
    documented = {f"{method} /v1{path}" for path, method, _ in operations(document)}
    assert documented == {one for one in served.table if " /v1/" in one}
    for path, method, operation in operations(document):
        url = server["url"] + re.sub(r"\{(\w+)\}", lambda found: in_path(found[1]), path)
        answer = await served.client.request(method, url)
        assert answer.status_code == 401, url  # it is there, and asks who comes
        assert answer.headers["api-version"] == document["info"]["version"]
        described = operation["responses"]["401"]["headers"]["API-Version"]
        assert described == {"$ref": "#/components/headers/API-Version"}


@pytest.mark.parametrize("service", SERVICES)
async def test_the_document_holds_together(serve: Serve, service: str) -> None:
    _, document = await document_of(serve, service)
    for reference in set(references(document)):
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
    for schema in document["components"]["schemas"].values():
        meta.validate(schema)
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("service", SERVICES)
async def test_nothing_answers_with_a_slash_at_the_end(serve: Serve, service: str) -> None:
    served = await serve(service)
    for _, method, address in served.operations():
        if address != "/":
            answer = await served.ask(method, f"{address}/", issuing.issuer().token())
            assert answer.status_code == 404, address
