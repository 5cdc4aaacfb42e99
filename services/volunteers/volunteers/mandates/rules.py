"""As whom, and where, a caller acts: by mandates within what the token says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal
from shared.roles import Role
from shared.tokens import Caller

from volunteers.mandates.vocabulary import MandateRole, MandateStanding

LISTENER, LOCAL = Role.LISTENER, frozenset({Role.COORDINATOR, Role.TRAINER})


class BoundToAnother(Refusal):
    """The volunteer whom the token names is acted for by another account."""

    status = 403


class MandateNotFound(NotFound):
    """No mandate was given by this id."""


class MandateUnclear(BadInput):
    """A listener's mandate names a volunteer, any other a location."""


class MandateEndsBeforeItBegins(BadInput):
    """A mandate lasts a day at least."""


@dataclass(frozen=True, slots=True)
class Mandated:
    """A mandate of the caller, and the days on which it is in force (Amsterdam)."""

    role: MandateRole
    volunteer_id: UUID | None
    location_id: UUID | None
    first_day: date
    last_day: date | None

    def in_force(self, today: date) -> bool:
        """Return whether it is in force."""
        return standing_on(today, self.first_day, self.last_day) == "in_force"


def standing_on(today: date, first_day: date, last_day: date | None) -> MandateStanding:
    """Return how a mandate of these days, both included, stands; `last_day` None: no end."""
    if last_day is not None and last_day < today:
        return "ended"
    return "in_force" if first_day <= today else "later"


def check_mandate(mandate: Mandated) -> None:
    """Refuse a mandate that names too little or too much, or that ends before it begins."""
    named = (mandate.volunteer_id is not None, mandate.location_id is not None)
    if named != ((True, False) if mandate.role == "listener" else (False, True)):
        raise MandateUnclear(
            "a listener's mandate takes volunteerId and no locationId, that of a coordinator or "
            "trainer takes locationId and no volunteerId"
        )
    if mandate.last_day is not None and mandate.last_day < mandate.first_day:
        raise MandateEndsBeforeItBegins(
            f"lastDay {mandate.last_day} is before firstDay {mandate.first_day}: "
            "give a later one, or leave it out"
        )


def act_by(
    caller: Caller, mandates: Collection[Mandated], *, bound_to_another: bool,
    successors: Mapping[UUID, UUID], today: date, is_staff: bool = False,
) -> Caller:  # fmt: skip
    """Return as whom and where a caller acts today; raises `BoundToAnother`.

    Without a mandate, past or to come, that is what the token says. `bound_to_another`: the
    volunteer whom the token names has a mandate that is another account's. `successors`: the
    location into which each merged one went; who acts for the one acts for the other. `is_staff`:
    the person whom the token names is a supervisor and no volunteer, for whom there is no
    listener's mandate.
    """
    if not mandates:
        if bound_to_another and LISTENER in caller.roles:
            raise BoundToAnother(
                f"volunteer {caller.person} is acted for by another account: sign in with that "
                "one, or let a coordinator give this one a mandate"
            )
        return replace(
            caller,
            person=None if bound_to_another else caller.person,
            locations=_followed(caller.locations, successors),
        )
    given = [mandate for mandate in mandates if mandate.in_force(today)]
    persons = {one.volunteer_id for one in given if one.role == "listener"}
    person = caller.person if caller.person in persons else None
    if caller.person is None and len(persons) == 1:
        (person,) = persons
    by_role = {role: _mandated(caller, given, role, successors) for role in LOCAL & caller.roles}
    lost = {role for role, locations in by_role.items() if not locations}
    return replace(
        caller,
        roles=caller.roles - lost - (frozenset() if person else {LISTENER}),
        person=caller.person if is_staff else person,
        locations=frozenset().union(*by_role.values()),
        by_role={role: found for role, found in by_role.items() if found},
    )


def _mandated(
    caller: Caller, given: Collection[Mandated], role: Role, successors: Mapping[UUID, UUID]
) -> frozenset[UUID]:
    """Return where the caller acts in a role: where a mandate says, within the token's claim."""
    named = frozenset(one.location_id for one in given if one.role == role.value)
    wanted = _followed(frozenset(one for one in named if one), successors) or frozenset()
    limit = _followed(caller.locations, successors)
    return wanted if limit is None else wanted & limit


def _followed(
    locations: frozenset[UUID] | None, successors: Mapping[UUID, UUID]
) -> frozenset[UUID] | None:
    """Return the locations with those into which they merged, one after the other."""
    if locations is None:
        return None
    found = set(locations)
    for one in locations:
        while (one := successors.get(one, one)) not in found:
            found.add(one)
    return frozenset(found)
