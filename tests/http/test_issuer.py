"""The development issuer: choosing a person, single sign-on, and the end of a session."""

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
from sensoor.issuer.start_page import WORKS_IN
from sensoor.issuer.words import WORDS, language_of
from shared.migrations import migrate, migrations_of
from shared.roles import Role

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
        button = re.search(r'<button(?: aria-label="([^"]*)")?>([^<]*)<', form)
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


async def test_a_person_of_the_data_lands_where_that_person_works(
    visitor: Visitor, known: Known
) -> None:
    page = offered((await visitor.client.get("/")).text)
    assert page["listener in Heerlen"]["person"] == str(known.listener)
    assert page["trainer in Heerlen"] == {
        "role": "trainer", "person": str(known.mentor), "locations": str(known.heerlen),
    }  # fmt: skip
    assert page["coordinator of Limburg"]["locations"] == f"{known.heerlen},{known.roermond}"
    assert "listener in Roermond" not in page
    for name, service in (
        ("listener in Heerlen", "contacts"), ("coordinator of Limburg", "volunteers"),
        ("coordinator of Roermond", "volunteers"), ("finance officer", "billing"),
        ("analyst", "reporting"), ("partner (113Online)", "reporting"),
    ):  # fmt: skip
        answer = await visitor.choose("/", **page[name])
        assert answer.status_code == 303
        address = f"{PAGES[service]}/{service}/sign-in?to=/{service}"
        assert answer.headers["location"] == address
        assert f"You are now: <strong>{name}</strong>" in (await visitor.client.get("/")).text


async def test_who_is_chosen_is_signed_in_at_every_service_without_a_question(
    visitor: Visitor, known: Known
) -> None:
    page = offered((await visitor.client.get("/")).text)
    await visitor.choose("/", **page["coordinator of Limburg"])
    for service, address in PAGES.items():
        to = f"{address}/{service}/sign-in/callback"
        answer = await visitor.client.get(authorize(redirect_uri=to))
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{to}?code=")
        assert parse_qs(urlsplit(answer.headers["location"]).query)["state"] == ["s"]
    claims = await visitor.claims(await visitor.client.get(authorize()))
    assert claims["roles"] == ["coordinator"]
    assert claims["locations"] == [str(known.heerlen), str(known.roermond)]
    assert "person" not in claims


async def test_a_service_that_comes_first_is_answered_once_somebody_is_chosen(
    visitor: Visitor,
) -> None:
    asked = await visitor.client.get(authorize())
    assert asked.status_code == 200
    assert html.escape(authorize()) in asked.text
    answer = await visitor.choose(authorize(), role="listener", person=str(uuid4()))
    assert answer.headers["location"].startswith(f"{CALLBACK}?code=")
    # From now on there is a session.
    assert (await visitor.client.get(authorize())).status_code == 303


async def test_prompt_login_asks_again_and_prompt_none_never_asks(visitor: Visitor) -> None:
    none = await visitor.client.get(authorize(prompt="none"))
    assert none.headers["location"] == f"{CALLBACK}?error=login_required&state=s"
    await visitor.choose("/", role="analyst")
    assert (await visitor.client.get(authorize(prompt="none"))).status_code == 303
    again = await visitor.client.get(authorize(prompt="login"))
    assert again.status_code == 200
    assert "You are now" in again.text
    answer = await visitor.choose(authorize(prompt="login"), role="finance")
    assert (await visitor.claims(answer))["roles"] == ["finance"]
    assert (await visitor.claims(await visitor.client.get(authorize())))["roles"] == ["finance"]


async def test_the_session_ends_and_leads_back_to_this_machine_only(visitor: Visitor) -> None:
    await visitor.choose("/", role="analyst")
    kept = visitor.client.cookies["sensoor_issuer"]
    foreign = {"post_logout_redirect_uri": "https://elsewhere.example/"}
    assert (await visitor.client.get("/end-session", params=foreign)).status_code == 400
    to = {"post_logout_redirect_uri": f"{PAGES['billing']}/billing", "client_id": "sensoor-pages"}
    answer = await visitor.client.get("/end-session", params=to | {"state": "bye"})
    assert answer.headers["location"] == f"{PAGES['billing']}/billing?state=bye"
    assert "sensoor_issuer" not in visitor.client.cookies
    visitor.client.cookies.set("sensoor_issuer", kept)  # a cookie that was kept is of no use
    assert (await visitor.client.get(authorize())).status_code == 200
    assert (await visitor.client.post("/end-session")).headers["location"] == "/"


async def test_the_session_gets_a_new_id_with_every_choice_and_no_script_reads_it(
    visitor: Visitor,
) -> None:
    first = await visitor.choose("/", role="analyst")
    for attribute in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert attribute in first.headers["set-cookie"]
    before = visitor.client.cookies["sensoor_issuer"]
    await visitor.choose("/", role="finance")
    assert visitor.client.cookies["sensoor_issuer"] != before
    visitor.client.cookies.clear()
    visitor.client.cookies.set("sensoor_issuer", before)
    assert (
        (await visitor.client.get(authorize(prompt="none")))
        .headers["location"]
        .startswith(f"{CALLBACK}?error=login_required")
    )


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"},
     {"Origin": "http://127.0.0.1:9999"}, {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
     {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
     {"Origin": "http://rebound.example:8100", "Host": "rebound.example:8100"}],
    ids=str,
)  # fmt: skip
async def test_no_other_page_chooses_for_somebody(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    for action in ("/", authorize()):
        answer = await visitor.client.post(action, data={"role": "analyst"}, headers=headers)
        assert answer.status_code in (400, 403)
        assert "set-cookie" not in answer.headers
    # Nor does a link: it only asks.
    assert (await visitor.client.get(f"{authorize()}&role=analyst&as=analyst")).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "http://127.0.0.1@elsewhere.example/", "//elsewhere.example",
     "javascript:alert(1)", "http://localhost.elsewhere.example", "http://elsewhere\\@localhost/",
     "http://10.0.0.1/", "", "http://[::1"],
)  # fmt: skip
async def test_codes_go_to_this_machine_only(visitor: Visitor, address: str) -> None:
    await visitor.choose("/", role="analyst")
    assert (await visitor.client.get(authorize(redirect_uri=address))).status_code == 400
    if address:
        to = {"post_logout_redirect_uri": address}
        assert (await visitor.client.get("/end-session", params=to)).status_code == 400


