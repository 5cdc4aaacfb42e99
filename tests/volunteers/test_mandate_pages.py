"""The page of mandates: an account is let act, is seen by its fingerprint only, and is ended."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.roles import Role

from tests.volunteers import desk
from tests.volunteers.people import browser_of, carried, words

PAGE = "/volunteers/mandates"


async def test_an_account_acts_as_a_volunteer_by_the_form_until_its_mandate_is_ended(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (one,) = await desk.admitted(client, location)
    named = await client.put(f"/v1/people/{one}", json={"name": "Noor van Verzonnen"})
    assert named.status_code == 200
    coordinator = browser_of(service, Role.COORDINATOR, locations=(location,))
    give, secret = f"{PAGE}?give=person", f"account-{uuid4()}"
    listener = browser_of(service, Role.LISTENER, subject=secret)
    assert (await listener.get("/volunteers/me")).status_code == 403

    form = {"subject": secret, "volunteerId": one, "firstDay": "2026-01-01"}
    wrong = form | {"lastDay": "2025-12-31"} | await carried(coordinator, give)
    backwards = await coordinator.post(give, data=wrong)
    assert (backwards.status_code, "before firstDay" in words(backwards)) == (400, True)
    given = await coordinator.post(give, data=form | await carried(coordinator, give))
    assert given.status_code == 303, words(given)

    assert (await listener.get("/volunteers/me")).status_code == 200
    page = await coordinator.get(PAGE)
    issuer = service.app.state.gate.tokens.issuer
    account = hashlib.sha256(f"{issuer}\0{secret}".encode()).hexdigest()[:8]
    assert f"Noor van Verzonnen acts as the volunteer {account}" in words(page)
    assert secret not in page.text
    assert account in (await coordinator.get(f"{PAGE}?search={account}")).text
    assert "No mandate is found." in words(await coordinator.get(f"{PAGE}?search=nergens"))

    (mandate,) = (await desk.get(client, "/mandates"))["items"]
    end = f"{PAGE}/{mandate['mandateId']}/end"
    ended = await coordinator.post(end, data=await carried(coordinator, PAGE))
    assert ended.status_code == 303
    assert "Ended in the last year As whom" in words(await coordinator.get(PAGE))
    assert (await listener.get("/volunteers/me")).status_code == 403


async def test_a_mandate_is_given_and_ended_within_reach_only(platform):
    service = await platform.service("volunteers")
    client = service.client
    here, there = await desk.a_location(client), await desk.a_location(client)
    local = browser_of(service, Role.COORDINATOR, locations=(here,))
    give = f"{PAGE}?give=location"
    form = {"subject": "x", "role": "trainer", "firstDay": "2026-01-01"}
    sent = form | await carried(local, give)

    assert (await local.post(give, data=sent | {"locationId": there})).status_code == 403
    assert (await local.post(give, data=sent | {"locationId": here})).status_code == 303
    far = await desk.post(client, "/mandates", **form, locationId=there)
    end = f"{PAGE}/{far['mandateId']}/end"
    assert (await local.post(end, data=await carried(local, give))).status_code == 403
    assert far["mandateId"] not in (await local.get(PAGE)).text


async def test_what_ended_more_than_a_year_ago_is_told_by_the_api_alone(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    browser = browser_of(service, Role.COORDINATOR, locations=(location,))
    today = datetime.now(UTC).date()
    given = [
        await desk.post(
            service.client, "/mandates", subject=f"until {ended}", role="trainer",
            firstDay="2016-01-01", lastDay=f"{ended}", locationId=location,
        )
        for ended in (today - timedelta(days=380), today - timedelta(days=340))
    ]  # fmt: skip
    page = (await browser.get(PAGE)).text
    assert [f"mandate-{one['mandateId']}" in page for one in given] == [False, True]
    assert len((await desk.get(service.client, "/mandates"))["items"]) == 2


async def test_ones_own_account_is_marked(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    browser = browser_of(service, Role.COORDINATOR, locations=(location,), subject="me")
    body = {"subject": "me", "role": "coordinator", "firstDay": "2016-01-01"}
    await desk.post(service.client, "/mandates", **body, locationId=location)

    mark = '<span class="mark">your own account</span>'
    assert mark in (await browser.get(PAGE)).text
    other = browser_of(service, Role.COORDINATOR, locations=(location,), subject="other")
    assert mark not in (await other.get(PAGE)).text
