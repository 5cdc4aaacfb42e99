"""Somebody on the bus, honest or not, who notes each time that the broker says no."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from sensoor.bus.connection import Bus
from shared.bus import API
from shared.events.catalogue import EVENTS, PARTNERS
from shared.events.envelope import headers, publisher_of

from tests.contracts.samples import sample
from tests.waiting import eventually

SERVICES = ("contacts", "billing", "volunteers", "reporting")


@dataclass
class Visitor:
    """A connection, and what the broker denied it."""

    name: str
    denied: list[str] = field(default_factory=list)
    client: Client = field(default_factory=Client)

    async def note(self, error: Exception) -> None:
        self.denied.append(str(error))

    async def may_publish(self, *tried: str | tuple[str, bytes]) -> list[str]:
        """Publish to each subject; return where that was not denied."""
        calls = [(one, b"{}") if isinstance(one, str) else one for one in tried]
        for subject, data in calls:
            await self.client.publish(subject, data)
        await self.reach()
        return [subject for subject, _ in calls if not self.was_denied("publish", subject)]

    async def may_subscribe(self, *subjects: str) -> list[str]:
        """Subscribe to each subject; return where that was not denied."""
        for subject in subjects:
            await self.client.subscribe(subject)
        await self.reach()
        return [subject for subject in subjects if not self.was_denied("subscription", subject)]

    async def reach(self) -> None:
        """Return once the broker has seen, and answered, all that was said.

        Twice: the client's own flush may overtake what it was called after.
        """
        await self.client.flush()
        await self.client.flush()

    def was_denied(self, way: str, subject: str) -> bool:
        said = f'permissions violation for {way} to "{subject}"'.lower()
        return any(said in denial.lower() for denial in self.denied)

    async def ask(self, subject: str, payload: Any = None) -> Any:
        """Ask for what must be given: the answer as JSON, which is no error."""
        data = b"" if payload is None else json.dumps(payload).encode()
        answer = await self.client.request(subject, data, timeout=5)
        found = json.loads(answer.data or b"{}")
        assert "error" not in found, (subject, found["error"])
        return found

    async def fetch(self, partner: str, count: int, seconds: float = 5) -> list[Msg]:
        """Fetch copies as the partner does."""
        stream, consumer = f"PARTNER_{partner.upper()}", f"partner_{partner}"
        js = self.client.jetstream(prefix=API)
        inbox = await js.pull_subscribe_bind(consumer, stream)
        try:
            return await inbox.fetch(count, timeout=seconds)
        finally:
            await inbox.unsubscribe()


@asynccontextmanager
async def visiting(
    there: Bus, user: str, credentials: Path | None = None, **options: Any
) -> AsyncIterator[Visitor]:
    """Be a user of ours, or a partner, with the credentials that were made for it, or others."""
    visitor = Visitor(user)
    given: dict[str, Any] = {"error_cb": visitor.note, "allow_reconnect": False, **options}
    if user in PARTNERS:
        given |= {"inbox_prefix": b"_INBOX", "user_credentials": str(sheet_of(there, user))}
    if credentials:
        given["user_credentials"] = str(credentials)
    visitor.client = await there.connect(user, **given)
    try:
        yield visitor
    finally:
        await visitor.client.close()


def sheet_of(there: Bus, partner: str) -> Path:
    """Return where a partner's credentials were written."""
    return there.keys.folder / "partners" / f"{partner}.creds"


async def is_let_in(there: Bus, user: str, credentials: Path) -> bool:
    """Whether these credentials open the door."""
    try:
        async with visiting(there, user, credentials) as visitor:
            await visitor.client.flush()
            return True
    except nats.errors.Error as error:
        if "authorization violation" not in str(error).lower():
            raise
        return False


async def tell(visitor: Visitor, subject: str, *, version: int = 1) -> str:
    """Publish the frozen sample of an event as its publisher does; return its id."""
    event = sample(next(event for event in EVENTS if event.subject == subject))
    attributes = headers(
        event, source=f"urn:nld:kvknr:00000000:systeem:{publisher_of(subject)}",
        aggregate_id="the-sample", version=version, time=datetime.now(UTC), traceparent=None,
    )  # fmt: skip
    data = event.model_dump_json(by_alias=True).encode()
    await visitor.client.jetstream().publish(subject, data, headers=attributes, timeout=5)
    return attributes["ce-id"]


async def all_there_is(there: Bus) -> dict[str, Any]:
    """Return what streams and consumers there are, what they hold and how far they have read.

    Waits until the services have read what there is for them.
    """
    async with visiting(there, "provisioner") as looking:
        js = looking.client.jetstream()

        async def found() -> dict[str, Any]:
            seen: dict[str, Any] = {}
            for stream in await js.streams_info():
                name = str(stream.config.name)
                held = (stream.state.first_seq, stream.state.last_seq, stream.state.messages)
                seen[name] = (asdict(stream.config), held)
                for reader in await js.consumers_info(name):
                    if name.partition("_")[0] != "PARTNER" and (
                        reader.num_pending or reader.num_ack_pending
                    ):
                        return {}
                    floor = reader.ack_floor.stream_seq if reader.ack_floor else 0
                    seen[f"{name} {reader.name}"] = (asdict(reader.config), floor, reader.paused)
            return seen

        return await eventually(found, within=60)
