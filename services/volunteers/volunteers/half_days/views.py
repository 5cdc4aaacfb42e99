"""Answers about half-days."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from shared.http import View

from volunteers.half_days.tables import HalfDaySession
from volunteers.half_days.vocabulary import SessionKind


class SessionView(View):
    """A session of one or two half-days: who attended, and who is expected and did not yet."""

    session_id: UUID
    location_id: UUID
    kind: SessionKind
    on: dt.date
    half_days: int
    expected: list[UUID]
    attended: list[UUID]


class OwnSessionView(View):
    """A session on whose list a volunteer is, and whether they attended."""

    session_id: UUID
    kind: SessionKind
    on: dt.date
    half_days: int
    attended: bool


class HalfDaysView(View):
    """A volunteer's half-days of a calendar year.

    `foreseen` are those done and those planned; `shortfall` is what is then missing of `required`.
    """

    volunteer_id: UUID
    year: int
    required: int
    done: int
    foreseen: int
    shortfall: int
    sessions: list[OwnSessionView]


def view_of_session(session: HalfDaySession, attended: Collection[UUID]) -> SessionView:
    """Return a session as clients see it; `attended` are those of its list who did."""
    return SessionView(
        session_id=session.session_id,
        location_id=session.location_id,
        kind=session.kind,
        on=session.on_day,
        half_days=session.half_days,
        expected=[one for one in session.invited if one not in attended],
        attended=[one for one in session.invited if one in attended],
    )
