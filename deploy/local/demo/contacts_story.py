"""Contacts: two weeks of attempts, their registration, and referrals to 113Online."""

from collections.abc import Callable, Mapping
from typing import Any

from nats.aio.client import Client
from sensoor.bus.reading import jetstream
from shared.events.volunteers import ShiftFilled

from demo.attempts import URGENCIES, Answered, Missed
from demo.chance import key
from demo.client import Api, each
from demo.first_run import read_totals
from demo.foreign_rows import OwnIds
from demo.plan import Plan
from demo.retrying import until
from demo.volunteers_story import Known

STREAM, CONSUMER = "VOLUNTEERS", "contacts_volunteers"
PARTNER = "113online"


async def play_missed(contacts: Api, plan: Plan, locations: list[str], own: OwnIds) -> None:
    """Register the attempts that nobody answered."""

    async def miss(one: Missed) -> None:
        body = {
            "channel": one.channel,
            "line": one.line,
            "lineLocationId": _location(locations, one.line_location),
            "offeredAt": one.offered_at.isoformat(),
            "waitedSeconds": one.waited_seconds,
            "reason": one.reason,
        }
        made = await contacts.post("/v1/missed-attempts", body, key("missed", one.number))
        own.missed.add(made["attemptId"])

    await each(contacts.doing, "registers missed attempts", plan.missed, miss)


async def wait_for_duty(apis: Mapping[str, Api], plan: Plan, bus: Client) -> None:
    """Wait until contacts knows every filled place of volunteers.

    By the bus: all of them are on the stream, and the consumer has nothing pending.
    """
    apis["contacts"].doing.begin("hears who is on duty")
    filled = (await read_totals(apis, plan.month))["volunteers"]["shiftsFilled"]
    js = jetstream(bus)

    async def known() -> bool:
        stream = await js.stream_info(STREAM, subjects_filter=ShiftFilled.subject)
        told = (stream.state.subjects or {}).get(ShiftFilled.subject, 0)
        reading = await js.consumer_info(STREAM, CONSUMER)
        return told >= filled and not reading.num_pending and not reading.num_ack_pending

    await until(known, "contacts hears of every place that was filled")


async def play_answered(
    contacts: Api, plan: Plan, known: Known, own: OwnIds,
    header_of: Callable[[str], Mapping[str, str]],
) -> None:  # fmt: skip
    """Register the answered attempts, make the referrals, and correct some registrations.

    Volunteers register their own contacts: `header_of` returns a volunteer's headers, by id.
    """

    async def answer(one: Answered) -> None:
        listener = contacts.acting_with(header_of(known.volunteers[one.volunteer.number]))
        made = await listener.post(
            "/v1/contacts", _contact(one, known), key("answered", one.number)
        )
        own.contacts.add(made["contactId"])
        address = f"/v1/contacts/{made['contactId']}"
        if one.referral:
            body = {
                "partner": PARTNER,
                "mode": one.referral,
                "urgency": URGENCIES[one.referral],
            }
            referred = await listener.post(
                f"{address}/referrals", body, key("referral", one.number)
            )
            own.referrals.add(referred["referralId"])
        if one.correction == "hang_up":
            await listener.correct(address, {"kind": "hang_up"})
        elif one.correction == "heavy":
            await listener.correct(address, {"heavy": not one.heavy})

    await each(contacts.doing, "registers contacts", plan.answered, answer)
    contacts.doing.begin("has registered them all")


def _contact(one: Answered, known: Known) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "line": one.line,
        "lineLocationId": _location(known.locations, one.line_location),
        "answeredAtLocationId": known.locations[one.volunteer.location],
        "volunteerId": known.volunteers[one.volunteer.number],
        "startedAt": one.started_at.isoformat(),
        "endedAt": one.ended_at.isoformat(),
        "waitSeconds": one.wait_seconds,
        "kind": one.kind,
        "topics": one.topics,
        "outcome": one.outcome,
        "divertedFrom": one.diverted_from,
        "heavy": one.heavy,
    }


def _location(locations: list[str], place: int | None) -> str | None:
    return None if place is None else locations[place]