@pytest.mark.parametrize(
    "address", ["http://localhost:8080/a", "https://pages.sensoor.localhost/a", "http://[::1]:1/a"]
)
async def test_this_machine_has_several_names(visitor: Visitor, address: str) -> None:
    await visitor.choose("/", role="analyst")
    answer = await visitor.client.get(authorize(redirect_uri=address))
    assert answer.headers["location"].startswith(f"{address}?code=")


async def test_a_code_needs_pkce_and_works_once_for_who_asked(visitor: Visitor) -> None:
    for changes in ({"code_challenge_method": "plain"}, {"response_type": "token"}):
        assert (await visitor.client.get(authorize(**changes))).status_code == 400
    await visitor.choose("/", role="analyst")

    async def code() -> str:
        answer = await visitor.client.get(authorize())
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    wrong = {"code_verifier": "w" * 43, "client_id": "other", "redirect_uri": HERE}
    for name, value in wrong.items():
        assert (await visitor.redeem(await code(), **{name: value})).status_code == 400
    mine = await code()
    assert (await visitor.redeem(mine)).status_code == 200
    assert (await visitor.redeem(mine)).status_code == 400


async def test_one_may_name_any_volunteer_and_locations(visitor: Visitor) -> None:
    one, here, there = (str(uuid4()) for _ in range(3))
    claims = await visitor.claims(await visitor.choose(authorize(), role="listener", person=one))
    assert (claims["sub"], claims["person"], claims["roles"]) == (one, one, ["listener"])
    assert "locations" not in claims
    chosen = {"role": "coordinator", "locations": f"{here}, {there}"}
    claims = await visitor.claims(await visitor.choose(authorize(), **chosen))
    assert (claims["locations"], claims["sub"]) == ([here, there], "coordinator@development")
    wrong: tuple[dict[str, str], ...] = (
        {"role": "listener", "person": "everybody"}, {"role": "listener", "locations": "everybody"},
        {"role": "everybody"}, {},
    )  # fmt: skip
    for form in wrong:
        answer = await visitor.choose(authorize(), **form)
        assert answer.status_code == 400
        assert "everybody" not in answer.text


async def test_without_data_the_page_says_what_to_do_and_offers_the_roles(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (await visitor.client.get("/")).text
    assert "sensoor demo" in page
    assert {fields["role"] for fields in offered(page).values()} == {
        role for role in Role if role in WORKS_IN
    }
    # While `sensoor up` still starts the services, there is nowhere to go.
    monkeypatch.delenv("PAGE_ADDRESSES")
    answer = await visitor.choose("/", role="finance")
    assert answer.status_code == 503
    assert "Wait until sensoor up says" in answer.text


async def test_what_was_asked_is_no_markup(visitor: Visitor) -> None:
    page = await visitor.client.get(authorize(state='"><script>alert(1)</script>'))
    assert "<script>" not in page.text


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing(visitor: Visitor) -> None:
    page = await visitor.client.get("/")
    policy = page.headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "style=" not in page.text
    (sheet,) = re.findall(r'href="(/[^"]+)"', page.text)
    assert (await visitor.client.get(sheet)).headers["content-type"].startswith("text/css")


async def test_the_document_of_discovery_leads_to_what_there_is(visitor: Visitor) -> None:
    document = (await visitor.client.get("/.well-known/openid-configuration")).json()
    assert document["issuer"] == HERE
    for name in ("authorization_endpoint", "token_endpoint", "end_session_endpoint", "jwks_uri"):
        answer = await visitor.client.get(document[name])
        assert answer.status_code != 404
    assert document["code_challenge_methods_supported"] == ["S256"]


@pytest.mark.parametrize(
    ("header", "language"),
    [("nl", "nl"), ("nl-NL,nl;q=0.9,en;q=0.8", "nl"), ("en;q=0.5, nl;q=0.7", "nl"), ("de", "en"),
     ("fr, nl;q=0.1", "nl"), ("", "en"), ("nl;q=0, en", "en"), ("nl;q=x", "en"), ("*", "en")],
)  # fmt: skip
async def test_the_page_is_in_the_readers_language(
    visitor: Visitor, header: str, language: str
) -> None:
    assert language_of(header) == language
    page = (await visitor.client.get("/", headers={"Accept-Language": header})).text
    assert f'<html lang="{language}">' in page
    assert WORDS[language]["title"] in page


def test_both_languages_say_everything() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    for words in WORDS.values():
        assert words.keys() >= {role.value for role in Role}
        assert words.keys() >= WORKS_IN.keys()
