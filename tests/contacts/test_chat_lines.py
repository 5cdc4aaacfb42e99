"""Two browsers in Python whose lines are cut: each word is shown once, and in order."""

import asyncio
from pathlib import Path

from contacts.words.transcript import Word
from demo.chat import Desk, Seeker, at_desk
from shared.roles import Role

from tests.contacts.chatting import listener, processes
from tests.contacts.given import VOLUNTEER
from tests.issuing import header_for
from tests.platform import Platform

REGISTRATION = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}
ROUNDS = 12


async def test_words_said_while_lines_are_cut_are_shown_once_and_in_order(
    platform: Platform, tmp_path: Path
) -> None:
    async with processes(platform, 2, tmp_path) as (one, other):
        shift = await listener(platform, VOLUNTEER)
        await platform.handled("contacts", 3)
        # given an open chat across two replicas
        headers = header_for(Role.LISTENER, person=VOLUNTEER)
        seeker = Seeker(other.address)
        async with asyncio.timeout(60), at_desk(one.address, headers) as desk:
            await desk.be("present", shift)
            running = asyncio.create_task(seeker.run())
            await desk.until(lambda: desk.offers)
            attempt = desk.offers[0]["attemptId"]
            assert await desk.answer(attempt)
            await seeker.until(lambda: seeker.phase == "answered")
            await desk.until(lambda: attempt in desk.words)
            # when both talk, and both lines are cut again and again
            await talk(seeker, desk, attempt)
            # then both see all words of each, in their order
            for log in (seeker.words.log, desk.words[attempt].log):
                for by in ("seeker", "listener"):
                    assert spoken(log, by) == [f"{by} {number}" for number in range(ROUNDS)]
            assert seeker.connection.delays
            assert desk.connection.delays
            # and the chat ends as any other
            seeker.end()
            assert await running == {"phase": "ended", "endedBy": "seeker"}
            await desk.until(lambda: desk.to_register)
            await desk.register(attempt, **REGISTRATION)
            await desk.until(lambda: not desk.to_register)


async def talk(seeker: Seeker, desk: Desk, attempt: str) -> None:
    """Let both say a word in each round, and cut one line or the other."""

    def both_have(count: int) -> bool:
        logs = (seeker.words.log, desk.words[attempt].log)
        return all(len(log) == 2 * count for log in logs)

    for number in range(ROUNDS):
        seeker.say(f"seeker {number}")
        if number % 3 == 1:
            seeker.connection.cut()
        if number % 3 == 2:
            desk.connection.cut()
        desk.say(attempt, f"listener {number}")
        await seeker.until(lambda: len(seeker.words.log) == 2 * (number + 1))  # noqa: B023
        await desk.until(lambda: both_have(number + 1))  # noqa: B023


def spoken(log: list[Word], by: str) -> list[str]:
    return [word.text for word in log if word.by == by]
