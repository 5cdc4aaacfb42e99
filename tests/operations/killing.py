"""Replicas of contacts that are killed in turn while people are on, and come back."""

import asyncio
from collections.abc import Sequence
from itertools import cycle

import pytest
from sensoor import services

from tests.contacts.chatting import Process
from tests.operations.chats import Evening


async def kill_in_turn(
    replicas: Sequence[Process],
    evening: Evening,
    every_seconds: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Kill one replica after another and start it again, until cancelled."""
    clock = asyncio.get_running_loop().time
    await evening.begun.wait()
    due = clock()
    for replica in cycle(replicas):
        due = max(due + every_seconds, clock())
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
    """Return what was measured of the chats."""
    return (
        f"{evening.kills} kills: {dict(evening.ended)} chats over, {evening.words} words,"
        f" {len(evening.delays)} reconnections, {told(evening.delays)}"
    )


def told(seconds: Sequence[float]) -> str:
    """Return in words the middle and the longest of measured seconds."""
    known = sorted(seconds)
    at = {part: known[int(part / 100 * (len(known) - 1))] for part in (50, 99)} if known else {}
    return ", ".join(f"p{part} {found:.2f} s" for part, found in at.items())


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Show progress on the screen."""
    with capsys.disabled():
        print(f"\n{text}", flush=True)
