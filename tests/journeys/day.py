"""A day at the helpline by every channel, and what of it nobody may know."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import httpx
from demo.chat import Desk, Seeker, at_desk
from demo.letters import LetterListener, LetterWriter
from nats.aio.msg import Msg
from sensoor.bus.environment import bus_of
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform
from shared.roles import Role

from tests.contacts.browsers import REGISTRATION, WITHIN, answers, on_one_shift, seeking, told
from tests.contacts.surges_given import open_line, prepare
from tests.journeys.callers import EXTENSION, NAME, NATIONAL, Callers
from tests.waiting import eventually

WORDS = "de reiger staat op het ijs"
MISUSER, CALLER, SAME_CALLER = "+31684927163", "+31637415928", "0031637415928"
WITHHELD = "+31659382746"
MISUSED = {"kind": "misuse", "outcome": "no_conversation", "misuseKind": "sexual",
           "coolDown": "rest_of_day"}  # fmt: skip
# Whatever stands between the words of a pass-phrase.
BETWEEN = (" ", "", "-", "_", "+", "%20", ",", ", ", ".", "\n", '","', '", "')
ADMIT = "UPDATE listener SET channels = '{chat,telephone,email}'"
LET_RING = "UPDATE shift SET channels = '{chat,telephone}'"
LAST_ASKED = "/v1/surges"
LIST_TOKENS = "SELECT token FROM caller_today"
LIST_SEALED = """
SELECT sealed FROM letter UNION ALL SELECT draft FROM letter_answer
"""
LIST_KEYS = "SELECT unnest(ARRAY[lookup, by_phrase, for_listeners]) FROM mailbox_key"


@dataclass
class Helpline:
    """A platform that is up, with a second process of contacts `there`, and those who call it."""

    platform: Platform
    there: str
    callers: Callers
    shift_id: UUID
    listeners: Sequence[UUID]
    phrase: str = ""
    chat_tokens: list[bytes] = field(default_factory=list)
    overheard: list[bytes] = field(default_factory=list)

    @property
    def here(self) -> str:
        """Return the address of contacts."""
        return str(self.platform.addresses["contacts"])

    @property
    def database(self) -> str:
        """Return the URL of contacts' database."""
        return str(self.platform.addresses["databases"]["contacts"])

    def browser(self, *roles: Role, person: UUID | None = None) -> httpx.AsyncClient:
        """Return the browser of somebody with these roles, or of nobody."""
        claims = {"person": str(person)} if person else {}
        headers = signing.header(self.platform.home, *roles, **claims) if roles else {}
        return httpx.AsyncClient(base_url=self.here, trust_env=False, timeout=60, headers=headers)

    async def rows(self, statement: str) -> list[bytes]:
        """Return the one column that a statement finds."""
        connection = await asyncpg.connect(self.database)
        found = [bytes(row[0]) for row in await connection.fetch(statement)]
        await connection.close()
        return found

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Desk]:
        """Give the desk of a listener who takes calls and chats."""
        headers = signing.header(self.platform.home, Role.LISTENER, person=str(self.listeners[0]))
        async with at_desk(self.here, headers) as desk:
            desk.extension = EXTENSION
            await desk.be("present", self.shift_id)
            await desk.until(lambda: desk.connected)
            yield desk

    def secrets(self) -> dict[str, list[bytes]]:
        """Return what nobody may know, on no day."""
        one, two = max(
            zip(self.phrase.split(), self.phrase.split()[1:], strict=False),
            key=lambda pair: len("".join(pair)),
        )
        return {
            "what was said": [WORDS.encode()],
            "the pass-phrase": [f"{one}{between}{two}".encode() for between in BETWEEN],
            # Without what may stand before them, they are found however they are written.
            "a number": [one[-8:].encode() for one in (MISUSER, CALLER, WITHHELD)],
            "a name": [NAME.encode()],
            "a chat's token": self.chat_tokens,
        }


@asynccontextmanager
async def overhearing(line: Helpline) -> AsyncIterator[None]:
    """Keep what passes between the processes of contacts while words are said."""
    bus = await bus_of(line.platform.addresses).connect("contacts")

    async def overhear(message: Msg) -> None:
        line.overheard.append(message.data)

    await bus.subscribe("chat.>", cb=overhear)
    await bus.flush()
    yield
    await bus.close()


