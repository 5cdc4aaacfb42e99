"""Who is invoiced, and who invoices."""

from datetime import date, datetime

from sqlalchemy import Column, DateTime
from sqlmodel import Field

from billing.tables.base import Table


class Party(Table, table=True):
    """A payer, or the seller: a CBS code, `VNG`, `KING`, `REG-...`, `ORG-...` or `SELLER`.

    `kind`: municipality, national, region, client or seller.
    """

    __tablename__ = "party"
    party: str = Field(primary_key=True)
    kind: str
    name: str


class PartyVersion(Table, table=True):
    """What stands on a party's invoices from a day on; a document keeps the version of its day.

    `endpoint_scheme` and `endpoint_id` address it electronically (EAS: 0190 is an OIN, 0106 a
    KvK number). `route`: its documents go to the `folder`, by `email` or by `peppol`. `iban` and
    `bic` are the seller's.
    """

    __tablename__ = "party_version"
    party: str = Field(primary_key=True, foreign_key="party.party")
    version: int = Field(primary_key=True)
    valid_from: date
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    kvk: str | None = None
    vat_number: str | None = None
    oin: str | None = None
    endpoint_scheme: str | None = None
    endpoint_id: str | None = None
    buyer_reference: str | None = None
    email: str | None = None
    route: str
    iban: str | None = None
    bic: str | None = None
    made_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
