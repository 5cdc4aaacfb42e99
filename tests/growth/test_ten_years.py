"""After ten years no request, event, poll or hourly rule reads a table that grows from end to end.

The services run on ten years of rows (`ten_years.py`), and every endpoint is asked, every event
told, every rule and gauge run. PostgreSQL writes down what it was asked; the plans of that are
read. Billing is not here: its largest table grows by 390 invoices a year.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from contacts.queue.forget_attempts import forget_attempts
from contacts.queue.join_queue import join_queue, keep_token, rejoin_queue
from contacts.queue.keep_presence import open_desk
from contacts.queue.let_time_pass import let_time_pass
from contacts.referrals.check_registered_kind import check_registered_kind
from contacts.referrals.commands import MakeReferral
from contacts.referrals.connect_handover import connect_handover
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.queries import list_of_attempts
from contacts.referrals.rules import HandoverNotAccepted
from contacts.referrals.time_out_handovers import time_out_handovers
from shared.pages import live
from shared.roles import Role

from tests import issuing
from tests.contacts.given import WITHIN, registration
from tests.contacts.house import FILL, house_of
from tests.growth import ten_years
from tests.growth.channels import by_other_channels
from tests.growth.desk import Desk, in_ten_years, nothing_grows, told
from tests.growth.plans import Asked
from tests.platform import Platform, Running

NOW = datetime.now(UTC)
VOLUNTEER = UUID(int=1)


async def handed_over(service: Running) -> None:
    """Hand the help seeker of an open chat over, as the desk and the service's clock do."""
    command, attempt_id = MakeReferral(partner="113online", mode="warm_handover"), uuid4()
    now = datetime.now(UTC)
    async with service.database.commit() as connection:
        made = await make_live_referral(
            connection, attempt_id=attempt_id, contact_id=uuid4(), channel="chat", command=command,
            now=now, answer_within=WITHIN,
        )  # fmt: skip
        await check_registered_kind(connection, made.contact_id, "conversation")
        with pytest.raises(HandoverNotAccepted):
            await connect_handover(connection, made.referral_id, now)
        found = await list_of_attempts(connection, [attempt_id])
        assert [one.step for one in found[attempt_id]] == ["offered"]
        # The others are those of the registered contact, and of the chat at the desk.
        assert await time_out_handovers(connection, now + timedelta(hours=1)) == 3


async def chatted(desk: Desk, listener: dict[str, str]) -> None:
    """Let the volunteer come to the desk, chat and register, and let others leave or be gone."""
    house = house_of(desk.service)
    shift_id = await house.shift(at=UUID(int=1))
    await house.execute(FILL, shift_id, VOLUNTEER)
    await house.do(open_desk, VOLUNTEER, await house.socket(), house.now)
    for operation in ("GET /contacts/desk", "GET /v1/desk"):
        await desk.ask(operation, headers=listener)
    present = {"shiftId": str(shift_id), "state": "present"}
    await desk.ask("PUT /v1/desk", json=present, headers=listener)
    attempt, of = await house.join(), "POST /v1/desk/attempts/{attempt_id}"
    for act in ("pass", "answer"):
        await desk.ask(f"{of}/{act}", attempt_id=attempt, headers=listener)
    referral = {"partner": "113online", "mode": "warm_handover"}
    made = await desk.ask(f"{of}/referrals", attempt_id=attempt, json=referral, headers=listener)
    referral_id = made["chats"][0]["referrals"][0]["referralId"]
    await desk.ask(f"{of}/referrals/{{referral_id}}/connect", attempt_id=attempt,
                   referral_id=referral_id, headers=listener)  # fmt: skip
    await desk.ask(f"{of}/end", attempt_id=attempt, headers=listener)
    said = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}
    await desk.ask("PUT /v1/desk/attempts/{attempt_id}/registration", attempt_id=attempt,
                   json=said, headers=listener)  # fmt: skip
    socket = await house.socket()
    joined = await house.do(join_queue, "chat", "national", socket, house.now)
    await house.do(rejoin_queue, joined.token, socket, house.now)
    await house.do(keep_token, joined.attempt_id, socket.connection_id)
    await house.leave(joined.attempt_id)
    await house.do(let_time_pass, house.now)
    await house.do(forget_attempts)


async def looked_at(desk: Desk, *coordinators: dict[str, str]) -> None:
    """Look at the pages of coordinators, and close and open the chat."""
    for headers in coordinators:
        for page in ("duty", "board"):
            await desk.ask(f"GET /contacts/{page}", headers=headers)
            await desk.ask(f"GET /contacts/{page}/live", headers=headers)
    for act in ("closing", "opening"):
        await desk.ask(f"POST /contacts/board/{{channel}}/{act}", channel="chat")


async def test_contacts_costs_no_more_in_ten_years(
    grown: tuple[Platform, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.05)
    platform, asked = grown
    desk = Desk(await in_ten_years(platform, "contacts", settable_clock=True), "contacts")
    body = registration(volunteerId=str(VOLUNTEER), answeredAtLocationId=str(UUID(int=1)))
    listener = issuing.header_for(Role.LISTENER, person=VOLUNTEER)
    of_two = issuing.header_for(Role.COORDINATOR, locations=(UUID(int=1), UUID(int=2)))
    of_nation = issuing.header_for(Role.COORDINATOR)
    key = {"Idempotency-Key": "once"}
    made = await desk.ask("POST /v1/contacts", json=body, headers=listener | key)
    contact_id = made["contactId"]
    for headers in (listener, of_nation):
        await desk.ask("GET /v1/contacts/{contact_id}", contact_id=contact_id, headers=headers)
    await desk.ask(
        "PUT /v1/contacts/{contact_id}", contact_id=contact_id, json=body,
        headers=listener | {"If-Match": '"1"'},
    )  # fmt: skip
    newer = f"cursor={UUID(int=ten_years.CONTACTS - 5)}"
    for headers in (listener, of_two, of_nation):
        for query in ("", f"?{newer}", "?dutyVerified=false", "?dutyVerified=true"):
            await desk.ask("GET /v1/contacts", query, headers=headers)
    missed = {"channel": "chat", "line": "national", "offeredAt": NOW.isoformat(),
              "waitedSeconds": 9, "reason": "abandoned"}  # fmt: skip
    await desk.ask("POST /v1/missed-attempts", json=missed)
    for headers in (of_two, of_nation):
        newer = f"?cursor={UUID(int=ten_years.MISSED - 5)}"
        await desk.ask("GET /v1/missed-attempts", newer, headers=headers)
    referral = {"partner": "113online", "mode": "warm_handover"}
    where = "/v1/contacts/{contact_id}/referrals"
    await desk.ask(f"POST {where}", contact_id=contact_id, json=referral, headers=listener)
    for headers in (listener, of_nation):
        await desk.ask(f"GET {where}", contact_id=contact_id, headers=headers)
    await chatted(desk, listener)
    await looked_at(desk, of_two, of_nation)
    await desk.ask("DELETE /v1/desk", headers=listener)
    await desk.ask("GET /v1/clock")
    await desk.ask("PUT /v1/clock", json={"shows": NOW.isoformat()})
    await desk.ask("DELETE /v1/clock")
    await desk.ask("GET /v1/totals")
    await by_other_channels(desk, VOLUNTEER, listener)
    assert not desk.left
    await handed_over(desk.service)
    await told(platform, "contacts")
    await nothing_grows(platform, "contacts", asked)
