"""Money that came: posted once, allocated by reference, and placed by a person where none fits."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from billing.payments.allocate_entry import allocate_entry
from billing.payments.commands import AllocateEntry
from billing.payments.import_statements import import_statements
from billing.payments.read_camt import read_camt
from billing.payments.rules import (
    AllocationAboveEntry,
    AllocationAboveInvoice,
    EntryBookedBefore,
    StatementChanged,
    TakenBackTooMuch,
)
from billing.payments.views import BankEntryView, BankFileView
from shared.database import Database
from shared.events.billing import PaymentReceived

from tests.billing.given import kept_parties
from tests.billing.given_camt import Paid, bank_file, camt, statement
from tests.billing.given_documents import NOW, Kept, given_credit_note, given_invoice
from tests.platform import Platform


async def imported(database: Database, content: bytes) -> BankFileView:
    async with database.commit() as connection:
        return await import_statements(connection, read_camt(content), NOW)


async def allocated(
    database: Database, bank_reference: str, to: Kept, amount: str
) -> BankEntryView:
    command = AllocateEntry(number=to.number, amount=amount)
    async with database.commit() as connection:
        found = await connection.fetchval(
            "SELECT bank_entry_id FROM bank_entry WHERE bank_reference = $1", bank_reference
        )
        return await allocate_entry(connection, found, command, NOW)


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(query)]


async def balances(database: Database) -> dict[str, Decimal]:
    query = "SELECT coalesce(number, account), sum(amount) FROM ledger_posting GROUP BY 1"
    return dict(await rows(database, query))  # type: ignore[arg-type]


async def events(database: Database) -> list[tuple[str, int, PaymentReceived]]:
    """Return the invoice, the version and the data of each payment that was told."""
    found = await rows(
        database,
        "SELECT headers::json ->> 'ce-subject', headers::json ->> 'ce-sequence', data FROM outbox"
        " WHERE subject = 'billing.payment_received.v1' ORDER BY id",
    )
    return [
        (of, int(version), PaymentReceived.model_validate_json(data)) for of, version, data in found
    ]


async def test_what_came_pays_by_reference_and_the_rest_stays_open(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one, two = await given_invoice(database, 1), await given_invoice(database, 2)
    file = bank_file([
        Paid("60.00", one.reference, "later", day="2016-03-02"),
        Paid("70.00", f"{one.reference[:4]} {one.reference[4:]}", "sooner"),
        Paid("250.00", two.reference, "too much"),
        Paid("5.00", "RF00NOBODY", "unknown"),
        Paid("9.00", None, "without"),
        Paid("-3.50", None, "costs"),
        Paid("0.00", None, "nothing"),
    ])  # fmt: skip

    answer = await imported(database, file)

    assert (answer.posted, answer.statements[0].entries) == (1, 7)
    # Who paid first is allocated first, whatever the order of the file.
    assert await rows(database, "SELECT bank_reference, open FROM bank_entry ORDER BY place") == [
        ("later", Decimal(30)), ("sooner", 0), ("too much", Decimal(150)), ("unknown", Decimal(5)),
        ("without", Decimal(9)), ("costs", Decimal("-3.50")), ("nothing", 0),
    ]  # fmt: skip
    assert (answer.statements[0].open_entries, answer.statements[0].open) == (5, Decimal("190.50"))
    assert await balances(database) == {
        one.number: 0, two.number: 0, "revenue": -200, "bank": Decimal("390.50"),
        "unallocated": Decimal("-190.50"),
    }  # fmt: skip
    told = await events(database)
    assert [(of, version, str(said.amount), str(said.open)) for of, version, said in told] == [
        (str(one.document_id), 2, "70.00", "30.00"),
        (str(two.document_id), 2, "100.00", "0.00"),
        (str(one.document_id), 3, "30.00", "0.00"),
    ]


async def test_a_file_that_comes_again_posts_nothing(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one = await given_invoice(database)
    file = bank_file([Paid("100.00", one.reference, "B1")])
    first = await imported(database, file)

    again = await imported(database, file.replace(b"><", b">\n<"))
    assert again.posted == 0
    assert again.statements == first.statements
    assert len(await events(database)) == 1
    assert (await balances(database))["bank"] == 100

    with pytest.raises(StatementChanged):
        await imported(database, bank_file([Paid("99.00", one.reference, "B1")]))
    other = bank_file([Paid("100.00", one.reference, "B1")], bank_id="another")
    with pytest.raises(EntryBookedBefore):
        await imported(database, other)
    # Of two statements one is known: the other is posted.
    both = camt(
        statement([Paid("100.00", one.reference, "B1")]), statement([Paid("1.00")], bank_id="new")
    )
    assert (await imported(database, both)).posted == 1


async def test_of_two_imports_at_the_same_moment_one_posts(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one = await given_invoice(database)
    file = bank_file([Paid("40.00", one.reference), Paid("70.00", one.reference)])

    answers = await asyncio.gather(*(imported(database, file) for _ in range(4)))

    assert sorted(answer.posted for answer in answers) == [0, 0, 0, 1]
    assert await balances(database) == {
        one.number: 0, "revenue": -100, "bank": 110, "unallocated": -10
    }  # fmt: skip


async def test_of_two_allocations_at_the_same_moment_none_goes_above_what_is_open(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one = await given_invoice(database)
    await imported(database, bank_file([Paid("100.00", None, f"B{place}") for place in range(3)]))

    results = await asyncio.gather(
        *(allocated(database, f"B{place}", one, "60.00") for place in range(3)),
        return_exceptions=True,
    )

    refused = [result for result in results if isinstance(result, BaseException)]
    assert [type(result) for result in refused] == [AllocationAboveInvoice] * 2
    assert (await balances(database))[one.number] == 40


async def test_a_person_places_what_no_reference_does_and_takes_it_back(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one, two = await given_invoice(database, 1), await given_invoice(database, 2)
    await given_credit_note(database, two.number, "30.00")
    await imported(database, bank_file([Paid("150.00", None, "B1")]))

    assert (await allocated(database, "B1", one, "100.00")).open == 50
    with pytest.raises(AllocationAboveInvoice):
        await allocated(database, "B1", one, "0.01")
    with pytest.raises(AllocationAboveEntry):
        await allocated(database, "B1", two, "50.01")
    placed = await allocated(database, "B1", two, "50.00")
    assert {(each.number, each.amount, each.by) for each in placed.allocations} == {
        (one.number, 100, "person"), (two.number, 50, "person")
    }  # fmt: skip
    with pytest.raises(TakenBackTooMuch):
        await allocated(database, "B1", two, "-50.01")
    assert (await allocated(database, "B1", two, "-50.00")).open == 50
    assert await balances(database) == {
        one.number: 0, two.number: 70, "revenue": -170, "bank": 150, "unallocated": -50
    }  # fmt: skip
    told = [
        (version, str(said.amount), str(said.open)) for _, version, said in await events(database)
    ]
    assert told == [(2, "100.00", "0.00"), (2, "50.00", "20.00"), (3, "-50.00", "70.00")]


async def test_a_payment_that_the_bank_returned_opens_its_invoice_again(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one = await given_invoice(database)
    came, returned = Paid("100.00", one.reference, "in"), Paid("-100.00", one.reference, "back")
    await imported(database, bank_file([came, returned]))
    assert (await balances(database))["unallocated"] == 100  # it waits for a person

    with pytest.raises(TakenBackTooMuch):
        await allocated(database, "back", one, "100.00")
    assert (await allocated(database, "back", one, "-100.00")).open == 0

    after = await balances(database)
    assert (after[one.number], after["unallocated"], after["bank"]) == (100, 0, 0)
