"""Reading the report pages in a browser: sign-in at the issuer, by code and PKCE."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sensoor.embedded.ports import free_port
from sensoor.issuer import signing
from sensoor.issuer.app import create_issuer
from shared.roles import Role

from tests.http.asking import is_problem
from tests.http.conftest import Serve
from tests.http.serving import listening

PAGE = "/reporting/reports"
HTML = {"Accept": "text/html,application/xhtml+xml"}
CLIENT = "sensoor-pages"


@dataclass
class Browser:
    """Keeps cookies; goes from service to issuer and back as a person's clicks would."""

    pages: httpx.AsyncClient
    issuer: httpx.AsyncClient
    home: Path

    async def begin(self, path: str = PAGE) -> str:
        """Open a page without being signed in; return where it sends us."""
        answer = await self.pages.get(path, headers=HTML)
        assert answer.status_code == 303
        return answer.headers["location"]

    async def choose(self, address: str, role: Role) -> str:
        """Say who we are at the issuer; return where it sends us, of the pages' own addresses."""
        asked = await self.issuer.get(f"{address}&prompt=login")
        assert 'name="role"' in asked.text
        origin = {"Origin": address.partition("/authorize")[0]}
        answer = await self.issuer.post(address, data={"role": role}, headers=origin)
        assert answer.status_code == 303
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"

    async def sign_in(self, role: Role, path: str = PAGE) -> httpx.Response:
        """Do all of it; return the answer at the end."""
        answer = await self.pages.get(await self.choose(await self.begin(path), role))
        if answer.status_code != 303:
            return answer
        return await self.pages.get(answer.headers["location"], headers=HTML)


