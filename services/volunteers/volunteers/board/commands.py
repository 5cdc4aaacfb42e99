"""What the form of the board sends: each button is one of these."""

from uuid import UUID

from pydantic import BaseModel, Field

from volunteers import fields


class OnBoard(BaseModel):
    """Where somebody stands on the board: a day, one location or all, and a chosen shift."""

    day: fields.Day
    location: UUID | None = None
    shift: UUID | None = None


class AskForShift(OnBoard):
    """Ask one volunteer for a shift; without one, the best for each open place."""

    shift: UUID
    volunteer: UUID | None = None


class GivePlace(OnBoard):
    """Give a place to somebody who was spoken to."""

    shift: UUID
    volunteer: UUID


class ProposeChain(OnBoard):
    """Propose that the first gives a shift, which the second takes, and takes the hole."""

    shift: UUID
    chain: str = Field(pattern=r"^[0-9a-f-]{36}:[0-9a-f-]{36}:[0-9a-f-]{36}$")
