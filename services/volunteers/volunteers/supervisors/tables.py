"""The tables of supervisors and their certificates."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlmodel import Field

from volunteers.persistence import Table
from volunteers.supervisors.vocabulary import CertificateKind, SupervisorCompetency


class Supervisor(Table, table=True):
    """A trainer-supervisor of a location; the id is a person's, of staff or of a volunteer."""

    supervisor_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    competencies: list[SupervisorCompetency] = Field(sa_type=ARRAY(Text))
    first_day: date
    last_day: date | None = None


class Certificate(Table, table=True):
    """A certificate of a supervisor, valid up to and on its last day."""

    certificate_id: UUID = Field(primary_key=True)
    supervisor_id: UUID = Field(foreign_key="supervisor.supervisor_id")
    kind: CertificateKind = Field(sa_type=Text)
    issued_on: date
    last_day: date
