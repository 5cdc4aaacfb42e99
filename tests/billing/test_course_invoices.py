"""Courses that were given to third parties are invoiced per client and day, with 21% VAT."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
from shared.database import Database

from tests.billing.audited import audited
from tests.billing.given import kept_parties, refusal
from tests.platform import Platform

PUT_PRICE = "INSERT INTO course_price VALUES ('listening', $1, $2::text::numeric)"
PUT_DELIVERY = "INSERT INTO course_delivery VALUES ($1, $2, $3, $4)"


async def delivered(database: Database, client: str, day: int, course: str = "listening") -> None:
    async with database.commit() as connection:
        await connection.execute(PUT_DELIVERY, uuid4(), course, client, date(2016, 3, day))


async def priced(database: Database, since: date, price: str) -> None:
    async with database.commit() as connection:
        await connection.execute(PUT_PRICE, since, price)


async def bill(api: httpx.AsyncClient, **body: Any) -> Any:
    answer = await api.post("/v1/course-invoices", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_what_a_client_got_on_a_day_is_one_invoice_at_the_price_of_the_day(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    database = billing.database
    await priced(database, date(2016, 1, 1), "450.05")
    await priced(database, date(2016, 3, 2), "500.00")
    await kept_parties(database, "ORG-ONE", "ORG-TWO")
    for client, day in (("ORG-ONE", 1), ("ORG-ONE", 1), ("ORG-ONE", 2), ("ORG-TWO", 1)):
        await delivered(database, client, day)

    assert (await bill(billing.client, client="ORG-TWO"))["numbers"] == ["2016-00001"]
    assert (await bill(billing.client))["numbers"] == ["2016-00002", "2016-00003"]
    assert await bill(billing.client) == {"numbers": [], "refusals": []}

    invoice = (await billing.client.get("/v1/invoices/2016-00002")).json()
    assert (invoice["payer"], invoice["net"], invoice["vat"], invoice["total"]) == (
        "ORG-ONE", "900.10", "189.02", "1089.12",
    )  # fmt: skip
    assert [(line["course"], line["from"]) for line in invoice["lines"]] == [
        ("listening", "2016-03-01"), ("listening", "2016-03-01"),
    ]  # fmt: skip
    assert (invoice["reason"], invoice["contractId"], invoice["vatCategory"]) == (
        "course", None, "standard",
    )  # fmt: skip
    last = (await billing.client.get("/v1/invoices/2016-00003")).json()
    assert (last["net"], last["total"]) == ("500.00", "605.00")
    assert (await audited(database)).findings == []


async def test_without_a_price_or_a_party_it_is_refused_and_the_others_are_invoiced(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    database = billing.database
    await priced(database, date(2016, 3, 2), "500.00")
    await kept_parties(database, "ORG-ONE")
    await delivered(database, "ORG-ONE", 1)
    await delivered(database, "ORG-ONE", 3)
    await delivered(database, "ORG-TWO", 3)

    found = await bill(billing.client)

    assert found["numbers"] == ["2016-00001"]
    assert [(one["client"], one["on"], one["type"]) for one in found["refusals"]] == [
        ("ORG-ONE", "2016-03-01", "course-price-missing"),
        ("ORG-TWO", "2016-03-03", "buyer-missing"),
    ]
    await kept_parties(database, "ORG-TWO")
    assert (await bill(billing.client))["numbers"] == ["2016-00002"]


async def test_a_course_is_credited_with_its_vat(platform: Platform) -> None:
    billing = await platform.service("billing")
    await priced(billing.database, date(2016, 1, 1), "99.99")
    await kept_parties(billing.database, "ORG-ONE")
    await delivered(billing.database, "ORG-ONE", 1)
    await bill(billing.client)
    lines = {"lines": [{"line": 1, "amount": "33.33"}]}
    for _ in range(3):
        answer = await billing.client.post("/v1/invoices/2016-00001/credit-notes", json=lines)
        assert answer.status_code == 201, answer.text
    invoice = (await billing.client.get("/v1/invoices/2016-00001")).json()
    assert (invoice["total"], invoice["credited"], invoice["state"]) == (
        "120.99", "120.99", "credited",
    )  # fmt: skip
    again = await billing.client.post("/v1/invoices/2016-00001/credit-notes", json={})
    assert refusal(again) == (409, "nothing-left")
