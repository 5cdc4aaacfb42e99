"""Every page that is looked at in a browser: `PAGES`. How to add one stands in the package."""

from playwright import async_api as playwright
from playwright.async_api import FilePayload
from shared.pages.sign_in import SESSION

from tests.browser.page import Page, unfold, unfold_all
from tests.browser.pages_of_contacts import OF_CONTACTS
from tests.browser.pages_of_reporting import OF_REPORTING

LANGUAGES = ("nl", "en")


async def send_empty(tab: playwright.Page) -> None:
    """Send a form in which nothing was filled in."""
    await tab.click("main form button")


async def send_without_session(tab: playwright.Page) -> None:
    """Send a form after the session has ended."""
    await tab.fill("[name=day]", "2026-12-24")
    await tab.context.clear_cookies(name=SESSION)
    await tab.click("main form button")


async def open_shift_for_nobody(tab: playwright.Page) -> None:
    """Send the form to open a shift without a channel, for nobody."""
    await tab.click("summary")
    await tab.uncheck("[name=channels][value=telephone]")
    await tab.fill("[name=needed]", "0")
    await tab.click(".opens form button")


async def propose_backwards(tab: playwright.Page) -> None:
    """Ask for a proposal of days in the wrong order."""
    if not await tab.is_visible("[name=lastDay]"):
        await tab.click("#ask summary")
    await tab.fill("[name=lastDay]", "2016-01-01")
    await tab.click("#ask form button")


async def try_a_wrong_file(tab: playwright.Page) -> None:
    """Try a file whose rows are refused."""
    text = b"reference,location,channels,lines,role\nV-1,Nergens,chat,local,listener\nV-1,,fax,,\n"
    file: FilePayload = {"name": "wrong.csv", "mimeType": "text/csv", "buffer": text}
    await tab.set_input_files("#file", file)
    await tab.click("main form button")


async def end_without_a_day(tab: playwright.Page) -> None:
    """Send the form that ends a contract, without its day."""
    await tab.click(".opens summary")
    await tab.click(".opens form button")


async def name_a_wrong_oin(tab: playwright.Page) -> None:
    """Send a party without its town, and with an OIN of another number."""
    await tab.eval_on_selector("#city", "field => { field.required = false; field.value = ''; }")
    await tab.fill("[name=oin]", "1234")
    await tab.click("main form button")


async def plan_backwards(tab: playwright.Page) -> None:
    """Send the form of a plan whose last day is before its first."""
    await tab.click(".opens summary")
    await tab.fill("[name=from]", "2026-12-24")
    await tab.fill("[name=until]", "2026-12-23")
    await tab.click(".opens form button")


async def give_backwards(tab: playwright.Page) -> None:
    """Give a mandate that ends before it begins."""
    await tab.fill("[name=subject]", "3f0c7a52")
    await tab.fill("[name=firstDay]", "2026-12-24")
    await tab.fill("[name=lastDay]", "2026-12-23")
    await tab.click("section form button")


async def remind_never_and_ever(tab: playwright.Page) -> None:
    """Send one's own data with more hours than a reminder takes, and no mail address at all."""
    await tab.eval_on_selector("#email", "field => { field.type = 'text'; }")
    await tab.fill("[name=name]", "Anna")
    await tab.fill("[name=email]", "nowhere")
    await tab.fill("[name=reminderHours]", "1000")
    await tab.click("#reached ~ form button")


async def draft_backwards(tab: playwright.Page) -> None:
    """Send the form of a draft without a name, whose period has no last year."""
    await tab.click("summary")
    await tab.fill("[name=firstYear1]", "2019")
    await tab.fill("[name=yearlyBudget1]", "veel")
    await tab.click(".opens form button")


async def accept_without_empathy(tab: playwright.Page) -> None:
    """Send an interview that accepts somebody with a score of 1."""
    await tab.click("#interview summary")
    await tab.select_option("[name=empathy]", "1")
    await tab.click("#interview form button")


async def choose_a_hole(tab: playwright.Page) -> None:
    """Choose the last shift of the board."""
    await tab.locator("a.shift").last.click()
    await tab.wait_for_selector("#hole")


# What every service has of the foundation, on the pages of the tests' own.
FOUNDATION = [
    Page("probe", "form", "/probe/form", "finance"),
    Page("probe", "form-with-errors", "/probe/form", "finance", status=400, act=send_empty),
    Page("probe", "kept-form", "/probe/form", "finance", status=401, act=send_without_session),
    Page("probe", "signed-in", "/probe/signed-in", "finance"),
    Page("probe", "no-pages", "/probe", "operator"),
    Page("probe", "not-for-you", "/probe/partners", "finance", status=403),
    Page("probe", "nowhere", "/probe/nowhere", "finance", status=404),
    Page("probe", "mistake", "/probe/broken", "finance", status=500),
    Page("issuer", "start", "/", "finance", act=unfold),
]

