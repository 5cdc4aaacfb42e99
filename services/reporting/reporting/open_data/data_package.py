"""The Data Package (v2, datapackage.org) of the open data: where each file is, and its columns."""

from typing import Any

from reporting.open_data.editions import Edition, File
from reporting.open_data.figures import FIGURES
from reporting.open_data.resources import LICENCE, LICENCE_TITLE, LICENCE_URL, Column, Resource

PROFILES = "https://datapackage.org/profiles/2.0"
HIDING = (
    "A count of help seekers below ten, zero included, is not shown: count and share are empty and"
    " shown is false. So are some larger counts from which such a count would follow by"
    " subtraction."
)


def data_package(edition: Edition, base: str) -> dict[str, Any]:
    """Return the descriptor; `base` is the address below which the open data is."""
    published = edition.state.published_at
    package: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "sensoor",
        "id": f"{base}/datapackage.json",
        "title": "Sensoor: figures of an anonymous helpline",
        "description": HIDING,
        "homepage": base,
        "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "contributors": [{"title": "Sensoor", "roles": ["publisher", "creator"]}],
        "sources": [{"title": "Published reports of Sensoor", "path": f"{base}/feed.atom"}],
        "keywords": ["helpline", "loneliness", "mental health", "hulplijn", "eenzaamheid"],
        "resources": [_resource(file, base) for file in edition.files],
    }
    if published:
        package |= {"created": published.isoformat(), "version": f"{published:%Y.%m.%d}"}
    return package


def _resource(file: File, base: str) -> dict[str, Any]:
    resource = file.resource
    return {
        "name": resource.name,
        "type": "table",
        "title": resource.title,
        "description": resource.means,
        "path": f"{base}/{resource.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": table_schema(resource),
    }


def table_schema(resource: Resource) -> dict[str, Any]:
    """Return the Table Schema (v2) of a file; the figures are described in their column."""
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(column) for column in resource.columns],
        "primaryKey": list(resource.key),
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    described = column.means
    if column.name == "figure":
        described = "\n".join(f"{name}: {figure.means}" for name, figure in FIGURES.items())
    found: dict[str, Any] = {
        "name": column.name, "type": column.kind, "description": described,
    }  # fmt: skip
    if column.kind == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found | ({"constraints": column.constraints} if column.constraints else {})
