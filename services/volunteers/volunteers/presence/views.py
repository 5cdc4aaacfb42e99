"""Answers about who was there."""

import datetime as dt
from uuid import UUID

from shared.http import View

from volunteers.presence.vocabulary import PresenceState


class PersonPresent(View):
    """A volunteer against a shift; `firstAt` and `lastAt` (UTC) are null for who never came."""

    volunteer_id: UUID
    state: PresenceState
    is_present: bool
    minutes_late: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None


class ShiftPresence(View):
    """Who was there by a shift: those with a place first, then those who stood in."""

    shift_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    needed: int
    present_now: int
    people: list[PersonPresent]
