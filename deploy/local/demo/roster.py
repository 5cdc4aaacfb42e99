"""The roster: locations, volunteers and two weeks of shifts. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from shared.events.vocabulary import Channel

from demo.chance import apportion, chance
from demo.figures import VOLUNTEERS_A_LOCATION, WEEKDAYS, hours_of_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DayPart = Literal["night", "early_morning", "morning", "afternoon", "early_evening", "evening"]
DAY_PARTS: tuple[DayPart, ...] = (
    "night", "early_morning", "morning", "afternoon", "early_evening", "evening",
)  # fmt: skip
HOURS_A_PART = 4
WEEK = 7
TEAMS_A_LOCATION = 14
MENTORS_A_LOCATION = 3
LEAST_TEAMS = 2  # in every part of every day, so that the whole day is covered
ALL_CHANNELS: tuple[Channel, ...] = ("telephone", "chat", "email")
CHAT_TEAMS = 0.3  # of those that are not a slot's first, which answers on all channels
OPEN_PLACES = 0.12  # of the shifts have one that nobody took


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A volunteer: a number, a location (an index in the list), and their channels."""

    number: int
    location: int
    channels: tuple[Channel, ...]
    mentor: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """A team's shift of four hours; `filled_days_before` tells when each place was taken."""

    number: int
    location: int
    day: date
    part: DayPart
    channels: tuple[Channel, ...]
    needed: int
    team: tuple[Volunteer, ...]
    filled_days_before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The volunteers and shifts from the first to the last day, both included."""

    first_day: date
    last_day: date
    locations: int
    volunteers: tuple[Volunteer, ...]
    shifts: tuple[Shift, ...]

    @property
    def days(self) -> list[date]:
        """Return the days covered."""
        number = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=place) for place in range(number)]

    @property
    def places(self) -> int:
        """Return how many places are taken in all shifts."""
        return sum(len(shift.team) for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Team:
    """Volunteers of a location who share a weekly shift: a weekday's place and a day part."""

    day_of_week: int
    part: DayPart
    volunteers: tuple[Volunteer, ...]


def make_roster(last_day: date, days: int, locations: int) -> Roster:
    """Return the roster of `days` days up to `last_day`: a shift a week for everybody."""
    first_day = last_day - timedelta(days=days - 1)
    teams = list(_teams(first_day, min(days, WEEK), locations))
    volunteers = tuple(volunteer for team in teams for volunteer in team.volunteers)
    random = chance("shifts")
    shifts = [
        Shift(
            number=number,
            location=team.volunteers[0].location,
            day=first_day + timedelta(days=day),
            part=team.part,
            channels=team.volunteers[0].channels,
            needed=len(team.volunteers) + (random.random() < OPEN_PLACES),
            team=team.volunteers,
            filled_days_before=tuple(random.randint(1, 20) for _ in team.volunteers),
        )
        for number, (day, team) in enumerate(
            (day, team) for day in range(days) for team in teams if team.day_of_week == day % WEEK
        )
    ]
    by_number = tuple(sorted(volunteers, key=lambda volunteer: volunteer.number))
    return Roster(first_day, last_day, locations, by_number, tuple(shifts))


def at(day: date, seconds: float) -> datetime:
    """Return the moment (UTC) so many seconds into a day on an Amsterdam clock."""
    hours, rest = divmod(int(seconds), 3600)
    clock = time(hours, rest // 60, rest % 60)
    return datetime.combine(day, clock, AMSTERDAM).astimezone(UTC)


def starts_at(shift: Shift) -> datetime:
    """Return when a shift begins, in UTC."""
    return at(shift.day, DAY_PARTS.index(shift.part) * HOURS_A_PART * 3600)


def part_of_hour(hour: int) -> DayPart:
    """Return the day part in which an hour of the day lies."""
    return DAY_PARTS[hour // HOURS_A_PART]


def _teams(first_day: date, days: int, locations: int) -> Iterator[Team]:
    """Distribute the week's shifts over the locations, more of them at busy times."""
    random = chance("teams")
    hours = hours_of_day()
    slots = [(day, part) for day in range(days) for part in DAY_PARTS]
    weights = [
        WEEKDAYS[(first_day + timedelta(days=day)).weekday()]
        * sum(hours[hour] for hour in range(24) if part_of_hour(hour) == part)
        for day, part in slots
    ]
    teams = apportion(locations * TEAMS_A_LOCATION, weights, LEAST_TEAMS)
    sizes = apportion(VOLUNTEERS_A_LOCATION, [1] * TEAMS_A_LOCATION)
    dealt = 0
    for (day, part), number in zip(slots, teams, strict=True):
        for place in range(number):
            location, turn = dealt % locations, dealt // locations
            first = location * VOLUNTEERS_A_LOCATION + sum(sizes[:turn])
            several = place == 0 or random.random() < CHAT_TEAMS
            channels = ALL_CHANNELS[: 3 if place == 0 else 2 if several else 1]
            members = range(first, first + sizes[turn])
            yield Team(
                day, part, tuple(_volunteer(number, location, channels) for number in members)
            )
            dealt += 1


def _volunteer(number: int, location: int, channels: tuple[Channel, ...]) -> Volunteer:
    mentor = number % VOLUNTEERS_A_LOCATION < MENTORS_A_LOCATION
    return Volunteer(number, location, channels, mentor)
