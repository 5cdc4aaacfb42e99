"""Import many parties in one commit, or only tell what that would do."""

from collections.abc import Sequence
from datetime import datetime

from shared.database import Connection

from billing.parties.rules.versions import Given
from billing.parties.save_parties import save_parties
from billing.parties.views import PartyImportView


async def import_parties(
    connection: Connection, given: Sequence[Given], now: datetime, *, dry_run: bool
) -> PartyImportView:
    """Save parties, all or none; of a dry run nothing is kept, and the answer is the same."""
    if not dry_run:
        return await save_parties(connection, given, now)
    tried = connection.transaction()  # a savepoint in the commit of the request
    await tried.start()
    view = await save_parties(connection, given, now)
    await tried.rollback()
    return view.model_copy(update={"dry_run": True})
