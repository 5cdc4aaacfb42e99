"""The pages of contacts that are looked at in a browser."""

from playwright import async_api as playwright

from tests.browser.letters import come_back, delete_all, open_with_wrong_words, write_first
from tests.browser.page import Page, unfold, unfold_all


async def prepare_a_wrong_number(tab: playwright.Page) -> None:
    """Prepare an accident line whose number is no number."""
    await tab.click(".prepares summary")
    await tab.fill("[name=number]", "geen")
    await tab.click(".prepares form button")


async def wait_for_shift(tab: playwright.Page) -> None:
    """Let the desk be connected: it shows the shifts to choose from."""
    await tab.wait_for_selector("#shifts [data-choose]")


OF_CONTACTS = [
    Page("contacts", "help", "/contacts/help", None),
    Page("contacts", "help-plain", "/contacts/help/plain", None),
    Page("contacts", "letters", "/contacts/letters", None),
    Page("contacts", "letters-lost", "/contacts/letters/lost", None),
    Page("contacts", "letters-first", "/contacts/letters/first", None),
    Page("contacts", "letters-words", "/contacts/letters/first", None, act=write_first),
    Page("contacts", "letters-back", "/contacts/letters/box", None),
    Page("contacts", "letters-wrong-words", "/contacts/letters/box", None, status=404,
         act=open_with_wrong_words),
    Page("contacts", "letters-opened", "/contacts/letters/first", None, act=come_back),
    Page("contacts", "letters-deleted", "/contacts/letters/first", None, act=delete_all),
    Page("contacts", "letters-work", "/contacts/letters/work", "listener"),
    Page("contacts", "letters-work-letter", "/contacts/letters/work/{attempt_id}", "listener"),
    Page("contacts", "letters-work-register", "/contacts/letters/work/{answered_id}", "listener",
         query="?registers"),
    Page("contacts", "desk", "/contacts/desk", "listener", act=wait_for_shift),
    Page("contacts", "board", "/contacts/board", "coordinator of the nation", act=unfold),
    Page("contacts", "board-of-one-location", "/contacts/board", "coordinator of Zutphen"),
    Page("contacts", "cool-downs", "/contacts/cool-downs", "coordinator of Zutphen"),
    Page("contacts", "cool-downs-none", "/contacts/cool-downs", "coordinator of Zwolle"),
    Page("contacts", "lines", "/contacts/lines", "coordinator of the nation"),
    Page("contacts", "lines-changed", "/contacts/lines?number=0900002", "operator", act=unfold),
    Page("contacts", "help-of-a-line", "/contacts/help", None, query="?line=gelderland-1"),
    Page("contacts", "help-of-no-line", "/contacts/help/plain", None, query="?line=zeeland-9"),
    Page("contacts", "surges", "/contacts/surges", "coordinator of the nation", act=unfold_all),
    Page("contacts", "surges-of-one-location", "/contacts/surges", "coordinator of Zutphen"),
    Page("contacts", "surges-with-errors", "/contacts/surges", "coordinator of the nation",
         status=400, act=prepare_a_wrong_number),
    Page("contacts", "surge", "/contacts/surges/{surge_id}", "coordinator of Zutphen",
         act=unfold_all),
    Page("contacts", "surge-closed", "/contacts/surges/{closed_id}", "coordinator of Zwolle"),
    Page("contacts", "duty", "/contacts/duty", "coordinator of the nation"),
    Page("contacts", "duty-of-one-location", "/contacts/duty", "coordinator of Zutphen"),
    Page("contacts", "duty-nobody", "/contacts/duty", "coordinator of Zwolle"),
]  # fmt: skip
