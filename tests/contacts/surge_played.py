"""Contacts: an accident line is opened, a few people chat by it, and it is closed again."""

import asyncio
from contextlib import suppress
from typing import Any

import httpx
from demo.chat import Over, Seeker
from demo.chat_words import saying

REGION = "Gelderland"


async def play_surge(contacts: httpx.AsyncClient, address: str, chats: int = 3) -> dict[str, int]:
    """Open a prepared line, let so many help seekers chat by it, and close it.

    `contacts` asks the API as a coordinator of the nation; `address` is where browsers find it.
    Listeners at their desks answer, and end no chat before the help seeker does. Return how many
    came by the line and how many were answered.
    """
    line = await _prepared(contacts)
    surge = await _ask(contacts, "POST", f"/v1/surge-lines/{line['lineId']}/opening")
    phases = await asyncio.gather(
        *(_chat(address, line["slug"], number) for number in range(1, chats + 1))
    )
    await _ask(contacts, "POST", f"/v1/surges/{surge['surgeId']}/closing")
    answered = sum("answered" in each for each in phases)
    return {"surge_chats_offered": chats, "surge_chats_answered": answered}


async def _prepared(contacts: httpx.AsyncClient) -> dict[str, Any]:
    """Return the prepared line of the region; prepare it the first time."""
    lines = (await _ask(contacts, "GET", "/v1/surge-lines"))["items"]
    for line in lines:
        if line["region"] == REGION:
            found: dict[str, Any] = line
            return found
    wanted = {"region": REGION, "kind": "accident", "listenersWanted": 4}
    return await _ask(contacts, "POST", "/v1/surge-lines", wanted)


async def _chat(address: str, slug: str, number: int) -> list[str]:
    """Join by the line, say something once a listener is there, and end the chat."""
    seeker = Seeker(address, line=slug)
    running = asyncio.create_task(seeker.run())
    try:
        with suppress(Over):
            await seeker.until(lambda: seeker.phase == "answered")
            seeker.say(saying(number, 1))
            await seeker.until(lambda: seeker.words.got >= 1)
            seeker.end()
        await running
    finally:
        running.cancel()
    return seeker.phases


async def _ask(
    contacts: httpx.AsyncClient, method: str, path: str, body: object = None
) -> dict[str, Any]:
    answer = await contacts.request(method, path, json=body)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
