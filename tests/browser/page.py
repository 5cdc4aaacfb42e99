"""A page that is looked at, and what is done before to most of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from playwright import async_api as playwright


@dataclass(frozen=True)
class Page:
    """A page of a service as one person sees it.

    `path` is that of its route, filled in from `Site.values`; without a route, such as an address
    that leads nowhere, any path of the service. `who` is one of `Site.persons`, or
    None where nobody need sign in. `act` brings it
    into the state that is looked at, such as a form with errors; `status` is that of this state.
    """

    service: Literal["contacts", "billing", "volunteers", "reporting", "probe", "issuer"]
    name: str
    path: str
    who: str | None
    query: str = ""
    status: int = 200
    act: Callable[[playwright.Page], Awaitable[None]] | None = None

    def __str__(self) -> str:
        """Return how tests and screenshots name it."""
        return f"{self.service}-{self.name}"


async def unfold(tab: playwright.Page) -> None:
    """Open what is folded first."""
    await tab.locator("summary").first.click()


async def unfold_all(tab: playwright.Page) -> None:
    """Open all that is folded."""
    for summary in await tab.locator("main summary").all():
        await summary.click()
