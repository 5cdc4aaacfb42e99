"""Reading what billing holds: single resources, lists by cursor, the tariff, the totals."""

from shared.database import Database

from tests.billing.given import (
    codes,
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
    refusal,
)
from tests.platform import Platform

NOT_THERE: list[tuple[str, tuple[int, str]]] = [
    ("municipalities/GM0301", (404, "no-such-municipality")),
    ("contracts/5b001c2b-cd31-4837-bcce-4086e5ad493d", (404, "no-such-contract")),
    ("settlements/2016", (404, "not-settled")),
    ("invoices/2016-00001", (404, "no-such-invoice")),
    ("municipalities/MARKER", (400, "bad-input")),
    ("contracts/MARKER", (400, "bad-input")),
    ("settlements/MARKER", (400, "bad-input")),
    ("settlements/10000", (400, "bad-input")),
    ("invoices/MARKER", (400, "bad-input")),
    ("municipalities?cursor=MARKER", (400, "bad-input")),
    ("municipalities?asOf=MARKER", (400, "bad-input")),
    ("contracts?cursor=MARKER", (400, "bad-input")),
    ("invoices?cursor=MARKER", (400, "bad-input")),
    ("invoices?cursor=2016-99999999999", (400, "bad-input")),
    ("invoices?year=99999999999", (400, "bad-input")),
    ("invoices?payer=marker", (400, "bad-input")),
    ("invoices?open=MARKER", (400, "bad-input")),
    ("credit-notes/C2016-00001", (404, "no-such-credit-note")),
    ("credit-notes/MARKER", (400, "bad-input")),
    ("credit-notes?cursor=2016-00001", (400, "bad-input")),
    ("invoice-rounds/5b001c2b-cd31-4837-bcce-4086e5ad493d", (404, "no-such-round")),
    ("invoice-rounds/MARKER", (400, "bad-input")),
    ("invoice-rounds/preview", (400, "bad-input")),
    ("invoice-rounds/preview?year=2016", (409, "year-not-settled")),
    ("settlements?cursor=MARKER", (400, "bad-input")),
    ("municipalities?limit=501", (400, "bad-input")),
    ("municipalities?limit=0", (400, "bad-input")),
]


async def kept_year(platform: Platform, contracts: int) -> Database:
    """Keep so many contracts, each invoiced for 2016."""
    database = await platform.database("billing")
    wanted = codes(contracts)
    await kept_municipalities(database, wanted)
    await kept_parties(database, *wanted)
    for code in wanted:
        await kept_contract(database, code)
    await kept_settlement(database)
    await invoice_year(database, 2016)
    return database


async def test_lists_are_read_to_their_end_by_cursor(platform: Platform) -> None:
    await kept_year(platform, contracts=5)
    client = (await platform.service("billing")).client
    for resource, key in (
        ("municipalities?", "code"),
        ("contracts?", "contractId"),
        ("invoices?", "number"),
        ("invoices?year=2016&", "number"),
    ):
        found: list[str] = []
        cursor = ""
        for _ in range(3):
            page = (await client.get(f"/v1/{resource}limit=2{cursor}")).json()
            found += [item[key] for item in page["items"]]
            cursor = f"&cursor={page['nextCursor']}"
        assert page["nextCursor"] is None, resource
        assert found == sorted(set(found)), resource
        assert len(found) == 5, resource


async def test_settlements_are_listed_by_year(platform: Platform) -> None:
    await kept_year(platform, contracts=1)
    client = (await platform.service("billing")).client
    page = (await client.get("/v1/settlements")).json()
    assert [item["year"] for item in page["items"]] == [2016]
    assert page["items"][0] == (await client.get("/v1/settlements/2016")).json()
    assert (await client.get("/v1/settlements?cursor=2016")).json()["items"] == []


async def test_the_tariff_is_the_offer_of_april_2014(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    assert (await client.get("/v1/tariffs")).json()["items"] == [
        {
            "version": "2015-2018",
            "state": "published",
            "revision": 1,
            "publishedAt": "2014-04-15T22:00:00Z",
            "referencePopulation": 14600000,
            "minimumParticipationPercent": 70,
            "rounding": "cent",
            "partOfYear": "whole_year",
            "excludedJoin": "refused",
            "excluded": ["GM0344", "GM0363", "GM0518", "GM0599"],
            "periods": [
                {"firstYear": 2015, "lastYear": 2016, "yearlyBudget": "3810000.00"},
                {"firstYear": 2017, "lastYear": 2018, "yearlyBudget": "3524800.00"},
            ],
        }
    ]


async def test_totals_of_nothing_are_nothing(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    assert (await client.get("/v1/totals")).json() == {
        "municipalities": 0,
        "contractsSigned": 0,
        "invoicesIssued": 0,
        "invoiceNumbersGapless": True,
        "invoicedTotal": "0.00",
        "obligationsOpen": 0,
    }


async def test_totals_see_a_gap_in_the_numbers(platform: Platform) -> None:
    database = await kept_year(platform, contracts=3)
    client = (await platform.service("billing")).client
    assert (await client.get("/v1/totals")).json()["invoiceNumbersGapless"] is True
    async with database.commit() as connection:
        await connection.execute("ALTER TABLE document DISABLE TRIGGER USER")
        await connection.execute("DELETE FROM document WHERE place = 2")
    assert (await client.get("/v1/totals")).json()["invoiceNumbersGapless"] is False


async def test_what_is_not_there_or_makes_no_sense_is_told_without_repeating_it(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    for path, refused in NOT_THERE:
        answer = await client.get(f"/v1/{path}")
        assert refusal(answer) == refused, path
        assert "MARKER" not in answer.text


async def test_the_api_describes_both_kinds_of_import(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    document = (await client.get("/openapi.json")).json()
    body = document["paths"]["/municipality-imports"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "text/csv"}
    row = body["application/json"]["schema"]["properties"]["municipalities"]["items"]
    assert set(row["required"]) == {"code", "name", "province", "inhabitants"}
    assert "$ref" not in str(body)
