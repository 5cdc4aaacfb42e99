"""Versions of a party: each holds from a day on, and none is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from billing.parties.rules.details import Details


@dataclass(frozen=True, slots=True)
class Given:
    """What is given of a party from a day on, checked."""

    party: str
    valid_from: date
    details: Details


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A party as of a day: the columns of `party_version`, without the moment it was made."""

    party: str
    version: int
    valid_from: date
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    kvk: str | None
    vat_number: str | None
    oin: str | None
    endpoint_scheme: str | None
    endpoint_id: str | None
    buyer_reference: str | None
    email: str | None
    route: str
    iban: str | None
    bic: str | None

    def as_json(self) -> dict[str, str | int | None]:
        """Return the columns by name, `valid_from` as `2016-01-31`."""
        return asdict(self) | {"valid_from": self.valid_from.isoformat()}


def as_of(versions: Sequence[Snapshot], day: date) -> Snapshot | None:
    """Return the version that holds on a day; of two for the same day the later made.

    None: none is valid by then.
    """
    held = [version for version in versions if version.valid_from <= day]
    return max(held, key=lambda version: (version.valid_from, version.version), default=None)


def next_version(known: Sequence[Snapshot], given: Given) -> Snapshot | None:
    """Return the version that is to be added; None where the same already holds on that day."""
    held = as_of(known, given.valid_from)
    if held and all(getattr(held, name) == value for name, value in given.details.items()):
        return None
    made = max((version.version for version in known), default=0) + 1
    values: dict[str, Any] = {**given.details}
    return Snapshot(party=given.party, version=made, valid_from=given.valid_from, **values)


def next_versions(
    known: Mapping[str, Sequence[Snapshot]], wanted: Iterable[Given]
) -> list[Snapshot]:
    """Return the versions that many parties get, in order of their days; `known` by party."""
    added: dict[str, list[Snapshot]] = {}
    for given in sorted(wanted, key=lambda given: (given.party, given.valid_from)):
        before = [*known.get(given.party, ()), *added.get(given.party, ())]
        version = next_version(before, given)
        if version:
            added.setdefault(given.party, []).append(version)
    return [version for versions in added.values() for version in versions]
