"""A night of a shift, from 23:00 to 07:00, played in seconds: the clock jumps through it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from shared.events.contacts import ContactHandled, ContactMissed, ListenerAbsent, ListenerPresent
from shared.events.volunteers import ShiftFilled, VolunteerAdmitted
from shared.roles import Role

from tests.contacts.chatting import Desk, Process, desk, help_seeker, joined, processes
from tests.contacts.given import LOCATION, VOLUNTEER, location
from tests.issuing import header_for
from tests.platform import Platform
from tests.waiting import eventually

# In Amsterdam, where it is winter: an hour later than in UTC.
EVENING = datetime(2026, 1, 16, 22, 0, tzinfo=UTC)
BEGINS, ENDS = EVENING, EVENING + timedelta(hours=8)
REGISTRATION = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}


async def on_night_shift(platform: Platform) -> UUID:
    """Tell contacts of a listener who has the night; return the shift."""
    shift_id = uuid4()
    admitted = VolunteerAdmitted(
        volunteer_id=VOLUNTEER, location_id=LOCATION, channels=["chat"], lines=["national"],
        role="listener", since=EVENING,
    )  # fmt: skip
    filled = ShiftFilled(
        shift_id=shift_id, location_id=LOCATION, channels=["chat"], starts_at=BEGINS,
        ends_at=ENDS, needed=1, filled=1, volunteer_id=VOLUNTEER, role="listener",
        filled_at=EVENING - timedelta(days=1),
    )  # fmt: skip
    await platform.publish(location(), aggregate_id=LOCATION)
    await platform.publish(admitted, aggregate_id=VOLUNTEER)
    await platform.publish(filled, aggregate_id=shift_id, version=2)
    await platform.handled("contacts", 3)
    return shift_id


async def it_is(process: Process, hours: float, minutes: float = 0) -> None:
    """Let the clock jump to so long after 23:00."""
    shows = (BEGINS + timedelta(hours=hours, minutes=minutes)).isoformat()
    async with httpx.AsyncClient(base_url=process.address) as client:
        answer = await client.put(
            "/v1/clock", json={"shows": shows}, headers=header_for(Role.OPERATOR)
        )
    assert answer.is_success, answer.text


async def chat_for_half_an_hour(process: Process, own: Desk) -> None:
    async with help_seeker(process) as talk:
        await joined(talk)
        attempt = await own.answers()
        await talk.of("state", phase="answered")
        await talk.of("there")
        await talk.send(type="say", n=1, text="I cannot sleep")
        assert (await own.talk.of("say", chat=attempt))["text"] == "I cannot sleep"
        await it_is(process, 0, 40)
        await own.talk.send(chat=attempt, type="say", n=1, text="tell me")
        assert (await talk.of("say"))["text"] == "tell me"
        await own.does("POST", f"/attempts/{attempt}/end")
        await talk.of("state", phase="ended", endedBy="listener")
    await own.does("PUT", f"/attempts/{attempt}/registration", **REGISTRATION)


async def be_asked_twice(process: Process, own: Desk) -> None:
    """Let an offer lapse, and take it when it comes again."""
    async with help_seeker(process) as talk:
        await joined(talk)
        attempt = await own.offered()
        await it_is(process, 3, 0.5)
        # the same desk is asked again: there is no other
        first = EVENING + timedelta(hours=3, seconds=20)
        await own.talk.until(lambda frame: any(offered_after(first, frame)))

        async def taken() -> bool:
            return (await own.ask("POST", f"/attempts/{attempt}/answer")).is_success

        await eventually(taken)
        await talk.of("state", phase="answered")
        await talk.send(type="end")
        await talk.of("state", phase="ended", endedBy="seeker")
    await own.talk.until(lambda frame: bool(frame.get("desk", {}).get("toRegister")))
    await own.does("PUT", f"/attempts/{attempt}/registration", **REGISTRATION)


def offered_after(moment: datetime, frame: dict[str, Any]) -> list[bool]:
    """Say of each offer of a frame whether it was made after a moment."""
    offers = frame.get("desk", {}).get("offers", [])
    return [datetime.fromisoformat(offer["offeredAt"]) > moment for offer in offers]


async def lose_the_line(platform: Platform, process: Process) -> None:
    """Join, and do not come back."""
    async with help_seeker(process) as talk:
        await joined(talk)
        await talk.of("state", phase="waiting")
        await talk.cut()
    await eventually(
        lambda: count(platform, "gone_at IS NOT NULL AND state IN ('waiting', 'offered')")
    )
    await it_is(process, 5, 3)
    await eventually(lambda: count(platform, "state = 'abandoned'"))


async def count(platform: Platform, where: str) -> int:
    """Return how many attempts of the queue are like this."""
    async with (await platform.database("contacts")).commit() as connection:
        found: int = await connection.fetchval(f"SELECT count(*) FROM attempt WHERE {where}")
    return found


async def test_a_night_of_a_shift(platform: Platform, tmp_path: Path) -> None:
    async with processes(platform, 1, tmp_path, SETTABLE_CLOCK="true") as (process,):
        shift = str(await on_night_shift(platform))
        async with desk(process, VOLUNTEER) as own:
            # before the half hour before it, nobody can work in the shift
            await it_is(process, -1)
            refused = await own.ask("PUT", shiftId=shift, state="present")
            assert refused.json()["type"].endswith("not-on-this-shift")
            assert (await own.ask("GET")).json()["shifts"] == []
            # a quarter of an hour early, the listener sits down
            await it_is(process, -0.25)
            assert (await own.does("PUT", shiftId=shift, state="present"))["desk"]
            # then somebody chats for half an hour, and at two nobody takes the first offer
            await it_is(process, 0, 10)
            await chat_for_half_an_hour(process, own)
            await it_is(process, 3)
            await be_asked_twice(process, own)
            # at four somebody loses the line, and does not come back
            await it_is(process, 5)
            await lose_the_line(platform, process)
            # and half an hour after the shift nobody is on duty
            await it_is(process, 8, 31)
            async with help_seeker(process) as talk:
                await joined(talk)
                await talk.of("state", phase="missed", reason="no_listener")
            await own.does("DELETE")

        async def all_told() -> bool:
            handled = await platform.published(ContactHandled)
            missed = await platform.published(ContactMissed)
            return (len(handled), len(missed)) == (2, 2)

        await eventually(all_told)
    await what_was_told(platform)


async def what_was_told(platform: Platform) -> None:
    """Look at the night as the others heard of it: all in its own time."""
    first, second = (one.data for one in await platform.published(ContactHandled))
    assert first.started_quarter == BEGINS
    assert (first.duration_minutes, first.wait_seconds) == (30, 0)
    assert second.started_quarter == BEGINS + timedelta(hours=3)
    assert second.wait_seconds >= 30
    assert first.duty_verified
    assert second.duty_verified
    lost, late = (one.data for one in await platform.published(ContactMissed))
    assert (lost.reason, lost.offered_quarter) == ("abandoned", BEGINS + timedelta(hours=5))
    assert lost.waited_seconds >= 120
    assert (late.reason, late.waited_seconds) == ("no_listener", 0)
    [present] = await platform.published(ListenerPresent)
    [absent] = await platform.published(ListenerAbsent)
    assert present.data.at < BEGINS < ENDS < absent.data.at
