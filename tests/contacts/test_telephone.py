"""Calls by the exchange's messages: each finds a listener, or is told why not, and counts once."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from contacts.desk.answer_attempt import answer_attempt, end_chat, pass_on_attempt
from contacts.desk.commands import RegisterChat
from contacts.desk.register_chat import register_chat
from contacts.desk.rules import AnsweredByTelephone, ExtensionTaken
from contacts.queue.close_channel import close_channel
from demo.exchange import a_caller, play_call

from tests.contacts.calling import (
    COUNT_MISSED,
    COUNT_TOLD,
    LOCAL,
    NATIONAL,
    PARTNER,
    SHUT,
    Telephones,
    telephones,
)
from tests.contacts.given import LOCATION
from tests.platform import Platform

RING = {"action": "ring", "seconds": 20}
WAIT, NONE = {"action": "wait"}, {"action": "none"}


@pytest.fixture
async def there(platform: Platform) -> Telephones:
    return await telephones(platform)


def heard(message: str) -> dict[str, str]:
    return {"action": "message", "message": message}


async def test_a_call_rings_is_answered_ends_and_is_registered(there: Telephones) -> None:
    # given
    anna = await there.listener("201")
    # when somebody calls
    call_id, told = await there.call()
    # then her telephone rings, and the desk cannot answer for it
    assert told == RING | {"extension": "201"}
    with pytest.raises(AnsweredByTelephone):
        await there.house.do(answer_attempt, call_id, anna, there.house.now)
    assert await there.exchange.happened(call_id, 1, "answered", extension="201") == NONE
    attempt = await there.attempt(call_id)
    assert (attempt["state"], attempt["answered_by"]) == ("answered", anna)
    assert attempt["answered_at_location_id"] == LOCATION
    # and once it is over she registers it as any other
    assert await there.exchange.happened(call_id, 2, "hung_up", by="caller") == NONE
    assert (await there.attempt(call_id))["ended_by"] == "seeker"
    said = RegisterChat(kind="conversation", topics=["loneliness"], outcome="helped_by_talk")
    for _ in range(2):
        await there.house.do(register_chat, call_id, anna, said, there.house.now)
    assert await there.count(COUNT_TOLD, str(call_id)) == 1


async def test_nobody_picks_up_and_the_next_one_is_rung(there: Telephones) -> None:
    # given
    await there.listener("201")
    await there.listener("202")
    call_id, first = await there.call()
    # when
    told = await there.exchange.happened(call_id, 1, "not_answered", extension=first["extension"])
    # then
    assert {first["extension"], told["extension"]} == {"201", "202"}
    # and when she passes on it, the first one is asked again
    attempt = await there.attempt(call_id)
    await there.house.do(pass_on_attempt, call_id, attempt["offered_to"], there.house.now)
    assert await there.exchange.next(call_id) == first


async def test_who_waits_is_told_as_soon_as_somebody_is_free(there: Telephones) -> None:
    # given a listener who talks
    await there.listener("201")
    talking = await there.talking("201")
    call_id, told = await there.call()
    assert told == WAIT
    # when the exchange asks what comes next, and the first call ends
    asked = asyncio.create_task(there.exchange.next(call_id))
    await asyncio.sleep(0)
    await there.exchange.happened(talking, 2, "hung_up")
    # then
    async with asyncio.timeout(5):
        assert await asked == RING | {"extension": "201"}


async def test_who_is_not_let_in_hears_why(there: Telephones) -> None:
    assert (await there.call())[1] == heard("nobody_there")
    await there.listener("201")
    # a number that is not ours is no attempt
    call_id, told = await there.call("0201234567")
    assert told == heard("unknown_number")
    assert not await there.count(COUNT_MISSED, call_id)
    # outside the hours of the line it is missed
    call_id, told = await there.call(SHUT)
    assert told == heard("outside_hours")
    assert (await there.attempt(call_id))["state"] == "closed"
    # and so it is while the telephone is closed
    await there.house.do(close_channel, "telephone", there.house.now)
    call_id, told = await there.call()
    assert told == heard("closed")
    assert await there.count(COUNT_MISSED, call_id) == 1


async def test_a_line_is_that_of_its_number(there: Telephones) -> None:
    # given
    await there.listener("201")
    # when
    local, _ = await there.call(LOCAL)
    partner, _ = await there.call(PARTNER, diverted_from="113online")
    # then
    attempt = await there.attempt(local)
    assert (attempt["line"], attempt["line_location_id"]) == ("local", LOCATION)
    attempt = await there.attempt(partner)
    assert (attempt["line"], attempt["diverted_from"]) == ("partner", "113online")


async def test_who_hangs_up_while_waiting_has_abandoned_it(there: Telephones) -> None:
    # given one who is offered and one who waits
    await there.listener("201")
    offered, _ = await there.call()
    waiting, _ = await there.call()
    # when
    for call_id in (waiting, offered):
        for n in (1, 2):  # told twice
            assert await there.exchange.happened(call_id, n, "hung_up") == NONE
    # then each is missed once
    for call_id in (waiting, offered):
        assert (await there.attempt(call_id))["state"] == "abandoned"
        assert await there.count(COUNT_MISSED, call_id) == 1


async def test_a_call_is_transferred_to_another_listener_or_away(there: Telephones) -> None:
    # given
    anna, bram = await there.listener("201"), await there.listener("202")
    call_id, told = await there.call()
    first, other = (anna, bram) if told["extension"] == "201" else (bram, anna)
    await there.exchange.happened(call_id, 1, "answered", extension=there.at[first])
    # when
    await there.exchange.happened(call_id, 2, "transferred", extension=there.at[other])
    # then the other has it
    attempt = await there.attempt(call_id)
    assert (attempt["answered_by"], attempt["continued"]) == (other, True)
    # and elsewhere it ends for us
    await there.exchange.happened(call_id, 3, "transferred", extension="999")
    attempt = await there.attempt(call_id)
    assert (attempt["state"], attempt["ended_by"]) == ("ended", "listener")
    assert attempt["answered_by"] == other


async def test_the_same_call_again_is_told_how_it_is(there: Telephones) -> None:
    await there.listener("201")
    call_id, told = await there.call()
    assert await there.exchange.call(call_id, NATIONAL, a_caller()) == told
    assert await there.count("SELECT count(*) FROM attempt") == 1


async def test_who_picks_up_has_it_though_it_was_offered_to_another(there: Telephones) -> None:
    # given a call that is offered to another meanwhile
    anna, bram = await there.listener("201"), await there.listener("202")
    call_id, told = await there.call()
    first, other = (anna, bram) if told["extension"] == "201" else (bram, anna)
    await there.house.do(pass_on_attempt, call_id, first, there.house.now)
    assert (await there.attempt(call_id))["offered_to"] == other
    # when the first picks up all the same
    await there.exchange.happened(call_id, 1, "answered", extension=there.at[first])
    # then
    assert (await there.attempt(call_id))["answered_by"] == first


async def test_who_picks_up_another_call_has_ended_the_first(there: Telephones) -> None:
    # given a listener who talks, as far as we know, and a call that waits
    anna = await there.listener("201")
    first = await there.talking("201")
    second, _ = await there.call()
    # when
    await there.exchange.happened(second, 1, "answered", extension="201")
    # then there is one call only
    attempt = await there.attempt(first)
    assert (attempt["state"], attempt["ended_by"]) == ("ended", "gone")
    assert (await there.attempt(second))["answered_by"] == anna


async def test_a_call_that_is_not_named_any_more_is_over(there: Telephones) -> None:
    # given a call that is answered and one that waits, of which nothing was heard for a minute
    await there.listener("201")
    answered = await there.talking("201")
    waiting, _ = await there.call()
    await there.exchange.alive(answered, waiting, uuid4())
    await age(there, answered, waiting)
    # when one of them is named
    await there.exchange.alive(answered)
    # then
    assert (await there.attempt(answered))["state"] == "answered"
    assert (await there.attempt(waiting))["state"] == "abandoned"
    await age(there, answered)
    await there.exchange.alive()
    attempt = await there.attempt(answered)
    assert (attempt["state"], attempt["ended_by"]) == ("ended", "gone")


async def age(there: Telephones, *calls: UUID) -> None:
    """Let a minute have passed since the exchange told of these calls."""
    await there.house.execute(
        "UPDATE exchange_call SET heard_at = heard_at - $1::interval WHERE call_id = ANY ($2)",
        timedelta(seconds=61), list(calls),
    )  # fmt: skip


async def test_two_at_a_desk_have_two_extensions(there: Telephones) -> None:
    await there.listener("201")
    with pytest.raises(ExtensionTaken):
        await there.listener("201")


async def test_without_an_extension_no_call_is_offered(there: Telephones) -> None:
    # given
    anna = await there.listener("201")
    call_id, _ = await there.call()
    # when she takes her extension away
    del there.house.extensions[anna]
    await there.house.set(anna, "present")
    # then nobody is on for calls
    assert await there.exchange.next(call_id) == heard("nobody_there")


async def test_calls_are_played_one_after_the_other(there: Telephones) -> None:
    # given
    anna = await there.listener("201")
    talked = []

    async def rings(_call_id: UUID, extension: str) -> bool:
        return extension == "201"

    async def talks(call_id: UUID) -> None:
        talked.append(call_id)

    # when three call at once
    ends = await asyncio.gather(
        *(play_call(there.exchange, NATIONAL, rings=rings, talks=talks) for _ in range(3))
    )
    # then
    assert ends == ["talked"] * 3
    for call_id in talked:
        assert (await there.attempt(call_id))["answered_by"] == anna


async def test_a_listener_ends_a_call_that_the_exchange_has_lost(there: Telephones) -> None:
    anna = await there.listener("201")
    call_id = await there.talking("201")
    await there.house.do(end_chat, call_id, anna, there.house.now)
    assert await there.exchange.happened(call_id, 2, "hung_up") == NONE
    assert (await there.attempt(call_id))["ended_by"] == "listener"
