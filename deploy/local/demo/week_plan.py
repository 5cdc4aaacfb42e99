"""What volunteers wish for the week ahead, and what they do when it is theirs to say. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from demo.chance import chance
from demo.roster import DAY_PARTS, WEEK, Volunteer

CANNOT, CAN, GLADLY = range(3)
# Estimates: how often somebody can, and would gladly, by night and by day.
WISHES = {True: (6, 3, 1), False: (4, 4, 2)}
SAY_WHEN = 0.5  # of the volunteers; who says nothing may be asked for anything
MOST_A_WEEK = {1: 2, 2: 7, 3: 1}
FROM_HOME = 0.3
LEAST_DAYS_AHEAD = 4  # what begins within 72 hours is at risk, and asked for by itself
SIGN_UPS = 0.4  # of the places are taken by oneself
ACCEPTS = {"proposal": 0.85, "asked": 0.6}


@dataclass(frozen=True, slots=True)
class Usual:
    """When a volunteer can and wants to work, as the API takes it."""

    wishes: tuple[int, ...]
    most_per_week: int
    from_home: bool

    def body(self) -> dict[str, Any]:
        """Return the body of a request that says it."""
        return {
            "wishes": list(self.wishes),
            "mostPerWeek": self.most_per_week,
            "mostNightsPerMonth": 4,
            "fromHome": self.from_home,
        }

    def wish(self, shift: Mapping[str, Any]) -> int:
        """Return what they said of the day part of a shift."""
        day = date.fromisoformat(shift["date"])
        return self.wishes[day.weekday() * len(DAY_PARTS) + DAY_PARTS.index(shift["dayPart"])]


def week_ahead(today: date) -> tuple[date, date]:
    """Return the first whole week, Monday to Sunday, that begins in four days or later."""
    soonest = today + timedelta(days=LEAST_DAYS_AHEAD)
    monday = soonest + timedelta(days=-soonest.weekday() % WEEK)
    return monday, monday + timedelta(days=WEEK - 1)


def usual_week(volunteer: Volunteer) -> Usual:
    """Return a volunteer's usual week; it is the same in every run."""
    random = chance(f"usual week {volunteer.number}")
    parts = [part for _ in range(WEEK) for part in DAY_PARTS]
    return Usual(
        tuple(
            random.choices((CANNOT, CAN, GLADLY), WISHES[part in ("night", "early_morning")])[0]
            for part in parts
        ),
        random.choices(list(MOST_A_WEEK), list(MOST_A_WEEK.values()))[0],
        random.random() < FROM_HOME,
    )


def says_when(volunteer: Volunteer) -> bool:
    """Return whether a volunteer says when they can work; it is the same in every run."""
    return chance(f"says when {volunteer.number}").random() < SAY_WHEN


def sign_ups(
    shifts: Sequence[Mapping[str, Any]],
    locations: Sequence[str],
    usual: Mapping[Volunteer, Usual],
) -> Iterator[tuple[Mapping[str, Any], Volunteer]]:
    """Yield who takes which place by themselves: one shift each, gladly, at the own location.

    What is filled already does not count, so that another run of the demo chooses the same.
    """
    left = round(SIGN_UPS * sum(shift["needed"] for shift in shifts))
    free = sorted(usual, key=lambda one: one.number)
    chance("sign-ups").shuffle(free)
    for shift in sorted(shifts, key=lambda one: (one["startsAt"], one["shiftId"])):
        open_places = shift["needed"]
        for one in list(free):
            if not left or not open_places:
                break
            here = locations[one.location] == shift["locationId"]
            if (
                here
                and set(shift["channels"]) <= set(one.channels)
                and usual[one].wish(shift) == GLADLY
            ):
                free.remove(one)
                left, open_places = left - 1, open_places - 1
                yield shift, one


def says_yes(reason: str, volunteer: int, shift: Mapping[str, Any]) -> bool:
    """Return whether a volunteer accepts an offer of a shift."""
    random = chance(f"{reason} {volunteer} {shift['date']} {shift['dayPart']}")
    return random.random() < ACCEPTS[reason]
