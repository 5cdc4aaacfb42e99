"""Chats by an accident line, through the real sockets, and the line that was closed meanwhile."""

import asyncio
from pathlib import Path
from uuid import uuid4

import httpx
from demo.chat import Desk, at_desk
from shared.roles import Role

from tests.contacts.browsers import REGISTRATION
from tests.contacts.chatting import help_seeker, listener, processes
from tests.contacts.surge_played import play_surge
from tests.contacts.surges_given import open_line, prepare
from tests.issuing import header_for
from tests.platform import Platform


async def answer_all(at: Desk) -> None:
    """Answer whoever is offered; the page acknowledges what they say."""
    while True:
        await at.until(lambda: at.offers)
        await at.answer(at.offers[0]["attemptId"])


async def test_people_chat_by_the_line_and_who_comes_after_the_closing_is_told(
    platform: Platform, tmp_path: Path
) -> None:
    who = uuid4()
    shift = await listener(platform, who)
    async with processes(platform, 1, tmp_path) as [process]:
        headers = header_for(Role.COORDINATOR) | {"Accept-Language": "en"}
        async with (
            httpx.AsyncClient(base_url=process.address, headers=headers) as contacts,
            at_desk(process.address, header_for(Role.LISTENER, person=who)) as hers,
        ):
            await hers.until(lambda: hers.view.get("shifts"))
            await hers.sit_down(shift)
            answering = asyncio.create_task(answer_all(hers))
            async with asyncio.timeout(30):
                played = await play_surge(contacts, process.address, 2)
                await hers.until(lambda: len(hers.to_register) == 2)
            answering.cancel()
            assert played == {"surge_chats_offered": 2, "surge_chats_answered": 2}
            [surge] = (await contacts.get("/v1/surges")).json()["items"]
            report = await contacts.get(f"/contacts/surges/{surge['surgeId']}")
            assert "2 not registered yet" in report.text
            for ended in hers.to_register:
                await hers.register(ended["attemptId"], **REGISTRATION)
            report = await contacts.get(f"/contacts/surges/{surge['surgeId']}")
            assert "not registered yet" not in report.text
            async with help_seeker(process) as late:
                await late.send(type="join", line=surge["slug"])
                assert (await late.of("refused"))["code"] == "surge-line-closed"
                await late.send(type="join")
                await late.of("welcome")
        async with httpx.AsyncClient(base_url=process.address) as anybody:
            page = await anybody.get(f"/contacts/help?line={surge['slug']}&lang=en")
            assert "is not open now" in page.text
            form = {"do": "start"}
            path = f"/contacts/help/plain?line={surge['slug']}&lang=nl"
            plain = await anybody.post(path, data=form, headers={"Origin": process.address})
            assert (plain.status_code, "is nu niet open" in plain.text) == (409, True)


async def test_what_was_typed_is_never_shown_and_only_the_nation_prepares(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    local = header_for(Role.COORDINATOR, locations=(uuid4(),))
    line = await prepare(contacts.client)
    body = {"region": "Zeeland", "kind": "disaster", "listenersWanted": 3}
    refused = await contacts.client.post("/v1/surge-lines", json=body, headers=local)
    assert refused.status_code == 403
    page = await contacts.client.get("/contacts/help?line=<b>vliegtuig</b>&lang=en", headers={})
    assert "<b>" not in page.text
    assert 'data-line="' not in page.text
    opened = await contacts.client.post(f"/v1/surge-lines/{line['lineId']}/opening", headers=local)
    assert opened.json() == await open_line(contacts.client, line["lineId"])
    shown = await contacts.client.get("/contacts/help?line=gelderland-1&lang=en")
    assert "the line for the accident in Gelderland" in shown.text