async def helpline(platform: Platform, there: str, callers: Callers) -> Helpline:
    """Return a helpline with two listeners on shift, and the national number."""
    shift_id, listeners = await on_one_shift(platform.addresses["databases"]["contacts"], 2)
    line = Helpline(platform, there, callers, shift_id, listeners)
    connection = await asyncpg.connect(line.database)
    await connection.execute(ADMIT)
    await connection.execute(LET_RING)
    await connection.close()
    async with line.browser(Role.OPERATOR) as operator:
        lines = [{"number": NATIONAL, "kind": "national"}]
        (await operator.put("/v1/lines", json={"lines": lines})).raise_for_status()
    return line


@asynccontextmanager
async def chatting(line: Helpline, desk: Desk, way: str | None = None) -> AsyncIterator[Seeker]:
    """Give a chat, across two processes, in which both have spoken; end and register it."""
    async with seeking(line.there, way) as seeker:
        attempt = await answers(desk)
        await told(seeker, "answered")
        assert seeker._token is not None
        line.chat_tokens.append(seeker._token.encode())
        seeker.say(f"{WORDS}, says the help seeker")
        desk.say(attempt, f"{WORDS}, says the listener")
        async with asyncio.timeout(60):
            await seeker.until(lambda: len(seeker.words.log) == 2)
            await desk.until(lambda: len(desk.words[attempt].log) == 2)
        # and both send them where they do not belong
        for frame in ({"type": WORDS}, {"type": "say", "n": 0, "text": WORDS}, {WORDS: WORDS}):
            seeker.connection.send(frame)
            desk.connection.send({"chat": attempt, **frame})
        yield seeker
        seeker.end()
        await told(seeker, "ended")
        await register(desk, **REGISTRATION)


async def register(desk: Desk, **said: object) -> None:
    """Register what has ended."""
    async with asyncio.timeout(WITHIN):
        await desk.until(lambda: desk.to_register)
        await desk.register(desk.to_register[0]["attemptId"], **said)
        await desk.until(lambda: not desk.to_register)


async def calls(line: Helpline, desk: Desk) -> None:
    """Let one misuse the line and call again, another call twice, and one withhold the number."""
    call = line.callers.call
    assert await call(MISUSER) == EXTENSION
    await register(desk, **MISUSED)
    assert await call(MISUSER, "listens") == "message-cool_down"
    for caller in (CALLER, SAME_CALLER):
        assert await call(caller) == EXTENSION
        await register(desk, **REGISTRATION)
    assert await call(WITHHELD, "withheld") == EXTENSION
    await register(desk, **REGISTRATION)


async def letters(line: Helpline) -> None:
    """Let somebody write, get an answer and write on; the next answer is a draft."""
    async with (
        line.browser() as nobody,
        line.browser(Role.LISTENER, person=line.listeners[1]) as own,
    ):
        writer, listener = LetterWriter(nobody), LetterListener(own)
        line.phrase = await writer.write(f"{WORDS}, says a letter")
        path = await listener.take()
        assert path is not None
        assert await listener.answer(path, f"{WORDS}, says its answer")
        await listener.register(path)
        await writer.write_on(line.phrase, f"{WORDS}, says another")
        path = await listener.take()
        assert path is not None
        await listener.draft(path, f"{WORDS}, says a draft")


async def accident_line(line: Helpline) -> str:
    """Open an accident line; return the address of its chat."""
    async with line.browser(Role.COORDINATOR) as coordinator:
        prepared = await prepare(coordinator)
        await open_line(coordinator, prepared["lineId"])
    return str(prepared["slug"])


async def all_told(line: Helpline) -> None:
    """Wait until the bus has every event of contacts."""

    async def nothing_waits() -> bool:
        return not await line.rows("SELECT event_id::text::bytea FROM outbox WHERE sent_at IS NULL")

    await eventually(nothing_waits)


async def all_traced(line: Helpline, spans: Sequence[bytes]) -> None:
    """Wait until both processes of contacts have sent the spans of all that was asked of them.

    A process sends them in the order in which they end: that of a last question comes last.
    """

    def counted() -> int:
        return b"".join(spans).count(f"GET {LAST_ASKED}".encode())

    async def both_came() -> bool:
        return counted() == before + 2

    before = counted()
    for address in (line.here, line.there):
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=20) as nobody:
            assert (await nobody.get(LAST_ASKED)).status_code == 401
    await eventually(both_came)