# Interviews, half-days, after-care, courses and the quality file.
CARE = [
    Page(
        "volunteers", "interviews", "/volunteers/evaluations", "coordinator of Zutphen", act=unfold
    ),
    Page("volunteers", "interviews-for-listeners", "/volunteers/evaluations", "listener"),
    Page("volunteers", "reflection", "/volunteers/evaluations/{evaluation_id}", "listener"),
    Page(
        "volunteers",
        "holding-an-interview",
        "/volunteers/evaluations/{evaluation_id}",
        "supervisor",
    ),
    Page("volunteers", "half-days", "/volunteers/half-days", "trainer", act=unfold),
    Page("volunteers", "half-days-for-listeners", "/volunteers/half-days", "listener"),
    Page("volunteers", "attendance", "/volunteers/half-days/{session_id}", "trainer"),
    Page("volunteers", "after-care", "/volunteers/after-care", "coordinator of Zutphen"),
    Page("volunteers", "courses", "/volunteers/courses", "trainer", act=unfold),
    Page("volunteers", "quality", "/volunteers/quality", "coordinator of the nation"),
    Page("volunteers", "quality-of-a-year", "/volunteers/quality/{year}", "trainer"),
    Page("volunteers", "supervisors", "/volunteers/supervisors", "coordinator of Zutphen",
         act=unfold),
    Page("volunteers", "supervisors-nobody", "/volunteers/supervisors", "coordinator of Zwolle"),
    Page("volunteers", "supervisor", "/volunteers/supervisors/{supervisor_id}",
         "coordinator of Zutphen", act=unfold_all),
    Page("volunteers", "supervisor-for-trainers", "/volunteers/supervisors/{supervisor_id}",
         "trainer"),
]  # fmt: skip

