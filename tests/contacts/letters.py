"""A house in which letters are written and answered, by the pages of a service in this process.

And the way of a browser to processes that are killed.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
from demo.letters import LetterListener, LetterWriter
from shared.roles import Role

from tests import issuing
from tests.contacts.given import LOCATION
from tests.platform import Platform, Running

ADMIT = "INSERT INTO listener VALUES ($1, '1', $2, '{chat,email}', '{national}', $3)"
ROLES = ("listener", "mentor", "trainee")


class Either(httpx.AsyncBaseTransport):
    """The way to several ports: what one does not answer is sent to another, as it was."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ways = [(port, httpx.AsyncHTTPTransport()) for port in ports]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with asyncio.timeout(60):
            while True:
                for port, way in self.ways:
                    request.url = request.url.copy_with(port=port)
                    try:
                        answer = await way.handle_async_request(request)
                        if answer.status_code < 500:
                            await answer.aread()
                            return answer
                    except httpx.TransportError:
                        continue
                await asyncio.sleep(0.1)

    async def aclose(self) -> None:
        for _, way in self.ways:
            await way.aclose()


def browser(ports: Sequence[int], headers: dict[str, str]) -> httpx.AsyncClient:
    """Return a browser that reaches contacts on either of these ports."""
    return httpx.AsyncClient(
        transport=Either(ports), base_url="http://127.0.0.1", headers=headers, timeout=60
    )


@dataclass
class LetterHouse:
    """Contacts, a help seeker's browser, and who may answer, each by the role."""

    contacts: Running
    seeker: LetterWriter
    people: dict[str, UUID]

    def at_list(self, role: str) -> LetterListener:
        """Return the work list of whoever has a role."""
        return LetterListener(self.client(issuing.header_for(
            Role.LISTENER, person=self.people[role]
        )))  # fmt: skip

    def client(self, headers: dict[str, str]) -> httpx.AsyncClient:
        """Return a browser of its own."""
        transport = httpx.ASGITransport(app=self.contacts.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://contacts", headers=headers)

    async def rows(self, statement: str, *given: object) -> list[tuple[object, ...]]:
        """Return the rows of a statement."""
        async with self.contacts.database.commit() as connection:
            return [tuple(row.values()) for row in await connection.fetch(statement, *given)]


async def house_of_letters(platform: Platform) -> LetterHouse:
    """Return a house where a listener, a mentor and a trainee are admitted for e-mail.

    There is no worker, whose retention would come between: tests apply its rules themselves.
    """
    contacts = await platform.service("contacts", role="api")
    people = {role: uuid4() for role in ROLES}
    async with contacts.database.commit() as connection:
        await connection.execute("INSERT INTO location VALUES ($1, '1', 'Zutphen')", LOCATION)
        for role, one in people.items():
            await connection.execute(ADMIT, one, LOCATION, role)
    house = LetterHouse(contacts, LetterWriter(contacts.client), people)
    return LetterHouse(contacts, LetterWriter(house.client({})), people)
