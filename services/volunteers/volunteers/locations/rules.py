"""How locations and institutions may be named, and how they may merge and move.

A location's name is the only free text that volunteers publishes.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

from volunteers.locations.vocabulary import LocationChangeKind

LONGEST_NAME = 60
SIGNS = frozenset(" .,'()-")


class LocationNotFound(NotFound):
    """No location was opened by this id."""


class UnknownLocation(Refusal):
    """The location that the request names was never opened."""


class LocationNameTaken(Refusal):
    """Two locations of one name could not be told apart."""


class LocationClosed(Refusal):
    """The location works no more, or will not on that day: its people went to another."""


class InstitutionNotFound(NotFound):
    """No institution is known by this id."""


class UnknownInstitution(Refusal):
    """The institution that the request names is not known."""


class InstitutionNameTaken(Refusal):
    """Two institutions of one name could not be told apart."""


class InstitutionEnded(Refusal):
    """The institution does not exist on that day."""


class ChangeNotFound(NotFound):
    """No change of a location was planned by this id."""


class ChangeIsDone(Refusal):
    """What was carried out is not taken back: another change is planned."""


class ChangePlannedAlready(Refusal):
    """A location has one merge and one move to come at most."""


class ChangeTooEarly(Refusal):
    """The day lies before the first on which the change is possible."""


class IntoItself(Refusal):
    """Nothing merges into itself, or moves to where it is."""


class SuccessorCloses(Refusal):
    """What takes the people over must still be there on that day."""


class LocationNameNotAllowed(BadInput):
    """A location's name is made of letters and a few signs, so that nothing else can hide in it."""


def location_name(name: str) -> str:
    """Return the name with single spaces and composed letters; raises `LocationNameNotAllowed`."""
    # Only the ordinary space is collapsed: other separators and control characters are refused.
    tidy = re.sub(" +", " ", unicodedata.normalize("NFC", name)).strip(" ")
    allowed = all(letter.isalpha() or letter in SIGNS for letter in tidy)
    if not allowed or len(tidy) > LONGEST_NAME or not any(map(str.isalpha, tidy)):
        raise LocationNameNotAllowed(
            f"name takes 1 to {LONGEST_NAME} letters, spaces and the signs . , ' ( ) - only"
        )
    return tidy


@dataclass(frozen=True, slots=True)
class Planned:
    """A change of a location that is still to come."""

    kind: LocationChangeKind
    location_id: UUID
    into_id: UUID
    on_day: date


@dataclass(frozen=True, slots=True)
class Lasting:
    """From when to when something exists: a location, an institution. None: no end is known."""

    id: UUID
    last_day: date | None = None
    first_day: date = date.min


def check_open(location: Lasting, day: date) -> None:
    """Refuse a day on which the location works no more."""
    if location.last_day is not None and day > location.last_day:
        raise LocationClosed(
            f"location {location.id} worked until {location.last_day}: name the location that its "
            "people went to, or an earlier day"
        )


def check_merge(
    location: Lasting, into: Lasting, on_day: date, today: date, planned: Collection[Planned]
) -> None:
    """Refuse a merge of a location into another that could not be carried out on its day."""
    if location.id == into.id:
        raise IntoItself(f"location {location.id} cannot merge into itself: name another")
    if on_day < today:
        raise ChangeTooEarly(f"a merge is planned for {today} or later: people follow on its day")
    check_open(location, on_day)
    check_open(into, on_day)
    merges = [each for each in planned if each.kind == "merge"]
    for each in merges:
        if each.location_id == location.id:
            raise ChangePlannedAlready(
                f"location {location.id} merges on {each.on_day} already: withdraw that first"
            )
        if each.location_id == into.id and each.on_day <= on_day:
            raise SuccessorCloses(
                f"location {into.id} itself merges on {each.on_day}: name the one that it merges "
                "into, or an earlier day"
            )
        if each.into_id == location.id and each.on_day >= on_day:
            raise SuccessorCloses(
                f"location {each.location_id} merges into {location.id} on {each.on_day}: choose a "
                "later day, or withdraw that first"
            )


def check_move(
    location: Lasting,
    into: Lasting,
    on_day: date,
    belongs_to: Lasting | None,
    planned: Collection[Planned],
) -> None:
    """Refuse a move of a location to an institution that could not be carried out on its day.

    `belongs_to` is the institution to which it belongs now, from the day on which it came there.
    """
    check_open(location, on_day)
    check_exists(into, on_day)
    if belongs_to and belongs_to.id == into.id:
        raise IntoItself(
            f"location {location.id} belongs to institution {into.id} since {belongs_to.first_day}"
        )
    if belongs_to and on_day <= belongs_to.first_day:
        raise ChangeTooEarly(
            f"location {location.id} belongs to institution {belongs_to.id} since "
            f"{belongs_to.first_day}: choose a later day"
        )
    for each in planned:
        if each.location_id == location.id and (each.kind == "move" or each.on_day <= on_day):
            raise ChangePlannedAlready(
                f"location {location.id} has a {each.kind} planned for {each.on_day}: withdraw "
                "that first"
            )


def check_institutions_merge(
    institution: Lasting,
    into: Lasting,
    on_day: date,
    merged_until: Collection[date],
    planned: Collection[Planned],
) -> None:
    """Refuse a merge of an institution into another from a day on.

    `merged_until` are the last days of the institutions that merge into it.
    """
    if institution.id == into.id:
        raise IntoItself(f"institution {institution.id} cannot merge into itself: name another")
    check_exists(institution, on_day)
    check_exists(into, on_day)
    if on_day <= institution.first_day:
        raise ChangeTooEarly(f"institution {institution.id} begins on {institution.first_day}")
    if institution.last_day is not None or into.last_day is not None:
        which = institution if institution.last_day is not None else into
        raise InstitutionEnded(
            f"institution {which.id} ends on {which.last_day}: name one that goes on"
        )
    if any(last_day >= on_day for last_day in merged_until):
        raise SuccessorCloses(
            f"another institution merges into {institution.id} later: choose a day after that"
        )
    if any(each.kind == "move" and each.into_id == institution.id for each in planned):
        raise ChangePlannedAlready(
            f"a location is to move to institution {institution.id}: withdraw that first"
        )


def check_exists(institution: Lasting, day: date) -> None:
    """Refuse a day on which the institution does not exist."""
    last = institution.last_day
    if day < institution.first_day or (last is not None and day > last):
        until = f" until {last}" if last else ""
        raise InstitutionEnded(
            f"institution {institution.id} exists from {institution.first_day}{until}: choose "
            "another institution or another day"
        )
