"""A browser at the development issuer."""

import asyncio
import base64
import hashlib
import html
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
import jwt
import pytest
from sensoor import home as homes
from sensoor.issuer import signing
from sensoor.issuer.app import create_issuer
from shared.migrations import migrate, migrations_of

HERE = "http://127.0.0.1:8100"
PAGES = {name: f"http://127.0.0.1:81{place:02}" for place, name in enumerate(
    ("contacts", "billing", "volunteers", "reporting"), 1)}  # fmt: skip
CALLBACK = f"{PAGES['reporting']}/reporting/sign-in/callback"
VERIFIER = "v" * 43
ENGLISH = {"Accept-Language": "en"}


@dataclass
class Visitor:
    """A browser at the issuer: it keeps cookies, and sends forms as a browser does."""

    client: httpx.AsyncClient
    home: Path

    async def choose(self, action: str, **form: str) -> httpx.Response:
        """Send a form of the page at this address."""
        return await self.client.post(action, data=form, headers={"Origin": HERE})

    async def claims(self, answer: httpx.Response) -> dict[str, Any]:
        """Exchange the code with which we are sent back; return the claims of the access token."""
        asked = parse_qs(urlsplit(answer.headers["location"]).query)
        given = await self.redeem(asked["code"][0])
        assert given.status_code == 200, given.text
        access: dict[str, Any] = jwt.decode(
            given.json()["access_token"], options={"verify_signature": False}
        )
        return access

    async def redeem(self, code: str, **changes: str) -> httpx.Response:
        """Ask for a token, as the service does that began the sign-in."""
        form = {
            "grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER,
            "client_id": "sensoor-pages", "redirect_uri": CALLBACK,
        }  # fmt: skip
        return await self.client.post("/token", data=form | changes)


def authorize(**changes: str) -> str:
    """Return the address to which a service sends a browser to sign in."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    asked = {
        "response_type": "code", "client_id": "sensoor-pages", "redirect_uri": CALLBACK,
        "state": "s", "nonce": "n", "code_challenge_method": "S256",
        "code_challenge": challenge.rstrip(b"=").decode(),
    }  # fmt: skip
    return f"/authorize?{urlencode(asked | changes)}"


def offered(page: str) -> dict[str, dict[str, str]]:
    """Return the forms of a page with one button: its name -> the fields."""
    found = {}
    for form in re.findall(r"<form method=\"post\"[^>]*>(.*?)</form>", page, re.DOTALL):
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        button = re.search(r'<button class="quiet"(?: aria-label="([^"]*)")?>([^<]*)<', form)
        if fields and button:
            found[html.unescape(button[1] or button[2])] = fields
    return found


@pytest.fixture
async def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """A browser and the issuer of a home where nothing is up."""
    monkeypatch.setenv("PAGE_ADDRESSES", json.dumps(PAGES))
    signing.prepare(tmp_path, HERE)
    app = httpx.ASGITransport(create_issuer(tmp_path))
    async with httpx.AsyncClient(transport=app, base_url=HERE, headers=ENGLISH) as client:
        yield Visitor(client, tmp_path)


@dataclass(frozen=True)
class Known:
    """What the data of a test hold: a location with a listener, and one without anybody."""

    heerlen: UUID
    roermond: UUID
    listener: UUID
    mentor: UUID


@pytest.fixture
async def known(postgres: str, visitor: Visitor) -> AsyncIterator[Known]:
    """The visitor's home is that of a platform with two locations in Limburg."""
    name = f"issuer_{uuid4().hex[:8]}"
    url = f"{postgres.rsplit('/', 1)[0]}/{name}"
    connection = await asyncpg.connect(postgres)
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    await asyncio.to_thread(migrate, url, migrations_of("volunteers"))
    known = Known(*(uuid4() for _ in range(4)))
    connection = await asyncpg.connect(url)
    await connection.executemany(
        "INSERT INTO location (location_id, name, region) VALUES ($1, $2, 'Limburg')",
        [(known.heerlen, "Heerlen"), (known.roermond, "Roermond")],
    )
    admit = (
        "INSERT INTO volunteer (volunteer_id, location_id, channels, lines, role, applied_at,"
        " modules_done, admitted_at, version)"
        " VALUES ($1, $2, '{chat}', '{national}', $3, now(), '{}', now(), 1)"
    )
    await connection.execute(admit, known.listener, known.heerlen, "listener")
    await connection.execute(admit, known.mentor, known.heerlen, "mentor")
    await connection.close()
    with homes.held(visitor.home):
        homes.write_private(visitor.home / "addresses.json", {"databases": {"volunteers": url}})
        yield known
