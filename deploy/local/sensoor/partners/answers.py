"""The stream of a partner's answers, and how it is emptied.

The stream is bounded, and a full one refuses more: a flood stops only the partner's own answers.
Nothing empties it automatically. What contacts has acknowledged is no longer needed.
"""

from dataclasses import dataclass

from nats.aio.client import Client
from nats.js.errors import NotFoundError
from shared.events.catalogue import PARTNERS, published_by
from shared.handlers import Handlers

from sensoor.bus import resolver, streams
from sensoor.bus.connection import Bus
from sensoor.bus.keys import PROVISIONER
from sensoor.partners.access import PartnerRefused


@dataclass(frozen=True, slots=True)
class Answers:
    """What the stream of a partner's answers holds.

    `size` and `bound` are in bytes. All readers have acknowledged every message up to the
    sequence `read_to`; `unread` messages come after it.
    """

    stream: str
    messages: int
    size: int
    bound: int
    read_to: int
    unread: int


async def held(there: Bus, partner: str, services: list[Handlers]) -> Answers:
    """Return the state of the stream of a partner's answers."""
    async with there.connected(PROVISIONER) as client:
        return await _held(client, partner, services)


async def empty(
    there: Bus, partner: str, services: list[Handlers], *, unread: bool = False
) -> Answers:
    """Remove what all readers have acknowledged, or everything with `unread`; return what is left.

    Sequences go on counting, so a later message is never taken for an earlier one.
    """
    async with there.connected(PROVISIONER) as client:
        found = await _held(client, partner, services)
        js = client.jetstream(timeout=resolver.ANSWER_SECONDS)
        # For the broker a sequence of 0 means all.
        if unread:
            await js.purge_stream(found.stream)
        elif found.read_to:
            await js.purge_stream(found.stream, seq=found.read_to + 1)
        return await _held(client, partner, services)


async def _held(client: Client, partner: str, services: list[Handlers]) -> Answers:
    if partner not in PARTNERS:
        raise PartnerRefused(f"{partner} sends nothing: the partners are {', '.join(PARTNERS)}")
    js = client.jetstream(timeout=resolver.ANSWER_SECONDS)
    stream = published_by(partner)[0].stream_name()
    readers = [one.durable(stream) for one in services if stream in one.streams()]
    try:
        state = (await js.stream_info(stream)).state
        read = [(await js.consumer_info(stream, reader)).ack_floor for reader in readers]
    except NotFoundError:
        raise PartnerRefused(f"{stream} or its reader is missing: `sensoor bus apply`") from None
    read_to = min((floor.stream_seq if floor else 0 for floor in read), default=0)
    unread = state.messages if read_to < state.first_seq else state.last_seq - read_to
    return Answers(stream, state.messages, state.bytes, streams.FROM_PARTNER_BYTES, read_to, unread)
