"""What is known of a caller, today, by the day's token."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import Connection


@dataclass(frozen=True, slots=True)
class Caller:
    """Whether the caller had tried before today, and is in a cool-down."""

    redial: bool
    cooled_down: bool


async def know_caller(
    connection: Connection,  # noqa: ARG001
    token: bytes,  # noqa: ARG001
    call_id: UUID,  # noqa: ARG001
    now: datetime,  # noqa: ARG001
) -> Caller:
    """Return what is known of the caller with this token of the day."""
    return Caller(redial=False, cooled_down=False)
