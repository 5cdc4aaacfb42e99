"""Events draft what is owed, in any order, however often they are delivered; rounds bill it."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest
from billing.totals.queries import count_totals
from billing.totals.views import TotalsView
from shared.database import Database
from shared.events.billing import (
    ContractSigned,
    InvoiceIssued,
    ParticipationSettled,
    PricePerInhabitant,
)

from tests.billing.given import (
    codes,
    contract_of,
    draft_contract,
    draft_year,
    figures,
    given_contract,
    given_municipalities,
    given_round,
    given_settled,
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
)
from tests.platform import Platform
from tests.waiting import eventually


async def totals(database: Database) -> TotalsView:
    async with database.read() as session:
        return await count_totals(session)


async def test_a_contract_signed_after_the_settlement_is_invoiced_at_the_settled_price(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    client = billing.client
    await given_municipalities(client, figures("GM0301", 30_000), figures("GM0200", 20_000))
    await kept_parties(billing.database, "GM0301", "GM0200")
    await given_contract(client, "GM0301")
    await given_settled(client, 2016)
    assert (await given_round(client))["issued"] == 1
    late = await given_contract(client, "GM0200", **{"from": "2016-12-31", "until": "2016-12-31"})
    done = await given_round(client)
    assert (done["issued"], done["nothingOwed"]) == (1, 1)
    listed = (await client.get("/v1/invoices?year=2016")).json()["items"]
    totals_by_contract = {item["contractId"]: item["total"] for item in listed}
    assert totals_by_contract[late["contractId"]] == "2540000.00"  # the whole year, at 127 each
    assert {item["number"] for item in listed} == {"2016-00001", "2016-00002"}


async def test_contracts_signed_while_the_year_is_settled_are_all_invoiced_once(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    client = billing.client
    wanted = codes(24)
    await given_municipalities(client, *map(figures, wanted))
    await kept_parties(billing.database, *wanted)
    await given_contract(client, wanted[0])
    signing = [client.post("/v1/contracts", json=contract_of(code)) for code in wanted[1:]]
    settling = client.post("/v1/settlements", json={"year": 2016})
    answers = await asyncio.gather(*signing[:12], settling, *signing[12:])
    assert {answer.status_code for answer in answers} == {201}

    async def all_drafted() -> bool:
        return bool((await client.get("/v1/totals")).json()["obligationsOpen"] == 24)

    await eventually(all_drafted)
    assert (await given_round(client))["issued"] == 24
    found = (await client.get("/v1/totals")).json()
    assert found["invoiceNumbersGapless"] is True
    assert found["obligationsOpen"] == 0
    settled = (await client.get("/v1/settlements/2016")).json()
    each = Decimal(1000 * 3_810_000) / settled["participatingInhabitants"]
    assert abs(Decimal(found["invoicedTotal"]) - 24 * each) <= Decimal("0.12")


@pytest.mark.parametrize("settled_first", [True, False])
async def test_in_both_orders_of_the_events_each_contract_is_drafted_once(
    platform: Platform, settled_first: bool
) -> None:
    database = await platform.database("billing")
    await kept_municipalities(database, ["GM0301"])
    contract_id = await kept_contract(database, "GM0301")
    await kept_settlement(database)
    if settled_first:
        await draft_year(database, 2016)
    await draft_contract(database, contract_id)
    if not settled_first:
        await draft_year(database, 2016)
    found = await totals(database)
    assert (found.invoices_issued, found.obligations_open) == (0, 1)


async def test_a_contract_of_which_no_year_is_settled_owes_nothing_yet(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_municipalities(database, ["GM0301"])
    await draft_contract(database, await kept_contract(database, "GM0301"))
    assert (await totals(database)).obligations_open == 0


async def test_a_contract_outside_the_settled_year_is_not_invoiced(platform: Platform) -> None:
    database = await platform.database("billing")
    wanted = ["GM0301", "GM0200", "GM0202"]
    await kept_municipalities(database, wanted)
    await kept_parties(database, *wanted)
    await kept_contract(database, "GM0301")
    await kept_contract(database, "GM0200", until="2015-12-31")
    later = await kept_contract(database, "GM0202", **{"from": "2017-01-01"})
    await kept_settlement(database)
    await draft_contract(database, later)
    await invoice_year(database, 2016)
    found = await totals(database)
    assert (found.invoices_issued, found.obligations_open) == (1, 0)


async def test_every_handler_has_one_effect_when_events_come_twice_and_out_of_order(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    wanted = codes(3)
    await kept_municipalities(database, wanted)
    await kept_parties(database, *wanted)
    contracts = {code: await kept_contract(database, code) for code in wanted}
    await kept_settlement(database)
    running = await platform.service("billing")  # its own events come too: once more of each
    settled = ParticipationSettled(
        year=2016, participating_inhabitants=3003, eligible_inhabitants=3003,
        budget=Decimal("3810000.00"),
        price_per_inhabitant=PricePerInhabitant(
            numerator=3_810_000, denominator=3003, printed=Decimal("1268.731")
        ),
    )  # fmt: skip
    for event_id in (str(uuid4()), str(uuid4())):
        for _ in range(2):
            await platform.publish(settled, aggregate_id=2016, event_id=event_id)
            for code, contract_id in contracts.items():
                signed = ContractSigned.model_validate(
                    contract_of(code) | {"contractId": contract_id, "tariffVersion": "2015-2018"}
                )
                await platform.publish(signed, aggregate_id=contract_id)
    await platform.handled("billing", 4 + 2 + 12)
    assert (await given_round(running.client))["issued"] == 3
    found = (await running.client.get("/v1/totals")).json()
    assert (found["invoicesIssued"], found["invoiceNumbersGapless"]) == (3, True)

    async def told() -> bool:
        return len(await platform.published(InvoiceIssued)) == 3

    await eventually(told)


async def test_an_invoice_without_figures_is_never_guessed(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_municipalities(database, ["GM0301", "GM0200"])
    await kept_parties(database, "GM0301")
    await kept_contract(database, "GM0301", "GM0200")
    await kept_settlement(database)
    async with database.commit() as connection:
        await connection.execute("DELETE FROM municipality_figure WHERE code = 'GM0200'")
    await invoice_year(database, 2016)
    found = await totals(database)
    assert (found.invoices_issued, found.obligations_open) == (0, 1)
    async with database.commit() as connection:
        [item] = await connection.fetch("SELECT state, refusal, detail FROM invoice_run_item")
    assert tuple(item)[:2] == ("refused", "figures-missing")
    assert "GM0200" in item["detail"]
