"""Every page that is looked at in a browser: `PAGES`. How to add one stands in the package."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from playwright import async_api as playwright

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Page:
    """A page of a service as one person sees it.

    `path` is that of its route, filled in from `Site.values`; without a route, such as an address
    that leads nowhere, any path of the service. `who` is one of `Site.persons`. `act` brings it
    into the state that is looked at, such as a form with errors.
    """

    service: Literal["contacts", "billing", "volunteers", "reporting"]
    name: str
    path: str
    who: str
    query: str = ""
    status: int = 200
    act: Callable[[playwright.Page], Awaitable[None]] | None = None

    def __str__(self) -> str:
        """Return how tests and screenshots name it."""
        return f"{self.service}-{self.name}"


async def unfold(tab: playwright.Page) -> None:
    """Open what is folded first."""
    await tab.locator("summary").first.click()


PAGES = [
    Page("reporting", "index", "/reporting/months", "analyst"),
    Page("reporting", "month", "/reporting/months/{month}", "analyst"),
    Page(
        "reporting", "month-of-location", "/reporting/months/{month}/locations/{location_id}",
        "coordinator of Zutphen",
    ),
    Page("billing", "contracts", "/billing/contracts", "finance", query="?year=2016", act=unfold),
    Page(
        "billing", "contracts-found", "/billing/contracts", "finance",
        query="?year=2016&municipality=sudwest",
    ),
    Page("billing", "contracts-none", "/billing/contracts", "finance", query="?year=2014"),
    Page(
        "billing", "contracts-wrong", "/billing/contracts", "finance",
        query="?year=20x6&municipality=GM9999", status=400,
    ),
]  # fmt: skip
