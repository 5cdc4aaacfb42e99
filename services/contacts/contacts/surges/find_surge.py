"""Find the accident line that is open."""

from uuid import UUID

from shared.database import Connection


async def find_open_surge(
    connection: Connection,  # noqa: ARG001
    number: str | None = None,  # noqa: ARG001
    slug: str | None = None,  # noqa: ARG001
) -> UUID | None:
    """Return the surge that is open now at a number or a page; None: there is none."""
    return None
