"""Found an institution."""

from uuid import uuid4

from shared.database import Connection

from volunteers.locations.commands import FoundInstitution
from volunteers.locations.rules import InstitutionNameTaken, location_name
from volunteers.locations.tables import Institution
from volunteers.locations.views import InstitutionView, view_of_institution

INSERT_INSTITUTION = """
INSERT INTO institution (institution_id, name, form, first_day) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING true
"""


async def found_institution(connection: Connection, command: FoundInstitution) -> InstitutionView:
    """Keep an institution under a name that no other has; locations move to it."""
    institution = Institution(
        institution_id=uuid4(),
        name=location_name(command.name),
        form=command.form,
        first_day=command.first_day,
    )
    kept = await connection.fetchval(
        INSERT_INSTITUTION,
        institution.institution_id,
        institution.name,
        institution.form,
        institution.first_day,
    )
    if not kept:
        raise InstitutionNameTaken("an institution has that name already: choose another name")
    return view_of_institution(institution)
