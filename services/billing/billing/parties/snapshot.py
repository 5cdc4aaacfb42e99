"""Read the seller or a buyer as it stands on the documents of a day."""

from dataclasses import fields, replace
from datetime import date

from shared.database import Connection
from shared.refusals import Refusal

from billing.parties.rules.codes import SELLER
from billing.parties.rules.versions import Snapshot

__all__ = ["BuyerMissing", "SellerMissing", "Snapshot", "buyer_on", "party_on", "seller_on"]

COLUMN_NAMES = tuple(field.name for field in fields(Snapshot))
COLUMNS = ", ".join(COLUMN_NAMES)
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
