"""The real year 2016: 386 municipalities by the figures of CBS, all but the four big cities."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from billing.invoices.rules.owed import Covered, Policy, owed_lines
from billing.municipalities.rules import is_excluded
from billing.tariffs.rules import Price

from tests.billing.audited import audited
from tests.billing.given import given_round, given_settled, kept_contract, kept_parties
from tests.platform import Platform

ROOT = Path(__file__).parents[2]
PLACES = [
    ROOT / "deploy/local/demo/municipalities_2016.csv",
    ROOT.parent / "shared/facts/municipalities_2016.csv",
]
ELIGIBLE = 14_656_935
PRICE = Price(3_810_000, ELIGIBLE)
DAYS = date(2016, 1, 1), date(2016, 12, 31)


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


def owed(*everybody: tuple[str, int]) -> list[Decimal]:
    """Return what one payer for these municipalities owes of each of them."""
    covered = [Covered(code, code, count, *DAYS) for code, count in everybody]
    lines = owed_lines(covered, PRICE, Policy("cent", "whole_year"), 2016)
    return [line.amount for line in lines]


def test_386_invoices_in_cents_add_up_to_the_budget_within_two_euros(facts: bytes) -> None:
    everybody = participants(facts)
    assert len(everybody) == 386
    assert sum(inhabitants for _, inhabitants in everybody) == ELIGIBLE
    totals = [owed(one)[0] for one in everybody]
    assert abs(sum(totals, Decimal(0)) - 3_810_000) <= Decimal("0.005") * 386
    assert owed(("GM0301", 46_997)) == [Decimal("12216.64")]
    # The VNG for all of them pays the budget itself, of each within a cent of its own invoice.
    of_vng = owed(*everybody)
    assert sum(of_vng) == 3_810_000
    assert max(abs(a - b) for a, b in zip(of_vng, totals, strict=True)) <= Decimal("0.01")


async def test_the_year_2016_is_settled_and_invoiced(platform: Platform, facts: bytes) -> None:
    running = await platform.service("billing", role="api")
    client = running.client
    answer = await client.post(
        "/v1/municipality-imports?asOf=2016-01-01",
        content=facts,
        headers={"content-type": "text/csv"},
    )
    assert answer.json()["registered"] == 390, answer.text
    codes = [code for code, _ in participants(facts)]
    await kept_parties(running.database, *codes)
    for code in codes:
        await kept_contract(running.database, code)
    settled = await given_settled(client, 2016)
    assert settled["participatingInhabitants"] == settled["eligibleInhabitants"] == ELIGIBLE
    assert (settled["participation"], settled["belowOffer"]) == ("1.0000", False)
    assert settled["pricePerInhabitant"]["printed"] == "0.260"

    done = await given_round(client)

    assert (done["issued"], done["refused"], done["documents"]) == (386, 0, 386)
    found = (await client.get("/v1/totals")).json()
    assert found["invoiceNumbersGapless"] is True
    assert found["obligationsOpen"] == 0
    assert Decimal(found["invoicedTotal"]) == sum(owed(one)[0] for one in participants(facts))
    assert (await audited(running.database)).findings == []
