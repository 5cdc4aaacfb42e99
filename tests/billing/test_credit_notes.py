"""Credit notes by hand: each names its invoice, and together they are never more than it."""

import asyncio
from decimal import Decimal
from typing import Any

import httpx
import pytest
from billing.invoices.rules.credits import (
    CreditAboveInvoice,
    Credited,
    agreed_credit,
    all_that_is_left,
    line_name,
)
from billing.invoices.rules.documents import Draft, vat_of
from billing.invoices.rules.owed import Line
from hypothesis import given
from hypothesis import strategies as st

from tests.billing.audited import audited
from tests.billing.given import (
    Json,
    given_round,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
    refusal,
)
from tests.platform import Platform, Running

TWO = ("GM1001", "GM1002")
cents = st.integers(1, 10**8).map(lambda amount: Decimal(amount).scaleb(-2))


async def given_invoice(platform: Platform, **changes: Any) -> Running:
    """Issue an invoice to the VNG for two municipalities: 1,904,047.98 and 1,905,952.02."""
    database = await platform.database("billing")
    await kept_municipalities(database, TWO)
    await kept_parties(database, "VNG")
    await kept_contract(database, *TWO, payer="VNG", **changes)
    await kept_settlement(database)
    running = await platform.service("billing")
    await given_round(running.client)
    return running


async def credit(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.post("/v1/invoices/2016-00001/credit-notes", json=body)


async def read(client: httpx.AsyncClient, path: str) -> Json:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_an_invoice_is_credited_by_lines_and_then_whole(platform: Platform) -> None:
    billing = await given_invoice(platform)
    client = billing.client
    first = await credit(client, lines=[{"line": 2, "amount": "5952.02"}])
    assert (first.status_code, first.json()) == (201, {"number": "C2016-00001"})
    invoice = await read(client, "/v1/invoices/2016-00001")
    assert (invoice["credited"], invoice["open"]) == ("5952.02", "3804047.98")

    assert (await credit(client)).json() == {"number": "C2016-00002"}

    invoice = await read(client, "/v1/invoices/2016-00001")
    assert (invoice["state"], invoice["open"]) == ("credited", "0.00")
    assert invoice["creditNotes"] == ["C2016-00001", "C2016-00002"]
    note = await read(client, "/v1/credit-notes/C2016-00002")
    assert (note["credits"], note["reason"], note["total"]) == (
        "2016-00001", "agreed", "3804047.98",
    )  # fmt: skip
    assert [line["amount"] for line in note["lines"]] == ["1904047.98", "1900000.00"]
    assert refusal(await credit(client)) == (409, "nothing-left")
    listed = await read(client, "/v1/credit-notes?payer=VNG")
    assert [one["number"] for one in listed["items"]] == ["C2016-00001", "C2016-00002"]
    assert (await read(client, "/v1/invoices?open=true"))["items"] == []
    assert (await given_round(client))["documents"] == 0, "what was agreed is not billed again"
    assert (await audited(billing.database)).findings == []


async def test_what_cannot_be_credited_is_refused_by_name(platform: Platform) -> None:
    client = (await given_invoice(platform)).client

    async def refused(*lines: tuple[int, str]) -> tuple[int, str]:
        return refusal(
            await credit(client, lines=[{"line": line, "amount": each} for line, each in lines])
        )

    assert await refused((3, "1.00")) == (400, "unknown-line")
    assert await refused((1, "1.00"), (1, "1.00")) == (400, "line-twice")
    assert await refused((1, "0.00")) == (400, "no-amount")
    assert await refused((1, "1904047.99")) == (409, "credit-above-invoice")
    assert (await refused((1, "1.5")))[0] == 400
    assert (await refused((1, "-1.00")))[0] == 400
    absent = await client.post("/v1/invoices/2016-00002/credit-notes", json={})
    assert refusal(absent) == (404, "no-such-invoice")
    unknown = await client.get("/v1/credit-notes/C2016-00001")
    assert refusal(unknown) == (404, "no-such-credit-note")
    assert (await read(client, "/v1/credit-notes"))["items"] == []


async def test_credits_at_once_are_never_more_than_the_invoice(platform: Platform) -> None:
    billing = await given_invoice(platform)
    half = {"lines": [{"line": 1, "amount": "952023.99"}]}
    answers = await asyncio.gather(*(credit(billing.client, **half) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409]
    invoice = await read(billing.client, "/v1/invoices/2016-00001")
    assert invoice["credited"] == "1904047.98"
    assert (await audited(billing.database)).findings == []


@given(
    st.lists(cents, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 100)), max_size=12),
)
def test_notes_of_an_invoice_sum_to_it_in_net_and_in_vat(
    amounts: list[Decimal], parts: list[tuple[int, int]]
) -> None:
    lines = [Line(amount, "Cursus", course=f"C{n}") for n, amount in enumerate(amounts)]
    left = {line_name(line): line.amount for line in lines}
    noted: list[Draft] = []

    def note(credited: list[Line]) -> None:
        of = sum(left.values(), Decimal(0))
        noted.append(Draft("credit_note", "agreed", 2016, "ORG-1", credited, "standard", left=of))
        for line in credited:
            left[line_name(line)] -= line.amount

    for place, percent in parts:
        line = lines[place % len(lines)]
        part = (left[line_name(line)] * percent / 100).quantize(Decimal("0.01"))
        if part > 0:
            note(agreed_credit(lines, Credited("1", left), [(lines.index(line) + 1, part)]))
    if any(left.values()):
        note(all_that_is_left(lines, Credited("1", left)))
    net = sum(amounts, Decimal(0))
    assert sum(draft.net for draft in noted) == net
    assert sum(draft.vat for draft in noted) == vat_of(net, "standard")
    assert all(draft.vat >= 0 for draft in noted)


@given(cents, cents)
def test_more_than_is_left_of_a_line_is_never_credited(amount: Decimal, more: Decimal) -> None:
    line = Line(amount, "Zutphen", beneficiary="GM0301")
    with pytest.raises(CreditAboveInvoice, match="GM0301"):
        agreed_credit([line], Credited("1", {"GM0301": amount}), [(1, amount + more)])
