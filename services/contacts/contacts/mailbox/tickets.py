"""What a help seeker's page carries from one form to the next: sealed, for a while, no cookie.

It stands in a hidden field and travels in the body of a form only: neither in an address nor in a
log. Every process opens it, so that no session is kept anywhere.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from contacts.mailbox.keys import LetterKeys
from contacts.mailbox.phrase import new_phrase
from contacts.mailbox.sealing import SealBroken, seal, unseal

OPEN_FOR = timedelta(minutes=15)
# Somebody may write for a night. The phrase is shown again to a form that was sent twice.
WRITE_FOR = timedelta(hours=24)
SHOWN_FOR = timedelta(minutes=5)


class TicketOver(Exception):
    """The ticket is too old, or none of ours: the pass-phrase is asked for again."""


@dataclass(frozen=True, slots=True)
class First:
    """What a first letter will be: its mailbox, and the phrase that opens it."""

    box_id: UUID
    letter_id: UUID
    phrase: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A mailbox that is open, with its key, and what the next letter will be known by."""

    box_id: UUID
    box_key: bytes
    letter_id: UUID


def new_first() -> First:
    """Return a ticket for a first letter."""
    return First(uuid4(), uuid4(), new_phrase())


def opened(box_id: UUID, box_key: bytes) -> Opened:
    """Return a ticket for an open mailbox."""
    return Opened(box_id, box_key, uuid4())


def seal_first(keys: LetterKeys, first: First, now: datetime) -> str:
    """Return a first letter's ticket as a page carries it."""
    said = [str(first.box_id), str(first.letter_id), first.phrase]
    return _seal(keys, "first", said, now + WRITE_FOR)


def open_first(keys: LetterKeys, text: str, now: datetime) -> First:
    """Return a first letter's ticket; raises `TicketOver`."""
    box_id, letter_id, phrase = _open(keys, "first", text, now)
    return First(UUID(box_id), UUID(letter_id), phrase)


def seal_opened(keys: LetterKeys, ticket: Opened, now: datetime) -> str:
    """Return an open mailbox's ticket as a page carries it."""
    said = [str(ticket.box_id), ticket.box_key.hex(), str(ticket.letter_id)]
    return _seal(keys, "opened", said, now + OPEN_FOR)


def open_opened(keys: LetterKeys, text: str, now: datetime) -> Opened:
    """Return an open mailbox's ticket; raises `TicketOver`."""
    box_id, box_key, letter_id = _open(keys, "opened", text, now)
    return Opened(UUID(box_id), bytes.fromhex(box_key), UUID(letter_id))


def _seal(keys: LetterKeys, kind: str, said: list[str], until: datetime) -> str:
    plain = json.dumps([*said, until.isoformat()]).encode()
    return base64.urlsafe_b64encode(seal(keys.for_tickets, plain, f"ticket:{kind}")).decode()


def _open(keys: LetterKeys, kind: str, text: str, now: datetime) -> list[str]:
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
        said: list[str] = json.loads(unseal(keys.for_tickets, sealed, f"ticket:{kind}"))
    except (SealBroken, binascii.Error, ValueError):
        raise TicketOver from None
    if now > datetime.fromisoformat(said.pop()):
        raise TicketOver
    return said
