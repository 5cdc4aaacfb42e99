"""The real year 2016: 386 municipalities by the figures of CBS, all but the four big cities."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from billing.invoices.rules import invoice_lines, total_of
from billing.municipalities.rules import is_excluded
from billing.tariffs.rules import Price

from tests.billing.given import given_settled, kept_contract
from tests.platform import Platform
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
PLACES = [
    ROOT / "deploy/local/demo/municipalities_2016.csv",
    ROOT.parent / "shared/facts/municipalities_2016.csv",
]
ELIGIBLE = 14_656_935
PRICE = Price(3_810_000, ELIGIBLE)


@pytest.fixture(scope="module")
def facts() -> bytes:
    """The figures of 1 January 2016, as CBS published them."""
    for place in PLACES:
        if place.exists():
            return place.read_bytes()
    pytest.skip("municipalities_2016.csv is not here: the facts of CBS are read where they are")


def participants(facts: bytes) -> list[tuple[str, int]]:
    """Return the codes and inhabitants of all but the G4."""
    rows = csv.DictReader(facts.decode().splitlines())
    every = [(row["code"], int(row["inhabitants"])) for row in rows]
    return [(code, inhabitants) for code, inhabitants in every if not is_excluded(code)]


def test_386_invoices_in_cents_add_up_to_the_budget_within_two_euros(facts: bytes) -> None:
    everybody = participants(facts)
    assert len(everybody) == 386
    assert sum(inhabitants for _, inhabitants in everybody) == ELIGIBLE
    totals = [total_of(invoice_lines(PRICE, [one])) for one in everybody]
    assert abs(sum(totals, Decimal(0)) - 3_810_000) <= Decimal("0.005") * 386
    zutphen = invoice_lines(PRICE, [("GM0301", 46_997)])[0]
    assert zutphen.amount == Decimal("12216.64")


async def test_the_year_2016_is_settled_and_invoiced(platform: Platform, facts: bytes) -> None:
    running = await platform.service("billing")
    client = running.client
    answer = await client.post(
        "/v1/municipality-imports?asOf=2016-01-01",
        content=facts,
        headers={"content-type": "text/csv"},
    )
    assert answer.json()["registered"] == 390, answer.text
    for code, _ in participants(facts):
        await kept_contract(running.database, code)
    settled = await given_settled(client, 2016)
    assert settled["participatingInhabitants"] == settled["eligibleInhabitants"] == ELIGIBLE
    assert (settled["participation"], settled["belowOffer"]) == ("1.0000", False)
    assert settled["pricePerInhabitant"]["printed"] == "0.260"

    async def totals() -> dict[str, Any] | None:
        found: dict[str, Any] = (await client.get("/v1/totals")).json()
        return found if found["invoicesIssued"] == 386 else None

    found = await eventually(totals, within=60)
    assert found is not None
    assert found["invoiceNumbersGapless"] is True
    assert found["obligationsOpen"] == 0
    everybody = [invoice_lines(PRICE, [one]) for one in participants(facts)]
    assert Decimal(found["invoicedTotal"]) == sum(map(total_of, everybody))
