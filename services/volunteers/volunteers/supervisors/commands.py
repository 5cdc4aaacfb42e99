"""The bodies of requests about supervisors."""

from typing import Annotated, get_args

from pydantic import AfterValidator, Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day
from volunteers.supervisors.vocabulary import CertificateKind, SupervisorCompetency


def _in_order(competencies: list[SupervisorCompetency]) -> list[SupervisorCompetency]:
    return [one for one in get_args(SupervisorCompetency) if one in competencies]


Competencies = Annotated[
    list[SupervisorCompetency], Field(min_length=1, max_length=5), AfterValidator(_in_order)
]


class AppointSupervisor(Command):
    """A supervisor of a location; `supervisorId` is the volunteer's, or left out for staff."""

    supervisor_id: Id | None = None
    location_id: Id
    competencies: Competencies
    first_day: Day
    last_day: Day | None = None


class ChangeSupervisor(Command):
    """What somebody supervises, and from when until when."""

    competencies: Competencies
    first_day: Day
    last_day: Day | None = None


class RecordCertificate(Command):
    """A certificate, valid up to and on its last day."""

    kind: CertificateKind
    issued_on: Day
    last_day: Day
