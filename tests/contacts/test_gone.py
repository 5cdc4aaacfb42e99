"""Whose browser is gone, and what becomes of the chat. The clock is set: nobody waits for it."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from shared.events.contacts import ContactHandled, ContactMissed, ListenerAbsent

from tests.contacts.browsers import (
    REGISTRATION,
    WITHIN,
    answers,
    on_one_shift,
    pass_time,
    present,
    seeking,
    seeking_later,
    talk,
    told,
)
from tests.contacts.chatting import Process, processes
from tests.platform import Platform
from tests.waiting import eventually


@pytest.fixture
async def clocked(platform: Platform, tmp_path: Path) -> AsyncIterator[Process]:
    """A process of contacts whose clock can be set."""
    async with processes(platform, 1, tmp_path, SETTABLE_CLOCK="true") as (process,):
        yield process


async def test_the_chat_of_a_listener_who_is_gone_goes_on_with_another(
    platform: Platform, clocked: Process
) -> None:
    shift_id, (first, second) = await on_one_shift(platform, 2)
    async with seeking_later(clocked) as come, present(clocked, second, shift_id) as other:
        # given a chat with a first listener
        await other.be("paused", shift_id)
        async with present(clocked, first, shift_id) as desk:
            seeker = await come()
            attempt = await answers(desk)
            await told(seeker, "answered")
            await talk(seeker, desk, attempt)
        async with asyncio.timeout(WITHIN):
            await seeker.until(lambda: seeker.state.get("listenerGone"))
        await other.be("present", shift_id)
        assert other.offers == []
        # when the browser is gone for 30 seconds
        await pass_time(clocked, 31)
        # then another goes on, and both sides are told
        assert await answers(other) == attempt
        assert other.chats[0]["continued"]
        async with asyncio.timeout(WITHIN):
            await seeker.until(lambda: seeker.state.get("continued") and seeker.phase == "answered")
        assert seeker.phases[-2:] == ["waiting", "answered"]
        # with all that was said before
        await talk(seeker, other, attempt)
        assert len(other.words[attempt].log) == 4
        # and registers it
        seeker.end()
        await told(seeker, "ended")
        await other.until(lambda: other.to_register)
        await other.register(attempt, **REGISTRATION)
    await eventually(lambda: is_told(platform, attempt, second))
    assert len(await platform.published(ListenerAbsent)) == 1


async def test_what_is_offered_to_a_listener_who_is_gone_is_offered_to_another(
    platform: Platform, clocked: Process
) -> None:
    shift_id, (first, second) = await on_one_shift(platform, 2)
    async with seeking_later(clocked) as come:
        async with present(clocked, first, shift_id) as desk:
            seeker = await come()
            await desk.until(lambda: desk.offers)
        async with present(clocked, second, shift_id) as other:
            assert other.offers == []
            await pass_time(clocked, 31)
            await answers(other)
            await told(seeker, "answered")


async def test_an_offer_that_is_not_taken_in_20_seconds_goes_to_the_next(
    platform: Platform, clocked: Process
) -> None:
    shift_id, (first, second) = await on_one_shift(platform, 2)
    async with (
        present(clocked, first, shift_id) as desk,
        present(clocked, second, shift_id) as other,
        seeking(clocked) as seeker,
    ):
        async with asyncio.timeout(WITHIN):
            await desk.until(lambda: desk.offers)
            await pass_time(clocked, 19)
            assert other.offers == []
            await pass_time(clocked, 2)
            await other.until(lambda: other.offers)
            await desk.until(lambda: not desk.offers)
        assert not await desk.answer(other.offers[0]["attemptId"])
        await answers(other)
        await told(seeker, "answered")


async def test_a_help_seeker_who_is_gone_for_two_minutes_has_ended_the_chat(
    platform: Platform, clocked: Process
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with present(clocked, listener, shift_id) as desk:
        async with seeking(clocked) as seeker:
            attempt = await answers(desk)
            await told(seeker, "answered")
        async with asyncio.timeout(WITHIN):
            await desk.until(lambda: desk.chats and desk.chats[0]["seekerGoneSince"])
            await pass_time(clocked, 121)
            await desk.until(lambda: desk.to_register)
        assert desk.to_register[0]["endedBy"] == "gone"
        await desk.register(attempt, **REGISTRATION)
        # and cannot come back to it
        again = asyncio.create_task(seeker.run())
        assert await asyncio.wait_for(again, WITHIN) == {"phase": "unknown"}


async def test_who_waits_and_is_gone_for_two_minutes_is_missed(
    platform: Platform, clocked: Process
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with present(clocked, listener, shift_id) as desk:
        await desk.be("paused", shift_id)
        async with seeking(clocked) as seeker:
            await told(seeker, "waiting")
        await pass_time(clocked, 121)

        async def missed() -> bool:
            return [one.data.reason for one in await platform.published(ContactMissed)] == [
                "abandoned"
            ]

        await eventually(missed)


async def test_what_nobody_takes_again_is_registered_by_whoever_had_it(
    platform: Platform, clocked: Process
) -> None:
    shift_id, (first, second) = await on_one_shift(platform, 2)
    async with seeking_later(clocked) as come, present(clocked, second, shift_id) as other:
        await other.be("paused", shift_id)
        async with present(clocked, first, shift_id) as desk:
            seeker = await come()
            attempt = await answers(desk)
            await told(seeker, "answered")
        async with asyncio.timeout(WITHIN):
            await seeker.until(lambda: seeker.state.get("listenerGone"))
        await pass_time(clocked, 31)
        async with asyncio.timeout(WITHIN):
            await seeker.until(lambda: seeker.phases[-1] == "waiting")
        seeker.end()
        await told(seeker, "ended")
        async with present(clocked, first, shift_id) as desk:
            await desk.until(lambda: desk.to_register)
            await desk.register(attempt, **REGISTRATION)
        assert not other.to_register
    await eventually(lambda: is_told(platform, attempt, first))
    assert not await platform.published(ContactMissed)


async def test_a_replica_that_stands_still_does_not_stop_another(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with (
        processes(platform, 2, tmp_path) as (healthy, frozen),
        present(healthy, listener, shift_id) as desk,
        seeking(frozen) as stuck,
    ):
        first = await answers(desk)
        await told(stuck, "answered")
        await talk(stuck, desk, first)
        frozen.running.send_signal(signal.SIGSTOP)
        try:
            async with seeking(healthy) as seeker:
                second = await answers(desk)
                await told(seeker, "answered")
                await talk(seeker, desk, second)
            # the listener knows that the other is gone
            async with asyncio.timeout(WITHIN):
                await desk.until(
                    lambda: any(
                        one["attemptId"] == first and one["seekerGoneSince"] for one in desk.chats
                    )
                )
            desk.say(first, "said meanwhile")
        finally:
            frozen.running.send_signal(signal.SIGCONT)
        # it goes on where it was
        await talk(stuck, desk, first)
        assert stuck.connection.delays == []


async def is_told(platform: Platform, attempt: str, listener: UUID) -> bool:
    handled = await platform.published(ContactHandled)
    return [(str(one.data.attempt_id), one.data.volunteer_id) for one in handled] == [
        (attempt, listener)
    ]
