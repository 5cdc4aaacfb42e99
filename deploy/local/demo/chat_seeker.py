"""A help seeker of the evening: waits, gives up, chats, loses the line and comes back."""

import asyncio
from contextlib import suppress
from random import Random

from demo.chance import chance
from demo.chat import Over, Seeker
from demo.chat_plan import TURN_SECONDS, Chat
from demo.chat_words import goodbye, order_broken, saying
from demo.story_clock import StoryClock


async def ask_for_help(chat: Chat, address: str, clock: StoryClock) -> str | None:
    """Chat as planned; return what was wrong with the words as the help seeker saw them."""
    seeker = Seeker(address)
    running = asyncio.create_task(seeker.run())
    try:
        with suppress(Over):
            await _wait(seeker, chat, clock)
            await _talk(seeker, chat, clock)
        await running
    finally:
        running.cancel()
    if order_broken(seeker.words.log):
        return f"the words of chat {chat.number} are not each once and in order"
    return None


async def _wait(seeker: Seeker, chat: Chat, clock: StoryClock) -> None:
    """Wait for an answer, or give up; raises Over when it is missed."""
    patience = None if chat.patience is None else clock.real_seconds(chat.patience)
    try:
        async with asyncio.timeout(patience):
            await seeker.until(lambda: seeker.phase == "answered")
    except TimeoutError:
        seeker.end()
        await seeker.until(lambda: False)


async def _talk(seeker: Seeker, chat: Chat, clock: StoryClock) -> None:
    random = chance(f"chat {chat.number}")
    for turn in range(1, chat.turns + 1):
        seeker.say(saying(chat.number, turn))
        if chat.cut == turn:
            seeker.connection.cut()
        await _heard(seeker, turn)
        seeker.look()
        await _think(random, clock)
    if chat.ends_itself:
        seeker.end()
    else:
        seeker.say(goodbye(chat.number, chat.turns + 1))


async def _heard(seeker: Seeker, turn: int) -> None:
    """Wait for the listener's answer to a turn."""
    await seeker.until(
        lambda: sum(word.by == "listener" for word in seeker.words.log) >= turn,
    )


async def _think(random: Random, clock: StoryClock) -> None:
    await asyncio.sleep(clock.real_seconds(random.uniform(*TURN_SECONDS)))
