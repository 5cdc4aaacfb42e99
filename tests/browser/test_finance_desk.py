"""A day of an officer of finance in a real browser, by keyboard alone and in Dutch."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.billing.given import figures, import_of
from tests.billing.given_camt import Paid, bank_file
from tests.billing.parties import IBAN
from tests.browser.looking import visiting
from tests.browser.signing_in import DONE
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_STOPS = 120
NAME = "document.activeElement?.labels?.[0]?.innerText || document.activeElement?.innerText || ''"


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, helpline: Site) -> AsyncIterator[Page]:
    """A browser in which finance is signed in; the inhabitants of 2017 are known."""
    answer = await helpline.services["billing"].client.post(
        "/v1/municipality-imports",
        json=import_of(
            figures("GM0301", 47_164), figures("GM0141", 72_259, name="Almelo"),
            figures("GM1900", 84_092, name="Súdwest-Fryslân", province="Fryslân"),
            figures("GM0373", 29_974, name="Bergen (NH.)", province="Noord-Holland"),
            figures("GM0420", 44_079, name="Medemblik", province="Noord-Holland"),
            as_of="2017-01-01",
        ),
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    async with visiting(browser, helpline, "finance", "nl") as context:
        tab = await context.new_page()
        await tab.goto("/billing")
        yield tab


async def reach(tab: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(MOST_STOPS):
        await tab.keyboard.press("Tab")
        if (await tab.evaluate(NAME)).strip().startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name}")


async def press(tab: Page, name: str, key: str = "Enter") -> None:
    """Reach something and press it; it leads to another page."""
    await reach(tab, name)
    async with tab.expect_navigation():
        await tab.keyboard.press(key)


async def unfold(tab: Page, name: str) -> None:
    """Reach what is folded, and unfold it."""
    await reach(tab, name)
    await tab.keyboard.press("Enter")


async def find(tab: Page, text: str) -> None:
    """Search by the field that every page has."""
    await reach(tab, "Zoek een gemeente")
    await tab.keyboard.type(text)
    async with tab.expect_navigation():
        await tab.keyboard.press("Enter")


async def issue_2017(tab: Page) -> None:
    """Settle 2017, look at its round, issue it, and follow it to its end."""
    await press(tab, "Rondes")
    await reach(tab, "Jaar")
    await tab.keyboard.press("Control+a")
    await tab.keyboard.type("2017")
    async with tab.expect_navigation():
        await tab.keyboard.press("Enter")
    await unfold(tab, "2017 vaststellen")
    await press(tab, "Ja, stel 2017 vast")
    await expect(tab.locator(DONE)).to_contain_text("2017 is vastgesteld")
    await unfold(tab, "1 document uitgeven")
    await press(tab, "Ja, geef uit")
    await expect(tab.get_by_text("1 document is uitgegeven.")).to_be_visible(timeout=30_000)
    await expect(tab.locator("#refused + .scrolls tbody tr")).to_have_count(2)


async def book(tab: Page, content: bytes) -> None:
    """Choose a bank file, and book it."""
    await press(tab, "Bank")
    await reach(tab, "Bankbestand")
    # The dialog in which a file is chosen is the system's, and no page.
    chosen: FilePayload = {"name": "a.xml", "mimeType": "text/xml", "buffer": content}
    await tab.locator("*:focus").set_input_files(chosen)
    await press(tab, "Boek het bestand")
    await expect(tab.locator(DONE)).to_contain_text("Het bestand is geboekt")


async def credit(tab: Page, line: str, amount: str) -> None:
    """Credit a part of a line of the invoice that is shown."""
    await unfold(tab, "Een deel van de regels crediteren")
    while await tab.evaluate("document.activeElement.tagName") != "INPUT":
        await reach(tab, line)
    await tab.keyboard.type(amount)
    await press(tab, "Geef de creditnota uit")


async def test_an_officer_does_the_work_of_a_year_by_keyboard_alone(
    tab: Page, helpline: Site
) -> None:
    await find(tab, "zutph")
    await expect(tab.get_by_role("heading", level=1)).to_have_text("Zutphen GM0301")
    await expect(tab.locator(".key")).to_contain_text("€ 5.000,00")  # paid of 2016
    await issue_2017(tab)
    [invoice] = await invoices_of_2017(helpline)
    paid = Paid("700.00", reference=invoice["paymentReference"], bank_reference="BANK-2017")
    await book(tab, bank_file([paid], iban=IBAN, bank_id="2017-001"))
    await find(tab, invoice["number"])
    await expect(tab.locator(".key")).to_contain_text("€ 700,00")
    await credit(tab, "Zutphen", "12,50")
    await expect(tab.locator(DONE)).to_contain_text("Creditnota C2017-00001")
    [credited] = await invoices_of_2017(helpline)
    assert (credited["paid"], credited["credited"]) == ("700.00", "12.50")


async def invoices_of_2017(site: Site) -> list[dict[str, str]]:
    answer = await site.services["billing"].client.get("/v1/invoices?year=2017")
    found: list[dict[str, str]] = answer.json()["items"]
    return found
