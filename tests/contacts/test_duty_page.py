"""The page of who is on duty now: what it shows, to whom, and how sure it is."""

from datetime import UTC, datetime, timedelta
from html import unescape
from re import sub
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
)
from shared.outbox import outbox_row, record
from shared.pages.formats import AMSTERDAM, time
from shared.roles import Role

from tests import issuing
from tests.contacts.given import LOCATION
from tests.platform import Platform, Running
from tests.waiting import eventually

PAGE = "/contacts/duty"
NOW = datetime.now(UTC)
ELSEWHERE = UUID("6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a02")
OLD = "This may be old"


def shift(**changes: Any) -> ShiftFilled:
    """Return a place of a listener in a shift in Zutphen that runs now."""
    given = {
        "shift_id": uuid4(), "location_id": LOCATION, "channels": ["telephone", "chat"],
        "starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=3), "needed": 3,
        "filled": 1, "volunteer_id": uuid4(), "role": "listener", "filled_at": NOW,
    }  # fmt: skip
    return ShiftFilled(**{**given, **changes})


async def tell(platform: Platform, *events: Any) -> None:
    """Tell contacts of the locations and of these shifts."""
    named = {LOCATION: "Zutphen", ELSEWHERE: "Almelo"}
    for number, (location_id, name) in enumerate(named.items()):
        opened = LocationOpened(location_id=location_id, name=name, region="Gelderland")
        await platform.publish(opened, aggregate_id=location_id, version=number + 1)
    for number, event in enumerate(events):
        await platform.publish(event, aggregate_id=event.shift_id, version=number + 2)
    await platform.handled("contacts", len(named) + len(events))


async def look(contacts: Running, *, language: str = "en", **person: Any) -> httpx.Response:
    headers = issuing.header_for(Role.COORDINATOR, **person)
    headers |= {"Accept": "text/html", "Accept-Language": language}
    page = await contacts.client.get(PAGE, headers=headers)
    assert page.status_code == 200, page.text
    return page


def rows(page: httpx.Response) -> list[str]:
    """Return the words of each row of the table."""
    table = page.text.split("</thead>")[1].split("</table>")[0]
    words = [unescape(sub(r"\s+", " ", sub(r"<[^>]+>", " ", row))) for row in table.split("</tr>")]
    return [row.strip() for row in words if row.strip()]


async def test_each_location_is_shown_with_its_shifts_roles_times_and_channels(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    one = shift()
    both = {"shift_id": one.shift_id, "starts_at": one.starts_at, "ends_at": one.ends_at}
    await tell(
        platform, one, shift(**both, role="mentor"), shift(**both), shift(**both, role="trainee"),
        shift(ends_at=NOW - timedelta(minutes=1)), shift(starts_at=NOW + timedelta(hours=2)),
    )  # fmt: skip

    english, dutch = await look(contacts), await look(contacts, language="nl")

    hours = f"{time(one.starts_at)}–{'24:00' if (end := time(one.ends_at)) == '00:00' else end}"
    assert hours.startswith(f"{one.starts_at.astimezone(AMSTERDAM):%H:%M}")
    assert rows(english) == [
        "Almelo nobody on duty",
        f"Zutphen {hours} 1 mentor, 2 listeners, 1 trainee telephone, chat",
    ]
    assert rows(dutch) == [
        "Almelo niemand in dienst",
        f"Zutphen {hours} 1 mentor, 2 luisteraars, 1 aspirant telefoon, chat",
    ]
    summary = " ".join(english.text.split())
    assert "3 volunteers are on duty, at 1 of 2 locations." in summary
    assert str(one.volunteer_id) not in english.text


async def test_nobody_is_on_duty_by_a_place_given_back_or_a_shift_cancelled_or_empty(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    released, cancelled = shift(), shift()
    empty = ShiftOpened.model_validate(dict(shift()))
    gone = ShiftCancelled.model_validate(dict(cancelled))
    await tell(platform, released, ShiftReleased(**dict(released)), cancelled, gone, empty)

    page = await look(contacts)

    assert rows(page) == ["Almelo nobody on duty", "Zutphen nobody on duty"]
    assert "Nobody is on duty now." in page.text
    assert "Ask a volunteer to take a place in a shift" in page.text


async def test_a_coordinator_sees_own_locations_only_be_they_known_here_or_not(
    platform: Platform,
) -> None:
    contacts, unknown = await platform.service("contacts"), uuid4()
    await tell(platform, shift(), shift(location_id=ELSEWHERE))

    page = await look(contacts, locations=(ELSEWHERE, unknown))

    assert len(rows(page)) == 2
    assert rows(page)[0].startswith("Almelo ")
    assert rows(page)[1] == "Location whose name is not known here yet nobody on duty"
    assert "Zutphen" not in page.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
async def test_nobody_else_sees_where_somebody_is_alone(platform: Platform, role: Role) -> None:
    contacts = await platform.service("contacts")
    for address in (PAGE, f"{PAGE}/live"):
        answer = await contacts.client.get(address, headers=issuing.header_for(role))
        assert answer.status_code == 403


async def test_without_a_location_the_page_says_who_opens_one(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    page = await look(contacts)
    assert "No location is known here yet." in page.text
    assert "<table" not in page.text


async def test_the_page_says_that_it_may_be_old_until_all_is_heard(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    await tell(platform, shift())
    assert OLD in (await look(contacts)).text

    volunteers = await platform.service("volunteers")

    async def sure() -> bool:
        return OLD not in (await look(contacts)).text

    await eventually(sure)
    event = shift()
    row = outbox_row(event, aggregate_id=event.shift_id, version=2, now=NOW)
    async with volunteers.database.commit() as connection:
        await record(connection, row)
        await connection.execute("UPDATE outbox SET refused = '400/10054' WHERE sent_at IS NULL")

    async def may_be_old() -> bool:
        return OLD in (await look(contacts)).text

    await eventually(may_be_old)
    async with volunteers.database.commit() as connection:
        await connection.execute("UPDATE outbox SET refused = NULL, id = DEFAULT")
    await eventually(sure)


async def test_where_the_pages_of_volunteers_are_known_a_location_leads_to_its_shifts(
    platform: Platform,
) -> None:
    addresses = {"volunteers": "https://sensoor.example"}
    contacts = await platform.service("contacts", page_addresses=addresses)
    await tell(platform)
    where = f'href="https://sensoor.example/volunteers/shifts?location={LOCATION}"'
    assert where in (await look(contacts)).text


async def test_what_was_told_before_names_were_kept_is_shown_as_far_as_it_is_known(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await tell(platform, shift())
    async with contacts.database.commit() as connection:
        await connection.execute("UPDATE place SET role = NULL")
        await connection.execute("UPDATE location SET name = NULL WHERE name = 'Almelo'")
        await connection.execute("UPDATE shift SET channels = NULL")
    [zutphen, almelo] = rows(await look(contacts))
    assert zutphen.endswith("1 volunteer")
    assert almelo == "Location whose name is not known here yet nobody on duty"
