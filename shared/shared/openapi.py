"""The OpenAPI document: FastAPI's, adapted to the NL API Design Rules of Logius.

It documents authentication, roles and refusals. The version is part of the server's address and
not of the paths: what is outside of it (health, pages, documentation) is no API.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.http_headers import API_VERSION
from shared.http_problems import FieldProblem, Problem, problems
from shared.roles import RoleTable, Row
from shared.settings import Settings

VERSIONED = "/v1"
VERSION_HEADER = {"API-Version": {"$ref": "#/components/headers/API-Version"}}


def described(app: FastAPI, table: RoleTable) -> Callable[[], dict[str, Any]]:
    """Return the function that writes the document of an application, once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, table)
        return app.openapi_schema

    return document


def _document(app: FastAPI, table: RoleTable) -> dict[str, Any]:
    settings: Settings = app.state.settings
    found = get_openapi(
        title=app.title, version=app.version, description=app.description, contact=app.contact,
        routes=app.routes, servers=[{"url": f"{settings.address}{VERSIONED}"}],
        tags=[{"name": app.title}],
    )  # fmt: skip
    found["info"]["contact"]["email"] = settings.contact_email
    # pydantic names the schema of a `Page[ContactView]` Page_ContactView_.
    written: dict[str, Any] = json.loads(
        re.sub(r'\bPage_(\w+)_(?=")', r"\1Page", json.dumps(found))
    )
    _complete(written.setdefault("components", {}), settings)
    for path, operations in written["paths"].items():
        for method, operation in operations.items():
            operation["tags"] = [app.title]
            _describe(operation, table[f"{method.upper()} {path}"])
    written["paths"] = {
        path.removeprefix(VERSIONED): operations
        for path, operations in written["paths"].items()
        if path.startswith(f"{VERSIONED}/")
    }
    return written


def _complete(components: dict[str, Any], settings: Settings) -> None:
    """Add what all operations share."""
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in (Problem, FieldProblem):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas[model.__name__] = {name: schema[name] for name in schema if name != "$defs"}
    components["headers"] = {
        "API-Version": {
            "description": "The whole version of the API that answers.",
            "schema": {"type": "string", "example": API_VERSION},
        }
    }
    components["securitySchemes"] = _schemes(settings)


def _schemes(settings: Settings) -> dict[str, Any]:
    issuer = (settings.oidc_issuer or "").rstrip("/")
    return {
        "openIdConnect": {
            "type": "openIdConnect",
            "openIdConnectUrl": f"{issuer}/.well-known/openid-configuration",
        },
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }


def _describe(operation: dict[str, Any], row: Row) -> None:
    """Document the roles, whose records, and the refusals: bad input is 400, never 422."""
    who = ", ".join(f"{role} ({row[role]})" for role in sorted(row))
    operation["description"] = f"{operation.get('description', '')}\n\nFor: {who}."
    operation["security"] = [{"openIdConnect": []}, {"bearer": []}]
    responses = operation["responses"]
    responses.pop("422", None)
    if "requestBody" in operation:
        responses.update({str(one): text for one, text in problems(408, 413).items()})
    for response in responses.values():
        response["headers"] = {**response.get("headers", {}), **VERSION_HEADER}
    # The server refuses these before it knows the version.
    responses["431"] = problems(431)[431]
