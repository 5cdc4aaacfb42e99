"""A house with telephones, and an exchange that tells of its calls."""

import base64
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from contacts.lines.rules import OwnLine
from contacts.lines.stored_lines import save_line
from demo.exchange import Exchange, a_caller

from tests.contacts.given import LOCATION
from tests.contacts.house import House, house_of
from tests.platform import Platform, Running

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
NATIONAL, LOCAL, PARTNER, SHUT = "0900001", "0900002", "0900003", "0900004"
LINES = (
    OwnLine(NATIONAL, "national"), OwnLine(LOCAL, "local", location_id=LOCATION),
    OwnLine(PARTNER, "partner", organisation="113online"),
    OwnLine(SHUT, "partner", organisation="113online", hours=[]),
)  # fmt: skip
EVERY_LINE = ("national", "local", "partner")
FIND_ATTEMPT = "SELECT * FROM attempt WHERE attempt_id = $1"
COUNT_MISSED = "SELECT count(*) FROM missed_attempt WHERE attempt_id = $1"
COUNT_TOLD = "SELECT count(*) FROM outbox WHERE data LIKE '%' || $1 || '%'"


@dataclass
class Telephones:
    """A house, and its exchange; `at` are the extensions of the listeners."""

    house: House
    exchange: Exchange
    contacts: Running
    at: dict[UUID, str] = field(default_factory=dict)

    async def listener(self, extension: str, **given: Any) -> UUID:
        """Let a listener with this extension be present."""
        one = await self.house.listener(lines=EVERY_LINE, extension=extension, **given)
        self.at[one] = extension
        return one

    async def call(self, number: str = NATIONAL, **given: Any) -> tuple[UUID, dict[str, Any]]:
        """Let somebody call; return the call and what the exchange is to do."""
        call_id = uuid4()
        return call_id, await self.exchange.call(call_id, number, a_caller(), **given)

    async def talking(self, extension: str) -> UUID:
        """Let somebody call whom the listener at this extension answers; return the call."""
        call_id, told = await self.call()
        assert (told["action"], told.get("extension")) == ("ring", extension), told
        await self.exchange.happened(call_id, 1, "answered", extension=extension)
        return call_id

    async def attempt(self, call_id: UUID) -> dict[str, Any]:
        """Return a call's attempt."""
        async with self.house.database.commit() as connection:
            return dict(await connection.fetchrow(FIND_ATTEMPT, call_id))

    async def count(self, statement: str, *given: Any) -> int:
        """Return what a statement counts."""
        async with self.house.database.commit() as connection:
            found: int = await connection.fetchval(statement, *given)
        return found


async def telephones(platform: Platform, secrets: str = SECRET) -> Telephones:
    """Return a house whose exchange signs with the first secret, by a real process."""
    contacts = await platform.service("contacts", exchange_secrets=secrets)
    house = house_of(contacts)
    await house.location("Zutphen", LOCATION)
    for line in LINES:
        await house.do(save_line, line)
    return Telephones(house, Exchange(contacts.client, secrets.split(maxsplit=1)[0]), contacts)
