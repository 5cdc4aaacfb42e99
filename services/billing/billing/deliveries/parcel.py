"""What is sent: a document's files, from whom and to whom."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from shared.refusals import Refusal

from billing.files.formats import Format


@dataclass(frozen=True)
class Parcel:
    """A document to be sent; `recipient` and `sender` are mail addresses, if the parties have one.

    `title` is `Factuur` or `Creditfactuur`; `refused` says which files cannot be made, and why.
    """

    number: str
    title: str
    sender_name: str
    sender: str | None
    recipient: str | None
    files: Mapping[Format, bytes]
    refused: Mapping[Format, Refusal] = field(default_factory=dict)


class NotTaken(Exception):
    """The other side did not take a document; it is tried again. The text says what it answered."""


class Undeliverable(Refusal):
    """A document cannot be sent by its route, however often it is tried."""


# Sends a parcel and returns the receipt of the other side. Raises `NotTaken`, `Undeliverable`.
Sender: TypeAlias = Callable[[Parcel], Awaitable[str]]
