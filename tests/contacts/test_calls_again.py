"""Redials and a cool-down by the signed API of the exchange, as callers hear them."""

from uuid import uuid4

from demo.exchange import a_caller
from shared.roles import Role

from tests import issuing
from tests.contacts.calling import NATIONAL, telephones
from tests.contacts.given import LOCATION
from tests.platform import Platform

MISUSE = {
    "kind": "misuse", "outcome": "no_conversation", "misuseKind": "abusive",
    "coolDown": "rest_of_day",
}  # fmt: skip


async def test_a_caller_calls_again_hears_of_a_cool_down_and_is_let_in_when_it_is_lifted(
    platform: Platform,
) -> None:
    there = await telephones(platform)
    exchange, client = there.exchange, there.contacts.client
    anna, caller, other = await there.listener("201"), a_caller(), a_caller()
    # given a caller who was answered, hung up, and waits again while somebody else is helped
    first, again = uuid4(), uuid4()
    assert (await exchange.call(first, NATIONAL, caller))["action"] == "ring"
    await exchange.happened(first, 1, "answered", extension="201")
    await exchange.happened(first, 2, "hung_up", by="caller")
    assert (await exchange.call(uuid4(), NATIONAL, other))["action"] == "ring"
    assert (await exchange.call(again, NATIONAL, caller))["action"] == "wait"
    # when the listener registers misuse, and asks for a cool-down
    own = issuing.header_for(Role.LISTENER, person=anna)
    path = f"/v1/desk/attempts/{first}/registration"
    assert (await client.put(path, json=MISUSE, headers=own)).status_code == 200
    # then the call that waits is told so, and so is the next one; others are not
    cool_down = {"action": "message", "message": "cool_down"}
    assert await exchange.next(again) == cool_down
    third = uuid4()
    assert await exchange.call(third, NATIONAL, caller) == cool_down
    assert await exchange.call(third, NATIONAL, caller) == cool_down
    assert (await exchange.call(uuid4(), NATIONAL, a_caller()))["action"] == "wait"
    async with there.house.database.commit() as connection:
        missed = await connection.fetch("SELECT redial, cooled_down, reason FROM missed_attempt")
        [contact] = await connection.fetch("SELECT redial, misuse_kind FROM contact")
    assert [tuple(row) for row in missed] == [(True, True, "closed")] * 2
    assert tuple(contact) == (False, "abusive")
    # and when the coordinator lifts it, the caller is let in at once
    theirs = issuing.header_for(Role.COORDINATOR, locations=(LOCATION,))
    [found] = (await client.get("/v1/cool-downs", headers=theirs)).json()["items"]
    address = f"/v1/cool-downs/{found['coolDownId']}/review"
    done = await client.post(address, json={"review": "lifted"}, headers=theirs)
    assert done.status_code == 204
    assert (await exchange.call(uuid4(), NATIONAL, caller))["action"] == "wait"
