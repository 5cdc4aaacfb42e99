"""Browsers without a screen, in which people of volunteers are signed in."""

import re
from typing import Any
from uuid import UUID

import httpx
from shared.pages.sign_in import SESSION
from shared.roles import Role

from tests import issuing
from tests.platform import Running

HIDDEN = re.compile(r'<input type="hidden" name="(shown_to|idempotency_key)" value="([^"]+)"')


def browser_of(
    service: Running, *roles: Role, person: str | None = None,
    locations: tuple[str, ...] | None = None, language: str = "en", subject: str = "somebody",
) -> httpx.AsyncClient:  # fmt: skip
    """Return a browser that shows pages to somebody with these roles."""
    given: dict[str, Any] = {
        "person": person and str(UUID(person)),
        "locations": None if locations is None else list(locations),
    }
    token = issuing.issuer().token(*roles, subject=subject, **given)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=service.app, raise_app_exceptions=False),
        base_url="http://volunteers",
        headers={"Accept": "text/html", "Accept-Language": language,
                 "Sec-Fetch-Site": "same-origin"},
        cookies={SESSION: token},
    )  # fmt: skip


async def carried(browser: httpx.AsyncClient, address: str) -> dict[str, str]:
    """Open a page and return what its form carries besides what is typed."""
    page = await browser.get(address)
    assert page.status_code == 200, page.text
    found = dict(HIDDEN.findall(page.text))
    assert found, "the page has no form for this person"
    return found


def words(page: httpx.Response) -> str:
    """Return what a page says, without its marks, with single spaces."""
    body = re.sub(r"(?s)<head>.*?</head>|<[^>]+>", " ", page.text)
    return re.sub(r"\s+", " ", body)
