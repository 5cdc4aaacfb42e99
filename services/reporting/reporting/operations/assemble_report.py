"""Assemble the operations report of a day and its week, of what may be shown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from shared.database import Database, raw

from reporting.days.expected import HourlyForecast, read_expected
from reporting.days.readings import Readings
from reporting.days.roster import read_shifts
from reporting.days.rules.local_time import day_at, ends, quarter_at
from reporting.days.rules.places import Places, ShiftPlaces, places_by_hour
from reporting.days.rules.shown import DayCounts, ShownDay, ShownHour, counted_hours, shown_day
from reporting.disclosure.rules.threshold import rounded
from reporting.locations.queries import locations_by_name
from reporting.locations.views import LocationView
from reporting.operations.read_estimates import EstimatesKept
from reporting.operations.rules.callers import shown_calls, shown_misuse
from reporting.operations.rules.days_asked import check_day, days_of_week
from reporting.operations.rules.estimates import Estimates, cost
from reporting.operations.rules.slope import Slope
from reporting.operations.views import (
    CallsOfDay,
    CostView,
    EstimateView,
    HolesView,
    LocationOfWeek,
    MisuseOfWeek,
    OperationsDay,
    OperationsHour,
    OperationsReport,
    PlacesView,
    ReasonsView,
)

ByHour = Mapping[date, Sequence[Places]]


async def assemble_report(
    database: Database, readings: Readings, kept: EstimatesKept, day: date, now: datetime
) -> OperationsReport:
    """Return the report of a day; raises `DayOutOfRange`."""
    check_day(day, now)
    days = days_of_week(day, now)
    counts = await readings.of(database, days, now)
    async with database.read() as session:
        locations = await locations_by_name(session)
        connection = await raw(session)
        shifts = await read_shifts(connection, days)
        expected = await read_expected(connection, days)
    estimates = await kept.of(database, day, now)
    places = {one: places_by_hour(shifts, one) for one in days}
    week = [_day(shown_day(one, counts[one], now), expected.get(one), places[one]) for one in days]
    shown = shown_day(day, counts[day], now)
    begun = counted_hours(day, quarter_at(now))
    return OperationsReport(
        date=day,
        counted_until=min(quarter_at(now), ends(day)),
        day=week[days.index(day)],
        hours=[
            _hour(hour, expected.get(day), places[day][hour.hour]) for hour in shown.hours[:begun]
        ],
        week=week,
        estimates_from=estimates.first,
        estimates_until=estimates.last,
        holes=_holes(estimates, places, day_at(now)),
        redials=_estimate(estimates.redials),
        calls=[_calls(one, counts[one], now) for one in days],
        misuse=_misuse([counts[one] for one in days]),
        locations=[_location(one, shifts, days, counts) for one in locations],
    )


def _day(
    shown: ShownDay, expected: HourlyForecast | None, places: Sequence[Places]
) -> OperationsDay:
    return OperationsDay(
        date=shown.day,
        attempts=shown.attempts,
        expected=None if expected is None else round(sum(expected), 1),
        answered=shown.answered,
        missed=_reasons(shown),
        answer_rate=shown.answer_rate,
        within_30_seconds=shown.soon_rate,
        places=_places(places),
    )


def _hour(shown: ShownHour, expected: HourlyForecast | None, places: Places) -> OperationsHour:
    return OperationsHour(
        hour=shown.hour,
        attempts=shown.attempts,
        expected=None if expected is None else round(expected[shown.hour], 1),
        answered=shown.answered,
        missed=_reasons(shown),
        places=_places([places]),
    )


def _reasons(shown: ShownDay | ShownHour) -> ReasonsView:
    return ReasonsView(
        total=shown.missed,
        abandoned=shown.reasons["abandoned"],
        no_listener=shown.reasons["no_listener"],
        closed=shown.reasons["closed"],
    )


def _places(places: Sequence[Places]) -> PlacesView:
    return PlacesView(
        needed=sum(one.needed for one in places),
        taken=sum(one.taken for one in places),
        open=sum(one.open for one in places),
    )


def _holes(estimates: Estimates, places: ByHour, today: date) -> HolesView:
    """Return the holes of the week; the hours of the day that runs are not among them."""
    holes = estimates.holes
    open_hours = sum(one.open for day, hours in places.items() if day < today for one in hours)
    found = cost(holes.for_each, open_hours)
    return HolesView(
        hours_with=holes.with_holes.hours,
        no_listener_with=holes.with_holes.no_listener,
        hours_without=holes.without.hours,
        no_listener_without=holes.without.no_listener,
        for_each_open_hour=_estimate(holes.for_each),
        open_hours_of_week=open_hours,
        cost_of_week=CostView(value=found[0], low=found[1], high=found[2]) if found else None,
    )


def _estimate(found: Slope | None) -> EstimateView | None:
    if found is None:
        return None
    return EstimateView(
        value=round(found.value, 2), low=round(found.low, 2), high=round(found.high, 2)
    )


def _calls(day: date, counts: DayCounts, now: datetime) -> CallsOfDay:
    shown = shown_calls(day, counts.calls, now)
    return CallsOfDay(
        date=day,
        redials_known=shown.is_told,
        attempts=shown.attempts,
        callers=shown.callers,
        redials=shown.redials,
        not_known=shown.untold,
        cooled_down=shown.cooled_down,
        answer_rate=shown.answer_rate,
        answer_rate_of_callers=shown.first_answer_rate,
    )


def _misuse(days: Sequence[DayCounts]) -> MisuseOfWeek:
    shown = shown_misuse(one.calls for one in days)
    return MisuseOfWeek.model_validate({kind or "not_said": of for kind, of in shown.items()})


def _location(
    location: LocationView,
    shifts: Sequence[ShiftPlaces],
    days: Sequence[date],
    counts: Mapping[date, DayCounts],
) -> LocationOfWeek:
    own = [one for one in shifts if one.location_id == location.location_id]
    at: UUID = location.location_id
    answered, missed = (
        sum(counts[day].by_location.get(at, (0, 0))[which] for day in days) for which in (0, 1)
    )
    return LocationOfWeek(
        location_id=at,
        name=location.name,
        places=_places([one for day in days for one in places_by_hour(own, day)]),
        answered=rounded(answered),
        missed=rounded(missed),
    )
