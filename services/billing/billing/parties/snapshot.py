"""Read the seller or a buyer as it stands on the documents of a day."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from shared.database import Connection
from shared.refusals import Refusal

SELLER = "SELLER"


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


COLUMNS = ", ".join(field.name for field in fields(Snapshot))
# A later version for the same day replaces the one before.
SELECT_PARTY_ON = f"""
SELECT {COLUMNS} FROM party_version WHERE party = $1 AND valid_from <= $2
ORDER BY valid_from DESC, version DESC LIMIT 1
"""  # noqa: S608 - names of columns only


class SellerMissing(Refusal):
    """Nothing says who the seller is on the day of a document."""


class BuyerMissing(Refusal):
    """Nothing says who the payer is on the day of a document."""


async def seller_on(connection: Connection, day: date) -> Snapshot:
    """Return the seller as of a day; raises `SellerMissing`."""
    found = await party_on(connection, SELLER, day)
    if found is None:
        raise SellerMissing(_missing(SELLER, day))
    return found


async def buyer_on(connection: Connection, party: str, day: date) -> Snapshot:
    """Return a payer as of a day; raises `BuyerMissing`.

    An invoice needs a reference of the buyer's: where the payer gave none, it is the party's code.
    """
    found = await party_on(connection, party, day)
    if found is None:
        raise BuyerMissing(_missing(party, day))
    return replace(found, buyer_reference=found.buyer_reference or party)


async def party_on(connection: Connection, party: str, day: date) -> Snapshot | None:
    """Return a party as of a day, as it was given; None: no version is valid by then."""
    row = await connection.fetchrow(SELECT_PARTY_ON, party, day)
    return Snapshot(**dict(row)) if row else None


def _missing(party: str, day: date) -> str:
    return (
        f"{party} has no address for documents of {day}. "
        f"Give one by PUT /v1/parties/{party}, with a validFrom of {day} or earlier."
    )
