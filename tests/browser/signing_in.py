"""Signing in as a person does: led to the issuer, chosen there, and led back."""

import json
from urllib.parse import urlencode, urlsplit

import httpx
from playwright.async_api import BrowserContext, Page
from shared.pages.sign_in import SESSION

from tests.browser.site import Site

FORM, LISTS = "/probe/form", "/reporting/reports"
DONE = ".notice.done"


async def choose(tab: Page, site: Site, who: str) -> None:
    """Choose a person at the issuer, where the tab is; wait until it has led back."""
    await tab.wait_for_url(f"{site.issuer}/authorize?**")
    person = site.persons[who]
    await tab.click("summary")
    await tab.select_option("#role", person.role)
    await tab.fill("#person", str(person.volunteer_id or ""))
    await tab.fill("#locations", ",".join(map(str, person.locations)))
    async with tab.expect_navigation(url=f"{site.address}/**"):
        await tab.click("details button")


async def callback_of(tab: Page, site: Site, who: str) -> str:
    """Choose a person at the issuer; return the address to which it leads, without going there."""
    await tab.wait_for_url(f"{site.issuer}/authorize?**")
    person = site.persons[who]
    form = {"role": person.role.value, "locations": ",".join(map(str, person.locations))}
    found = urlsplit(tab.url)._replace(netloc=f"127.0.0.1:{urlsplit(tab.url).port}")
    async with httpx.AsyncClient(trust_env=False) as program:
        headers = {"Origin": f"{found.scheme}://{found.netloc}"}
        answer = await program.post(found.geturl(), data=form, headers=headers)
    return answer.headers["location"]


async def sign_in(tab: Page, site: Site, who: str, to: str = FORM) -> None:
    """Sign in as somebody, whoever was signed in before; end at a page."""
    await tab.context.clear_cookies(domain="issuer.localhost")
    await tab.goto(f"/probe/sign-in?{urlencode({'to': to})}")
    await choose(tab, site, who)


async def sign_out(tab: Page) -> None:
    """Sign out by the button, and see where that leads; first the browser forgets what it kept."""
    async with tab.expect_navigation():
        await tab.click("text=Sign out")


async def session_of(context: BrowserContext, site: Site) -> str | None:
    """Return the token that a browser keeps."""
    kept = await context.cookies(site.address)
    return next((one["value"] for one in kept if one["name"] == SESSION), None)


async def fill_in(tab: Page, day: str = "2026-12-24", count: str = "3") -> None:
    """Fill in the probe's form."""
    await tab.fill("[name=day]", day)
    await tab.fill("[name=count]", count)
    await tab.check("[value=mo]")


async def role_shown(tab: Page) -> str:
    """Return as what the page says that somebody is signed in."""
    return await tab.inner_text(".role")


def rung(site: Site) -> list[str]:
    """Return the days for which the probe's form was done."""
    return [json.loads(ring.model_dump_json())["day"] for ring in site.probe.state.rung]
