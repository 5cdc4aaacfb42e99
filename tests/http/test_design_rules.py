"""The OpenAPI documents by the NL API Design Rules of Logius, as Spectral checks them.

The rules stand in design_rules/rules.mjs, written from the text of the standard.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.http.asking import SERVICES
from tests.http.conftest import Serve
from tests.http.test_openapi import document_of

FOLDER = Path(__file__).parent / "design_rules"
LOCK = FOLDER / "package-lock.json"
INSTALLED = FOLDER / "node_modules/.package-lock.json"

with_npm = pytest.mark.skipif(
    shutil.which("npm") is None, reason="npm is not here: Spectral needs it"
)


def found_in(file: Path) -> Any:
    """Return what Spectral finds in a document."""
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=FOLDER, check=True, capture_output=True)
    checked = subprocess.run(
        ["node", "check.mjs", file], cwd=FOLDER, check=True, capture_output=True
    )
    return json.loads(checked.stdout)


@with_npm
@pytest.mark.parametrize("service", SERVICES)
async def test_no_rule_is_broken(serve: Serve, tmp_path: Path, service: str) -> None:
    _, document = await document_of(serve, service, public_url=f"https://{service}.example")
    file = tmp_path / f"{service}.json"
    file.write_text(json.dumps(document))
    assert found_in(file) == []


@with_npm
async def test_a_broken_rule_is_found(serve: Serve, tmp_path: Path) -> None:
    _, document = await document_of(serve, "billing")  # on this machine, so over plain http
    del document["info"]["contact"]["email"]
    document["servers"].append({"url": "https://billing.example"})
    document["paths"]["/v1/Quotes/"] = document["paths"].pop("/quotes")
    del document["paths"]["/totals"]["get"]["responses"]["200"]["headers"]
    document["components"]["schemas"]["Page_Quote_"] = {"properties": {"due_on": {}, "dueDate": {}}}
    file = tmp_path / "billing.json"
    file.write_text(json.dumps(document))
    assert {one["code"] for one in found_in(file)} >= {
        "doc-openapi-contact", "transport-security", "uri-version", "uri-version-once",
        "no-trailing-slash", "path-segments-kebab-case", "version-header",
        "schema-names-pascal-case", "property-names-camel-case", "date-format",
    }  # fmt: skip


def test_the_lock_names_no_host_that_packages_come_from() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    assert len(packages) > 1
    assert not [name for name, found in packages.items() if "resolved" in found]
    assert all(found["integrity"] for name, found in packages.items() if name)
