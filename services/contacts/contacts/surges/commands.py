"""What prepares a line, and what changes one that is open."""

from typing import Annotated

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import Command

from contacts.surges.rules import MOST_LISTENERS, SurgeKind

Number = Annotated[str, Field(pattern=r"^[0-9]{3,15}$", description="of the exchange, in digits")]
Wanted = Annotated[int, Field(ge=1, le=MOST_LISTENERS)]


class ChangeLine(Command):
    """What a prepared line is for, and how many listeners it calls for.

    `number` null: it is reached by its chat page only.
    """

    kind: SurgeKind
    number: Number | None = None
    listeners_wanted: Wanted


class PrepareLine(ChangeLine):
    """A line that opens with one click when something happens in this region."""

    region: Province


class WantListeners(Command):
    """How many listeners are called for from now on."""

    listeners_wanted: Wanted
