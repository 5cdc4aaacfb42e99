"""Contacts by the other channels: a letter, our numbers, an accident line, cool-downs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
from demo.letters import WORK, LetterListener, LetterWriter

from tests.contacts.house import house_of
from tests.growth.desk import Desk

MAY_READ = "UPDATE listener SET channels = '{telephone,chat,email}' WHERE volunteer_id = $1"
COOL_DOWN = """
INSERT INTO cool_down (cool_down_id, attempt_id, reason, asked_by, location_id, set_at, until)
VALUES ($1, $2, 'prank', $3, $4, now(), now() + interval '1 hour')
"""
OF_LETTERS = "/contacts/letters/work/{attempt_id}"


@dataclass(frozen=True)
class As:
    """A client that asks as somebody."""

    client: httpx.AsyncClient
    headers: dict[str, str]

    async def get(self, path: str, headers: dict[str, str]) -> httpx.Response:
        return await self.client.get(path, headers=headers | self.headers)

    async def post(
        self, path: str, headers: dict[str, str], data: dict[str, str] | None = None
    ) -> httpx.Response:
        return await self.client.post(path, headers=headers | self.headers, data=data)


async def by_other_channels(desk: Desk, volunteer: UUID, listener: dict[str, str]) -> None:
    """Ask every endpoint of letters, numbers, accident lines and cool-downs."""
    await house_of(desk.service).execute(MAY_READ, volunteer)
    await _letters(desk, listener)
    line = {"number": "0900123", "kind": "national"}
    await desk.ask("PUT /v1/lines", json={"lines": [line]})
    for operation in ("GET /v1/lines", "GET /contacts/lines"):
        await desk.ask(operation)
    await desk.ask("POST /contacts/lines", form={"number": "0900124", "kind": "national"})
    await desk.ask("POST /contacts/lines/{number}/removal", number="0900124", form={})
    await _surges(desk)
    house, cool_down_id = house_of(desk.service), uuid4()
    await house.execute(COOL_DOWN, cool_down_id, uuid4(), uuid4(), UUID(int=1))
    for operation in ("GET /v1/cool-downs", "GET /contacts/cool-downs"):
        await desk.ask(operation)
    for place, kind in (("/v1", "json"), ("/contacts", "form")):
        await desk.ask(
            f"POST {place}/cool-downs/{{cool_down_id}}/review",
            cool_down_id=cool_down_id, **{kind: {"review": "upheld"}},
        )  # fmt: skip


async def _letters(desk: Desk, listener: dict[str, str]) -> None:
    client = desk.service.client
    await LetterWriter(client).write("Ik kan niet slapen.")
    own: Any = As(client, listener)
    reader = LetterListener(own)
    path = await reader.take()
    assert path is not None
    attempt_id = path.removeprefix(f"{WORK}/")
    draft = {"text": "Dag,"}
    await desk.ask(f"POST {OF_LETTERS}/draft", attempt_id=attempt_id, form=draft, headers=listener)
    await desk.ask(f"POST {OF_LETTERS}/release", attempt_id=attempt_id, form={}, headers=listener)
    assert await reader.take() == path
    await desk.ask(
        f"POST {OF_LETTERS}/review", attempt_id=attempt_id, form={"do": "send"}, headers=listener
    )
    assert await reader.answer(path, "Dag, wat naar.")
    await reader.register(path)
    await desk.ask("GET /contacts/letters/work", headers=listener)
    await desk.ask(f"GET {OF_LETTERS}", attempt_id=attempt_id, headers=listener)
    desk.left -= {f"POST {OF_LETTERS}/{act}" for act in ("take", "answer", "registration")}


async def _surges(desk: Desk) -> None:
    prepared = {"region": "Gelderland", "kind": "accident", "listenersWanted": 4}
    line_id = (await desk.ask("POST /v1/surge-lines", json=prepared))["lineId"]
    changed = {"kind": "disaster", "listenersWanted": 5}
    of_line = "/v1/surge-lines/{line_id}"
    await desk.ask(f"PUT {of_line}", line_id=line_id, json=changed)
    surge_id = (await desk.ask(f"POST {of_line}/opening", line_id=line_id, json={}))["surgeId"]
    for operation in ("GET /v1/surge-lines", "GET /v1/surges", "GET /contacts/surges",
                      "GET /contacts/surges/live"):  # fmt: skip
        await desk.ask(operation)
    for page in ("", "/live"):
        await desk.ask(f"GET /contacts/surges/{{surge_id}}{page}", surge_id=surge_id)
    more = {"listenersWanted": 6}
    await desk.ask("PUT /v1/surges/{surge_id}", surge_id=surge_id, json=more)
    of_page = "POST /contacts/surges/{surge_id}"
    await desk.ask(f"{of_page}/listeners", surge_id=surge_id, form={"listenersWanted": "7"})
    await desk.ask("POST /v1/surges/{surge_id}/closing", surge_id=surge_id, json={})
    await desk.ask(f"{of_page}/closing", surge_id=surge_id, form={})
    await desk.ask("POST /contacts/surges", form=prepared)
    on_page = "POST /contacts/surges/lines/{line_id}"
    await desk.ask(f"{on_page}/opening", line_id=line_id, form={})
    await desk.ask(f"{on_page}/removal", line_id=line_id, form={})
    await desk.ask(f"DELETE {of_line}", line_id=line_id)
