"""An accident: contacts opens a line, volunteers asks, one comes, and gets its first chat."""

from datetime import UTC, datetime
from uuid import UUID

from contacts.queue.join_queue import join_queue
from contacts.queue.keep_presence import open_desk
from shared.events.volunteers import VolunteerAdmitted
from volunteers.offers.accept_offer import accept_offer

from tests.contacts.given import location
from tests.contacts.house import house_of
from tests.contacts.surges_given import open_line, prepare
from tests.platform import Platform
from tests.volunteers import roster
from tests.waiting import eventually

OFFERS = """
SELECT offer_id, volunteer_id, shift_id FROM offer JOIN shift USING (shift_id)
WHERE reason = 'surge' AND starts_at <= now() AND state = 'open'
"""


async def test_who_accepts_an_offer_of_the_surge_gets_its_chats_first(platform: Platform) -> None:
    # given people of the province who take the telephone and chat
    async with (await platform.database("volunteers")).commit() as connection:
        place = await roster.a_location(connection, "Gelderland")
        await roster.people(connection, place, 6)
    volunteers, contacts = [await platform.service(one) for one in ("volunteers", "contacts")]
    house = house_of(contacts)
    ordinary = await house.listener()
    # when a coordinator opens a line, and one of those asked says yes
    line = await prepare(contacts.client, listenersWanted=2)
    surge = await open_line(contacts.client, line["lineId"])
    surge_id = UUID(surge["surgeId"])

    async def asked():
        async with volunteers.database.commit() as connection:
            return await connection.fetch(OFFERS)

    offer_id, who, shift_id = (await eventually(asked, within=60))[0]
    async with volunteers.database.commit() as connection:
        await accept_offer(connection, offer_id, datetime.now(UTC))
    admitted = VolunteerAdmitted(
        volunteer_id=who, location_id=place, channels=["chat"], lines=["national"],
        role="listener", since=roster.LONG_AGO,
    )  # fmt: skip
    await platform.publish(location(), aggregate_id=place)
    await platform.publish(admitted, aggregate_id=who)
    known = (
        "SELECT surge_id FROM shift JOIN place USING (shift_id) JOIN listener USING"
        " (volunteer_id) WHERE shift_id = $1 AND volunteer_id = $2"
    )

    async def has_place():
        async with contacts.database.commit() as connection:
            return await connection.fetchval(known, shift_id, who)

    assert await eventually(has_place, within=30) == surge_id
    # then contacts offers her a chat of the line, though another is idle for longer
    house.seats[who] = shift_id
    await house.do(open_desk, who, await house.socket(), house.now)
    await house.set(who, "present")
    async with contacts.database.commit() as connection:
        joined = await join_queue(
            connection, "chat", "national", await house.socket(), house.now, surge_id=surge_id
        )
        to = "SELECT offered_to FROM attempt WHERE attempt_id = $1"
        assert await connection.fetchval(to, joined.attempt_id) == who != ordinary
    # and when it is closed, nobody more is asked
    await contacts.client.post(f"/v1/surges/{surge_id}/closing")

    async def nobody_asked():
        return not await asked()

    await eventually(nobody_asked, within=60)
