"""What is open: the same by the ledger, by invoices, and by who only follows the events."""

import csv
import io
from decimal import Decimal
from typing import Any

import httpx
from billing.invoices.issue_document import issue_document
from billing.invoices.rules.documents import Draft, payment_reference
from billing.invoices.rules.owed import Line
from hypothesis import given
from hypothesis import strategies as st
from shared.csv_list import csv_bytes
from shared.database import Database
from shared.events.billing import CreditNoteIssued, InvoiceIssued, PaymentReceived

from tests.billing.given import kept_parties, refusal
from tests.billing.given_camt import OTHER_IBAN, Paid, bank_file
from tests.billing.given_documents import NOW, given_credit_note, given_invoice
from tests.platform import Platform
from tests.waiting import eventually

XML = {"Content-Type": "application/xml"}


async def items(client: httpx.AsyncClient, query: str = "") -> list[dict[str, Any]]:
    answer = await client.get(f"/v1/open-items{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_an_item_stands_as_its_money_does(platform: Platform) -> None:
    billing = await platform.service("billing")
    database, client = billing.database, billing.client
    await kept_parties(database)
    kept = [
        await given_invoice(database, place, payer=f"GM100{place}", name="=Gemeente Ergens")
        for place in range(1, 5)
    ]
    await given_credit_note(database, kept[2].number, "100.00", 1)
    await given_credit_note(database, kept[3].number, "40.00", 2)
    file = bank_file([Paid("100.00", kept[1].reference), Paid("10.00", kept[3].reference)])

    first = await client.post("/v1/bank-statements", content=file, headers=XML)
    assert first.status_code == 201, first.text
    again = await client.post("/v1/bank-statements", content=file, headers=XML)
    assert (again.status_code, again.json()["posted"]) == (200, 0)
    assert again.json()["statements"] == first.json()["statements"]

    def told(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
        return [(one["number"], one["open"], one["state"]) for one in found]

    left = [(kept[0].number, "100.00", "overdue"), (kept[3].number, "50.00", "overdue")]
    assert told(await items(client)) == left
    assert told(await items(client, "?limit=1")) == left[:1]
    assert told(await items(client, f"?cursor={kept[0].number}")) == left[1:]
    assert told(await items(client, "?payer=GM1004")) == left[1:]
    assert told(await items(client, "?state=issued")) == []
    assert told(await items(client, "?state=paid")) == [(kept[1].number, "0.00", "paid")]
    assert told(await items(client, "?state=credited")) == [(kept[2].number, "0.00", "credited")]
    for invoice in kept:  # and as the invoice says itself
        said = (await client.get(f"/v1/invoices/{invoice.number}")).json()
        shown = (await items(client, f"?state={said['state']}&payer={said['payer']}"))[0]
        assert [shown[name] for name in ("open", "credited", "paid", "total")] == [
            said[name] for name in ("open", "credited", "paid", "total")
        ]

    answer = await client.get("/v1/open-items?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert [(row["number"], row["open"], row["payerName"]) for row in rows] == [
        (number, left_of, "'=Gemeente Ergens") for number, left_of, _ in left
    ]


async def test_money_is_placed_over_http(platform: Platform) -> None:
    billing = await platform.service("billing")
    client = billing.client
    await kept_parties(billing.database)
    invoice = await given_invoice(billing.database)
    entries = [Paid("40.00"), Paid("70.00", None, "B2"), Paid("-1.00")]

    for content, headers, code in (
        (b"<Document/>", XML, "camt-malformed"),
        (bank_file(entries), {"Content-Type": "application/json"}, "camt-malformed"),
        (bank_file(entries, closing="0.00"), XML, "balance-wrong"),
    ):
        refused = await client.post("/v1/bank-statements", content=content, headers=headers)
        assert refusal(refused) == (400, code)
    other = bank_file(entries, iban=OTHER_IBAN)
    refused = await client.post("/v1/bank-statements", content=other, headers=XML)
    assert refusal(refused) == (409, "account-unknown")
    assert (await client.get("/v1/bank-statements")).json()["items"] == []

    posted = await client.post("/v1/bank-statements", content=bank_file(entries), headers=XML)
    [statement] = posted.json()["statements"]
    assert (statement["openEntries"], statement["open"]) == (3, "109.00")
    assert (await client.get("/v1/bank-statements")).json()["items"] == [statement]
    found = (await client.get("/v1/bank-entries?open=true")).json()["items"]
    [entry] = [one for one in found if one["bankReference"] == "B2"]
    path = f"/v1/bank-entries/{entry['bankEntryId']}/allocations"
    body = {"number": invoice.number, "amount": "70.00"}
    placed = await client.post(path, json=body, headers={"Idempotency-Key": "once"})
    assert (placed.status_code, placed.json()["open"]) == (201, "0.00")
    same = await client.post(path, json=body, headers={"Idempotency-Key": "once"})
    assert same.json() == placed.json()
    assert refusal(await client.post(path, json=body)) == (409, "allocation-above-entry")
    assert len((await client.get("/v1/bank-entries?open=true")).json()["items"]) == 2
    whole = (await client.get(f"/v1/bank-entries?statement={statement['statementId']}")).json()
    assert len(whole["items"]) == 3
    assert (await items(client))[0]["open"] == "30.00"


async def issued(database: Database, amount: str, **credit: Any) -> str:
    """Issue a document as a use case does, with its event; return its number."""
    draft = Draft(
        kind="credit_note" if credit else "invoice", reason="agreed" if credit else "year",
        year=2016, payer="GM1001", lines=[Line(Decimal(amount), "Ergens", "GM1001", 10)],
        vat_category="standard", **credit,
    )  # fmt: skip
    async with database.commit() as connection:
        return await issue_document(connection, draft, NOW)


async def test_who_only_follows_the_events_knows_what_is_open(platform: Platform) -> None:
    billing = await platform.service("billing")
    database, client = billing.database, billing.client
    await kept_parties(database, "GM1001")
    numbers = [await issued(database, amount) for amount in ("100.00", "50.00", "25.00", "10.00")]
    await issued(database, "20.00", credits=numbers[0], left=Decimal("100.00"))
    await issued(database, "10.00", credits=numbers[3], left=Decimal("10.00"))
    references = [payment_reference(number) for number in numbers]
    entries = [Paid("96.80", references[0]), Paid("20.00", references[1]), Paid("99.00", None, "X")]
    file = bank_file(entries)
    assert (await client.post("/v1/bank-statements", content=file, headers=XML)).is_success
    found = (await client.get("/v1/bank-entries?open=true")).json()["items"]
    [entry] = [one["bankEntryId"] for one in found if one["bankReference"] == "X"]
    for amount in ("30.25", "-30.25", "1.00"):
        body = {"number": numbers[2], "amount": amount}
        placed = await client.post(f"/v1/bank-entries/{entry}/allocations", json=body)
        assert placed.status_code == 201, placed.text

    async def heard() -> bool:
        return len(await platform.published(PaymentReceived)) == 5

    await eventually(heard)
    open_of: dict[str, Decimal] = {}
    for invoice in await platform.published(InvoiceIssued):
        open_of[invoice.data.number] = invoice.data.total
    for note in await platform.published(CreditNoteIssued):
        open_of[note.data.credits] -= note.data.total
    payments = await platform.published(PaymentReceived)
    for payment in payments:
        open_of[payment.data.number] -= payment.data.amount
        assert payment.data.open == open_of[payment.data.number]
    states: tuple[str, ...] = ("issued", "overdue", "paid", "credited")
    own = {
        one["number"]: Decimal(one["open"])
        for state in states
        for one in await items(client, f"?state={state}")
    }
    assert open_of == own
    assert own == dict(zip(numbers, map(Decimal, ("0", "40.50", "29.25", "0")), strict=True))
    of_third = [one.sequence for one in payments if one.data.number == numbers[2]]
    assert of_third == sorted(set(of_third))


SIGNS = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", ";", '"', "'", "a", "\u00e9", " "])
CELLS = st.one_of(
    st.lists(SIGNS, max_size=5).map("".join), st.integers(-99, 99).map(lambda it: Decimal(it) / 100)
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_cell_of_a_list_is_a_formula_and_none_is_lost(rows: list[tuple[Any, Any]]) -> None:
    text = csv_bytes(["a", "b"], rows).decode("utf-8-sig")
    header, *read = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert header == ["a", "b"]
    for cells, shown in zip(rows, read, strict=True):
        for cell, seen in zip(cells, shown, strict=True):
            assert seen in (str(cell), f"'{cell}")
            if isinstance(cell, str):
                assert not seen.startswith(("=", "+", "-", "@", "\t", "\r"))
