"""A coordinator asks for a roster on the pages, follows it, and offers a part of it."""

from shared.roles import Role

from tests.volunteers.people import browser_of, carried, words
from tests.volunteers.test_roster_proposals import a_day, an_evening_and_a_night, done

PAGE = "/volunteers/proposals"


async def test_a_roster_is_asked_for_followed_and_offered_in_part(platform):
    service = await platform.service("volunteers")
    location, _, (evening, *_) = await an_evening_and_a_night(service.client)
    browser = browser_of(service, Role.COORDINATOR, locations=(location,))
    asked = {"firstDay": a_day(), "lastDay": a_day(13), "seconds": "5"}

    wrong = await browser.post(PAGE, data={**await carried(browser, PAGE), **asked})
    assert wrong.status_code == 400
    assert "cannot be proposed: give a firstDay from" in words(wrong)

    asked["lastDay"] = a_day(20)
    answer = await browser.post(PAGE, data={**await carried(browser, PAGE), **asked})
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    await done(service.client, address.rsplit("/", 1)[1])
    page = words(await browser.get(address))
    assert "The proposal is done. Places filled 3 of 5" in page
    assert "0.00% proven" in page
    assert "Offer all 3 places that are proposed" in page
    assert "2 stay open rest after a night: 1" in page

    hidden = await carried(browser, address)
    nothing = await browser.post(f"{address}/acceptance", data=hidden)
    assert nothing.status_code == 400
    assert "Choose at least one." in words(nothing)
    part = await browser.post(f"{address}/acceptance", data={**hidden, "shiftIds": [evening]})
    assert part.status_code == 303, part.text
    page = words(await browser.get(part.headers["location"]))
    assert "1 place is offered." in page
    assert "1 offered" in page
    assert "Offer all 2 places that are proposed" in page
    assert PAGE in (await browser.get(PAGE)).text