@pytest.fixture
async def browser(serve: Serve, tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser, reporting, and the development issuer."""
    port = free_port(26100)
    signing.prepare(tmp_path, f"http://127.0.0.1:{port}")
    async with listening(create_issuer(tmp_path), port) as address:
        reporting = await serve(
            "reporting", oidc_issuer=address, public_url="http://127.0.0.1:8104"
        )
        async with httpx.AsyncClient(trust_env=False) as issuer:
            yield Browser(reporting.client, issuer, tmp_path)


async def test_a_browser_signs_in_and_sees_the_page_that_it_asked_for(browser: Browser) -> None:
    answer = await browser.sign_in(Role.ANALYST)
    assert answer.status_code == 200
    assert answer.url.path == PAGE
    assert "<h1>Rapporten" in answer.text
    assert (await browser.pages.get("/", headers=HTML)).status_code == 303


async def test_what_is_kept_in_the_browser_is_out_of_reach_of_scripts(browser: Browser) -> None:
    begun = await browser.pages.get(PAGE, headers=HTML)
    done = await browser.pages.get(await browser.choose(begun.headers["location"], Role.ANALYST))
    for answer, path in ((begun, "/"), (done, "/")):
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert f"Path={path};" in cookie
        assert "Secure" not in cookie  # this service is at http://
        assert answer.headers["cache-control"] == "no-store"


async def test_behind_https_the_cookie_never_leaves_without(serve: Serve, browser: Browser) -> None:
    issuer = signing.address_of(browser.home)
    reporting = await serve("reporting", oidc_issuer=issuer, public_url="https://reports.example")
    answer = await reporting.client.get(PAGE, headers=HTML)
    assert "Secure" in answer.headers["set-cookie"]
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://reports.example/reporting/sign-in/callback"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["client_id"] == [CLIENT]


async def test_the_cookie_opens_pages_and_nothing_else(browser: Browser) -> None:
    await browser.sign_in(Role.ANALYST)
    for path in ("/v1/reports", "/v1/reports/2016-03", "/v1/locations"):
        is_problem(await browser.pages.get(path, headers=HTML), 401, "no-token")


async def test_a_program_is_not_sent_to_sign_in(browser: Browser) -> None:
    is_problem(await browser.pages.get(PAGE), 401, "no-token")
    bearer = {"Authorization": f"Bearer {signing.sign(browser.home, [Role.ANALYST], 'a')}"}
    assert (await browser.pages.get(PAGE, headers=bearer)).status_code == 200


async def test_a_role_that_may_not_see_pages_is_told_so_and_not_sent_round(
    browser: Browser,
) -> None:
    answer = await browser.sign_in(Role.LISTENER)
    assert answer.status_code == 403
    assert "Uw rol geeft hier geen toegang toe." in answer.text


async def test_a_token_of_the_cookie_that_expired_leads_to_sign_in_again(browser: Browser) -> None:
    expired = signing.sign(browser.home, [Role.ANALYST], "a", -60)
    browser.pages.cookies.set("sensoor", expired)
    assert "/authorize?" in await browser.begin()


async def test_an_answer_that_belongs_to_no_sign_in_here_is_refused(browser: Browser) -> None:
    back = await browser.choose(await browser.begin(), Role.ANALYST)
    code = parse_qs(urlsplit(back).query)["code"][0]
    for wrong in (f"?code={code}&state=other", "?code=x", "", "?error=access_denied"):
        answer = await browser.pages.get(f"/reporting/sign-in/callback{wrong}")
        is_problem(answer, 400, "sign-in-failed")
    browser.pages.cookies.clear()
    is_problem(await browser.pages.get(back), 400, "sign-in-failed")


async def test_a_code_works_once(browser: Browser) -> None:
    back = await browser.choose(await browser.begin(), Role.ANALYST)
    name, kept = attempt_of(browser)
    assert (await browser.pages.get(back)).status_code == 303
    browser.pages.cookies.set(name, kept)
    is_problem(await browser.pages.get(back), 400, "sign-in-failed")


@pytest.mark.parametrize(
    "change",
    [{"nonce": "of another sign-in"}, {"verifier": "of another sign-in"}, {"to": "//elsewhere"},
     {"to": "https://elsewhere.example"}, {"to": "/\\elsewhere"}, {"state": "é"}],
    ids=str,
)  # fmt: skip
async def test_state_nonce_verifier_and_destination_are_those_of_the_beginning(
    browser: Browser, change: dict[str, Any]
) -> None:
    back = await browser.choose(await browser.begin(), Role.ANALYST)
    name, cookie = attempt_of(browser)
    kept = json.loads(base64.urlsafe_b64decode(cookie.strip('"')))
    changed = base64.urlsafe_b64encode(json.dumps(kept | change).encode()).decode()
    browser.pages.cookies.clear()
    browser.pages.cookies.set(name, changed)
    is_problem(await browser.pages.get(back), 400, "sign-in-failed")


def attempt_of(browser: Browser) -> tuple[str, str]:
    """Return the cookie of the one sign-in that the browser has begun."""
    ((name, value),) = (
        (name, value)
        for name, value in browser.pages.cookies.items()
        if name.startswith("sensoor_sign_in_")
    )
    return name, value


async def test_two_tabs_sign_in_at_once(browser: Browser) -> None:
    first = await browser.choose(await browser.begin(), Role.ANALYST)
    second = await browser.choose(await browser.begin(), Role.ANALYST)
    assert (await browser.pages.get(first)).status_code == 303
    assert (await browser.pages.get(second)).status_code == 303


async def test_sign_ins_that_were_left_are_forgotten_before_they_are_many(browser: Browser) -> None:
    for _ in range(9):
        await browser.begin()
    assert len(browser.pages.cookies) == 5


async def test_header_files_are_written_for_each_role_and_only_we_read_them(
    browser: Browser,
) -> None:
    for role, file in signing.write_header_files(browser.home).items():
        assert file == browser.home / "tokens" / role
        assert file.stat().st_mode & 0o777 == 0o600
        name, _, value = file.read_text().strip().partition(": ")
        answer = await browser.pages.get("/v1/locations", headers={name: value})
        assert answer.status_code == (200 if role in (Role.ANALYST, Role.COORDINATOR) else 403)
    assert (browser.home / "issuer" / "key.json").stat().st_mode & 0o777 == 0o600
