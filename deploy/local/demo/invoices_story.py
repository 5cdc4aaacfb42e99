"""Billing's year of invoices: a round, their files, the bank, a credit note, and reminders."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

from demo.bank_file import bank_file
from demo.chance import key
from demo.client import Api
from demo.figures import SETTLED_YEAR, ZUTPHEN
from demo.foreign_rows import OwnIds
from demo.invented_parties import SELLER_IBAN
from demo.payments import CREDITED, Bill, entries, how
from demo.reminding import remind
from demo.retrying import retry, until
from demo.stored_ids import connected

BANK_ID = f"DEMO-{SETTLED_YEAR}"
XML = "application/xml"
WITH_ALL_FILES = """
SELECT count(*) FROM (
    SELECT FROM public.document_file WHERE number = ANY ($1) GROUP BY number HAVING count(*) = 3
) AS whole
"""


@dataclass(frozen=True)
class Billed:
    """What the summary says of the invoices, and each municipality's total by its code."""

    summary: Mapping[str, Any]
    totals: Mapping[str, Decimal]


async def play_invoices(billing: Api, own: OwnIds, database: str, folder: Path) -> Billed:
    """Play it from the preview to the reminders; keep a few documents in the folder."""
    await _do_round(billing)
    listed = await billing.listed(f"/v1/invoices?year={SETTLED_YEAR}")
    issued = [one for one in listed if one["contractId"] in own.contracts]
    # What a person corrects of them since is not of the story.
    issued = sorted((one for one in issued if one["reason"] == "year"), key=itemgetter("payer"))
    bills = [_bill(one) for one in issued]
    first_day = min(one["issuedOn"] for one in issued)
    file = bank_file(SELLER_IBAN, BANK_ID, first_day, list(entries(bills)))
    bank = await _book(billing, file, bills)
    note = await _credit(billing, next(b for at, b in enumerate(bills) if how(at) == "not_at_all"))
    billing.doing.begin("reminds of what is open, a month later")
    numbers = [bill.number for bill in bills]
    reminded = await retry(lambda: remind(database, numbers))
    made = await _all_files(billing, database, [*numbers, note["number"]])
    await _keep(billing, folder, bills, note["number"], file)
    paid = bank["paid_by_reference"] + bank["paid_by_hand"]
    total = sum((bill.total for bill in bills), Decimal())
    summary = {
        "documents_as_files": made,
        **{name: str(amount) for name, amount in bank.items()},
        "credited_total": note["total"],
        "open_total": str(total - paid - Decimal(note["total"])),
        "reminders_released": reminded,
    }
    return Billed(summary, {bill.code: bill.total for bill in bills})


async def _do_round(billing: Api) -> None:
    """Look at what a round would issue, begin it, and wait until it is done."""
    expected = await billing.get(f"/v1/invoice-rounds/preview?year={SETTLED_YEAR}")
    begun = await billing.post("/v1/invoice-rounds", {"year": SETTLED_YEAR}, key("round"))
    billing.doing.begin(f"issues invoices of EUR {expected['invoiced']}", begun["total"])

    async def done() -> bool:
        now = await billing.get(f"/v1/invoice-rounds/{begun['roundId']}")
        billing.doing.done = now["done"]
        return now["finishedAt"] is not None

    await until(done, "the round of invoices")


async def _book(billing: Api, file: bytes, bills: Sequence[Bill]) -> dict[str, Decimal]:
    """Book the bank's file; place by hand what names its invoice in words only."""
    billing.doing.begin("books the bank's file")
    booked = await billing.post_file("/v1/bank-statements", file, XML, key("bank"))
    [statement] = booked["statements"]
    billing.doing.begin("places by hand what came without a reference")
    found = await billing.listed(f"/v1/bank-entries?statement={statement['statementId']}")
    [bill] = [bill for at, bill in enumerate(bills) if how(at) == "without_reference"]
    [entry] = [one for one in found if bill.number in (one["remittance"] or "")]
    placed = {"number": bill.number, "amount": str(bill.total)}
    await billing.post(
        f"/v1/bank-entries/{entry['bankEntryId']}/allocations", placed, key("placed")
    )
    received = Decimal(statement["closing"]) - Decimal(statement["opening"])
    by_reference = sum(
        Decimal(one["amount"]) for entry in found for one in entry["allocations"]
        if one["by"] == "reference"
    )  # fmt: skip
    return {
        "received_by_bank": received,
        "paid_by_reference": Decimal(by_reference),
        "paid_by_hand": bill.total,
        "unallocated": received - by_reference - bill.total,
    }


async def _credit(billing: Api, bill: Bill) -> dict[str, Any]:
    """Credit a little of an invoice, as was agreed; return the credit note."""
    billing.doing.begin("credits an invoice")
    lines = [{"line": 1, "amount": str(CREDITED)}]
    address = f"/v1/invoices/{bill.number}/credit-notes"
    made = await billing.post(address, {"lines": lines}, key("credit"))
    note: dict[str, Any] = await billing.get(f"/v1/credit-notes/{made['number']}")
    return note


async def _all_files(billing: Api, database: str, numbers: Sequence[str]) -> int:
    """Wait until each document is there as PDF and as both UBL profiles; return how many are.

    The service makes them by itself, after issuing.
    """
    billing.doing.begin("makes each PDF and UBL", len(numbers))

    async def made() -> bool:
        async with connected(database) as connection:
            billing.doing.done = await connection.fetchval(WITH_ALL_FILES, numbers)
        return billing.doing.done == len(numbers)

    await until(made, "the files of the documents")
    return billing.doing.done


async def _keep(
    billing: Api, folder: Path, bills: Sequence[Bill], credit_note: str, file: bytes
) -> None:
    """Keep Zutphen's invoice, a credit note and the bank's file, for people to open."""
    number = next(bill.number for bill in bills if bill.code == ZUTPHEN)
    asked = {
        f"{number} Zutphen.pdf": f"/v1/invoices/{number}/pdf",
        f"{number} Zutphen peppol.xml": f"/v1/invoices/{number}/ubl?profile=peppol",
        f"{number} Zutphen nlcius.xml": f"/v1/invoices/{number}/ubl?profile=nlcius",
        f"{credit_note}.pdf": f"/v1/credit-notes/{credit_note}/pdf",
    }
    contents = {name: await billing.file(path) for name, path in asked.items()}
    await asyncio.to_thread(_write, folder, {**contents, f"{BANK_ID} camt.053.xml": file})


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def _bill(invoice: Mapping[str, Any]) -> Bill:
    return Bill(
        invoice["payer"], invoice["payerName"], invoice["number"], invoice["paymentReference"],
        Decimal(invoice["total"]),
    )  # fmt: skip
