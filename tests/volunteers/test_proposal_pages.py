"""A coordinator asks for a roster on the pages, follows it, and offers a part of it."""

from shared.roles import Role
from volunteers.people.keys import Keys

from tests.volunteers.people import browser_of, carried, words
from tests.volunteers.test_roster_proposals import a_day, an_evening_and_a_night, ask, done

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


async def test_who_is_proposed_is_named_where_names_can_be_opened(platform):
    service = await platform.service("volunteers")
    client = service.client
    location, people, _ = await an_evening_and_a_night(client)
    for person, name in zip(people, ("Noor van Verzonnen", "Amir Bedacht"), strict=True):
        assert (await client.put(f"/v1/people/{person}", json={"name": name})).status_code == 200
    proposal = await done(client, await ask(client, location))
    browser = browser_of(service, Role.COORDINATOR, locations=(location,))
    address = f"{PAGE}/{proposal['proposalId']}"

    named = words(await browser.get(address))
    service.app.state.keys = Keys()
    locked = await browser.get(address)

    proposed = {one["volunteerId"] for one in proposal["places"]}
    names = dict(zip(people, ("Noor van Verzonnen", "Amir Bedacht"), strict=True))
    assert {one for one in people if names[one] in named} == proposed
    assert not [one for one in people if one[:8] in named]
    assert locked.status_code == 200
    assert {one for one in people if one[:8] in words(locked)} == proposed
