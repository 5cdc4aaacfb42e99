"""Every event by the real broker: delivered twice and out of order, it has one effect."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from reporting.event_handlers import handlers
from reporting.rebuild.dump import dump
from shared.events.envelope import Event
from shared.events.volunteers import (
    ShiftCancelled,
    ShiftFilled,
    ShiftReleased,
    VolunteerAdmitted,
    VolunteerApplied,
    VolunteerLeft,
    VolunteerSuspended,
)

from tests.platform import Platform, Running
from tests.reporting.given import (
    admitted,
    at_risk,
    attended,
    contract,
    corrected,
    credit_note,
    evaluation,
    handled,
    handover,
    invoice,
    location,
    missed,
    municipality,
    referral,
    settled,
    shift,
)

CONTACT, SHIFT, VOLUNTEER = uuid4(), uuid4(), uuid4()
# What is told of each aggregate, oldest first: (aggregate, its events by version).
HISTORIES: list[tuple[object, list[Event]]] = [
    (CONTACT, [
        handled(contact_id=CONTACT, redial=True, surge_id=uuid4()),
        corrected(contact_id=CONTACT, kind="misuse", misuse_kind="prank", redial=True),
    ]),
    ("missed", [missed(reason="closed", redial=True, cooled_down=True)]),
    ("referral", [referral(), handover()]),
    ("location", [location(name="Zutfen"), location(name="Zutphen")]),
    ("volunteer", [
        admitted(kind, volunteer_id=VOLUNTEER)
        for kind in (VolunteerApplied, VolunteerAdmitted, VolunteerSuspended, VolunteerLeft)
    ]),
    (SHIFT, [
        shift(shift_id=SHIFT),
        shift(ShiftFilled, shift_id=SHIFT, volunteer_id=VOLUNTEER),
        shift(ShiftReleased, shift_id=SHIFT, volunteer_id=VOLUNTEER),
        shift(ShiftFilled, shift_id=SHIFT),
    ]),
    ("attendance", [attended()]),
    ("evaluation", [evaluation()]),
    ("at risk", [at_risk(), at_risk(24)]),
    ("cancelled", [shift(ShiftCancelled)]),
    ("municipality", [municipality()]),
    ("contract", [contract()]),
    ("year", [settled()]),
    ("invoice", [invoice()]),
    ("credit note", [credit_note()]),
]  # fmt: skip
EVENTS = [
    (event, aggregate, version)
    for aggregate, events in HISTORIES
    for version, event in enumerate(events, start=1)
]


async def whole_dump(reporting: Running) -> str:
    async with reporting.database.commit() as connection:
        return (await dump(connection, "public")).whole


async def counted(reporting: Running) -> dict[str, Any]:
    async with reporting.database.commit() as connection:
        return dict(
            await connection.fetch("""
            SELECT 'contact', count(*)::numeric FROM contact
            UNION ALL SELECT 'conversations', count(*) FROM contact WHERE kind = 'conversation'
            UNION ALL SELECT 'places taken', count(*) FROM shift_place WHERE taken
            UNION ALL SELECT 'shift', count(*) FROM shift
            UNION ALL SELECT 'invoiced', sum(total) FROM invoice
        """)
        )


async def test_every_event_twice_and_backwards_has_one_effect(platform: Platform) -> None:
    # given what the projections are when all comes once and in order
    reporting = await platform.service("reporting")
    ids = [
        await platform.publish(event, aggregate_id=aggregate, version=version)
        for event, aggregate, version in EVENTS
    ]
    await platform.handled("reporting", len(EVENTS))
    in_order = await whole_dump(reporting)
    async with reporting.database.commit() as connection:
        for table in ("contact", "shift", "shift_place", "location", "inbox"):
            await connection.execute(f"TRUNCATE {table}")
    # when all comes backwards, each twice
    for (event, aggregate, version), event_id in reversed(list(zip(EVENTS, ids, strict=True))):
        for _ in range(2):
            await platform.publish(
                event, aggregate_id=aggregate, version=version, event_id=event_id
            )
    await platform.handled("reporting", len(EVENTS))
    # then nothing is different
    assert await whole_dump(reporting) == in_order
    assert await counted(reporting) == {
        "contact": 1,
        "conversations": 0,
        "places taken": 1,
        "shift": 2,
        "invoiced": Decimal("12116.50"),
    }


async def test_a_bad_message_holds_up_nothing_behind_it(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    await platform.publish_raw("contacts.contact_handled.v1", b"{", {"ce-type": "nonsense"})
    await platform.publish(handled(), aggregate_id="a")
    await platform.handled("reporting", 1)
    assert (await counted(reporting))["contact"] == 1


@pytest.mark.parametrize("event", handlers.events())
def test_every_event_that_reporting_handles_is_told_in_these_tests(event: type[Event]) -> None:
    assert event in {type(told) for told, _, _ in EVENTS}
