"""Merge an institution into another from a day on."""

from datetime import timedelta
from uuid import UUID

from shared.database import Connection

from volunteers.locations.commands import MergeInstitution
from volunteers.locations.load_planned import load_planned, lock_institutions
from volunteers.locations.rules import check_institutions_merge
from volunteers.locations.tables import Institution
from volunteers.locations.views import InstitutionView, view_of_institution
from volunteers.persistence import lock, save

SELECT_MERGED_UNTIL = "SELECT last_day FROM institution WHERE merged_into = $1"


async def merge_institution(
    connection: Connection, institution_id: UUID, command: MergeInstitution
) -> InstitutionView:
    """Keep the last day of an institution and its successor, to which its locations then go."""
    both = [institution_id, command.into_id]
    institution, into = await lock_institutions(connection, both)
    planned = await load_planned(connection)
    rows = await connection.fetch(SELECT_MERGED_UNTIL, institution_id)
    merged_until = [row["last_day"] for row in rows]
    check_institutions_merge(institution, into, command.on_day, merged_until, planned)
    (row,) = await lock(connection, Institution, [institution_id])
    row.last_day = command.on_day - timedelta(days=1)
    row.merged_into = command.into_id
    await save(connection, [row], "last_day", "merged_into")
    return view_of_institution(row)
