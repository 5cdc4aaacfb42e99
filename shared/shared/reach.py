"""Whose records somebody may see or change through one endpoint: the reach of a request.

The gate derives it from the endpoint's row and the token. An endpoint whose row limits anybody
takes it as a parameter (`WithinReach`), or the service does not start.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from fastapi.requests import HTTPConnection

from shared.refusals import Refusal
from shared.roles import ALL, NATIONWIDE, OWN, OWN_LOCATIONS, Records, Row
from shared.tokens import Caller


class BeyondReach(Refusal):
    """The record is of another person, or of another location, than the token allows."""

    status = 403


class NothingWithinReach(Refusal):
    """The role is limited to own records, and the token does not name whose."""

    status = 403


@dataclass(frozen=True, slots=True)
class Reach:
    """A person's own records, those of locations, or everybody's: the union of all roles."""

    person: UUID | None = None
    locations: frozenset[UUID] = frozenset()
    everything: bool = False

    def is_own(self, person: UUID) -> bool:
        """Return whether a record of this person is the caller's own."""
        return self.person == person

    def covers(self, *, person: UUID | None = None, location: UUID | None = None) -> bool:
        """Return whether a record of this person, or of this location, is within reach.

        None: the record is nobody's, or of no location.
        """
        own = person is not None and person == self.person
        return self.everything or own or location in self.locations

    def require(
        self, what: str, *, person: UUID | None = None, location: UUID | None = None
    ) -> None:
        """Raise `BeyondReach` unless the record is within reach; `what` names it."""
        if not self.covers(person=person, location=location):
            raise BeyondReach(f"{what} is beyond your reach: {self._told()}")

    def _told(self) -> str:
        told = []
        if self.person:
            told.append(f"your own records, of volunteer {self.person}")
        if self.locations:
            told.append(f"those of the location {', '.join(sorted(map(str, self.locations)))}")
        return f"your token opens {' and '.join(told) or 'nothing'}"


def reach_of(row: Row, caller: Caller) -> Reach:
    """Return whose records a caller reaches by a row; raises `NothingWithinReach`."""
    granted = {role: records for role, records in row.items() if role in caller.roles}
    records = set(granted.values())
    local = {role for role in granted if granted[role] is OWN_LOCATIONS}
    limits = {role: caller.locations_of(role) for role in local}
    nation = any(limits[role] is None for role in local & NATIONWIDE)
    reach = Reach(
        person=caller.person if OWN in records else None,
        locations=frozenset().union(*(limit or () for limit in limits.values())),
        everything=ALL in records or nation,
    )
    if reach == Reach():
        raise NothingWithinReach(_missing(records))
    return reach


def _missing(records: set[Records]) -> str:
    wanted = {
        OWN: "the id of a volunteer (OIDC_PERSON_CLAIM)",
        OWN_LOCATIONS: "the ids of locations (OIDC_LOCATIONS_CLAIM)",
    }
    needed = " or ".join(wanted[each] for each in sorted(records))
    return (
        "this is for one's own records, and the token does not say which those are: let the"
        f" issuer put {needed} into it"
    )


def _given(connection: HTTPConnection) -> Reach:
    found: Reach = connection.state.reach
    return found


WithinReach = Annotated[Reach, Depends(_given)]


def is_taken(dependant: object) -> bool:
    """Return whether an endpoint takes the reach; `dependant` is FastAPI's description of it."""
    dependencies = getattr(dependant, "dependencies", ())
    return any(each.call is _given or is_taken(each) for each in dependencies)
