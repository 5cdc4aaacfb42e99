"""Calls by the real Kamailio: to the listener on shift, the next, a message; nobody's name."""

import os
import socket
from collections import Counter
from datetime import UTC, datetime

import pytest
from contacts.telephone import rules
from demo.sip_exchange import CALLER, CALLERS, HERE

from tests.contacts.calling import NATIONAL, PARTNER
from tests.journeys.scanner import tables
from tests.telephony.helpline import LIST_STATES, Helpline
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")
COUNT_ASKED_AGAIN = """
SELECT count(*) FROM exchange_call JOIN attempt ON attempt_id = call_id
WHERE state = 'waiting' AND heard_at > arrived_at
"""
DIGITS = CALLER.removeprefix("+31")
WITHOUT_A_CALLER = ("sip:anonymous@anonymous.invalid", "o=- ", "m=audio")


async def test_a_call_reaches_the_listener_on_shift(there: Helpline) -> None:
    async with there.listeners("201") as (anna,):
        # when somebody calls, talks and hangs up
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        # then
        assert there.exchange.rung() == ["201"]
        attempt = await there.until(state="ended")
        assert (attempt["answered_by"], attempt["ended_by"]) == (anna, "seeker")
    # and when it is the listener who hangs up
    async with there.listeners("401") as (bram,):
        assert await there.exchange.call("is_left", NATIONAL) == 0
        attempt = await there.until(state="ended", answered_by=bram)
        assert attempt["ended_by"] == "listener"


