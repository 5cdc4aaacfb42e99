"""Contacts: an accident line for each province, prepared, so that anybody can open one."""

from typing import get_args

from shared.events.vocabulary import Province

from demo.chance import key
from demo.client import Api

LISTENERS_WANTED = 4


async def prepare_lines(contacts: Api) -> None:
    """Prepare a line for each province that has none yet; it is reached by its chat page."""
    prepared = (await contacts.get("/v1/surge-lines"))["items"]
    for region in sorted({*get_args(Province)} - {line["region"] for line in prepared}):
        wanted = {"region": region, "kind": "accident", "listenersWanted": LISTENERS_WANTED}
        await contacts.post("/v1/surge-lines", wanted, key("surge line", region))
