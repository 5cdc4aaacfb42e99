"""Documents that are issued in a real database, for the invented parties of `documents`."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

from billing.invoices.issue_document import issue_document
from billing.invoices.rules.documents import Draft
from billing.invoices.rules.owed import Line
from billing.tariffs.rules import Price
from shared.database import Connection, Database

from tests.billing.documents import BUDGET, BUYER, PARTICIPATING, SELLER, Json

NOW = datetime(2016, 1, 4, 9, tzinfo=UTC)
PRICE = Price(BUDGET, PARTICIPATING)
LINE = Line(
    amount=Decimal("12216.64"), name="Zutphen", beneficiary="GM0301", inhabitants=46_997,
    exact=Fraction(46_997 * BUDGET, PARTICIPATING),
)  # fmt: skip
INVOICE = Draft(
    kind="invoice", reason="year", year=2016, payer="GM0301", lines=[LINE], vat_category="exempt",
    contract_id=uuid4(), price=PRICE,
)  # fmt: skip
CREDIT_NOTE = replace(
    INVOICE, kind="credit_note", reason="agreed", credits="2016-00001", left=LINE.amount
)
KINDS = {"SELLER": "seller", "VNG": "national"}


async def keep_party(connection: Connection, party: Json, version: int = 1, **changes: Any) -> None:
    """Keep a version of a party, and the party if it is new."""
    code = party["party"]
    kind = KINDS.get(code, "client" if code.startswith("ORG-") else "municipality")
    await connection.execute(
        "INSERT INTO party VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", code, kind, party["name"]
    )
    row = party | changes | {"version": version, "made_at": NOW}
    row["valid_from"] = NOW.date()
    names = ", ".join(row)
    places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
    statement = f"INSERT INTO party_version ({names}) VALUES ({places})"
    await connection.execute(statement, *row.values())


async def given_parties(database: Database, *buyers: Json) -> None:
    async with database.commit() as connection:
        for party in (SELLER, *(buyers or (BUYER,))):
            await keep_party(connection, party)


async def issue(database: Database, draft: Draft = INVOICE, count: int = 1) -> list[str]:
    """Issue so many documents in one commit; return their numbers."""
    async with database.commit() as connection:
        return [await issue_document(connection, draft, NOW) for _ in range(count)]
