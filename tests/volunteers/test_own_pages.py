"""A volunteer's own pages, without a browser: what the worker asks for beside the reader."""

from shared.pages.show import FLASH
from shared.roles import Role

from tests.platform import Platform
from tests.volunteers import desk
from tests.volunteers.people import browser_of, words


async def test_the_page_that_is_kept_leaves_the_message_of_a_form_to_who_sent_it(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers", role="api")
    location = await desk.a_location(service.client)
    (me,) = await desk.volunteers(service.client, location)
    async with browser_of(service, Role.LISTENER, person=me) as browser:
        browser.cookies.set(FLASH, "It%20is%20done")
        kept = await browser.get("/volunteers/me/shifts/kept")
        assert "It is done" not in words(kept)
        shown = await browser.get("/volunteers/me/shifts")
        assert "It is done" in words(shown)
