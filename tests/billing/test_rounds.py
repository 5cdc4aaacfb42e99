"""A person begins a round; it issues what is owed, says what it refuses, and goes on by itself."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
from billing.invoices.issue_rounds import issue_open_items
from shared.database import Database
from shared.events.billing import CreditNoteIssued, InvoiceIssued

from tests.billing.audited import audited
from tests.billing.given import (
    Json,
    begun_round,
    codes,
    figures,
    given_contract,
    given_municipalities,
    given_round,
    given_settled,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
    refusal,
)
from tests.platform import Platform
from tests.waiting import eventually

LOCK_THIRD = """
SELECT FROM invoice_obligation WHERE contract_id = (
    SELECT contract_id FROM invoice_run_item ORDER BY place OFFSET 2 LIMIT 1
) FOR UPDATE
"""
CORRECT = "INSERT INTO figure_correction VALUES ($1, '2016-01-01', $2, $3, now())"


async def preview(client: httpx.AsyncClient, year: int = 2016) -> Json:
    answer = await client.get(f"/v1/invoice-rounds/preview?year={year}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def correct(database: Database, code: str, inhabitants: int, correction: int = 1) -> None:
    async with database.commit() as connection:
        await connection.execute(CORRECT, code, correction, inhabitants)


async def count(database: Database, table: str) -> int:
    async with database.commit() as connection:
        found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
    return found


async def test_a_settled_year_is_invoiced_when_a_person_begins_its_round(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    client = billing.client
    await given_municipalities(client, figures("GM0301", 30_000), figures("GM0200", 20_000))
    contract = await given_contract(client, "GM0301", "GM0200", payer="VNG")
    await kept_parties(billing.database, "VNG")
    await given_settled(client, 2016)

    await platform.handled("billing", 2)
    assert (await client.get("/v1/invoices")).json()["items"] == []
    done = await given_round(client)

    assert (done["total"], done["done"], done["percent"]) == (1, 1, 100)
    assert (done["issued"], done["refused"], done["documents"]) == (1, 0, 1)
    assert done["numbers"] == ["2016-00001"]
    invoice = (await client.get("/v1/invoices/2016-00001")).json()
    assert invoice["contractId"] == contract["contractId"]
    assert [line["amount"] for line in invoice["lines"]] == ["1524000.00", "2286000.00"]
    assert (invoice["total"], invoice["vat"], invoice["open"]) == (
        "3810000.00", "0.00", "3810000.00",
    )  # fmt: skip
    assert (invoice["state"], invoice["payerName"]) == ("issued", "Organisatie VNG")

    async def told() -> bool:
        return len(await platform.published(InvoiceIssued)) == 1

    await eventually(told)
    event = (await platform.published(InvoiceIssued))[0]
    assert event.aggregate_id == invoice["invoiceId"]
    said = event.data.model_dump(mode="json", by_alias=True)
    same = set(said) & set(invoice) - {"lines"}
    assert {name: said[name] for name in same} == {name: invoice[name] for name in same}


async def test_a_round_of_a_year_that_is_not_settled_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    begun = await client.post("/v1/invoice-rounds", json={"year": 2016})
    assert refusal(begun) == (409, "year-not-settled")
    looked = await client.get("/v1/invoice-rounds/preview?year=2016")
    assert refusal(looked) == (409, "year-not-settled")
    unknown = await client.get(f"/v1/invoice-rounds/{uuid4()}")
    assert refusal(unknown) == (404, "no-such-round")


async def test_an_open_round_of_the_year_is_returned_as_it_is(platform: Platform) -> None:
    database = await given_owed(platform, 2)
    first = await begun_round(database)
    assert await begun_round(database) == first
    await issue_open_items(database)
    assert await begun_round(database) != first


async def test_what_is_refused_is_told_and_the_next_round_issues_it(platform: Platform) -> None:
    database = await given_owed(platform, 3, parties=2)
    third = codes(3)[2]
    client = (await platform.service("billing")).client
    looked = await preview(client)
    assert [one["payer"] for one in looked["refusals"]] == [third]

    done = await given_round(client)

    assert (done["issued"], done["refused"], done["done"]) == (2, 1, 3)
    [refused] = done["refusals"]
    assert (refused["payer"], refused["type"]) == (third, "buyer-missing")
    assert f"PUT /v1/parties/{third}" in refused["detail"]
    await kept_parties(database, third)
    again = await given_round(client)
    assert (again["issued"], again["nothingOwed"], again["refused"]) == (1, 2, 0)
    listed = (await client.get("/v1/invoice-rounds?year=2016&limit=1")).json()
    assert [one["roundId"] for one in listed["items"]] == [again["roundId"]]
    rest = await client.get(f"/v1/invoice-rounds?cursor={listed['nextCursor']}")
    assert [one["roundId"] for one in rest.json()["items"]] == [done["roundId"]]


async def test_a_preview_says_what_the_round_then_issues_and_writes_nothing(
    platform: Platform,
) -> None:
    database = await given_owed(platform, 3)
    client = (await platform.service("billing")).client
    before = await preview(client)
    assert await count(database, "document") == await count(database, "document_counter") == 0

    await given_round(client)

    issued = (await client.get("/v1/invoices")).json()["items"]
    assert before["invoices"] == len(issued) == 3
    assert {one["payer"]: one["invoice"] for one in before["contracts"]} == {
        one["payer"]: one["total"] for one in issued
    }
    assert Decimal(before["invoiced"]) == sum(Decimal(one["total"]) for one in issued)
    assert (before["lastYear"], before["thisYear"]) == ("0.00", before["invoiced"])
    after = await preview(client)
    assert (after["invoices"], after["invoiced"]) == (0, "0.00")
    assert after["thisYear"] == before["thisYear"]


async def test_a_corrected_figure_becomes_a_credit_note_or_one_more_invoice_and_no_edit(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    client, database = billing.client, billing.database
    await given_municipalities(client, figures("GM0301", 30_000), figures("GM0200", 20_000))
    await given_contract(client, "GM0301")
    await given_contract(client, "GM0200")
    await kept_parties(database, "GM0301", "GM0200")
    await given_settled(client, 2016)
    await given_round(client)
    issued = (await client.get("/v1/invoices")).json()["items"]

    await correct(database, "GM0301", 29_990)
    await correct(database, "GM0200", 20_001)
    looked = await preview(client)
    await given_round(client)

    price = Decimal(3_810_000) / 50_000
    assert (looked["creditNotes"], looked["credited"]) == (1, f"{10 * price:.2f}")
    [note] = (await client.get("/v1/credit-notes?year=2016")).json()["items"]
    assert (note["number"], note["total"]) == ("C2016-00001", "762.00")
    assert (note["payer"], note["reason"]) == ("GM0301", "correction")
    [more] = (await client.get("/v1/invoices?cursor=2016-00002")).json()["items"]
    assert (more["payer"], more["total"], more["reason"]) == ("GM0200", "76.20", "correction")
    credited = (await client.get(f"/v1/invoices/{note['credits']}")).json()
    assert (credited["credited"], credited["creditNotes"]) == ("762.00", ["C2016-00001"])
    [line] = (await client.get("/v1/credit-notes/C2016-00001")).json()["lines"]
    assert (line["beneficiary"], line["inhabitants"], line["amount"]) == (
        "GM0301", 29_990, "762.00",
    )  # fmt: skip
    still = (await client.get("/v1/invoices?limit=2")).json()["items"]
    assert [one["total"] for one in still] == [one["total"] for one in issued]
    assert (await given_round(client))["documents"] == 0
    assert (await audited(database)).findings == []

    async def told() -> bool:
        return len(await platform.published(CreditNoteIssued)) == 1

    await eventually(told)


async def test_a_round_goes_on_by_itself_when_the_process_that_worked_on_it_is_gone(
    platform: Platform,
) -> None:
    database = await given_owed(platform, 5)
    await begun_round(database)
    async with database.commit() as connection:
        await connection.execute(LOCK_THIRD)  # where the work stands still until it is ended
        working = asyncio.create_task(issue_open_items(database))

        async def two() -> bool:
            return await count(database, "document") == 2

        await eventually(two)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert await count(database, "document") == 2

    client = (await platform.service("billing")).client

    async def done() -> Any:
        [found] = (await client.get("/v1/invoice-rounds")).json()["items"]
        return found["finishedAt"] and found

    found = await eventually(done)
    assert (found["issued"], found["documents"]) == (5, 5)
    assert (await audited(database)).findings == []


async def given_owed(platform: Platform, contracts: int, parties: int | None = None) -> Database:
    """Keep a settled year and contracts of it; so many of their payers have an address."""
    database = await platform.database("billing")
    wanted = codes(contracts)
    await kept_municipalities(database, wanted)
    await kept_parties(database, *wanted[:parties])
    for code in wanted:
        await kept_contract(database, code)
    await kept_settlement(database)
    return database
