"""What the page of when a volunteer works shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.reach import Reach
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.queries import volunteer
from volunteers.admission.views import VolunteerView
from volunteers.availability.queries import absences, availability
from volunteers.availability.views import AbsenceView, AvailabilityView
from volunteers.fixed_shifts.queries import fixed_shifts
from volunteers.fixed_shifts.views import FixedShiftView
from volunteers.shifts.rules.day_parts import DAY_PARTS

MOST = 100


@dataclass(frozen=True, slots=True)
class When:
    """How somebody stands, the fixed shifts that go on, days away to come, and the usual week."""

    volunteer: VolunteerView
    fixed: Sequence[FixedShiftView]
    away: Sequence[AbsenceView]
    week: AvailabilityView


async def when_shown(session: AsyncSession, me: UUID, reach: Reach, today: date) -> When:
    """Return what is shown to who asks, in the order of days; raises `VolunteerNotFound`."""
    found = await volunteer(session, me, reach)
    fixed = (await fixed_shifts(session, reach, None, MOST)).items
    away = (await absences(session, me, reach, None, MOST)).items
    return When(
        volunteer=found,
        fixed=sorted((one for one in fixed if _goes_on(one, today)), key=_in_the_week),
        away=sorted(
            (one for one in away if one.last_day >= today), key=lambda one: one.first_day
        ),
        week=await availability(session, me, reach),
    )  # fmt: skip


def _goes_on(fixed: FixedShiftView, today: date) -> bool:
    return fixed.last_day is None or fixed.last_day > max(today, fixed.first_day)


def _in_the_week(fixed: FixedShiftView) -> tuple[int, int]:
    return fixed.first_day.weekday(), DAY_PARTS.index(fixed.day_part)
