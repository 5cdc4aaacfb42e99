"""Replicas of contacts are killed while many chat: nobody is lost, nobody is given twice.

And no word is lost, doubled or moved, as the two browsers see it.
"""

import asyncio
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

import pytest
from sensoor import services
from sensoor.embedded.ports import free_port, release_port

from tests.contacts.browsers import on_one_shift, pass_time
from tests.contacts.chatting import Process, processes
from tests.operations.chats import Evening
from tests.operations.replicas import FULL
from tests.operations.tcp_front import tcp_front
from tests.operations.trail import follow, not_once, times_answered, wrong_steps
from tests.platform import Platform
from tests.waiting import end, eventually

CHATS = 200 if FULL else 30
SECONDS = 120.0 if FULL else 16.0
KILL_EVERY_SECONDS = 20.0 if FULL else 7.0
CHAT_SECONDS = (20.0, 60.0) if FULL else (6.0, 12.0)
MOST_CHATS = 3
WITHIN = 60.0


async def test_nobody_is_lost_or_given_twice_while_replicas_are_killed(
    platform: Platform, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = await platform.database("contacts")
    await follow(database)
    port = free_port(28900)
    address = f"http://127.0.0.1:{port}"
    settings = {"PUBLIC_URL": address, "SETTABLE_CLOCK": "true"}
    async with processes(platform, 2, tmp_path, **settings) as replicas:
        shift_id, listeners = await on_one_shift(platform, CHATS)
        async with tcp_front(port, [replica.port for replica in replicas]):
            # when they are killed in turn while all chat
            evening = Evening(address, SECONDS, CHAT_SECONDS)
            killing = asyncio.create_task(kill_in_turn(replicas, evening, capsys))
            try:
                await evening.run(shift_id, listeners, CHATS)
            finally:
                await end(killing)
        tell(capsys, figures(evening))
        await asyncio.gather(*(come_back(replica) for replica in replicas))
        # then who was asked twice, because a welcome was lost, is missed once time has passed
        await pass_time(replicas[0], 180)

        async def all_over() -> bool:
            return not await not_once(platform, database)

        try:
            await eventually(all_over, WITHIN)
        finally:
            faults = evening.faults + await not_once(platform, database)
        # and nothing was lost, doubled or given twice
        assert faults == []
        assert await wrong_steps(database, MOST_CHATS) == []
        given = await times_answered(database)
        assert {id_: who for id_, who in evening.answers.items() if len(who) > given[id_]} == {}
        assert evening.ended["ended"] + evening.ended["unknown"] >= CHATS
        assert set(evening.ended) <= {"ended", "unknown"}
        assert evening.delays
    release_port(port)


async def kill_in_turn(
    replicas: Sequence[Process], evening: Evening, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kill one replica after another and start it again, until cancelled."""
    clock = asyncio.get_running_loop().time
    await evening.begun.wait()
    due = clock()
    for replica in cycle(replicas):
        due = max(due + KILL_EVERY_SECONDS, clock())
        await asyncio.sleep(due - clock())
        replica.kill()
        evening.kills += 1
        tell(capsys, f"kill {evening.kills}; chats over: {dict(evening.ended)}")
        await replica.again()


async def come_back(replica: Process) -> None:
    """Return once a replica is ready, which may have been killed last or be starting."""
    if replica.running.poll() is not None:
        await replica.again()
    await services.wait_until_ready(replica.address)


def figures(evening: Evening) -> str:
    """Return what was measured."""
    delays = sorted(evening.delays)
    at = {part: delays[int(part / 100 * (len(delays) - 1))] for part in (50, 99)} if delays else {}
    told = ", ".join(f"p{part} {seconds:.2f} s" for part, seconds in at.items())
    return (
        f"{CHATS} chats at once, {evening.kills} kills: {dict(evening.ended)} chats over,"
        f" {evening.words} words, {len(delays)} reconnections, {told}"
    )


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Show progress on the screen."""
    with capsys.disabled():
        print(f"\n{text}", flush=True)