PAGES = [
    *OF_CONTACTS,
    Page("volunteers", "week", "/volunteers/shifts", "coordinator of Zutphen"),
    Page("volunteers", "week-for-the-nation", "/volunteers/shifts", "coordinator of the nation",
         act=unfold),
    Page("volunteers", "week-for-listeners", "/volunteers/shifts", "listener"),
    Page("volunteers", "week-without-shifts", "/volunteers/shifts", "trainer",
         query="?day=2026-03-29"),
    Page("volunteers", "opening-with-errors", "/volunteers/shifts", "coordinator of Zutphen",
         status=400, act=open_shift_for_nobody),
    Page("volunteers", "demand", "/volunteers/demand", "coordinator of the nation", act=unfold),
    Page("volunteers", "demand-with-errors", "/volunteers/demand", "coordinator of Zutphen",
         status=400, act=plan_backwards),
    Page("volunteers", "presence", "/volunteers/presence", "coordinator of Zutphen"),
    Page("volunteers", "presence-without-shifts", "/volunteers/presence", "coordinator of Zwolle"),
    Page("volunteers", "at-risk", "/volunteers/at-risk", "coordinator of Zutphen"),
    Page("volunteers", "at-risk-without-holes", "/volunteers/at-risk", "coordinator of Zwolle"),
    Page("volunteers", "cancellation", "/volunteers/shifts/{shift_id}/cancellation",
         "coordinator of Zutphen"),
    Page("volunteers", "organisation", "/volunteers/organisation", "coordinator of the nation",
         query="?plan=merge"),
    Page("volunteers", "organisation-of-a-location", "/volunteers/organisation",
         "coordinator of Zutphen"),
    Page("volunteers", "imports", "/volunteers/imports", "coordinator of the nation"),
    Page("volunteers", "imports-refused", "/volunteers/imports", "coordinator of the nation",
         act=try_a_wrong_file),
    Page("volunteers", "people", "/volunteers/people", "coordinator of Zutphen"),
    Page("volunteers", "people-nobody", "/volunteers/people", "coordinator of the nation",
         query="?search=nergens"),
    Page("volunteers", "person", "/volunteers/people/{person_id}", "coordinator of Zutphen",
         act=unfold_all),
    Page("volunteers", "applicant", "/volunteers/people/{applicant_id}", "coordinator of Zutphen",
         act=unfold_all),
    Page("volunteers", "applicant-for-trainers", "/volunteers/people/{applicant_id}", "trainer",
         act=unfold_all),
    Page("volunteers", "interview-with-errors", "/volunteers/people/{applicant_id}",
         "coordinator of Zutphen", status=409, act=accept_without_empathy),
    Page("volunteers", "cohorts", "/volunteers/cohorts", "trainer", act=unfold_all),
    Page("volunteers", "erasure", "/volunteers/people/{left_id}/erasure", "coordinator of Zutphen"),
    Page("volunteers", "erasure-too-early", "/volunteers/people/{person_id}/erasure",
         "coordinator of Zutphen", status=409),
    Page("volunteers", "mandates", "/volunteers/mandates", "coordinator of Zutphen",
         query="?give=location", act=unfold_all),
    Page("volunteers", "mandates-with-errors", "/volunteers/mandates", "coordinator of Zutphen",
         query="?give=person", status=400, act=give_backwards),
    *CARE,
    Page("volunteers", "board", "/volunteers/board", "coordinator of Zutphen"),
    Page("volunteers", "board-of-the-nation", "/volunteers/board", "coordinator of the nation"),
    Page("volunteers", "board-hole", "/volunteers/board", "coordinator of Zutphen",
         act=choose_a_hole),
    Page("volunteers", "me", "/volunteers/me", "listener"),
    Page("volunteers", "me-paused", "/volunteers/me", "listener who pauses"),
    Page("volunteers", "me-shifts", "/volunteers/me/shifts", "listener", act=unfold_all),
    Page("volunteers", "me-open", "/volunteers/me/open", "listener", act=unfold_all),
    Page("volunteers", "me-swaps", "/volunteers/me/swaps", "listener"),
    Page("volunteers", "me-training", "/volunteers/me/training", "listener"),
    Page("volunteers", "me-when", "/volunteers/me/when", "listener", act=unfold_all),
    Page("volunteers", "me-data", "/volunteers/me/data", "listener"),
    Page("volunteers", "me-data-with-errors", "/volunteers/me/data", "listener", status=400,
         act=remind_never_and_ever),
    Page("volunteers", "me-leaving", "/volunteers/me/leaving", "listener"),
    Page("volunteers", "me-kept", "/volunteers/me/shifts/kept", "listener"),
    Page("volunteers", "proposals", "/volunteers/proposals", "coordinator of the nation",
         act=unfold),
    Page("volunteers", "proposals-with-errors", "/volunteers/proposals", "coordinator of Zutphen",
         status=400, act=propose_backwards),
    Page("volunteers", "proposal", "/volunteers/proposals/{proposal_id}",
         "coordinator of Zutphen", act=unfold),
    *OF_REPORTING,
    Page("billing", "start", "/billing", "finance"),
    Page("billing", "open", "/billing/open", "finance", query="?shown=all"),
    Page("billing", "municipalities", "/billing/municipalities", "finance", query="?search=e"),
    Page("billing", "municipality", "/billing/municipalities/{code}", "finance"),
    Page("billing", "rounds", "/billing/rounds", "finance", query="?year=2016", act=unfold_all),
    Page("billing", "round", "/billing/rounds/{round_id}", "finance"),
    Page("billing", "invoice", "/billing/invoices/{number}", "finance", act=unfold_all),
    Page("billing", "bank", "/billing/bank", "finance"),
    Page("billing", "bank-entry", "/billing/bank/entries/{bank_entry_id}", "finance"),
    Page("billing", "reminders", "/billing/reminders", "finance", act=unfold_all),
    Page("billing", "deliveries", "/billing/deliveries", "finance"),
    Page("billing", "contracts", "/billing/contracts", "finance", query="?year=2016", act=unfold),
    Page(
        "billing", "contracts-found", "/billing/contracts", "finance",
        query="?year=2016&municipality=sudwest",
    ),
    Page("billing", "contracts-none", "/billing/contracts", "finance", query="?year=2014"),
    Page("billing", "contract", "/billing/contracts/{contract_id}", "finance", act=unfold),
    Page("billing", "contract-with-errors", "/billing/contracts/{contract_id}", "finance",
         status=400, act=end_without_a_day),
    Page("billing", "parties", "/billing/parties", "finance"),
    Page("billing", "parties-nobody", "/billing/parties", "finance", query="?search=nergens"),
    Page("billing", "party", "/billing/parties/{party}", "finance"),
    Page("billing", "party-with-errors", "/billing/parties/{party}", "finance", status=400,
         act=name_a_wrong_oin),
    Page("billing", "offer", "/billing/offer", "finance"),
    Page("billing", "offer-to-zutphen", "/billing/offer", "finance",
         query="?municipality=GM0301&year=2016"),
    Page("billing", "offer-which", "/billing/offer", "finance",
         query="?municipality=m&year=2016"),
    Page("billing", "offer-wrong", "/billing/offer", "finance",
         query="?municipality=nergens&year=2050", status=400),
    Page("billing", "tariffs", "/billing/tariffs", "finance", act=unfold),
    Page("billing", "drafting-with-errors", "/billing/tariffs", "finance", status=400,
         act=draft_backwards),
    Page("billing", "tariff", "/billing/tariffs/{version}", "finance", act=unfold),
    Page("billing", "publication", "/billing/tariffs/{version}/publication", "finance"),
    Page(
        "billing", "contracts-wrong", "/billing/contracts", "finance",
        query="?year=20x6&municipality=GM9999", status=400,
    ),
]  # fmt: skip
