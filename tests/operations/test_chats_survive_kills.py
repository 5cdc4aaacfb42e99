"""Replicas of contacts are killed while many chat: nobody is lost, nobody is given twice.

And no word is lost, doubled or moved, as the two browsers see it.
"""

import asyncio
from pathlib import Path

import pytest
from sensoor.embedded.ports import free_port, release_port

from tests.contacts.browsers import on_one_shift, pass_time
from tests.contacts.chatting import processes
from tests.operations.chats import Evening, with_extensions
from tests.operations.killing import come_back, figures, kill_in_turn, tell
from tests.operations.replicas import FULL
from tests.operations.tcp_front import tcp_front
from tests.operations.trail import follow, not_once, times_answered, wrong_steps
from tests.platform import Platform
from tests.waiting import end, eventually

CHATS = 200
SECONDS = 120.0
KILL_EVERY_SECONDS = 20.0
CHAT_SECONDS = (20.0, 60.0)
MOST_CHATS = 3
WITHIN = 60.0


@pytest.mark.skipif(not FULL, reason="three minutes: FULL=1 runs it, beside all channels at once")
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
            killing = asyncio.create_task(
                kill_in_turn(replicas, evening, KILL_EVERY_SECONDS, capsys)
            )
            try:
                await evening.run(shift_id, with_extensions(listeners), CHATS)
            finally:
                await end(killing)
        tell(capsys, f"{CHATS} chats at once, {figures(evening)}")
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
