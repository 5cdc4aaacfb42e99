"""Letters as the browser's tests write them: by the form, and as what a listener finds."""

from datetime import timedelta
from uuid import UUID

import httpx
from demo.letters import LetterListener, LetterWriter
from playwright import async_api as playwright

from tests.browser.site import Site
from tests.waiting import eventually

LETTER = (
    "Dag,\n\nSinds mijn man er niet meer is, zijn de avonden lang. Overdag red ik me wel, maar als"
    " het donker wordt weet ik niet goed waar ik heen moet met mezelf.\n\nMisschien lucht schrijven"
    " op."
)
ANSWER = (
    "Lieve schrijver,\n\nWat goed dat je schrijft. De avonden klinken zwaar. Hoe was het voorheen?"
)
WRONG = "abdij abdij abdij abdij abdij abdij"
IS_ADMITTED = "SELECT count(*) FROM listener WHERE volunteer_id = $1"
OLDER = "UPDATE attempt SET arrived_at = arrived_at - $2::interval WHERE attempt_id = $1"
ADMITTED = "UPDATE listener SET channels = channels || '{email}'::text[] WHERE volunteer_id = $1"


async def write_first(tab: playwright.Page) -> None:
    """Send a first letter: its words are shown."""
    await tab.fill("#text", LETTER)
    await tab.click("main form button")
    await tab.wait_for_selector(".phrase")


async def come_back(tab: playwright.Page) -> None:
    """Send a first letter, come back with its words, and write on."""
    await write_first(tab)
    words = await tab.locator(".phrase li").all_inner_texts()
    await tab.goto(tab.url.replace("/first", "/box"))
    await tab.fill("#phrase", " ".join(words))
    await tab.click("main form button")
    await tab.fill("#text", "Nog iets.")
    await tab.click("main form button[value=write]")
    await tab.wait_for_selector(".notice.done")


async def delete_all(tab: playwright.Page) -> None:
    """Send a first letter, come back, and delete everything."""
    await come_back(tab)
    await tab.click("summary")
    await tab.click("button[value=delete]")
    await tab.wait_for_selector("text=/Alles is gewist|Everything is deleted/")


async def open_with_wrong_words(tab: playwright.Page) -> None:
    """Come back with words that open nothing."""
    await tab.fill("#phrase", WRONG)
    await tab.click("main form button")
    await tab.wait_for_selector("[role=alert]")


async def given_letters(site: Site) -> dict[str, str]:
    """Let letters wait, one be with the listener and one to be registered; return those two."""
    contacts, listener_id = site.services["contacts"], site.persons["listener"].volunteer_id
    assert listener_id is not None

    async def known() -> bool:
        async with contacts.database.commit() as connection:
            return bool(await connection.fetchval(IS_ADMITTED, listener_id))

    await eventually(known, within=60)
    transport = httpx.ASGITransport(app=contacts.app)
    header = {"Authorization": f"Bearer {site.token('listener')}"}
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://contacts") as nobody,
        httpx.AsyncClient(transport=transport, base_url="http://contacts", headers=header) as own,
    ):
        async with contacts.database.commit() as connection:
            await connection.execute(ADMITTED, listener_id)
        seeker, listener = LetterWriter(nobody), LetterListener(own)
        taken = []
        for _ in range(2):
            await seeker.write(LETTER)
            taken.append(str(await listener.take()).rsplit("/", 1)[1])
        await listener.answer(f"/contacts/letters/work/{taken[1]}", ANSWER)
        for _ in range(3):
            await seeker.write(LETTER)
        await _of_all_ages(site, taken)
    return {"attempt_id": taken[0], "answered_id": taken[1]}


async def _of_all_ages(site: Site, taken: list[str]) -> None:
    """Let the letters have waited for different times, one of them for too long."""
    waiting = "SELECT attempt_id FROM attempt WHERE state = 'waiting' AND channel = 'email'"
    async with site.services["contacts"].database.commit() as connection:
        rows = await connection.fetch(waiting)
        ids = [UUID(taken[0]), *(row["attempt_id"] for row in rows)]
        for attempt_id, hours in zip(ids, (20, 75, 61, 3), strict=True):
            await connection.execute(OLDER, attempt_id, timedelta(hours=hours))
