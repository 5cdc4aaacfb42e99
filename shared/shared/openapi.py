"""The OpenAPI document: what FastAPI writes, with how to get in, who may, and what is refused."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.http_problems import FieldProblem, Problem, problems
from shared.roles import RoleTable, Row
from shared.settings import Settings


def described(app: FastAPI, table: RoleTable) -> Callable[[], dict[str, Any]]:
    """Return the function that writes the document of an application, once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, table)
        return app.openapi_schema

    return document


def _document(app: FastAPI, table: RoleTable) -> dict[str, Any]:
    settings: Settings = app.state.settings
    written = get_openapi(
        title=app.title, version=app.version, description=app.description, contact=app.contact,
        routes=app.routes, servers=[{"url": settings.address}],
    )  # fmt: skip
    components = written.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in (Problem, FieldProblem):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas[model.__name__] = {name: schema[name] for name in schema if name != "$defs"}
    components["securitySchemes"] = _schemes(settings)
    for path, operations in written["paths"].items():
        for method, operation in operations.items():
            _describe(operation, table[f"{method.upper()} {path}"])
    return written


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
    """Write who may, with whose records, and what may be refused: bad input is 400, never 422."""
    who = ", ".join(f"{role} ({row[role]})" for role in sorted(row))
    operation["description"] = f"{operation.get('description', '')}\n\nFor: {who}."
    operation["security"] = [{"openIdConnect": []}, {"bearer": []}]
    operation["responses"].pop("422", None)
    if "requestBody" in operation:
        operation["responses"]["413"] = problems(413)[413]
