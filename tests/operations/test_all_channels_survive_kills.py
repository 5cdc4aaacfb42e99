"""Replicas of contacts are killed while people chat, call and write: nobody is lost or doubled.

All wait in one queue for the same listeners, and come in by one address.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from contacts.lines.rules import OwnLine
from contacts.lines.stored_lines import save_line
from sensoor.embedded.ports import free_port, release_port
from shared.database import Database

from tests.contacts.browsers import on_one_shift, pass_time
from tests.contacts.calling import NATIONAL, SECRET
from tests.contacts.chatting import Process, processes
from tests.contacts.given import LOCATION
from tests.operations.calls import Switchboard, switchboard
from tests.operations.chats import Evening, with_extensions
from tests.operations.killing import come_back, figures, kill_in_turn, tell, told
from tests.operations.letters import Post
from tests.operations.replicas import FULL
from tests.operations.tcp_front import tcp_front
from tests.operations.trail import follow, not_once, times_answered, wrong_steps
from tests.platform import Platform
from tests.waiting import end, eventually

CHATS, CALLS, LETTERS = (200, 200, 50) if FULL else (12, 12, 4)
SECONDS = 120.0 if FULL else 8.0
KILL_EVERY_SECONDS = 20.0 if FULL else 4.0
CHAT_SECONDS = (20.0, 60.0) if FULL else (3.0, 6.0)
TALK_SECONDS = (10.0, 40.0) if FULL else (1.0, 4.0)
# Beside those who chat: 100 calls a minute are 50 at once.
MORE_LISTENERS, ANSWER_LETTERS = (70, 10) if FULL else (6, 3)
MOST_CHATS = 3
WORD_SECONDS = 30.0
WITHIN = 60.0
LIST_CALLS = """
SELECT attempt_id, state, answered_by FROM attempt WHERE channel = 'telephone'
"""
COUNT_LETTERS = "SELECT count(*) FROM letter WHERE author = $1"


class Played(NamedTuple):
    """Those who chat, call and write, after it."""

    evening: Evening
    board: Switchboard
    post: Post


async def test_nobody_is_lost_or_doubled_on_any_channel_while_replicas_are_killed(
    platform: Platform,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # How soon contacts answers is measured elsewhere: here a slow machine is waited for.
    for patience in ("ANSWER_SECONDS", "PATIENCE_SECONDS"):
        monkeypatch.setattr(f"edge.questions.{patience}", WORD_SECONDS)
    database = await platform.database("contacts")
    await follow(database)
    async with database.commit() as connection:
        await connection.execute("INSERT INTO location VALUES ($1, '1', 'Zutphen')", LOCATION)
        await save_line(connection, OwnLine(NATIONAL, "national"))
    port = free_port(28900)
    settings = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}", "SETTABLE_CLOCK": "true",
        "EXCHANGE_SECRETS": SECRET,
    }  # fmt: skip
    async with processes(platform, 2, tmp_path, **settings) as replicas:
        everything = ("chat", "telephone", "email")
        shift_id, listeners = await on_one_shift(platform, CHATS + MORE_LISTENERS, *everything)
        desks = with_extensions(listeners)
        # when they are killed in turn while all are on
        evening, board, post = await play(replicas, port, shift_id, desks, capsys)
        # then nothing was lost, doubled or given twice, as browsers, telephones and tables have it
        assert evening.faults + board.faults + post.faults == []
        await all_are_over(platform, database, replicas)
        assert await wrong_steps(database, MOST_CHATS) == []
        given = await times_answered(database)
        assert {id_: who for id_, who in evening.answers.items() if len(who) > given[id_]} == {}
        assert set(evening.ended) <= {"ended", "unknown"}
        assert await otherwise(database, board, desks) == []
        assert board.counted["talked"] > CALLS / 2
        assert await letters_kept(database) == [LETTERS, LETTERS]
    release_port(port)


async def play(
    replicas: Sequence[Process],
    port: int,
    shift_id: UUID,
    desks: Mapping[UUID, str],
    capsys: pytest.CaptureFixture[str],
) -> Played:
    """Let all chat, call and write by one port while the replicas behind it are killed in turn."""
    address = f"http://127.0.0.1:{port}"
    evening, post = Evening(address, SECONDS, CHAT_SECONDS), Post(port)
    async with (
        tcp_front(port, [replica.port for replica in replicas]),
        switchboard(address, TALK_SECONDS) as board,
    ):
        killing = asyncio.create_task(kill_in_turn(replicas, evening, KILL_EVERY_SECONDS, capsys))
        try:
            await evening.run(
                shift_id, desks, CHATS,
                lambda: board.ring(CALLS, SECONDS),
                lambda: post.play(LETTERS, list(desks)[:ANSWER_LETTERS]),
            )  # fmt: skip
        finally:
            await end(killing)
            tell(capsys, measured(evening, board, post))
    return Played(evening, board, post)


async def all_are_over(platform: Platform, database: Database, replicas: Sequence[Process]) -> None:
    """Wait until each attempt is over, and told once.

    Who was asked twice, because a welcome was lost, is missed once time has passed.
    """
    await asyncio.gather(*(come_back(replica) for replica in replicas))
    await pass_time(replicas[0], 180)

    async def all_over() -> bool:
        return not await not_once(platform, database)

    await eventually(all_over, WITHIN)


async def otherwise(database: Database, board: Switchboard, desks: Mapping[UUID, str]) -> list[str]:
    """Return the calls that ended in another way, or with another listener, than was heard."""
    async with database.commit() as connection:
        rows = {row["attempt_id"]: row for row in await connection.fetch(LIST_CALLS)}
    found = [f"{call}: nobody called" for call in rows.keys() - board.ends.keys()]
    for call, how in board.ends.items():
        row = rows.get(call)
        state = row and row["state"]
        at = row and desks.get(row["answered_by"])
        kept = (state, at)
        # A call of which contacts gave no word in time may not be known to it.
        expected = {
            "talked": [("registered", board.answered.get(call))],
            "hung up": [("abandoned", None)],
            "fallback": [("abandoned", None), (None, None)],
        }.get(how, [])
        if kept not in expected:
            found.append(f"{call} {how}: {kept}, not {expected}")
    return found


async def letters_kept(database: Database) -> list[int]:
    """Return how many letters there are by those who seek help, and how many answers."""
    async with database.commit() as connection:
        return [await connection.fetchval(COUNT_LETTERS, by) for by in ("seeker", "listener")]


def measured(evening: Evening, board: Switchboard, post: Post) -> str:
    """Return what was measured."""
    return (
        f"{CHATS} chats at once, {figures(evening)}; {dict(board.counted)} calls,"
        f" picked up after {told(board.waits)}; {post.answered} letters answered, {post.read} read"
    )
