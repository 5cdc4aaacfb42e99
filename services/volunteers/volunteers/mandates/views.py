"""Answers about mandates."""

import datetime as dt
from uuid import UUID

from pydantic import Field
from shared.http import View

from volunteers.mandates.tables import Mandate
from volunteers.mandates.vocabulary import MandateRole


class MandateView(View):
    """Which account may act as whom, or where, and on which days in Amsterdam."""

    mandate_id: UUID
    subject_hash: str = Field(description="SHA-256 of the issuer, a zero byte, and the `sub`")
    role: MandateRole
    volunteer_id: UUID | None
    location_id: UUID | None
    first_day: dt.date
    last_day: dt.date | None


def view_of_mandate(mandate: Mandate) -> MandateView:
    """Return a mandate as clients see it."""
    return MandateView(
        mandate_id=mandate.mandate_id,
        subject_hash=mandate.subject_hash,
        role=mandate.role,
        volunteer_id=mandate.volunteer_id,
        location_id=mandate.location_id,
        first_day=mandate.first_day,
        last_day=mandate.last_day,
    )
