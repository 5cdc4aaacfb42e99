"""Accident lines to look at: prepared, open and closed."""

from typing import Any

import httpx

from tests.volunteers import desk

OF_AN_ACCIDENT = "0881234567"  # Gelderland's, which is open


async def prepare(client: httpx.AsyncClient, region: str = "Gelderland", **more: Any) -> Any:
    """Prepare a line by the API; return it."""
    wanted = {"region": region, "kind": "accident", "listenersWanted": 4, **more}
    return await desk.post(client, "/surge-lines", **wanted)


async def open_line(client: httpx.AsyncClient, line_id: str) -> Any:
    """Open a prepared line by the API; return its surge."""
    opened = await client.post(f"/v1/surge-lines/{line_id}/opening")
    assert opened.status_code == 200, opened.text
    return opened.json()


async def given_surges(client: httpx.AsyncClient) -> dict[str, str]:
    """Prepare three lines, of which one is open and one was; return the ids of these two."""
    lines = [
        await prepare(client, number=OF_AN_ACCIDENT),
        await prepare(client, "Limburg", kind="disaster", listenersWanted=20),
        await prepare(client, "Fryslân", number="0881234568"),
    ]
    surges = [await open_line(client, line["lineId"]) for line in lines[:2]]
    closed = await client.post(f"/v1/surges/{surges[1]['surgeId']}/closing")
    assert closed.status_code == 200, closed.text
    return {"surge_id": surges[0]["surgeId"], "closed_id": surges[1]["surgeId"]}