async def test_nobody_answers_and_the_next_one_is_rung(
    there: Helpline, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given one who does not answer, one who is busy, and one who is there
    monkeypatch.setattr(rules, "RING_SECONDS", 1)
    before = len(there.exchange.rung())
    async with there.listeners("101", "301", "202") as (_, _, clara):
        # when
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        # then
        assert there.exchange.rung()[before:] == ["101", "301", "202"]
        assert (await there.until(state="ended"))["answered_by"] == clara


async def test_who_cannot_be_helped_hears_a_message(there: Helpline) -> None:
    before = len(there.exchange.rung())
    # nobody is there; and a number that is not ours
    assert await there.exchange.call("is_left", NATIONAL) == 0
    assert (await there.latest())["state"] == "no_listener"
    assert await there.exchange.call("is_left", "0201234567") == 0
    heard = ["message-nobody_there", "message-unknown_number"]
    assert there.exchange.rung()[before:] == heard


async def test_who_hangs_up_while_waiting_has_abandoned_it(there: Helpline) -> None:
    async with there.listeners("201"):
        # given a listener who talks
        talking = there.calls("hangs_up", NATIONAL, "-d", "1500")
        await there.until(state="answered")
        # when another waits and hangs up
        assert await there.exchange.call("gives_up", NATIONAL) == 0
        # then
        await there.until(state="abandoned")
        # and who waits longer is rung through, once she has hung up
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        assert await talking == 0
        await there.until(state="ended")


async def test_a_call_is_handed_on(there: Helpline) -> None:
    async with there.listeners("501", "299") as (anna, bram):
        assert await there.exchange.call("is_handed_on", PARTNER, diverted="+31207777777") == 0
        attempt = await there.until(state="ended")
        assert anna != bram
        assert (attempt["answered_by"], attempt["continued"]) == (bram, True)
        assert (attempt["line"], attempt["diverted_from"]) == ("partner", "113online")


async def test_many_calls_are_each_answered_once(there: Helpline) -> None:
    # given ten listeners; a hundred calls in a minute, or as many a second for a while
    many, seconds = (100, 60) if os.environ.get("FULL") else (15, 9)
    begun, rung = datetime.now(UTC), len(there.exchange.rung())
    async with there.listeners(*(f"2{number}" for number in range(10, 20))):
        # when
        rate = ["-m", str(many), "-r", str(many), "-rp", str(seconds * 1000)]
        assert await there.exchange.call("hangs_up", NATIONAL, *rate, within=90) == 0

        # then each is over: by a listener, or where contacts was too slow by the fixed list
        by_ourselves = there.exchange.rung()[rung:].count("291")
        assert not by_ourselves or not os.environ.get("FULL")

        async def all_over() -> bool:
            async with there.telephones.house.database.commit() as connection:
                rows = await connection.fetch(LIST_STATES, begun)
            states = Counter(row["state"] for row in rows)
            open_still = states["waiting"] + states["offered"] + states["answered"]
            return not open_still and states["ended"] == many - by_ourselves

        await eventually(all_over)


async def test_the_edge_may_be_away_for_a_moment(there: Helpline) -> None:
    async with there.listeners("201"):
        talking = there.calls("hangs_up", NATIONAL, "-d", "3000")
        await there.until(state="answered")
        # given one who waits
        waiting = there.calls("hangs_up", NATIONAL)
        await eventually(lambda: there.telephones.count(COUNT_ASKED_AGAIN))
        # when the edge is killed and comes again
        await there.exchange.end_edge()
        await there.exchange.begin_edge()
        # then who waited is rung through all the same
        assert [await talking, await waiting] == [0, 0]
        await there.until(state="ended")


async def test_without_contacts_or_edge_the_fixed_list_is_rung(there: Helpline) -> None:
    async with there.listeners("201"):
        # given a call, of which contacts is not told the end
        talking = there.calls("hangs_up", NATIONAL, "-d", "300")
        await there.until(state="answered")
        await there.go()
        assert await talking == 0
        # when somebody calls: the first of the list is busy
        before = len(there.exchange.rung())
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        # then
        assert there.exchange.rung()[before:] == ["391", "291"]
        # and once contacts is there it is told what happened, and calls go their usual way
        await there.come()
        await there.until(state="ended")
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        assert there.exchange.rung()[-1] == "201"
        # without the edge it is the same
        await there.until(state="ended")
        await there.exchange.end_edge()
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        assert there.exchange.rung()[-2:] == ["391", "291"]
        await there.exchange.begin_edge()
        assert await there.exchange.call("hangs_up", NATIONAL) == 0
        assert there.exchange.rung()[-1] == "201"


async def test_no_caller_is_in_what_is_kept_or_shown(there: Helpline) -> None:
    # given messages that cannot be read, beside all the calls before
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trunk:
        trunk.bind((CALLERS, 0))
        for broken in BROKEN:
            trunk.sendto(broken.encode(), (HERE, there.exchange.sip))
    assert await there.exchange.call("is_left", NATIONAL) == 0
    # then no log, table or stream holds the number, and no telephone was shown it, or from where
    shown = there.exchange.log("heard")
    for written in WITHOUT_A_CALLER:
        assert written in shown
    for name, text in {
        "kamailio": there.exchange.log("kamailio"),
        "edge": there.exchange.log("edge"),
        "telephones": shown,
        "tables": str(await tables(await there.platform.database_url("contacts"))),
        "streams": await every_message(there),
    }.items():
        assert text, name
        assert DIGITS not in text, name
        assert "Jansen" not in text, name
        assert name in ("tables", "streams") or CALLERS not in text, name


BROKEN = (
    f"INVITE sip:{NATIONAL}@{HERE} SIP/2.0\r\nFrom: sip:{CALLER}@@{CALLERS}>;tag\r\n\r\n",
    f"INVITE sip:{CALLER} SIP\r\nVia: {CALLER}\r\nFrom: <{CALLER}\r\nTo: \r\n\r\n",
    f"OPTIONS sip:{HERE} SIP/2.0\r\nVia: SIP/2.0/UDP {CALLERS};branch={CALLER}\r\n{CALLER}\r\n\r\n",
    f"BYE sip:{CALLER}@{HERE} SIP/2.0\r\nVia: SIP/2.0/UDP {CALLERS}:9;branch=z9hG4bK1\r\nFrom: "
    f"<sip:{CALLER}@{CALLERS}>;tag=1\r\nTo: <sip:{CALLER}@{HERE}>;tag=2\r\nCall-ID: {CALLER}\r\n"
    f"CSeq: {CALLER} BYE\r\nRoute: <sip:{CALLER};lr>\r\nContent-Length: {CALLER}\r\n\r\n",
)


async def every_message(there: Helpline) -> str:
    """Return all that the streams hold, as text."""
    connection = await there.platform.connect()
    names = [info.config.name for info in await connection.jetstream().streams_info()]
    await connection.close()
    kept = [message for name in names for message in await there.platform.messages(name)]
    return "\n".join(f"{message.headers} {message.data!r}" for message in kept)
