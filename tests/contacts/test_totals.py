"""How much contacts holds, month by month; of a month that runs nobody is told."""

from datetime import UTC, datetime, timedelta

import pytest
from shared.month import last_closed, month_at
from shared.roles import Role

from tests import issuing
from tests.contacts.given import NOW, registration
from tests.platform import Platform

MARCH = datetime(2016, 3, 31, 21, 59, tzinfo=UTC)  # 23:59 in Amsterdam


def at(started_at: datetime, **said: object) -> dict[str, object]:
    ended_at = started_at + timedelta(minutes=5)
    times = {"startedAt": started_at.isoformat(), "endedAt": ended_at.isoformat()}
    return registration(channel="chat", **times, **said)


async def test_totals_count_what_began_in_a_month_in_amsterdam(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    for started_at in (MARCH, MARCH - timedelta(days=3), MARCH + timedelta(minutes=1)):
        made = (await contacts.client.post("/v1/contacts", json=at(started_at))).json()
    silent = at(MARCH, kind="silent", topics=[], outcome="no_conversation")
    await contacts.client.post("/v1/contacts", json=silent)
    missed = {"channel": "chat", "line": "national", "offeredAt": MARCH.isoformat(),
              "waitedSeconds": 9, "reason": "abandoned"}  # fmt: skip
    await contacts.client.post("/v1/missed-attempts", json=missed)
    await contacts.client.post(
        f"/v1/contacts/{made['contactId']}/referrals",
        json={"partner": "113online", "mode": "information"},
    )
    march = (await contacts.client.get("/v1/totals?month=2016-03")).json()
    april = (await contacts.client.get("/v1/totals?month=2016-04")).json()
    assert march == {
        "month": "2016-03", "contactsHandled": 3, "conversations": 2, "contactsMissed": 1,
        "referralsMade": 0, "dutyNotVerified": 3,
    }  # fmt: skip
    assert (april["contactsHandled"], april["referralsMade"]) == (1, 1)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COORDINATOR])
async def test_who_calls_while_somebody_asks_again_and_again_is_not_counted(
    platform: Platform, role: Role
) -> None:
    contacts = await platform.service("contacts")
    headers = issuing.header_for(role)
    before = (await contacts.client.get("/v1/totals", headers=headers)).json()
    assert before["month"] == str(last_closed(NOW))
    assert (await contacts.client.post("/v1/contacts", json=registration())).status_code == 201
    assert (await contacts.client.get("/v1/totals", headers=headers)).json() == before
    running = f"/v1/totals?month={month_at(NOW)}"
    answer = await contacts.client.get(running, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:hulpopafstand:problem:month-not-closed"
