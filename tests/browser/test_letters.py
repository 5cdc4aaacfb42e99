"""A letter there and back in a browser without scripts, in both languages; lost words; on paper."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from demo.letters import LetterListener
from playwright.async_api import Browser, Page, expect

from tests.browser.looking import LOCALES
from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAYS = {
    "nl": {
        "begin": "Een eerste brief schrijven", "tell": "Wat wil je vertellen?",
        "send": "De brief versturen", "sent": "Je brief is verstuurd",
        "kept": "Ik heb ze opgeschreven", "back": "Terugkomen met je zes woorden",
        "words": "Je zes woorden", "open": "Mijn brieven openen", "on": "Verder schrijven",
        "delete": "Nu alles wissen", "gone": "Alles is gewist",
        "lost": "Ik ben mijn zes woorden kwijt",
        "nobody": "kan niemand je brieven voor je openen, ook wij niet", "anew": "Opnieuw beginnen",
        "wrong": "Bij deze zes woorden zijn geen brieven gevonden",
    },
    "en": {
        "begin": "Write a first letter", "tell": "What do you want to tell?",
        "send": "Send the letter", "sent": "Your letter is sent",
        "kept": "I have written them down", "back": "Come back with your six words",
        "words": "Your six words", "open": "Open my letters", "on": "Write on",
        "delete": "Delete everything now", "gone": "Everything is deleted",
        "lost": "I have lost my six words",
        "nobody": "without them nobody can open your letters for you, not even we",
        "anew": "Begin anew", "wrong": "No letters are found by these words",
    },
}  # fmt: skip


@asynccontextmanager
async def letters(browser: Browser, site: Site, language: str) -> AsyncIterator[Page]:
    context = await browser.new_context(
        base_url=site.address, java_script_enabled=False, locale=LOCALES[language]
    )
    try:
        tab = await context.new_page()
        await tab.goto("/contacts/letters")
        yield tab
        # Nothing stays behind in the browser.
        assert await context.cookies() == []
    finally:
        await context.close()


async def send_a_letter(tab: Page, says: dict[str, str]) -> str:
    await tab.get_by_role("link", name=says["begin"]).click()
    await tab.get_by_label(says["tell"]).fill("Het is stil in huis.")
    await tab.get_by_role("button", name=says["send"]).click()
    await expect(tab.get_by_role("heading", level=1)).to_have_text(says["sent"])
    return " ".join(await tab.locator(".phrase li").all_inner_texts())


async def come_back(tab: Page, says: dict[str, str], phrase: str) -> None:
    await tab.goto("/contacts/letters")
    await tab.get_by_role("link", name=says["back"]).click()
    await tab.get_by_label(says["words"]).fill(phrase)
    await tab.get_by_role("button", name=says["open"]).click()


async def answer_all(site: Site) -> None:
    header = {"Authorization": f"Bearer {site.token('listener')}"}
    transport = httpx.ASGITransport(app=site.services["contacts"].app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://contacts", headers=header
    ) as own:
        listener = LetterListener(own)
        while path := await listener.take():
            await listener.answer(path, "Fijn dat je schrijft.")
            await listener.register(path)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_letter_goes_there_and_back(
    browser: Browser, helpline: Site, language: str
) -> None:
    says = SAYS[language]
    async with letters(browser, helpline, language) as tab:
        # given a letter, whose words are on paper without what is around them
        phrase = await send_a_letter(tab, says)
        assert len(phrase.split()) == 6
        assert not [word for word in phrase.split() if word in tab.url]
        await tab.emulate_media(media="print")
        await expect(tab.locator(".phrase")).to_be_visible()
        await expect(tab.locator(".on-paper")).to_be_visible()
        await expect(tab.locator("footer")).to_be_hidden()
        await expect(tab.locator(".top")).to_be_hidden()
        await tab.emulate_media(media="screen")
        # when it is answered, and its writer comes back
        await answer_all(helpline)
        await come_back(tab, says, phrase)
        await expect(tab.locator(".letter .text")).to_have_text(
            ["Het is stil in huis.", "Fijn dat je schrijft."]
        )
        # then they can write on, and delete everything
        await tab.get_by_label(says["on"]).fill("Dank je wel.")
        await tab.get_by_role("button", name=says["send"]).click()
        await expect(tab.locator(".letter")).to_have_count(3)
        await tab.get_by_text(says["delete"]).first.click()
        await tab.get_by_role("button", name=says["delete"]).click()
        await expect(tab.get_by_role("heading", level=1)).to_have_text(says["gone"])
        await come_back(tab, says, phrase)
        await expect(tab.get_by_role("alert")).to_contain_text(says["wrong"])


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_who_has_lost_the_words_is_told_that_nobody_can_help_and_how_to_begin_anew(
    browser: Browser, helpline: Site, language: str
) -> None:
    says = SAYS[language]
    async with letters(browser, helpline, language) as tab:
        await tab.get_by_role("link", name=says["lost"]).click()
        await expect(tab.locator("main")).to_contain_text(says["nobody"])
        await tab.get_by_role("link", name=says["anew"]).click()
        await expect(tab.get_by_label(says["tell"])).to_be_visible()


async def test_a_draft_is_saved_while_it_is_written(browser: Browser, helpline: Site) -> None:
    path = f"/contacts/letters/work/{helpline.values['contacts']['attempt_id']}"
    context = await browser.new_context(base_url=helpline.address, locale=LOCALES["en"])
    await context.set_extra_http_headers({"Authorization": f"Bearer {helpline.token('listener')}"})
    try:
        tab = await context.new_page()
        await tab.goto(path)
        await tab.get_by_label("Your answer").fill("Lieve schrijver")
        await expect(tab.locator("#saved")).to_contain_text("Saved at", timeout=15_000)
        await tab.goto(path)
        await expect(tab.get_by_label("Your answer")).to_have_value("Lieve schrijver")
    finally:
        await context.close()
