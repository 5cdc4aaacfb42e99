"""The shifts of a week that somebody may take, wait or stand by for, or may not take, and why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from shared.database import raw
from shared.refusals import Refusal
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.amsterdam import at_hour
from volunteers.locations.tables import Location
from volunteers.shifts.load_candidates import load_candidates
from volunteers.shifts.load_wanted import load_wanted
from volunteers.shifts.may_take import check_standby, check_waiting, refusal_of
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import AlreadyInShift, Candidate, ShiftIsFull, Wanted
from volunteers.shifts.rules.where import from_home_if_elsewhere
from volunteers.shifts.tables import Shift, Standby, WaitingPlace
from volunteers.shifts.views import ShiftView, view_of_shift
from volunteers.shifts.vocabulary import StandbyKind

DAYS = 7
Choice = Literal["take", "wait", "waiting", "none"]


@dataclass(frozen=True, slots=True)
class OpenShift:
    """A shift of the week, and what somebody may do about it; `refusal`: why they may not take it.

    `from_home`: it is of another location, and would be worked from home. `stands`: how they stand
    by for it, `may_stand`: how else they may.
    """

    shift: ShiftView
    location: str
    from_home: bool
    choice: Choice
    refusal: Refusal | None
    stands: StandbyKind | None
    may_stand: Sequence[StandbyKind]

    @property
    def is_open(self) -> bool:
        """Whether there is anything that they may do about it."""
        return self.choice != "none" or self.stands is not None


@dataclass(frozen=True, slots=True)
class Said:
    """For which shifts somebody waits, and how they stand by for which."""

    waits: frozenset[UUID]
    stands: Mapping[UUID, StandbyKind]


async def open_shifts(
    session: AsyncSession, volunteer_id: UUID, home: UUID, first: dt.date, now: datetime
) -> list[OpenShift]:
    """Return the shifts of seven days that have not begun: of the own location, and from home.

    Those that somebody is in already are left out.
    """
    rows = await _shifts(session, home, first, now)
    connection = await raw(session)
    span = Span(at_hour(first, 0), at_hour(first + timedelta(days=DAYS), 0))
    candidate = (await load_candidates(connection, [volunteer_id], span)).get(volunteer_id)
    wanted = await load_wanted(connection, [shift.shift_id for shift, _ in rows])
    said = await _said(session, volunteer_id)
    found = [
        _seen(shift, location, candidate, wanted[shift.shift_id], said)
        for shift, location in rows
        if candidate
    ]
    return [one for one in found if not isinstance(one.refusal, AlreadyInShift)]


async def _shifts(
    session: AsyncSession, home: UUID, first: dt.date, now: datetime
) -> Sequence[tuple[Shift, str]]:
    query = (
        select(Shift, Location.name)
        .join(Location, col(Location.location_id) == col(Shift.location_id))
        .where(
            or_(col(Shift.location_id) == home, col(Shift.home_allowed)),
            col(Shift.cancelled_at).is_(None),
            col(Shift.starts_at) > now,
            col(Shift.starts_at) >= at_hour(first, 0),
            col(Shift.starts_at) < at_hour(first + timedelta(days=DAYS), 0),
        )
        .order_by(col(Shift.starts_at), col(Location.name), col(Shift.shift_id))
    )
    return (await session.exec(query)).all()


async def _said(session: AsyncSession, volunteer_id: UUID) -> Said:
    waiting = select(WaitingPlace.shift_id).where(col(WaitingPlace.volunteer_id) == volunteer_id)
    standing = select(Standby).where(col(Standby.volunteer_id) == volunteer_id)
    waits = frozenset((await session.exec(waiting)).all())
    return Said(waits, {one.shift_id: one.kind for one in (await session.exec(standing)).all()})


def _seen(
    shift: Shift, location: str, candidate: Candidate, wanted: Wanted, said: Said
) -> OpenShift:
    from_home = from_home_if_elsewhere(candidate.location_id, wanted)
    wanted = replace(wanted, from_home=from_home)
    refusal = refusal_of(candidate, replace(wanted, source="self"))
    choice: Choice = "none" if refusal else "take"
    if shift.shift_id in said.waits:
        choice = "waiting"
    elif isinstance(refusal, ShiftIsFull) and _may_wait(candidate, wanted):
        choice = "wait"
    stands = said.stands.get(shift.shift_id)
    may_stand = [kind for kind in get_args(StandbyKind) if _may_stand(candidate, wanted, kind)]
    return OpenShift(
        view_of_shift(shift), location, from_home, choice, refusal, stands,
        [] if stands else may_stand,
    )  # fmt: skip


def _may_wait(candidate: Candidate, wanted: Wanted) -> bool:
    try:
        check_waiting(candidate, replace(wanted, source="waiting_list"))
    except Refusal:
        return False
    return True


def _may_stand(candidate: Candidate, wanted: Wanted, kind: StandbyKind) -> bool:
    try:
        check_standby(candidate, replace(wanted, source="offer"), kind)
    except Refusal:
        return False
    return True
