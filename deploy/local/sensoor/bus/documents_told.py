"""What the bus was told of invoices and credit notes: the hash of each, by its number."""

from collections import defaultdict
from collections.abc import Mapping

from nats.aio.client import Client
from shared.events.billing import CreditNoteIssued, InvoiceIssued
from shared.events.envelope import parse

from sensoor.bus.reading import EVERYTHING, stored

KINDS = {kind.subject: kind for kind in (InvoiceIssued, CreditNoteIssued)}


async def documents_told(connection: Client) -> Mapping[str, list[str]]:
    """Return every hash that was told of each number; more than one of a number is wrong."""
    found: dict[str, list[str]] = defaultdict(list)
    async for message in stored(connection, [InvoiceIssued.stream_name()], EVERYTHING):
        kind = KINDS.get(message.subject)
        if kind:
            document = parse(kind, message.headers or {}, message.data).data
            found[document.number].append(document.hash)
    return found
