"""What contacts and reporting tell is kept by its sequence, whatever the order it comes in."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from shared.events.contacts import (
    ContactCorrected,
    ContactHandled,
    ListenerAbsent,
    ListenerPresent,
    SurgeDeclared,
    SurgeEnded,
)
from shared.events.envelope import Envelope, sequence
from shared.events.reporting import DemandForecast
from volunteers.event_handlers import handlers

from tests.contracts.samples import sample

SEVEN = datetime(2016, 3, 7, 18, tzinfo=UTC)


def told(event, version):
    """Return an event as the bus brings it, with the version of its aggregate."""
    return Envelope(
        id=uuid4(), aggregate_id="1", sequence=sequence(version), time=datetime.now(UTC), data=event
    )


async def handled(database, *batches):
    """Handle batches of events, one commit each."""
    for batch in batches:
        async with database.commit() as connection:
            await handlers.handler_of(type(batch[0].data))(connection, list(batch))


async def rows(database, query):
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(query)]


def contact(event=ContactHandled, **changes):
    return event.model_validate(sample(event).model_dump() | changes)


AFTER_CARE = "SELECT contact_day, heavy FROM after_care"


@pytest.mark.parametrize("late", [False, True], ids=["in order", "the correction first"])
async def test_a_heavy_contact_is_kept_until_a_correction_takes_it_back(platform, late):
    database = await platform.database("volunteers")
    heavy = told(contact(heavy=True, kind="conversation"), 1)
    back = told(contact(ContactCorrected, contact_id=heavy.data.contact_id, heavy=False), 2)

    await handled(database, *([back], [heavy]) if late else ([heavy], [back], [heavy]))

    ((_, is_heavy),) = await rows(database, AFTER_CARE)
    assert not is_heavy


async def test_of_other_contacts_nothing_is_kept(platform):
    database = await platform.database("volunteers")
    light = told(contact(contact_id=uuid4(), heavy=False), 1)
    trial = told(contact(contact_id=uuid4(), heavy=True, kind="test"), 1)

    await handled(database, [light, trial])

    assert await rows(database, AFTER_CARE) == []


def at_desk(event, minute):
    moment = SEVEN + timedelta(minutes=minute)
    return event.model_validate(sample(ListenerPresent).model_dump() | {"at": moment})


async def test_presence_is_from_the_first_coming_and_as_the_newest_event_says(platform):
    database = await platform.database("volunteers")
    came, left, back = (
        told(at_desk(event, minute), version)
        for version, (event, minute) in enumerate(
            [(ListenerPresent, 2), (ListenerAbsent, 30), (ListenerPresent, 35)], 1
        )
    )

    await handled(database, [left], [back, came], [left])

    query = "SELECT first_at, last_at, is_present FROM presence"
    assert await rows(database, query) == [(came.data.at, back.data.at, True)]


async def test_a_surge_that_ended_stays_ended_and_knows_when_it_began(platform):
    database = await platform.database("volunteers")
    declared, ended = told(sample(SurgeDeclared), 1), told(sample(SurgeEnded), 2)

    await handled(database, [ended], [declared])

    query = "SELECT surge_id, since, until, next_wave_at FROM surge"
    assert await rows(database, query) == [
        (declared.data.surge_id, declared.data.since, ended.data.until, None)
    ]


async def test_the_newest_forecast_of_a_day_and_channel_holds(platform):
    database = await platform.database("volunteers")
    newest = told(DemandForecast(date=date(2016, 3, 14), channels={"chat": [2.0] * 96}), 2)

    await handled(database, [newest], [told(sample(DemandForecast), 1)])

    query = "SELECT channel, quarters[1] FROM forecast_day ORDER BY channel"
    assert await rows(database, query) == [("chat", 2.0), ("telephone", 6.5)]


async def test_the_bus_brings_what_others_tell(platform):
    await platform.service("volunteers")

    await platform.publish(sample(SurgeDeclared), aggregate_id=uuid4())
    await platform.publish(sample(DemandForecast), aggregate_id="2016-03-14")
    await platform.handled("volunteers", 2)

    database = await platform.database("volunteers")
    ((found,),) = await rows(database, "SELECT surge_id FROM surge")
    assert found == sample(SurgeDeclared).surge_id
