"""A chat from the first frame to the registration, on real processes."""

from pathlib import Path
from uuid import uuid4

from shared.events.contacts import ContactHandled, ContactMissed, ListenerPresent

from tests.contacts.chatting import desk, help_seeker, joined, listener, processes
from tests.contacts.given import VOLUNTEER
from tests.platform import Platform
from tests.waiting import eventually

REGISTRATION = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}


async def test_a_chat_is_answered_ended_and_registered(platform: Platform, tmp_path: Path) -> None:
    # given a listener who is present
    async with processes(platform, 1, tmp_path) as (process,):
        shift = await listener(platform, VOLUNTEER)
        await platform.handled("contacts", 3)
        async with desk(process, VOLUNTEER) as own, help_seeker(process) as talk:
            await own.does("PUT", shiftId=str(shift), state="present")
            # when a help seeker joins, and the listener answers
            await joined(talk)
            attempt = await own.answers()
            await talk.of("state", phase="answered")
            await talk.of("there")
            # then words pass in both directions
            await talk.send(type="say", n=1, text="hello\nthere")
            frame = await own.talk.of("say", chat=attempt)
            assert frame["text"] == "hello\nthere"
            await own.talk.send(chat=attempt, type="say", n=1, text="good evening")
            assert (await talk.of("say"))["text"] == "good evening"
            # and it is registered once it has ended
            await talk.send(type="end")
            await talk.of("state", phase="ended", endedBy="seeker")
            assert await talk.end() == 4002
            await own.talk.until(
                lambda frame: frame["type"] == "desk" and bool(frame["desk"]["toRegister"])
            )
            left = await own.does("PUT", f"/attempts/{attempt}/registration", **REGISTRATION)
            assert left["toRegister"] == []

        async def told() -> bool:
            return len(await platform.published(ContactHandled)) == 1

        await eventually(told)
        (event,) = await platform.published(ContactHandled)
        assert str(event.data.attempt_id) == attempt
        assert event.data.duty_verified
        assert not await platform.published(ContactMissed)
        assert len(await platform.published(ListenerPresent)) == 1


async def test_where_nobody_is_on_duty_it_is_missed_at_once(
    platform: Platform, tmp_path: Path
) -> None:
    async with processes(platform, 1, tmp_path) as (process,), help_seeker(process) as talk:
        await joined(talk)
        await talk.of("state", phase="missed", reason="no_listener")
        assert await talk.end() == 4002

        async def told() -> bool:
            return len(await platform.published(ContactMissed)) == 1

        await eventually(told)


async def test_words_pass_between_two_processes(platform: Platform, tmp_path: Path) -> None:
    async with processes(platform, 2, tmp_path) as (one, other):
        shift = await listener(platform, VOLUNTEER)
        await platform.handled("contacts", 3)
        async with desk(one, VOLUNTEER) as own, help_seeker(other) as talk:
            await own.does("PUT", shiftId=str(shift), state="present")
            await joined(talk)
            attempt = await own.answers()
            await talk.of("state", phase="answered")
            await talk.of("there")
            await talk.send(type="say", n=1, text="from the other")
            assert (await own.talk.of("say", chat=attempt))["text"] == "from the other"
            await own.talk.send(chat=attempt, type="seen", n=1)
            await talk.of("seen", n=1)


async def test_a_help_seeker_comes_back_by_the_token_which_is_good_once(
    platform: Platform, tmp_path: Path
) -> None:
    async with processes(platform, 2, tmp_path) as (one, other):
        shift = await listener(platform, VOLUNTEER)
        await platform.handled("contacts", 3)
        async with desk(one, VOLUNTEER) as own:
            await own.does("PUT", shiftId=str(shift), state="present")
            async with help_seeker(other) as talk:
                token = await joined(talk)
                attempt = await own.answers()
                await talk.of("state", phase="answered")
                await talk.cut()
            await own.talk.until(
                lambda frame: (
                    frame["type"] == "desk"
                    and any(chat["seekerGoneSince"] for chat in frame["desk"]["chats"])
                )
            )
            async with help_seeker(one) as talk:
                await talk.send(type="resume", token=token)
                await talk.of("welcome")
                await talk.send(type="kept")
                await talk.of("state", phase="answered")
                await talk.send(type="say", n=1, text="back")
                assert (await own.talk.of("say", chat=attempt))["text"] == "back"
                async with help_seeker(other) as stranger:
                    await stranger.send(type="resume", token=token)
                    assert (await stranger.of("refused"))["code"] == "token-unknown"
                    assert await stranger.end() == 4004
                await talk.send(type="say", n=2, text="still here")
                assert (await own.talk.of("say", chat=attempt))["text"] == "still here"


async def test_an_offer_goes_to_the_next_who_is_asked(platform: Platform, tmp_path: Path) -> None:
    first, second = uuid4(), uuid4()
    async with processes(platform, 1, tmp_path) as (process,):
        shifts = {id_: await listener(platform, id_) for id_ in (first, second)}
        await platform.handled("contacts", 6)
        async with (
            desk(process, first) as one,
            desk(process, second) as other,
            help_seeker(process) as talk,
        ):
            for own, id_ in ((one, first), (other, second)):
                await own.does("PUT", shiftId=str(shifts[id_]), state="present")
            await joined(talk)
            attempt = await one.offered()
            await one.does("POST", f"/attempts/{attempt}/pass")
            assert await other.answers() == attempt
            assert (
                (await one.ask("POST", f"/attempts/{attempt}/answer"))
                .json()["type"]
                .endswith("offer-gone")
            )
