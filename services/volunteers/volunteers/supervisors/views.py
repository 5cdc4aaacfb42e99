"""Answers about supervisors."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from shared.http import View

from volunteers.supervisors.tables import Certificate, Supervisor
from volunteers.supervisors.vocabulary import CertificateKind, SupervisorCompetency


class CertificateView(View):
    """A certificate, valid up to and on its last day."""

    certificate_id: UUID
    kind: CertificateKind
    issued_on: dt.date
    last_day: dt.date


class SupervisorView(View):
    """A supervisor: what they were found competent for, in service when, certified until when."""

    supervisor_id: UUID
    location_id: UUID
    competencies: list[SupervisorCompetency]
    first_day: dt.date
    last_day: dt.date | None
    certificates: list[CertificateView]


def view_of_supervisor(
    supervisor: Supervisor, certificates: Sequence[Certificate]
) -> SupervisorView:
    """Return a supervisor as clients see them, with their certificates."""
    return SupervisorView(
        supervisor_id=supervisor.supervisor_id,
        location_id=supervisor.location_id,
        competencies=supervisor.competencies,
        first_day=supervisor.first_day,
        last_day=supervisor.last_day,
        certificates=[
            CertificateView(
                certificate_id=one.certificate_id,
                kind=one.kind,
                issued_on=one.issued_on,
                last_day=one.last_day,
            )
            for one in certificates
        ],
    )
