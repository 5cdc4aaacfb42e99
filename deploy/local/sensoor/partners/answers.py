"""The stream of a partner's answers, and how it is emptied once it is full.

It is bounded, and takes nothing more when it is full: a flood stops the partner's own answers
only. Nothing empties it by itself; what contacts has acknowledged is not needed any more.
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

    `size` and `bound` are bytes; every message up to the place `read_to` is acknowledged by all
    who read the stream, and `unread` were not.
    """

    stream: str
    messages: int
    size: int
    bound: int
    read_to: int
    unread: int


async def held(there: Bus, partner: str, services: list[Handlers]) -> Answers:
    """Return what lies in the stream of a partner's answers."""
    async with there.connected(PROVISIONER) as client:
        return await _held(client, partner, services)


async def empty(
    there: Bus, partner: str, services: list[Handlers], *, unread: bool = False
) -> Answers:
    """Remove what all readers have acknowledged, with `unread` all there is; return what is left.

    Places go on counting: nothing that comes later is taken for something that was.
    """
    async with there.connected(PROVISIONER) as client:
        found = await _held(client, partner, services)
        js = client.jetstream(timeout=resolver.ANSWER_SECONDS)
        # The broker takes a place of 0 for "all of it".
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
