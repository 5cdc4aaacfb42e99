"""The pages of supervisors: appointed, certified and changed by forms; who sees which of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from shared.roles import Role
from volunteers.supervisors.rules import standing_on

from tests.volunteers import caring, desk
from tests.volunteers.people import browser_of, carried, words

PAGE = "/volunteers/supervisors"
TODAY = datetime.now(UTC).date()
DAY = date(2026, 6, 1)
SERVES = (date(2026, 1, 1), None)


@pytest.mark.parametrize(
    ("days", "certified", "standing"),
    [
        (SERVES, [(date(2025, 1, 1), DAY)], "certified"),
        (SERVES, [(date(2024, 1, 1), date(2026, 5, 31))], "lapsed"),
        (SERVES, [(date(2024, 1, 1), date(2025, 1, 1)), (DAY, date(2027, 1, 1))], "certified"),
        (SERVES, [], "uncertified"),
        (SERVES, [(date(2026, 6, 2), date(2027, 1, 1))], "uncertified"),
        ((date(2026, 6, 2), None), [(date(2025, 1, 1), date(2027, 1, 1))], "later"),
        ((date(2026, 1, 1), date(2026, 5, 31)), [(DAY, date(2027, 1, 1))], "ended"),
        ((date(2026, 1, 1), DAY), [(DAY, date(2027, 1, 1))], "certified"),
    ],
)
def test_who_may_supervise_is_said_of_the_day(days, certified, standing):
    assert standing_on(DAY, days, certified) == standing


async def test_somebody_of_staff_is_appointed_named_and_certified_by_the_forms(platform):
    service = await platform.service("volunteers")
    location = f"{await caring.a_location(service.database)}"
    coordinator = browser_of(service, Role.COORDINATOR, locations=(location,))
    form = {"supervisorId": "", "locationId": location, "firstDay": "2026-01-01"}

    nothing = await coordinator.post(PAGE, data=await carried(coordinator, PAGE) | form)
    assert (nothing.status_code, "Choose at least one." in words(nothing)) == (400, True)
    form["competencies"] = ["evaluation", "crisis"]
    made = await coordinator.post(PAGE, data=await carried(coordinator, PAGE) | form)
    one = made.headers["location"]
    page = words(await coordinator.get(one))
    assert "no certificate yet" in page
    assert one.rsplit("/", 1)[1] in page  # which the account has as its person
    sent = await carried(coordinator, one)
    name = {"name": "Ans Toezicht", "email": "ans@verzonnen.example", "version": "0"}
    for certificate, status in (
        ({"issuedOn": f"{TODAY}", "validUntil": f"{TODAY - timedelta(days=1)}"}, 400),
        ({"issuedOn": "2020-01-01", "validUntil": f"{TODAY - timedelta(days=1)}"}, 303),
    ):
        body = sent | certificate | {"kind": "trainer"}
        answer = await coordinator.post(f"{one}/certificates", data=body)
        assert answer.status_code == status, words(answer)
    kept = await coordinator.post(f"{one}/contact", data=sent | name)
    assert kept.status_code == 303, words(kept)
    assert "Ans Toezicht certificate lapsed" in words(await coordinator.get(PAGE))
    changed = {"competencies": ["selection"], "firstDay": "2026-01-01", "lastDay": f"{TODAY}"}
    sent = await carried(coordinator, one)
    assert (await coordinator.post(f"{one}/change", data=sent | changed)).status_code == 303
    page = words(await coordinator.get(one))
    assert ("selection interviews" in page, "crises" in page.split("Change")[0]) == (True, False)

    trainer = browser_of(service, Role.TRAINER, locations=(location,), subject="trainer")
    for address in (PAGE, one):
        shown = await trainer.get(address)
        assert ("Ans" in words(shown), "Toezicht" in words(shown)) == (True, False)
        assert "<form" not in shown.text.partition("<main")[2]
    elsewhere = browser_of(service, Role.COORDINATOR, locations=(f"{uuid4()}",), subject="other")
    assert (await elsewhere.get(one)).status_code == 403
    assert "Ans" not in words(await elsewhere.get(PAGE))


async def test_a_volunteer_is_appointed_once_and_then_no_longer_to_be_chosen(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (one,) = await desk.admitted(client, location)
    named = await client.put(f"/v1/people/{one}", json={"name": "Noor van Verzonnen"})
    assert named.status_code == 200
    browser = browser_of(service, Role.COORDINATOR, locations=(location,))
    form = await carried(browser, PAGE) | {
        "supervisorId": one, "locationId": location, "firstDay": "2026-01-01",
        "competencies": ["training"],
    }  # fmt: skip
    option = f'<option value="{one}">Noor van Verzonnen</option>'
    assert option in (await browser.get(PAGE)).text

    made = await browser.post(PAGE, data=form)
    assert made.headers["location"] == f"{PAGE}/{one}"
    again = await browser.post(PAGE, data=form | {"idempotency_key": f"{uuid4()}"})

    assert (again.status_code, "is a supervisor already" in words(again)) == (409, True)
    assert option not in (await browser.get(PAGE)).text
    assert f"/volunteers/people/{one}" in (await browser.get(f"{PAGE}/{one}")).text
