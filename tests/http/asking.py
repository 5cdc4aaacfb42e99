"""How the tests of this folder ask: every endpoint of a service's table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import httpx
from fastapi import FastAPI
from shared.roles import RoleTable

SERVICES = ("contacts", "billing", "volunteers", "reporting")
IN_PATHS = {
    "period": "2016-03", "region": "Gelderland", "date": "2016-03-14", "code": "GM0301",
    "year": "2016", "number": "2016-00001", "version": "2019-2022",
}  # fmt: skip
NO_ID = "00000000-0000-4000-8000-000000000000"


@dataclass
class Served:
    """A service that answers in this process."""

    name: str
    app: FastAPI
    client: httpx.AsyncClient

    @property
    def table(self) -> RoleTable:
        """Return who may do what in it, on the routes that all pages have too."""
        own: RoleTable = import_module(f"{self.name}.roles").ROLES
        return {**import_module(f"{self.name}.main").SITE.rows(), **own}

    @property
    def open_paths(self) -> frozenset[str]:
        """Return its paths that need no token, beside health and documentation."""
        found: frozenset[str] = self.app.state.open_paths
        return found

    def operations(self) -> Iterator[tuple[str, str, str]]:
        """Yield each row of the table, with the method and an address that fit it.

        WebSockets are left out: they are asked over a socket (`test_sockets_gate`).
        """
        for operation in self.table:
            method, path = operation.split(" ")
            if method == "WS":
                continue
            address = re.sub(r"\{(\w+)\}", lambda found: in_path(found[1]), path)
            yield operation, method, address

    async def ask(self, method: str, address: str, token: str | None = None) -> httpx.Response:
        """Ask with a token, or without one; whatever is posted is `{}`."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        json: dict[str, Any] | None = {} if method in ("POST", "PUT") else None
        return await self.client.request(method, address, json=json, headers=headers)


def in_path(name: str) -> str:
    """Return what stands in an address where its pattern has this name."""
    return IN_PATHS.get(name, NO_ID)


def is_problem(answer: httpx.Response, status: int, code: str) -> None:
    """Check that an answer is problem details with this code."""
    assert (answer.status_code, answer.headers["content-type"]) == (
        status, "application/problem+json",
    ), answer.text  # fmt: skip
    assert answer.json()["type"] == f"urn:hulpopafstand:problem:{code}"
